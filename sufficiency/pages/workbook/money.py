"""The sheets about money: costs in both price bases, savings, the bridge and the budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from sufficiency.money import budget_context
from sufficiency.pages.remarks import share_not_in_ranges
from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.columns import Column, Row
from sufficiency.pages.workbook.words import (
    MONEY_SOURCE,
    evidence_to,
    known,
    one_of,
    real_prices,
    shown,
    sum_of,
)
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.cells import Cell, Given
from sufficiency.results.contract import BRIDGE_PARTS
from sufficiency.results.facts import RunFacts
from sufficiency.results.figures import cautious
from sufficiency.results.lookup import indexed, only, reference, year_to
from sufficiency.results.run import Run

Tables = Mapping[str, pd.DataFrame]
Totals = dict[tuple[str, str, str], Cell]
"""The total of a price basis, scenario and financial year."""
WITHHELD: Final = float("nan")
SHEET_OF: Final = {"nominal": "Costs nominal", "real": "Costs real"}
_POINTS: Final = (
    ("p10", "1 in 10 below"),
    ("p50", "middle"),
    ("p80", "1 in 5 above"),
    ("p90", "1 in 10 above"),
)


def costs_sheet(book: Book, run: Run, basis: str) -> Totals:
    """Cost by scenario, placement type and financial year; returns the totals."""
    facts, tables = run.facts, run.tables
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
    totals: Totals = {}
    for name in (str(name) for name in tables["costs"]["scenario"].unique()):
        frame = only(tables["costs"], scenario=name, price_basis=basis)
        lines, of_scenario = _scenario(name, frame, years, facts)
        rows += lines
        totals |= {(basis, name, year): cell for year, cell in of_scenario.items()}
    sheet.table(columns, rows, freeze=2)
    sheet.paragraph(
        "Modelled: the placements of the sheet Placements, with the cost of own home places held "
        "and of each scenario's programme. Not modelled: the rest of the revenue outturn on "
        "children looked after, growing as other services are heading."
    )
    return totals


def _scenario(
    name: str, frame: pd.DataFrame, years: list[str], facts: RunFacts
) -> tuple[list[Row], dict[str, Cell]]:
    """The lines of one scenario, and its total of each year."""
    found = indexed(frame, "financial_year", "placement_type")
    parts = {
        kind: [Given(found[year, kind]["mean"]) for year in years]
        for kind in (*PLACEMENT_TYPES, "programme")
    }
    rest = [Given(found[year, "not_modelled"]["mean"]) for year in years]
    totals = [
        sum_of(of_year, found[year, "total"]["mean"])
        for year, *of_year in zip(years, *parts.values(), strict=True)
    ]
    everything = [
        total + other if known(total, other) else WITHHELD
        for total, other in zip(totals, rest, strict=True)
    ]
    rows = [Row([name, shown(kind, facts), *cells]) for kind, cells in parts.items()]
    rows.append(Row([name, "Total modelled", *totals], "total"))
    for point, words in _POINTS:
        cells = [found[year, "total"][point] for year in years]
        rows.append(Row([name, f"Total modelled: {words}", *cells], "range"))
    rows.append(Row([name, label("not_modelled"), *rest]))
    rows.append(Row([name, "All spending on children looked after", *everything], "total"))
    return rows, dict(zip(years, totals, strict=True))


def savings_sheet(book: Book, run: Run, totals: Totals) -> None:
    """Savings of each scenario by financial year, in both price bases, with their ranges."""
    facts, tables = run.facts, run.tables
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
                one_of(totals[basis, against, year] - totals[basis, name, year], row["mean"])
                for year, row in zip(years, found, strict=True)
            ]
            rows.append(Row([name, basis, "Saving, mean", *means], "total"))
            for point, words in (("p10", _POINTS[0][1]), ("p50", "middle"), ("p90", _POINTS[3][1])):
                rows.append(Row([name, basis, words, *(row[point] for row in found)], "range"))
        chances = [float(cautious(row["probability_saves"])) for row in found]
        rows.append(
            Row([name, "", "Chance that it saves anything, rounded down", *chances], shows="chance")
        )
        if share is not None:
            words = "Share of new fostering places assumed to come out of residential care"
            rows.append(Row([name, "", words, *[share] * len(years)], shows="chance"))
    sheet.table(columns, rows, freeze=3)
    if share_note := share_not_in_ranges(run):
        sheet.paragraph(share_note)


def bridge_sheet(book: Book, run: Run) -> None:
    """Why the cost moves from one year to the next, adding to the penny."""
    facts, tables = run.facts, run.tables
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
        Column("Rebasing of prices", "pounds", 14),
        Column("Number of children", "pounds", 14),
        Column("Mix of placements", "pounds", 14),
        Column("Prices above inflation", "pounds", 15),
        Column("General inflation", "pounds", 15),
        Column("The scenario", "pounds", 14),
        Column("To: this year", "pounds", 15),
    ]
    rows = []
    for row in tables["bridge"].to_dict("records"):
        parts = [Given(row[part]) for part in ("from", *BRIDGE_PARTS)]
        to = sum_of(parts, row["to"])
        rows.append(Row([str(row["scenario"]), str(row["financial_year"]), *parts, to]))
    sheet.table(columns, rows, freeze=2)


def budget_sheet(book: Book, run: Run) -> None:
    """Budgets, overspends and spending as they were reported, for context."""
    sheet = book.sheet(
        "Budget context",
        f"{run.facts.authority}: budgets, overspends and spending as reported",
        "Unit: £ million, in cash. Quoted, not reconciled: some are of children's services as a "
        "whole and some of the whole council, as each line says.",
        "Source: on each line.",
        f"Date: each line's own year; spending is known to {year_to(run.facts.opening_year)}.",
    )
    columns = [
        Column("Year", width=12),
        Column("What", width=52),
        Column("£ million", "millions", 12),
        Column("Source", width=80),
    ]
    rows = [
        Row([str(row["year"]), str(row["what"]), float(row["value"]), str(row["source"])])
        for row in budget_context(run.evidence).to_dict("records")
    ]
    sheet.table(columns, rows, freeze=1)
    if run.finance is None or run.is_published:
        return
    sheet.heading("The first projected year beside what was reported of it")
    near = [
        Row(["", f"{row['what']}{_range(row)}", float(row["mean"]) / 1e6, str(row["covers"])])
        for row in run.finance.first_year.to_dict("records")
    ]
    sheet.table(columns, near, wide=False)
    sheet.heading("Spending on children looked after, and the budget where one was given")
    by_year = run.finance.budget_history.drop_duplicates("financial_year")
    lines = [
        Row([str(row["financial_year"]), what, float(row[key]) / 1e6, ""])
        for row in by_year.to_dict("records")
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
