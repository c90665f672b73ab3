"""The sheets about money: costs in both price bases, savings, the bridge and the budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from sufficiency.evidence import Evidence
from sufficiency.money import budget_context
from sufficiency.pages.remarks import share_not_in_ranges
from sufficiency.pages.workbook.book import Book, Column, Formula, Row
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to, real_prices, shown
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.contract import BRIDGE_PARTS
from sufficiency.results.facts import RunFacts
from sufficiency.results.lookup import indexed, is_known, only, reference, year_to
from sufficiency.results.run import Run

Tables = Mapping[str, pd.DataFrame]
Cells = dict[tuple[str, str, str], str]
"""Where the total of a price basis, scenario and financial year stands: sheet and cell."""
SHEET_OF: Final = {"nominal": "Costs nominal", "real": "Costs real"}
_POINTS: Final = (
    ("p10", "1 in 10 below"),
    ("p50", "middle"),
    ("p80", "1 in 5 above"),
    ("p90", "1 in 10 above"),
)


def costs_sheet(book: Book, tables: Tables, basis: str) -> Cells:
    """Cost by scenario, placement type and financial year; returns where the totals stand."""
    facts = book.facts
    prices = "nominal: prices of the year" if basis == "nominal" else real_prices(facts)
    sheet = book.sheet(
        SHEET_OF[basis],
        f"{facts.authority}: cost of placements by scenario, {basis}",
        f"Unit: pounds in an April-March year, {prices}. Gross. Mean of the simulated futures, "
        "then the range of the total, which cannot be had by adding ranges.",
        MONEY_SOURCE,
        evidence_to(facts),
    )
    years = list(dict.fromkeys(tables["costs"]["financial_year"]))
    columns = [
        Column("Scenario", width=42),
        Column("Line", width=38),
        *(Column(year, "pounds", 14) for year in years),
    ]
    rows: list[Row] = []
    at: Cells = {}
    for name in (str(name) for name in tables["costs"]["scenario"].unique()):
        frame = only(tables["costs"], scenario=name, price_basis=basis)
        total_row = sheet.row + 1 + len(rows) + len(PLACEMENT_TYPES) + 1
        for column, year in enumerate(years, start=2):
            at[basis, name, year] = f"'{sheet.name}'!{xl_rowcol_to_cell(total_row, column)}"
        rows += _scenario(name, frame, years, total_row, facts)
    sheet.table(columns, rows, freeze=2)
    sheet.paragraph(
        "Modelled: the placements of the sheet Placements, with the cost of own home places held "
        "and of each scenario's programme. Not modelled: the rest of the revenue outturn on "
        "children looked after, carried flat in real terms (an assumption).",
        [column.width for column in columns],
    )
    return at


def _scenario(
    name: str, frame: pd.DataFrame, years: list[str], total_row: int, facts: RunFacts
) -> list[Row]:
    """The lines of one scenario; `total_row` is where its total will stand, from 0."""
    rows_of = indexed(frame, "financial_year", "placement_type")
    found = {
        kind: [rows_of[year, kind] for year in years]
        for kind in (*PLACEMENT_TYPES, "programme", "total", "not_modelled")
    }
    parts = (*PLACEMENT_TYPES, "programme")
    rows = [
        Row([name, shown(kind, facts), *(row["mean"] for row in found[kind])]) for kind in parts
    ]
    totals: list[Any] = []
    everything: list[Any] = []
    for column in range(2, 2 + len(years)):
        letter = xl_col_to_name(column)
        first = total_row - len(parts) + 1
        value = found["total"][column - 2]["mean"]
        rest = found["not_modelled"][column - 2]["mean"]
        known = all(is_known(found[kind][column - 2], "mean") for kind in (*parts, "total"))
        span = f"{letter}{first}:{letter}{total_row}"
        totals.append(Formula(f"=SUM({span})", value) if known else value)
        below = total_row + len(_POINTS) + 2
        both = f"={letter}{total_row + 1}+{letter}{below}"
        everything.append(Formula(both, value + rest))
    rows.append(Row([name, "Total modelled", *totals], "total"))
    for point, words in _POINTS:
        cells = [row[point] for row in found["total"]]
        rows.append(Row([name, f"Total modelled: {words}", *cells], "range"))
    rows.append(Row([name, label("not_modelled"), *(row["mean"] for row in found["not_modelled"])]))
    rows.append(Row([name, "All spending on children looked after", *everything], "total"))
    return rows


def savings_sheet(book: Book, run: Run, totals: Cells) -> None:
    """Savings of each scenario by financial year, in both price bases, with their ranges."""
    tables, facts = run.tables, run.facts
    against = reference(tables)
    sheet = book.sheet(
        "Savings",
        f"{facts.authority}: what each scenario saves against {against}",
        "Unit: pounds in an April-March year, gross, the programme's cost taken off; a figure in "
        "brackets is a cost. Compared future by future, so that only the scenario differs.",
        MONEY_SOURCE,
        evidence_to(facts),
    )
    years = list(dict.fromkeys(tables["costs"]["financial_year"]))
    columns = [
        Column("Scenario", width=42),
        Column("Prices", width=12),
        Column("Statistic", width=36),
        *(Column(year, "pounds", 14) for year in years),
    ]
    rows: list[Row] = []
    for name in (str(name) for name in tables["savings"]["scenario"].unique()):
        scenario = facts.scenario(name)
        share = scenario.displaces_residential_share if scenario else None
        for basis in ("nominal", "real"):
            frame = only(tables["savings"], scenario=name, price_basis=basis)
            by_year = indexed(frame, "financial_year")
            found = [by_year[year] for year in years]
            means = [
                Formula(f"={totals[basis, against, year]}-{totals[basis, name, year]}", row["mean"])
                for year, row in zip(years, found, strict=True)
            ]
            rows.append(Row([name, basis, "Saving, mean", *means], "total"))
            for point, words in (("p10", _POINTS[0][1]), ("p50", "middle"), ("p90", _POINTS[3][1])):
                rows.append(Row([name, basis, words, *(row[point] for row in found)], "range"))
        chances = [row["probability_saves"] for row in found]
        rows.append(Row([name, "", "Chance that it saves anything", *chances], shows="chance"))
        if share is not None:
            words = "Share of new fostering places assumed to come out of residential care"
            rows.append(Row([name, "", words, *[share] * len(years)], shows="chance"))
    sheet.table(columns, rows, freeze=3)
    if share_note := share_not_in_ranges(run):
        sheet.paragraph(share_note, [column.width for column in columns])


def bridge_sheet(book: Book, tables: Tables) -> None:
    """Why the cost moves from one year to the next, adding to the penny."""
    facts = book.facts
    sheet = book.sheet(
        "Bridge",
        f"{facts.authority}: why the cost of placements moves from one year to the next",
        "Unit: pounds, nominal, gross, mean of the simulated futures. From, plus each step, is To.",
        MONEY_SOURCE,
        evidence_to(facts),
    )
    columns = [
        Column("Scenario", width=42),
        Column("Financial year", width=14),
        Column("From: the year before", "pounds", 15),
        Column("Number of children", "pounds", 14),
        Column("Mix of placements", "pounds", 14),
        Column("Prices above inflation", "pounds", 15),
        Column("General inflation", "pounds", 15),
        Column("The scenario", "pounds", 14),
        Column("To: this year", "pounds", 15),
    ]
    first = sheet.row + 2
    rows = []
    for number, row in enumerate(tables["bridge"].to_dict("records"), start=first):
        parts = [row[part] for part in ("from", *BRIDGE_PARTS)]
        known = all(part == part for part in parts)  # a sum would take a withheld part for nil
        to = Formula(f"=SUM(C{number}:H{number})", row["to"]) if known else row["to"]
        rows.append(Row([str(row["scenario"]), str(row["financial_year"]), *parts, to]))
    sheet.table(columns, rows, freeze=2)


def budget_sheet(
    book: Book,
    evidence: Evidence,
    first_year: pd.DataFrame | None = None,
    against: pd.DataFrame | None = None,
) -> None:
    """Budgets, overspends and spending as they were reported, for context.

    Args:
        book: The workbook.
        evidence: The council's papers and the outturn.
        first_year: The first projected year beside what was reported of it.
        against: Budgets and overspends beside spending by year.
    """
    facts = book.facts
    sheet = book.sheet(
        "Budget context",
        f"{facts.authority}: budgets, overspends and spending as reported",
        "Unit: £ million, in cash. Quoted, not reconciled: some are of children's services as a "
        "whole and some of the whole council, as each line says.",
        "Source: on each line.",
        f"Date: each line's own year; spending is known to {year_to(facts.opening_year)}.",
    )
    columns = [
        Column("Year", width=12),
        Column("What", width=52),
        Column("£ million", "millions", 12),
        Column("Source", width=80),
    ]
    rows = [
        Row([str(row["year"]), str(row["what"]), float(row["value"]), str(row["source"])])
        for row in budget_context(evidence).to_dict("records")
    ]
    sheet.table(columns, rows, freeze=1)
    if first_year is not None:
        sheet.heading("The first projected year beside what was reported of it")
        near = [
            Row(["", f"{row['what']}{_range(row)}", float(row["mean"]) / 1e6, str(row["covers"])])
            for row in first_year.to_dict("records")
        ]
        sheet.table(columns, near, wide=False)
    if against is not None:
        sheet.heading("Spending on children looked after, and the budget where one was given")
        lines = [
            Row([str(row["financial_year"]), what, float(row[key]) / 1e6, ""])
            for row in against.drop_duplicates("financial_year").to_dict("records")
            for what, key in (("Approved budget", "approved_budget"), ("Spent, gross", "spent"))
            if row[key] == row[key]
        ]
        sheet.table(columns, lines, wide=False)


def _range(row: Mapping[Any, Any]) -> str:
    """The range of a figure in words, where it has one."""
    if row["p10"] != row["p10"]:
        return ""
    low, high = (f"{row[point] / 1e6:,.1f}".replace("-", "−") for point in ("p10", "p90"))
    return f" (1 in 10 below {low}, 1 in 10 above {high})"
