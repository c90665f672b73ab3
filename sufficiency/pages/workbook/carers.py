"""The sheets that count carers, their places, and what children find and do not find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.children import POINTS, scenarios_of
from sufficiency.pages.workbook.columns import Column, Kind, Row
from sufficiency.pages.workbook.words import FOSTERING_SOURCE, children_source, evidence_to
from sufficiency.placements import FAMILIES, label
from sufficiency.results.lookup import all_ages, enquiries_each, indexed, march, year_to
from sufficiency.results.run import Run

Tables = Mapping[str, pd.DataFrame]
_MEASURES = {
    "mainstream": (
        ("households", "Fostering households"),
        ("approved_places", "Approved places"),
        ("usable_places", "Places that can be used"),
        ("filled_places", "Places filled"),
    ),
    "connected": (("households", "Fostering households"), ("filled_places", "Places filled")),
}
_GAP_MEASURES = (
    ("need", "Children who need it"),
    ("usable_supply", "Own places that can be filled"),
    ("gap", "Gap"),
)
_FLOWS = (
    ("mainstream", "approved", "Households approved in the year"),
    ("mainstream", "left", "Households that leave in the year"),
    ("connected", "approved", "Households approved in the year"),
    ("connected", "left", "Households that leave in the year"),
)


def carers_sheet(book: Book, run: Run) -> None:
    """Fostering households and places of each scenario."""
    facts, tables = run.facts, run.tables
    sheet = book.sheet(
        "Carers",
        f"{facts.authority}: fostering households and places at 31 March",
        "Unit: households and places, the middle of the simulated futures and, for households, "
        "their range. A connected carer's place is for one named child: no spare capacity.",
        FOSTERING_SOURCE,
        evidence_to(facts),
    )
    years = range(facts.opening_year, facts.horizon_year + 1)
    rows = []
    found = indexed(tables["carers"], "scenario", "kind", "date")
    for name in scenarios_of(tables, "carers"):
        for kind, measures in _MEASURES.items():
            lines = [found[name, kind, march(year)] for year in years]
            for measure, words in measures:
                start = [name, f"{kind.title()} carers", words]
                rows += _points(lines, start, measure, ranges=measure == "households")
    sheet.table(_columns("Carers", years), rows, freeze=4)


def gap_sheet(book: Book, run: Run) -> None:
    """Need, own supply and the gap of each scenario."""
    facts, tables = run.facts, run.tables
    sheet = book.sheet(
        "Need and gap",
        f"{facts.authority}: children's need against the council's own supply at 31 March",
        "Unit: children and places. The gap is met by agency carers and external homes. Families "
        "of placement whose supply has no known limit are not listed.",
        f"{FOSTERING_SOURCE}; {children_source(facts).removeprefix('Source: ')}",
        evidence_to(facts),
    )
    years = range(facts.opening_year, facts.horizon_year + 1)
    rows = []
    gaps = all_ages(tables)
    limited = gaps[gaps["usable_supply_p50"].notna()]
    with_limit = set(zip(limited["scenario"], limited["family"], strict=True))
    found = indexed(gaps, "scenario", "family", "date")
    unplaced = indexed(tables["unplaced"], "scenario", "date")
    for name in scenarios_of(tables, "gap"):
        for family in FAMILIES:
            if (name, family) in with_limit:
                lines = [found[name, family, march(year)] for year in years]
                for measure, words in _GAP_MEASURES:
                    start = [name, label(family), words]
                    rows += _points(lines, start, measure, ranges=measure == "gap")
        if (name, march(years[0])) in unplaced:
            lines = [unplaced[name, march(year)] for year in years]
            start = [name, label("fostering"), "In an external home for want of a foster place"]
            rows += _points(lines, start, "", ranges=True)
    sheet.table(_columns("Family", years), rows, freeze=4)


def recruitment_sheet(book: Book, run: Run) -> None:
    """Households approved and gone in each year, and the enquiries that approvals take."""
    facts, tables = run.facts, run.tables
    each = enquiries_each(tables)
    sheet = book.sheet(
        "Recruitment",
        f"{facts.authority}: fostering households that come and go in each April-March year",
        "Unit: households a year; enquiries a year. A connected household is approved for named "
        "children and comes without an enquiry to the council.",
        f"{FOSTERING_SOURCE}; conversion from enquiry to approval as in Assumptions.",
        evidence_to(facts),
    )
    years = [year_to(year) for year in range(facts.opening_year + 1, facts.horizon_year + 1)]
    rows = []
    found = indexed(tables["households"], "scenario", "kind", "flow", "financial_year")
    for name in scenarios_of(tables, "households"):
        for kind, flow, words in _FLOWS:
            measures = [(words, 1.0)]
            if each is not None and (kind, flow) == ("mainstream", "approved"):
                measures.append(("Enquiries that approvals take", each))
            for what, times in measures:
                start = [name, f"{kind.title()} carers", what]
                for point, point_words in POINTS:
                    cells = [times * found[name, kind, flow, year][point] for year in years]
                    look: Kind = "plain" if point == "p50" else "range"
                    rows.append(Row([*start, point_words, *cells], look))
    columns = [*_words("Carers"), *(Column(year, "children", 11) for year in years)]
    sheet.table(columns, rows, freeze=4)
    if each is not None:
        sheet.paragraph(
            f"In England about {each:.0f} enquiries to a council end in one approved household. "
            "That rate is not a forecast: a council's own may be better or worse."
        )


def _columns(of: str, years: range) -> list[Column]:
    return [*_words(of), *(Column(f"31 Mar {year}", "children", 9) for year in years)]


def _words(of: str) -> list[Column]:
    return [
        Column("Scenario", width=38),
        Column(of, width=16),
        Column("Measure", width=26),
        Column("Range", width=12),
    ]


def _points(found: list[dict[str, Any]], words: list[str], measure: str, ranges: bool) -> list[Row]:
    """The middle of a measure and, where asked for, its range below and above it.

    Args:
        found: The row of the table at each 31 March.
    """
    stem = f"{measure}_" if measure else ""
    return [
        Row(
            [*words, point_words, *(row[f"{stem}{point}"] for row in found)],
            "plain" if point == "p50" else "range",
        )
        for point, point_words in POINTS
        if ranges or point == "p50"
    ]
