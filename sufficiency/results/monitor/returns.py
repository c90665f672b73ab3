"""The ledger's weeks beside those of the children whom the council's returns count."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence.ledger import Ledger
from sufficiency.evidence.placement_list import FEWEST
from sufficiency.evidence.ssda903 import MonthlyEvidence
from sufficiency.money.priced import DAYS_A_WEEK
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.monitor.outturn import days_of

FEW: Final = "types of few children together"


def beside_returns(ledger: Ledger, counted: MonthlyEvidence) -> pd.DataFrame:
    """Weeks by month and placement type in the returns and in the ledger.

    A month's weeks are the mean of the children counted at its two ends times its weeks, as costs
    are worked out. Types of fewer than five children on average are one row.

    Args:
        ledger: the year so far.
        counted: what the returns count.

    Returns:
        Columns: month (2025-04), placement_type (or `FEW`), weeks_returns, weeks_ledger,
        difference (ledger less returns); months that both have.

    Raises:
        InputError: when the returns have no month of the ledger's.
    """
    start = pd.Period(f"{ledger.financial_year[:4]}-04", "M")
    at = {date.to_period("M"): place for place, date in enumerate(counted.dates)}
    months = [start + m for m in range(ledger.months) if {start + m, start + (m - 1)} <= set(at)]
    if not months:
        last = counted.dates[-1].to_period("M")
        raise InputError(
            f"The returns end in {last} and the ledger's year begins in {start}: they have no "
            "month of it. Give returns to a later month, or leave --ssda903 out."
        )
    days = days_of(ledger.financial_year)
    weeks = np.stack(
        [
            (counted.by_type[at[month - 1]] + counted.by_type[at[month]])
            / 2.0 * days[(month - start).n] / DAYS_A_WEEK
            for month in months
        ]
    )  # fmt: skip
    few = weeks.mean(0) * DAYS_A_WEEK / days.mean() < FEWEST
    rows = [
        (str(month), FEW if few[k] else kind, weeks[m, k], _of(ledger, (month - start).n, kind))
        for m, month in enumerate(months)
        for k, kind in enumerate(PLACEMENT_TYPES)
    ]
    columns = ["month", "placement_type", "weeks_returns", "weeks_ledger"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.groupby(columns[:2], sort=False, as_index=False).sum()
    return table.assign(difference=table["weeks_ledger"] - table["weeks_returns"])


def _of(ledger: Ledger, month: int, kind: str) -> float:
    """The ledger's weeks of a month and type; none where it has no such row."""
    return float(ledger.weeks[month, ledger.types.index(kind)]) if kind in ledger.types else 0.0
