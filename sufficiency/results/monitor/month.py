"""The month in numbers: outturn by type, variance from budget, profile, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.ledger import MONTHS, Ledger, TypeBudget
from sufficiency.ranges import statistics
from sufficiency.results.monitor.outturn import Outturn, days_of

POINTS: Final = ("mean", "p10", "p50", "p80", "p90")
OUTTURN: Final = (
    *("placement_type", "to_date", "run_rate", *POINTS, "budget", "variance"),
    *("numbers", "mix", "weekly_cost", "months_late"),
)


@dataclass(frozen=True)
class Month:
    """A month's monitoring.

    Attributes:
        financial_year, period: the year, and months of it in the ledger.
        outturn: a row a placement type and the total (`OUTTURN`), GBP.
        profile: month, mean, p10, p50, p90 and running mean of all types, GBP.
        chance_within: chance that the year keeps to its budget.
        contingency: GBP, P80 less P50.
        changed: outturn of last month's run beside this one, by type; empty without one.
        periods: what each month so far said of the year (`by_period`).
        returns: weeks beside those that returns count (`beside_returns`); empty without returns.
    """

    financial_year: str
    period: int
    outturn: pd.DataFrame
    profile: pd.DataFrame
    chance_within: float
    contingency: float
    changed: pd.DataFrame
    periods: pd.DataFrame
    returns: pd.DataFrame


def month_of(
    ledger: Ledger,
    budget: TypeBudget,
    found: Outturn,
    periods: pd.DataFrame,
    before: pd.DataFrame | None = None,
) -> Month:
    """The report of a month.

    The variance of each type's mean outturn is taken apart in this order: *numbers*, all weeks
    together at the budget's mean cost of a week; *mix*, the rest of what the type's own weeks do
    at its budgeted weekly cost; *weekly cost*, the rest. All add to the variance.

    Args:
        ledger: the year so far.
        budget: by placement type.
        found: what the year comes to.
        periods: what each month so far said of the year.
        before: `outturn` of last month's run, where there is one.
    """
    by_type = found.spend.sum(1)
    weeks = found.weeks.mean(0).sum(0)
    mean_week = budget.pounds.sum() / budget.weeks.sum()
    grown = weeks.sum() / budget.weeks.sum() - 1.0
    days = days_of(ledger.financial_year)
    rows = []
    for b, kind in enumerate(budget.types):
        there = kind in found.types
        k = found.types.index(kind) if there else -1
        draws = by_type[:, k] if there else np.zeros(len(by_type))
        stats = {name: float(v) for name, v in statistics(draws, POINTS).items()}
        bought, weekly = (weeks[k] if there else 0.0), budget.pounds[b] / budget.weeks[b]
        numbers = budget.weeks[b] * grown * mean_week
        mix = (bought - budget.weeks[b]) * weekly - numbers
        to_date = float(ledger.spend[:, k].sum()) if there else 0.0
        rows.append(
            {
                "placement_type": kind,
                "to_date": to_date,
                "run_rate": to_date * days.sum() / days[: ledger.months].sum(),
                **stats,
                "budget": float(budget.pounds[b]),
                "variance": stats["mean"] - float(budget.pounds[b]),
                "numbers": numbers,
                "mix": mix,
                "weekly_cost": stats["mean"] - bought * weekly,
                "months_late": int(found.late[k]) if there else 0,
            }
        )
    table = pd.DataFrame(rows, columns=list(OUTTURN))
    added = table.drop(columns=["placement_type", "months_late", *POINTS]).sum()
    whole = statistics(found.total, POINTS)
    total = {"placement_type": "total", **added, **{n: float(v) for n, v in whole.items()}}
    total["months_late"] = int(found.late.max(initial=0))
    outturn = pd.concat([table, pd.DataFrame([total])], ignore_index=True)
    return Month(
        financial_year=ledger.financial_year,
        period=ledger.months,
        outturn=outturn,
        profile=_profile(found, ledger),
        chance_within=float((found.total <= budget.pounds.sum()).mean()),
        contingency=float(whole["p80"] - whole["p50"]),
        changed=_changed(outturn, before),
        periods=periods,
        returns=pd.DataFrame(),
    )


def _profile(found: Outturn, ledger: Ledger) -> pd.DataFrame:
    by_month = found.spend.sum(2)
    start = np.datetime64(f"{ledger.financial_year[:4]}-04", "M")
    names = ("mean", "p10", "p50", "p90")
    so_far = np.full(MONTHS, np.nan)
    so_far[: ledger.months] = ledger.spend.sum(1)
    return pd.DataFrame(
        {
            "month": [str(start + m) for m in range(MONTHS)],
            "ledger": so_far,
            **statistics(by_month, names),
            "so_far_mean": by_month.mean(0).cumsum(),
        }
    )


def _changed(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    columns = ["placement_type", "last_month", "this_month", "change"]
    if before is None:
        return pd.DataFrame(columns=columns)
    last = before.set_index("placement_type")["mean"].reindex(now["placement_type"]).fillna(0.0)
    table = pd.DataFrame({"placement_type": now["placement_type"], "last_month": last.to_numpy()})
    table["this_month"] = now["mean"]
    table["change"] = table["this_month"] - table["last_month"]
    return table
