"""The stress a finance officer asks for: three lines, and what the forecast banks on."""

from __future__ import annotations

from typing import Final

from sufficiency.money.spending.model import INFLATION_DOUBT, half_with_inflation
from sufficiency.pages.report.block import Block, in_brackets
from sufficiency.pages.words import millions, thousands
from sufficiency.placements import label
from sufficiency.results.lookup import only, year_to
from sufficiency.results.run import Run
from sufficiency.results.stress import (
    AS_FORECAST,
    AT_TODAY,
    ENGLAND,
    banked_on,
    banked_together,
)

_NAMES: Final = {
    AS_FORECAST: "As forecast",
    AT_TODAY: "If today's numbers and mix stay",
    ENGLAND: "If it grows as England's did",
}


def stress_block(run: Run) -> Block | None:
    """All spending by year: as forecast, at today's numbers and mix, and as England grew.

    A published run may lack the second line. None where the run has no such table.
    """
    if "stress" not in run.tables:
        return None
    nominal = only(run.tables["stress"], price_basis="nominal")
    shown = [line for line in _NAMES if line in set(nominal["line"])]
    rows = []
    for year in dict.fromkeys(nominal["financial_year"]):
        here = {row["line"]: row for row in only(nominal, financial_year=year).to_dict("records")}
        rows.append((str(year), *(in_brackets(here[line], millions) for line in shown)))
    return Block(
        f"All spending on children looked after in {run.facts.authority} with no new action, "
        "nominal: middle, and the range with a 4 in 5 chance. As England grew: by its growth of "
        "the last two years, each year",
        ("Year", *(_NAMES[line] for line in shown)),
        tuple(rows),
    )


def inflation_words(run: Run) -> tuple[str, ...]:
    """That nominal ranges take inflation as expected, and how wide they would be with its doubt.

    None where the run has no line of all spending.
    """
    if "stress" not in run.tables:
        return ()
    rows = only(run.tables["stress"], line=AS_FORECAST, price_basis="nominal")
    halves = {
        year: half_with_inflation(low, high, ahead)
        for ahead, (year, low, high) in enumerate(
            zip(rows["financial_year"], rows["p10"], rows["p90"], strict=True), start=1
        )
    }
    told = " and ".join(
        f"{millions(half)} to {millions(wider)} in {year}"
        for year, (half, wider) in halves.items()
        if year in (rows["financial_year"].iloc[0], rows["financial_year"].iloc[-1])
    )
    return (
        "Nominal ranges take inflation as the Treasury expects it. It may be wrong by "
        f"{INFLATION_DOUBT:.1%} a year (a standard deviation, an assumption), which would "
        f"widen each side of the range of all spending from {told}.",
    )


def banked_block(run: Run) -> Block | None:
    """Each placement type that the forecast has fall below today's number, and its worth a year.

    Means of the second year or the last, at base-year prices. The last row is of all types, those
    that rise among them: below nil they would cost less at today's numbers. None where nothing
    falls, or where today's cost is withheld.
    """
    facts = run.facts
    year = year_to(min(facts.opening_year + 2, facts.horizon_year))
    rows = [
        (
            label(str(row["placement_type"])),
            thousands(row["children_today"]),
            thousands(row["children"]),
            millions(row["mean"]),
        )
        for row in banked_on(run.tables, year)
    ]
    if not rows:
        return None
    together = banked_together(run.tables)
    if together.loc[year].notna().all():
        today, then, worth = (together[c].loc[year] for c in ("children_today", "children", "mean"))
        name = "All placements together, with those that rise"
        rows.append((name, thousands(today), thousands(then), millions(worth)))
    return Block(
        f"What the forecast banks on in {year} that nobody has decided: falls from today's number, "
        f"and what today's number would cost more, {year_to(facts.opening_year)} prices, means",
        ("Placement", "Today", f"Forecast, {year}", "Worth a year"),
        tuple(rows),
    )
