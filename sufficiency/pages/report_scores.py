"""The report's table of how past forecasts did: few rows, the rest is in tables/backtest.csv."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from sufficiency.pages.alt_text import span
from sufficiency.pages.facts import RunFacts
from sufficiency.pages.lookup import indexed, only
from sufficiency.pages.report_block import Block, percent
from sufficiency.placements import label

_SERIES: Final = {
    "looked_after": label("total"),
    "foster": label("fostering"),
    "homes_and_supported": "Homes and supported accommodation",
}
"""Series of the published record whose names are not those of placements."""


def backtest_table(tables: Mapping[str, pd.DataFrame], facts: RunFacts) -> Block | None:
    """The method in use against expecting no change, one to three years ahead, by series.

    None where the run has no scores of its method.
    """
    if "backtest" not in tables:
        return None
    scores = only(tables["backtest"], model=facts.model)
    if scores.empty:
        return None
    found = indexed(scores, "series", "horizon")
    ahead = sorted({int(horizon) for _, horizon in found})
    rows = [
        (
            _SERIES.get(series) or label(series),
            *(_less(found[series, years]["relative_crps"]) for years in ahead),
            *(percent(found[series, years]["cover_80"]) for years in ahead),
        )
        for series in dict.fromkeys(scores["series"])
        if all((series, years) in found for years in ahead)
    ]
    number = span(*(f"{scores['n'].agg(end):.0f}" for end in ("min", "max")))
    return Block(
        "Past forecasts set against what happened: error beside that of expecting no change, and "
        f"how often the 4 in 5 range held the outcome. Each figure is from {number} "
        "forecasts; every method and score is in tables/backtest.csv",
        (
            "What was forecast",
            *(f"Error, {_years(years)} ahead" for years in ahead),
            *(f"Range held, {_years(years)} ahead" for years in ahead),
        ),
        tuple(rows),
    )


def _less(relative: float) -> str:
    """An error over that of no change, in words.

    >>> _less(0.93), _less(1.02), _less(1.0)
    ('7% less', '2% more', 'the same')
    """
    percent_less = round(100 * (1 - relative))
    if percent_less == 0:
        return "the same"
    return f"{abs(percent_less)}% {'less' if percent_less > 0 else 'more'}"


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"
