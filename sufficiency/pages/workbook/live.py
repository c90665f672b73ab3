"""The finance workbook: live from Inputs and Volumes to Costs, Savings, plan and appraisal."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.workbook.beside import beside_sheet
from sufficiency.pages.workbook.book import CONTENTS_SHEET, Book
from sufficiency.pages.workbook.carers import carers_sheet, gap_sheet, recruitment_sheet
from sufficiency.pages.workbook.children import forecast_sheet, months_sheet, placements_sheet
from sufficiency.pages.workbook.front import contents_sheet, notes_sheet
from sufficiency.pages.workbook.live_appraisal import AFTER_PLAN, after_plan_sheet, appraisal_sheet
from sufficiency.pages.workbook.live_bridge import bridge_sheet, plan_sheet, plans_sheet
from sufficiency.pages.workbook.live_charts import charts_sheet
from sufficiency.pages.workbook.live_checks import checks_sheet
from sufficiency.pages.workbook.live_costs import costs_sheet, savings_sheet
from sufficiency.pages.workbook.live_evidence import how_wrong_sheet, unit_costs_sheet
from sufficiency.pages.workbook.live_inputs import factors_sheet, inputs_sheet, volumes_sheet
from sufficiency.pages.workbook.live_log import log_sheet, section_251_sheet
from sufficiency.pages.workbook.live_ranges import ranges_sheet, what_matters_sheet, worth_sheet
from sufficiency.pages.workbook.live_workings import workings_sheet
from sufficiency.pages.workbook.money import budget_sheet
from sufficiency.pages.workbook.stress import stress_sheet
from sufficiency.pages.workbook.words import finance_of
from sufficiency.results.finance.live import live_cells
from sufficiency.results.run import Run

Named = tuple[tuple[str, str], ...]
PRINTED: Final[Named] = (
    ("Notes", "Read me: what is modelled and what is not, estimates, definitions, sources"),
    ("Inputs", "Prices, inflation, growth, discount rate, budget: blue cells to change"),
    ("MTFP", "Medium-term financial plan of one scenario in £m: gap, budget, reserves: live"),
    ("Costs", "Cost by scenario and placement type: live"),
    ("Savings", "What each scenario saves, at marginal or full cost of own fostering: live"),
    ("Bridge", "Why the cost moves from one year to the next: live"),
    ("Appraisal", "Invest to save: flows, net present value, benefit-cost ratio: live"),
    ("Charts", "Cost, savings and the bridge drawn from the live sheets"),
    ("Ranges", "How sure of cost: percentiles, contingency, chance of keeping the budget"),
    ("Ranges of appraisal", "How sure of what scenarios save and are worth"),
    ("Stress", "At today's numbers and mix, as England grew, and what the forecast banks on"),
    ("Need and gap", "What children need, what the council's own carers and homes can take"),
    ("Checks", "TRUE, or by how much: inputs, figures that must agree, totals of sheets"),
)
"""Sheets that a paper would hold, which is what printing the workbook prints."""
ON_SCREEN: Final[Named] = (
    ("Volumes", "Weeks of placements and cost of programmes, from the run"),
    ("Factors", "What joins weeks and prices, from the run"),
    ("Workings", "Indices, prices used, and the base year beside the outturn: live"),
    ("Plans", "The plan of every scenario, as on MTFP: live"),
    (AFTER_PLAN, "The years after the plan that an appraisal counts, to ten in all: live"),
    ("Sensitivity", "Each assumption at its low and its high: what it moves"),
    ("Unit costs", "Prices with sources; own fostering from its parts; the dearest placements"),
    ("Accuracy", "2024/25 predicted from the year before; why spending rose since 2015-16"),
    ("Budget context", "Budgets, overspends and spending as they were reported"),
    ("Assumptions", "Log of every assumption: value, range, source, quality, impact, owner"),
    ("Section 251", "How placement types map to the lines of the returns, and what is unknown"),
    ("Forecast", "Children by placement type at each 31 March, and the range of the total"),
    ("Forecast by month", "The same, month by month"),
    ("Placements", "Children by placement type in each scenario"),
    ("Carers", "Fostering households and places in each scenario"),
    ("Recruitment", "Fostering households approved and gone in each year, and enquiries for them"),
    (
        "Asylum and after 18",
        "Children seeking asylum and their grant; care leavers and support",
    ),
)
"""Sheets to be read on the screen: workings, evidence, and tables that also are files of the run.

They come last, and nothing of them prints; to print one, clear its print area."""
CONTENTS: Final[Named] = (*PRINTED, *ON_SCREEN)


def live_sheets(book: Book, run: Run) -> None:
    """Write the sheets of the finance workbook, in the order of its contents."""
    live = live_cells(finance_of(run).model, run.budget)
    on_screen = [of for of in ON_SCREEN if of[0] != AFTER_PLAN or live.later]
    book.order([CONTENTS_SHEET, *(name for name, _ in (*PRINTED, *on_screen))])
    book.for_the_screen = frozenset(name for name, _ in on_screen)
    contents_sheet(
        book,
        run,
        [("Sheets for a paper: these print", PRINTED), ("Sheets for the screen", on_screen)],
    )
    notes_sheet(book, run)
    for live_sheet in (
        *(inputs_sheet, volumes_sheet, factors_sheet, workings_sheet),
        *(costs_sheet, savings_sheet, bridge_sheet, plan_sheet, plans_sheet, appraisal_sheet),
        *(after_plan_sheet, charts_sheet),
    ):
        live_sheet(book, run, live)
    for sheet in (
        *(ranges_sheet, stress_sheet, worth_sheet, what_matters_sheet),
        *(unit_costs_sheet, how_wrong_sheet, budget_sheet, log_sheet, section_251_sheet),
    ):
        sheet(book, run)
    checks_sheet(book, run, live)
    for sheet in (
        *(forecast_sheet, months_sheet, placements_sheet),
        *(carers_sheet, recruitment_sheet, gap_sheet, beside_sheet),
    ):
        sheet(book, run)
