"""The log of assumptions, and how placement types map to the lines of the returns."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.columns import Column, Row
from sufficiency.pages.workbook.words import evidence_to, finance_of
from sufficiency.results.run import Run


def log_sheet(book: Book, run: Run) -> None:
    """Every assumption in the form of the Aqua Book: with what it moves, an owner and a date."""
    facts, finance = run.facts, finance_of(run)
    sheet = book.sheet(
        "Assumptions",
        f"{facts.authority}: log of assumptions",
        "Low to high holds the true figure with 4 chances in 5. Impact: pounds between the ends of "
        "the range, of the baseline's cost over all years or a scenario's net present value.",
        "Source: on each line. Impact is measured by running again; blank was not measured. Owner "
        "is for the council to fill in.",
        evidence_to(facts),
    )
    date = datetime(facts.opening_year, 3, 31)
    ordered = finance.assumptions.sort_values("impact", ascending=False, kind="stable")
    rows = [
        Row(
            [
                str(row["key"]).replace("_", " "),
                *(
                    float(row[key]) if row[key] == row[key] else None
                    for key in ("value", "low", "high")
                ),
                str(row["unit"]),
                float(row["impact"]) if row["impact"] == row["impact"] else None,
                str(row["quality"]),
                str(row["source"]),
                None,
                date,
            ]
        )
        for row in ordered.to_dict("records")
    ]
    first = sheet.table(
        [
            Column("What", width=46),
            Column("Value", "number", 12),
            Column("Low", "number", 12),
            Column("High", "number", 12),
            Column("Unit and basis", width=32),
            Column("Impact measured", "pounds", 15),
            Column("Quality", width=12),
            Column("Source", width=62),
            Column("Owner", width=16),
            Column("Evidence to", "date", 13),
        ],
        rows,
        freeze=1,
    )
    for row in range(first, first + len(rows)):
        sheet.raw.write_blank(row, 8, None, book.style("text", "input"))


def section_251_sheet(book: Book, run: Run) -> None:
    """How the placement types map to the lines of the returns, and what is not known of them."""
    sheet = book.sheet(
        "Section 251",
        f"{run.facts.authority}: placement types and the lines of the returns",
        "Known: said by the return or its guidance. Assumed: how this model maps it, until the "
        "council says how it codes. Unknown: not published.",
        "Source: line names of section 251 (DfE, LAIT) and of the revenue outturn RO3 (MHCLG).",
        evidence_to(run.facts),
    )
    lines = {
        "residential": ("Residential care", "RO3 CLA residential care"),
        "fostering": ("Fostering services", "RO3 CLA fostering services"),
        "other": ("Other children looked after services", "RO3 CLA other"),
        "none": ("none", "none"),
    }
    rows = []
    for row in finance_of(run).prices.to_dict("records"):
        section, outturn = lines[str(row["outturn_line"])]
        rows.append(
            Row(
                [
                    str(row["shown_as"]),
                    section,
                    outturn,
                    "assumed",
                    _unknown(str(row["placement_type"])),
                ]
            )
        )
    for what, section, outturn, status, note in _OTHERS:
        rows.append(Row([what, section, outturn, status, note]))
    sheet.table(
        [
            Column("Placement type or service", width=40),
            Column("Section 251 line", width=38),
            Column("Revenue outturn (RO3) line", width=32),
            Column("Status", width=12),
            Column("What is not known", width=90),
        ],
        rows,
        freeze=1,
    )


_OTHERS: Final = (
    (
        "Children seeking asylum",
        "Asylum seeker services - children",
        "RO3 CLA asylum seekers",
        "known",
        "Where they live is assumed; the grant is not shown as income of the line",
    ),
    (
        "Adoption and special guardianship support",
        "Adoption; special guardianship support",
        "RO3 CLA other",
        "assumed",
        "Not modelled; the amount within the line is unknown",
    ),
    (
        "Short breaks, education, other services",
        "Other children looked after services",
        "RO3 CLA other",
        "assumed",
        "Not modelled; why the line doubled in two years is unknown",
    ),
    (
        "Leaving care",
        "Leaving care support services",
        "RO3 CLA other",
        "unknown",
        "Section 251 gives it apart; whether the outturn's other line holds it is unknown",
    ),
    (
        "Social work and commissioning",
        "Social work (includes safeguarding)",
        "outside RO3 CLA",
        "assumed",
        "Children's own social workers are in no total here",
    ),
)


def _unknown(kind: str) -> str:
    """What is not known of the mapping of a placement type."""
    return {
        "kinship_fostering": "Whether support to connected carers sits here or with other services",
        "in_house_fostering": "How much of the fostering team's overheads the line holds",
        "agency_fostering": "Whether parent-and-child and staying-put placements are in the line",
        "in_house_residential": "Whether premises and management are in the line",
        "external_residential": "Whether joint placements are gross or net of health and education",
        "supported_accommodation": "Whether it sits here, under leaving care or in other services",
        "placed_with_parents": "Small, and taken from other services",
        "placed_for_adoption": "Fees to adoption agencies are elsewhere",
        "other_residential": "Who pays for hospital and custody",
        "other_placements": "Whether unregistered placements are coded as residential care",
    }[kind]
