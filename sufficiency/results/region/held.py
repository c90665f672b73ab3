"""How ranges of sums have held, as sentences for a region's page."""

from __future__ import annotations

import pandas as pd

from sufficiency.trial.regions.run import stored_cover
from sufficiency.trial.regions.sums import TOGETHER


def held_in_words() -> list[str]:
    """What past forecasts of sums say of the ranges on the page, worst news included."""
    table = stored_cover()
    table = table[table["draws"] == TOGETHER]

    def said(of: str, measure: str) -> str:
        rows = table[(table["of"] == of) & (table["measure"] == measure)].sort_values("horizon")
        return ", ".join(
            f"{row.held_80:.0f}" + (f" (±{row.held_80_se_year:.0f})" if _known(row) else "")
            for row in rows.itertuples()
        )

    return [
        "An 80% range should hold 80 times in 100. Of the sum of children in nine regions it held, "
        f"one to five years ahead, {said('region', 'looked_after')} percent; of random tens of "
        f"councils {said('tens', 'looked_after')}. In brackets: the standard error by year, large "
        "because all councils move at once and the years are few.",
        "By kind of placement, regions: fostering "
        f"{said('region', 'foster')}; homes and supported accommodation "
        f"{said('region', 'homes_and_supported')}: too seldom, because past forecasts of them came "
        "too low, which no width mends.",
        f"Spending, regions: {said('region', 'spending')} with inflation, "
        f"{said('region', 'spending_real')} without. Spending of 2021 to 2025 grew faster than any "
        "forecast from before: expect the same surprise either way.",
    ]


def _known(row: object) -> bool:
    return bool(pd.notna(getattr(row, "held_80_se_year", None)))
