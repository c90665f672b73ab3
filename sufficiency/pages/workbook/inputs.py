"""The sheets that say what the numbers rest on: inputs and every assumption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.pages.workbook.book import Book, Sheet
from sufficiency.pages.workbook.columns import Column, Row
from sufficiency.pages.workbook.words import evidence_to, shown
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.lookup import year_to
from sufficiency.results.run import Run

Tables = Mapping[str, pd.DataFrame]
_PRICE = "weekly_price_"
_FIXED = "weekly_fixed_cost_"
_KEY_GROUPS = (
    ("Bringing prices to the outturn", ("scaling_", "not_modelled_a_year")),
    ("Growth of spending above general inflation", ("spending_",)),
    (
        "Carers, homes and matching",
        (
            "places_per_household",
            "usable_share_of_places",
            "occupancy_headroom",
            "household_leaving_rate",
            "mainstream_places_",
            "connected_children_per_household",
            "own_homes_children",
            "suited_to_",
            "displaces_residential_share",
            "home_occupancy",
        ),
    ),
)
_COLUMNS = [
    Column("What", width=46),
    Column("Value", "number", 13),
    Column("Low", "number", 13),
    Column("High", "number", 13),
    Column("Unit and basis", width=38),
    Column("Quality", width=12),
    Column("Source", width=80),
]
_INFLATION = [
    ("Financial year", "text"),
    ("2024/25 = 100", "number"),
    ("Change", "percent"),
    ("", "text"),
    ("Outturn or forecast", "text"),
    ("", "text"),
    ("Source", "text"),
]


def inputs_sheet(book: Book, run: Run) -> None:
    """Prices, inflation and the assumptions that move the answer most, each with its source."""
    facts, tables = run.facts, run.tables
    sheet = book.sheet(
        "Inputs",
        f"{facts.authority}: prices, inflation and key assumptions",
        "Unit: on each line. Low to high is a range with a 4 in 5 chance of holding the true "
        "figure; where the three are the same, the figure is a setting.",
        "Source: on each line. To try another figure, change it in the evidence folder or in a "
        "scenario file and run again: this sheet records what the run used.",
        evidence_to(facts),
    )
    rows = {str(row["key"]): row for row in tables["assumptions"].to_dict("records")}
    sheet.widths(*(column.width for column in _COLUMNS))
    prices = [
        _line(rows[f"{start}{kind}"], f"{shown(kind, facts)}{what}")
        for kind in PLACEMENT_TYPES
        for start, what in ((_PRICE, ""), (_FIXED, ": place held, filled or not"))
        if f"{start}{kind}" in rows
    ]
    if prices:
        _block(sheet, f"Weekly prices, {year_to(facts.opening_year)}", prices)
    for title, starts in _KEY_GROUPS:
        found = [_line(row, _words(key)) for key, row in rows.items() if key.startswith(starts)]
        if found:
            _block(sheet, title, found)
    sheet.heading("General inflation: GDP deflator")
    sheet.table(
        [
            Column(heading, shows, column.width)
            for (heading, shows), column in zip(_INFLATION, _COLUMNS, strict=True)
        ],
        _inflation(run.evidence),
        wide=False,
    )


def assumptions_sheet(book: Book, run: Run) -> None:
    """Every number the run rests on, as in assumptions.csv."""
    facts, tables = run.facts, run.tables
    sheet = book.sheet(
        "Assumptions",
        f"{facts.authority}: every assumption of the run",
        "Unit: on each line. Low to high is a range with a 4 in 5 chance of holding the true "
        "figure. Lines that begin with a scenario's name are numbers of its file.",
        "Source: on each line. Quality: published, derived from published figures, estimate, or "
        "assumption.",
        evidence_to(facts),
    )
    rows = [_line(row, _words(str(row["key"]))) for row in tables["assumptions"].to_dict("records")]
    sheet.table(_COLUMNS, rows, freeze=1)


def _block(sheet: Sheet, title: str, rows: list[Row]) -> None:
    sheet.heading(title)
    sheet.table(_COLUMNS, rows, wide=False)


def _line(row: Mapping[Any, Any], what: str) -> Row:
    numbers = [float(row[name]) for name in ("value", "low", "high")]
    return Row([what, *numbers, str(row["unit"]), str(row["quality"]), str(row["source"])])


def _words(key: str) -> str:
    """A key as words: "spending_growth_long_run" is "Spending growth long run"."""
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


def _inflation(evidence: Evidence) -> list[Row]:
    rows: list[Row] = []
    before = float("nan")
    for row in evidence.price_indices.to_dict("records"):
        index = float(row["gdp_deflator_2024_25_is_100"])
        change: Any = index / before - 1 if before == before else None
        year = f"{row['financial_year'][:4]}/{row['financial_year'][-2:]}"
        kind = "forecast" if str(row["is_forecast"]).lower() == "true" else "outturn"
        rows.append(Row([year, index, change, None, kind, None, str(row["source"])]))
        before = index
    return rows
