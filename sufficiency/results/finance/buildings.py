"""The buildings of homes that scenarios open: what they cost, and when they are paid for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sufficiency.months import Calendar
from sufficiency.scenarios import Scenario
from sufficiency.scenarios.levers import OpenHome
from sufficiency.scenarios.levers.capital import Capital
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range

_NONE: Final = Capital(amount=Range(0, 0))
"""No building: its life and its interest are what a lever has where a file says nothing."""


@dataclass(frozen=True)
class Building:
    """The building of one lever's home or homes, in pounds at base-year prices.

    Attributes:
        words: which home it is.
        amount, grant: what it costs, and what others pay of it.
        life_years: years over which what is borrowed is paid back.
        interest: a year, above inflation.
        lease: rent a year.
        bought: 1 in the year of the plan in which it is bought, else 0, (years,).
        repaid, rented: years' worth of repayment and of rent that each year pays, as drawn over
            what `amount`, `grant` and `lease` make, to the end of the longest appraisal.
    """

    words: str
    amount: float
    grant: float
    life_years: float
    interest: float
    lease: float
    bought: np.ndarray
    repaid: np.ndarray
    rented: np.ndarray


def buildings_of(scenario: Scenario, setting: Setting) -> tuple[Building, ...]:
    """Every building of a scenario that opens homes, whether its file gives one or not.

    Args:
        scenario: the scenario.
        setting: of the forecast whose years it is paid for in.
    """
    homes = (lever for lever in scenario.levers if isinstance(lever, OpenHome))
    return tuple(_building(lever, setting) for lever in homes)


def carried_on_buildings(
    plan: tuple[Building, ...], longer: tuple[Building, ...], end: int
) -> tuple[Building, ...]:
    """Buildings over the plan's years, then over those that its appraisal goes on with.

    Args:
        plan: over the years of the plan.
        longer: the same over those of the longer forecast.
        end: years from the opening to the end of the appraisal.
    """
    return tuple(_joined(ours, theirs, end) for ours, theirs in zip(plan, longer, strict=True))


def _joined(plan: Building, longer: Building, end: int) -> Building:
    """The plan's years, then those of the longer forecast to the end of the appraisal."""
    years = len(plan.repaid)
    counted = np.arange(len(longer.repaid)) < end
    both = [
        np.append(ours, (theirs * counted)[years:])
        for ours, theirs in ((plan.repaid, longer.repaid), (plan.rented, longer.rented))
    ]
    return replace(plan, repaid=both[0], rented=both[1])


def _building(lever: OpenHome, setting: Setting) -> Building:
    """A lever's building over the years of a setting."""
    calendar, capital = setting.calendar, lever.capital or _NONE
    in_debt, running = lever.in_debt(calendar), lever.running(calendar)
    z = setting.normal(lever.lever, "capital.amount")
    annuity = float(capital.a_year(np.zeros(1))[0])
    drawn = float(capital.a_year(z).mean()) / annuity if annuity > 0 else 1.0
    lease = lever.lease_a_year.mean
    rent = lever.drawn("lease_a_year", setting.normal(lever.lever, "lease_a_year")).mean()
    bought = np.diff(in_debt, prepend=False) & in_debt
    places = f"{lever.places} places" if lever.places > 1 else "1 place"
    return Building(
        words=f"{places}, {lever.starts}",
        amount=capital.amount.mean,
        grant=capital.grant.mean,
        life_years=capital.life_years,
        interest=capital.interest_percent / 100.0,
        lease=lease,
        bought=_a_year(bought, calendar) * 12.0,
        repaid=_a_year(in_debt, calendar) * drawn,
        rented=_a_year(running, calendar) * (float(rent) / lease if lease > 0 else 1.0),
    )


def _a_year(months: np.ndarray, calendar: Calendar) -> np.ndarray:
    """Share of each year's months, (years,)."""
    return months.reshape(calendar.years, 12).mean(axis=1).astype(np.float64)
