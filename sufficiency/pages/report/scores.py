"""How past forecasts did, for the report: in words, and in a table of few rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sufficiency.forecasting.scoring.stored import stored_table
from sufficiency.pages.report.block import Block, percent
from sufficiency.pages.words import date_of, span
from sufficiency.placements import label
from sufficiency.results.lookup import indexed, one, only
from sufficiency.results.run import Run
from sufficiency.results.yardsticks import mean_miss

_SERIES: Final = {
    "looked_after": label("total"),
    "foster": label("fostering"),
    "homes_and_supported": "Homes and supported accommodation",
}
"""Series of the published record whose names are not those of placements."""


@dataclass(frozen=True)
class Tested:
    """How past forecasts did, each made from nothing later than its own March.

    Attributes:
        error_less: Percent by which the error (CRPS) of the total is below that of expecting no
            change.
        held: Percent of outcomes of the total inside the 80% range.
        homes_low: Percent by which homes and supported accommodation came above the forecast.
    """

    error_less: int
    held: int
    homes_low: int


def scores_of(model: str) -> Tested:
    """The stored scores of a method for the total, over one to three years ahead.

    Raises:
        LookupError: when no scores of that method are stored.
    """
    row = one(stored_table("by_series"), model=model, series="looked_after")
    return Tested(
        error_less=round(100 * (1 - row["relative_crps"])),
        held=round(row["cover_80"]),
        homes_low=round(100 * mean_miss(model, "homes_and_supported")),
    )


@dataclass(frozen=True)
class OwnScores:
    """How past forecasts of the total from the council's own returns did.

    Attributes:
        first: First month end forecast from. origins: How many there are.
        held: Outcomes inside the 80% range. forecasts: How many there are.
    """

    first: str
    origins: int
    held: int
    forecasts: int


def own_scores(run: Run) -> OwnScores | None:
    """The council's own track record, where the run has one."""
    if "past_forecasts" not in run.tables:
        return None
    past = run.tables["past_forecasts"]
    return OwnScores(
        first=date_of(past["origin"].min()),
        origins=past["origin"].nunique(),
        held=int(past["held_80"].sum()),
        forecasts=len(past),
    )


def backtest_table(run: Run) -> Block | None:
    """The method in use against expecting no change, one to three years ahead, by series.

    None where the run has no scores of its method.
    """
    tables = run.tables
    if "backtest" not in tables:
        return None
    scores = only(tables["backtest"], model=run.facts.model)
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
