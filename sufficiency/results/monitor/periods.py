"""What each month so far would have said of the year, with the ledger as it is known now."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sufficiency.evidence.ledger import Ledger, TypeBudget
from sufficiency.ranges import statistics
from sufficiency.results.monitor.outturn import forecast_outturn

_POINTS = ("p50", "p80")


def by_period(ledger: Ledger, budget: TypeBudget, draws: int, seed: int) -> pd.DataFrame:
    """The outturn and the chance that the budget holds, from the ledger to each period so far.

    Invoices that came later for an earlier month are in it: the record as known now, cut short.

    Args:
        ledger: the year so far.
        budget: by placement type.
        draws, seed: as of the month's own outturn, so that the last period is the month's.

    Returns:
        Columns: period (months of the ledger), p50, p80 (GBP), contingency (P80 less P50),
        chance_within.
    """
    rows = []
    for months in range(1, ledger.months + 1):
        known = replace(ledger, weeks=ledger.weeks[:months], spend=ledger.spend[:months])
        year = forecast_outturn(known, draws, seed).total
        middle, cautious = (float(v) for v in statistics(year, _POINTS).values())
        holds = float((year <= budget.pounds.sum()).mean())
        rows.append((months, middle, cautious, cautious - middle, holds))
    return pd.DataFrame(rows, columns=["period", *_POINTS, "contingency", "chance_within"])
