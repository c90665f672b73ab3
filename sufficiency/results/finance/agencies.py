"""Who gains from what a scenario saves: the council, and those who pay or would have paid with it.

Health, education and others pay a share of what is spent on homes; of what a scenario saves there,
that share is theirs, and what the council keeps is less than the gross saving. Children who do not
come into care do not come before the family courts, whose cost is in no budget of the council's.
Nothing else that other services gain is counted, since no source is held.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np

from sufficiency.engine import Result
from sufficiency.money import AppraisalSettings, CashFlows, figure, npv
from sufficiency.money.net import recorded_income
from sufficiency.money.outturn import SCALED_LINES, line_outturn
from sufficiency.results.finance.against import Against

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

GAINS: Final = ("council", "health", "education", "courts", "net_council", "net_all")
"""Present values by agency: what each gains, then what is left of it after the programme's cost,
which is the council's, for the council alone and for all of them."""


@dataclass(frozen=True)
class Shares:
    """Who pays for homes beside the council, and what proceedings cost the courts.

    Attributes:
        health, education: of gross spending on the residential line.
        proceedings: of children kept out of care, those who would have been in proceedings.
        court_cost: GBP a case.
    """

    health: float
    education: float
    proceedings: float
    court_cost: float


def shares_of(evidence: Evidence) -> Shares:
    """The shares of the base year's outturn and of money_assumptions.csv.

    Raises:
        InputError: when the outturn or the income of the residential line is not held.
    """
    paid = recorded_income(evidence) / line_outturn(evidence, SCALED_LINES["residential"])
    of_health = figure(evidence, "income_health_share").value
    return Shares(
        health=paid * of_health,
        education=paid * (1.0 - of_health),
        proceedings=figure(evidence, "court_share_of_entries").value,
        court_cost=figure(evidence, "court_cost_a_case").value,
    )


@dataclass(frozen=True)
class ToOthers:
    """What falls to others by year after optimism bias, (draws, years) each.

    Attributes:
        health, education, courts: GBP at base-year prices.
        kept_out: children who would have come into care, before optimism bias.
    """

    health: np.ndarray
    education: np.ndarray
    courts: np.ndarray
    kept_out: np.ndarray

    def then(self, later: ToOthers, years: slice, draws: np.ndarray) -> ToOthers:
        """These years and, in the same draws, some of those of a longer forecast."""
        return ToOthers(
            *(
                np.concatenate(
                    [getattr(self, f.name), getattr(later, f.name)[draws, years]], axis=1
                )
                for f in fields(self)
            )
        )

    def over(self, years: slice) -> ToOthers:
        """Those of some of the years."""
        return ToOthers(*(getattr(self, f.name)[:, years] for f in fields(self)))


def to_others(result: Result, against: Against) -> ToOthers:
    """What of a scenario's gains falls to others than the council."""
    forecast, settings = against.forecast, against.settings
    shares = shares_of(forecast.evidence)
    homes = (forecast.prices.anchors["outturn_line"] == "residential").to_numpy()
    spent = [costs.by_type("real")[..., homes].sum(-1)
             for costs in (forecast.baseline.costs, result.costs)]  # fmt: skip
    saved = _less_bias(spent[0] - spent[1], settings)
    kept_out = _kept_out(result, against)
    cases = _less_bias(kept_out, settings) * shares.proceedings
    return ToOthers(
        health=saved * shares.health,
        education=saved * shares.education,
        courts=cases * shares.court_cost,
        kept_out=kept_out,
    )


def _kept_out(result: Result, against: Against) -> np.ndarray:
    """Children who would have come into care in the baseline and do not, (draws, years)."""
    effects, years = result.projection.effects, against.forecast.calendar.years
    if not effects.entering and not effects.added:
        return np.zeros((against.forecast.draws, years))
    fewer = against.entered - result.projection.entries.sum(-1)
    return np.asarray(fewer.reshape(-1, years, 12).sum(-1))


def _less_bias(gain: np.ndarray, settings: AppraisalSettings) -> np.ndarray:
    """Less optimism: a share of a year's mean gain, off every draw alike."""
    return gain - settings.bias_savings * np.maximum(gain.mean(axis=0), 0.0)


def gains(flows: CashFlows, others: ToOthers, rate: float, year_zero: int) -> dict[str, np.ndarray]:
    """Present value of each of `GAINS` over all the years of some flows, (draws,)."""
    theirs = others.health + others.education
    by_year = {
        "council": flows.savings - theirs,
        "health": others.health,
        "education": others.education,
        "courts": others.courts,
        "net_council": flows.net - theirs,
        "net_all": flows.net + others.courts,
    }
    return {name: npv(by_year[name], rate, year_zero) for name in GAINS}
