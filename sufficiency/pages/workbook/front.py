"""The first sheet, which says what the rest are, and the last, which says what to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sufficiency.pages.words import date_of, day, month
from sufficiency.pages.workbook.book import CONTENTS_SHEET, Book
from sufficiency.pages.workbook.columns import Column, Row
from sufficiency.pages.workbook.words import LICENCE, evidence_to
from sufficiency.results.facts import RunFacts, ScenarioFacts
from sufficiency.results.lookup import reference, year_to
from sufficiency.results.publish.disclosure import MARK, NOTE
from sufficiency.results.run import Run

_WIDTHS = (32.0, 110.0)
_TEXT = ("text", "text")
REMARKS = "Before these numbers are used"
CONTENTS: Sequence[tuple[str, str]] = (
    ("Inputs", "Prices, inflation and key assumptions, each with its range and source"),
    ("Forecast", "Children by placement type at each 31 March, and the range of the total"),
    ("Forecast by month", "The same, month by month"),
    ("Placements", "Children by placement type in each scenario"),
    ("Carers", "Fostering households and places in each scenario"),
    ("Recruitment", "Fostering households approved and gone in each year, and enquiries for them"),
    ("Need and gap", "What children need, what the council's own carers and homes can take"),
    ("Costs nominal", "Cost by scenario, placement type and financial year, prices of the year"),
    ("Costs real", "The same with general inflation taken out"),
    ("Savings", "What each scenario saves, with its range and chance"),
    ("Bridge", "Why the cost moves from one year to the next"),
    ("Budget context", "Budgets, overspends and spending as they were reported"),
    ("Assumptions", "Every number the run rests on"),
    ("Notes", "What is modelled and what is not, estimates, definitions, sources and licence"),
)


_WHAT_NUMBERS_ARE: Final = (
    (
        "Ranges",
        "“1 in 10 below” and “1 in 10 above” hold 4 in 5 of the simulated futures between "
        "them; “1 in 5 above” is a cautious figure to plan on. A range of a total is not the "
        "sum of the ranges of its parts.",
    ),
    (
        "Forecast and scenario",
        "Baseline is the forecast with no change of policy: carers go on as in England, where "
        "there are fewer each year, and agency carers and external homes take whoever does not "
        "fit. "
        "Every other scenario changes entries, exits, carers, homes or prices from a date, on "
        "the same simulated futures.",
    ),
)
_CELLS: Final = (
    (
        "Rounding",
        "Cells hold figures as calculated; formats round what is shown, so shown figures may "
        "not add up to the last digit.",
    ),
    (
        "Live cells",
        "Totals and savings are formulas on the cells they come from. Ranges come from the "
        "simulated futures and do not change with other cells.",
    ),
)
_SOURCES: Final = (
    (
        "Sources",
        "Department for Education: Children looked after in England; section 251 and LAIT. "
        "MHCLG: revenue outturn RO3. Ofsted: Fostering in England. ONS: population, CPI, CPIH. "
        "HM Treasury: GDP deflators. The council's published papers and press reports of them.",
    ),
    (
        "Abbreviations",
        "CLA, LAC: children looked after. CMA: Competition and Markets Authority. CPI, CPIH: "
        "consumer prices without and with housing costs. CSC: children's social care. DfE: "
        "Department for Education. FOI: freedom of information request. GDP deflator: general "
        "inflation. IFA: independent fostering agency. LAIT: the DfE's Local Authority "
        "Interactive Tool. LDRS: Local Democracy Reporting Service. MBC: metropolitan borough "
        "council. MHCLG: Ministry of Housing, Communities and Local Government. MTFP: "
        "medium-term financial plan. NAO: National Audit Office. ONS: Office for National "
        "Statistics. PSSRU: Personal Social Services Research Unit. RO3: the revenue outturn "
        "return on social care. Section 251: the return of planned and actual spending on "
        "education and children's services.",
    ),
    ("Licence", LICENCE),
)


def contents_sheet(
    book: Book, run: Run, sheets: Sequence[tuple[str, Sequence[tuple[str, str]]]]
) -> None:
    """Title, what the run says, and a link to each sheet, under headings."""
    facts, tables = run.facts, run.tables
    returns = "" if facts.counted_to is None else ", the council's own SSDA903 returns"
    sheet = book.sheet(
        CONTENTS_SHEET,
        f"{facts.authority}: placements for children in care and what they cost, "
        f"{facts.opening_year} to {facts.horizon_year}",
        "Unit: children and pounds, April-March years. A forecast is where things are heading; a "
        "scenario is what would follow if its assumptions came true.",
        f"Source: published statistics{returns} and the council's papers, listed in Notes. "
        f"{LICENCE}",
        evidence_to(facts),
    )
    sheet.widths(*_WIDTHS)
    if facts.headlines:
        sheet.said("What the run says", facts.headlines)
    if facts.remarks:
        sheet.said(REMARKS, facts.remarks)
    for heading, named in sheets:
        sheet.heading(heading)
        for name, what in named:
            link = f"internal:'{name}'!A1"
            sheet.raw.write_url(sheet.row, 0, link, book.style("text", "link"), name)
            sheet.raw.write_string(sheet.row, 1, what, book.style("text", "wrapped"))
            sheet.row += 1
    if facts.scenarios:
        sheet.heading(f"Scenarios, each compared with {reference(tables)}")
        rows = [Row([s.name, _why(s)]) for s in facts.scenarios]
        headings = ("Scenario", "Why, and premise")
        sheet.table([Column(*both) for both in zip(headings, _TEXT, _WIDTHS, strict=True)], rows)


def _why(scenario: ScenarioFacts) -> str:
    premise = f" (Premise: {month(scenario.premise)}.)" if scenario.premise else ""
    return f"{scenario.why}{premise}"


def _who_provides(facts: RunFacts) -> tuple[str, str]:
    """How it is known who provides fostering and homes."""
    if facts.counted_to is not None:
        return (
            "Counts",
            "Children by placement type are counted in the council's own SSDA903 returns to "
            f"{date_of(facts.counted_to)} and forecast from there. Carers, prices and spending are "
            f"known to {day(facts.opening_year)} from what is published.",
        )
    return (
        "Estimates",
        "How fostering divides into connected, in-house and agency carers, and homes into the "
        "council's own and external ones, is not published for an authority. It is estimated, "
        "with a range, and adds up to what is published. Types marked “(estimate)” rest on it.",
    )


def _about_cost(facts: RunFacts) -> list[tuple[str, str]]:
    """What the cost holds, and in whose prices."""
    base = year_to(facts.opening_year)
    return [
        (
            "What the cost covers",
            "Placements, own home places held and the cost of each scenario's programme, scaled "
            f"to the revenue outturn (RO3) of {base}, gross. The rest of that outturn on children "
            "looked after is the line “Not modelled”, growing as other services are heading: "
            "what it holds is known only by the names of its lines, such as adoption and special "
            "guardianship support, short breaks and education.",
        ),
        (
            "Nominal and real",
            "Nominal figures are in the prices of each year. Real figures take general inflation "
            f"(GDP deflator) out and are in {base} prices: price rises above it remain in them.",
        ),
    ]


def notes_sheet(book: Book, run: Run) -> None:
    """What a reader should know before quoting a number."""
    facts = run.facts
    sheet = book.sheet(
        "Notes",
        f"{facts.authority}: what to know before quoting a number",
        "Unit: none.",
        "Source: as named.",
        evidence_to(facts),
    )
    notes = [
        *((REMARKS, remark) for remark in facts.remarks),
        *_WHAT_NUMBERS_ARE,
        _who_provides(facts),
        *_about_cost(facts),
        *_CELLS,
        (
            "Withheld",
            NOTE
            if run.is_published
            else "Nothing is withheld from this workbook. Run with --publish before sharing it "
            f"outside the council: small numbers are then shown as {MARK}.",
        ),
        *_SOURCES,
        ("Date", f"The record ends on {day(facts.opening_year)}."),
    ]
    rows = [Row([name, text]) for name, text in notes]
    sheet.table([Column("Subject", width=24), Column("What to know", width=120)], rows)
