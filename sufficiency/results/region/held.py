"""How ranges of sums have held, as sentences for a region's page."""

from __future__ import annotations

import pandas as pd

from sufficiency.trial.regions.run import stored_cover
from sufficiency.trial.regions.sums import TOGETHER


def held_in_words(within: str = "") -> list[str]:
    """What past forecasts of sums say of the ranges on the page, worst news included.

    Args:
        within: the region that all the councils are in, if there is one.
    """
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
        *_of_region(within),
        "By kind of placement, regions: fostering "
        f"{said('region', 'foster')}; homes and supported accommodation "
        f"{said('region', 'homes_and_supported')}: too seldom, because past forecasts of them came "
        "too low, which no width mends.",
        f"Spending, regions: {said('region', 'spending')} with inflation, "
        f"{said('region', 'spending_real')} without. Spending of 2021 to 2025 grew faster than any "
        "forecast from before: expect the same surprise either way.",
    ]


def _of_region(within: str) -> list[str]:
    """The same of the sum of children in one region."""
    table = stored_cover("scores_by_region")
    here = (table["draws"] == TOGETHER) & (table["group"] == within)
    rows = table[here & (table["measure"] == "looked_after")].sort_values("horizon")
    if rows.empty:
        return []
    said = ", ".join(f"{row.held_80:.0f} (±{row.held_80_se_year:.0f})" for row in rows.itertuples())
    return [
        f"Of the sum of {within}, where these councils are, it held {said} percent, over "
        f"{rows['n'].max():.0f} openings one year ahead and {rows['n'].min():.0f} at five."
    ]


def _known(row: object) -> bool:
    return bool(pd.notna(getattr(row, "held_80_se_year", None)))
