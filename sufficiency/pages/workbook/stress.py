"""Three lines of spending beside one another, and what the forecast banks on."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.columns import Column, Row
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.lookup import only
from sufficiency.results.run import Run
from sufficiency.results.stress import AS_FORECAST, AT_TODAY, BANKED, ENGLAND, banked_together

_LINES: Final = {
    AS_FORECAST: "As forecast: the baseline",
    AT_TODAY: "At today's numbers and mix",
    ENGLAND: "As England's spending grew in its last two years",
}
_POINTS: Final = (
    ("mean", "mean"),
    ("p10", "1 in 10 below"),
    ("p50", "middle"),
    ("p90", "1 in 10 above"),
)


def stress_sheet(book: Book, run: Run) -> None:
    """All spending by year on three lines; then today's number less the forecast's, by type."""
    table = run.tables["stress"]
    years = list(dict.fromkeys(table["financial_year"]))
    sheet = book.sheet(
        "Stress",
        f"{run.facts.authority}: if nothing moved, and if spending grew as England's",
        "Unit: pounds, all spending on children looked after, gross. Values from the "
        f"{run.facts.draws:,} simulated futures of the run: they do not follow the blue cells. "
        "Today's numbers and mix are at the prices of the run.",
        MONEY_SOURCE,
        evidence_to(run.facts),
    )
    pounds = [Column(year, "pounds", 15) for year in years]
    rows = [
        Row([name, basis, says, *only(table, line=line, price_basis=basis)[point]])
        for basis in ("nominal", "real")
        for line, name in _LINES.items()
        for point, says in _POINTS
    ]
    first = [Column("Line", width=48), Column("Prices", width=14), Column("Statistic", width=15)]
    sheet.table([*first, *pounds], rows, freeze=1)
    sheet.heading(
        "What the forecast banks on that nobody has decided: cost of today's number less that of "
        "the number forecast, real, means; below nil the forecast has more of them"
    )
    banked = []
    for kind in PLACEMENT_TYPES:
        found = only(table, line=BANKED, placement_type=kind, price_basis="real")
        today, last = float(found["children_today"].iloc[0]), float(found["children"].iloc[-1])
        banked.append(Row([label(kind), today, last, *found["mean"]]))
    together = banked_together(run.tables)
    cells = [together["children_today"].iloc[0], together["children"].iloc[-1], *together["mean"]]
    banked.append(Row(["All placement types together", *cells], kind="total"))
    columns = [
        Column("Placement type", width=48),
        Column("Children today", "children", 14),
        Column(f"In {years[-1]}", "children", 15),
    ]
    sheet.table([*columns, *pounds], banked, wide=False)
