"""Where prices are from, and how wrong they would have been."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.columns import Column, Row
from sufficiency.pages.workbook.words import evidence_to, finance_of
from sufficiency.placements import label
from sufficiency.results.run import Run

_COLUMNS: Final = (
    Column("Placement type", width=34),
    Column("Basis or part", width=24),
    Column("Listed", "pounds", 12),
    Column("Low", "pounds", 12),
    Column("High", "pounds", 12),
    Column("Scaled", "pounds", 12),
    Column("Quality", width=13),
    Column("Source", width=90),
)
_TAIL_COLUMNS: Final = (
    Column("Placement type", width=34),
    Column("Price", width=24),
    Column("Children", "weeks"),
    Column("Low", "weeks"),
    Column("High", "weeks"),
    Column("£m a year", "£m"),
    Column("Share", width=13),
    Column("Source", width=90),
)


def unit_costs_sheet(book: Book, run: Run) -> None:
    """The price list with its sources, the build-up of own fostering and the dearest placements."""
    finance = finance_of(run)
    sheet = book.sheet(
        "Unit costs",
        f"{run.facts.authority}: unit costs and where they are from",
        f"Unit: pounds a week, {finance.model.base_year}. Low to high holds the true figure with 4 "
        "chances in 5. "
        "Listed: as published figures suggest. Scaled: as the outturn of the line requires.",
        "Source: on each line.",
        evidence_to(run.facts),
    )
    sheet.table(_COLUMNS, [_listed(row) for row in finance.prices.to_dict("records")], freeze=1)
    sheet.heading("In-house fostering from its parts: payments only, marginal and full cost")
    parts = [_part(row) for row in finance.build_up.to_dict("records")]
    sheet.table(_COLUMNS, parts, wide=False)
    sheet.heading("Single placements: how many are dear, and what they take")
    tail = [_dear(row) for row in finance.tail.to_dict("records")]
    sheet.table(_TAIL_COLUMNS, tail, wide=False)
    sheet.heading("By financial year, cash: as others published it, and as used in this run")
    by_year = [_of_year(row) for row in finance.unit_costs.to_dict("records")]
    a_week = Column("A week", "pounds", 12)
    sheet.table([*_COLUMNS[:2], a_week, *_COLUMNS[3:]], by_year, wide=False)


def _listed(row: Mapping[Any, Any]) -> Row:
    numbers = [float(row[key]) for key in ("listed_price", "low", "high", "scaled_mean")]
    words = [str(row["quality"]), str(row["source"])]
    return Row([str(row["shown_as"]), str(row["basis"]), *numbers, *words])


def _part(row: Mapping[Any, Any]) -> Row:
    numbers = [float(row[key]) for key in ("gbp_a_week", "low", "high")]
    words = [label(str(row["placement_type"])), str(row["component"])]
    return Row(
        [*words, *numbers, None, str(row["quality"]), str(row["source"])],
        "total" if row["part"] == "total" else "plain",
    )


def _dear(row: Mapping[Any, Any]) -> Row:
    return Row(
        [
            label(str(row["placement_type"])),
            f"£{row['threshold']:,.0f} a week and over",
            *(float(row[key]) for key in ("children", "children_low", "children_high")),
            float(row["gbp_a_year"]) / 1e6,
            f"{row['share_of_cost']:.0%} of cost",
            "Local Government Association survey 2023; Children's Commissioner 2026; a "
            "log-normal spread between children, which is an estimate",
        ]
    )


def _of_year(row: Mapping[Any, Any]) -> Row:
    return Row(
        [
            f"{row['placement_type']}, {row['financial_year']}",
            str(row["basis"]),
            float(row["gbp_a_week"]),
            *(float(row[key]) if row[key] == row[key] else None for key in ("low", "high")),
            None,
            str(row["what"]),
            str(row["source"]),
        ]
    )


def how_wrong_sheet(book: Book, run: Run) -> None:
    """The base year predicted from the year before, and spending since 2015-16 explained."""
    finance = finance_of(run)
    base = finance.model.base_year
    sheet = book.sheet(
        "Accuracy",
        f"{run.facts.authority}: how wrong {base} would have been, and why spending rose",
        f"Unit: £ million, nominal and gross. Prices scaled to the year before, grown by what was "
        f"then known, on the children of {base}: the error of prices, not of the forecast.",
        "Source: revenue outturn RO3 (MHCLG); section 251 (DfE, LAIT); children looked after "
        "(DfE); GDP deflator (HM Treasury).",
        evidence_to(run.facts),
    )
    numbers = ("Year before", "Predicted", "1 in 10 below", "1 in 10 above", "Actual", "Error")
    sheet.table(
        [
            Column("Line", width=26),
            *(Column(name, "£m", 13) for name in numbers),
            Column("Error, share", "change", 11),
            Column("In range", width=11),
            Column("What was done", width=90),
        ],
        [_predicted(row) for row in finance.prediction.to_dict("records")],
        freeze=1,
    )
    sheet.heading("Why spending on children looked after rose")
    names = ("From", "Numbers", "Mix", "Inflation", "Price and recording", "To")
    sheet.table(
        [
            Column("Year", width=26),
            *(Column(name, "£m", 13) for name in names),
            Column("Children", "children"),
            Column("Reconciles"),
            Column("What does not", width=90),
        ],
        [_explained(row) for row in finance.history.to_dict("records")],
        wide=False,
    )


def _predicted(row: Mapping[Any, Any]) -> Row:
    millions = ("calibrated_on", "predicted", "p10", "p90", "actual", "error")
    return Row(
        [
            str(row["line"]),
            *(float(row[key]) / 1e6 for key in millions),
            float(row["error_percent"]),
            "yes" if row["within_range"] else "no",
            str(row["note"]),
        ]
    )


def _explained(row: Mapping[Any, Any]) -> Row:
    steps = ("from", "volume", "mix", "inflation", "price", "to")
    return Row(
        [
            str(row["financial_year"]),
            *(float(row[key]) / 1e6 for key in steps),
            float(row["children"]),
            "yes" if row["reconciles"] else "no",
            str(row["note"]),
        ]
    )
