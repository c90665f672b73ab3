"""The finance workbook: live from Inputs and Volumes to Costs, Savings, plan and appraisal."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sufficiency.pages.remarks import share_not_in_ranges
from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.carers import carers_sheet, gap_sheet, recruitment_sheet
from sufficiency.pages.workbook.children import forecast_sheet, months_sheet, placements_sheet
from sufficiency.pages.workbook.front import contents_sheet, notes_sheet
from sufficiency.pages.workbook.live_appraisal import appraisal_sheet
from sufficiency.pages.workbook.live_bridge import bridge_sheet
from sufficiency.pages.workbook.live_charts import charts_sheet
from sufficiency.pages.workbook.live_checks import checks_sheet
from sufficiency.pages.workbook.live_costs import Live, costs_sheet, savings_sheet
from sufficiency.pages.workbook.live_evidence import how_wrong_sheet, unit_costs_sheet
from sufficiency.pages.workbook.live_inputs import inputs_sheet
from sufficiency.pages.workbook.live_log import log_sheet, section_251_sheet
from sufficiency.pages.workbook.live_plan import mtfp_sheet
from sufficiency.pages.workbook.live_ranges import ranges_sheet, what_matters_sheet, worth_sheet
from sufficiency.pages.workbook.live_volumes import factors_sheet, volumes_sheet
from sufficiency.pages.workbook.money import budget_sheet
from sufficiency.results.finance.tables import Finance
from sufficiency.results.run import Run

CONTENTS: Final = (
    ("Notes", "Read me: what is modelled and what is not, estimates, definitions, sources"),
    ("Inputs", "Prices, inflation, growth, discount rate, budget: blue cells to change"),
    ("Volumes", "Weeks of placements and cost of programmes, from the run"),
    ("Factors", "What joins weeks and prices, from the run"),
    ("Costs", "Cost by scenario and placement type: live"),
    ("Savings", "What each scenario saves, at marginal or full cost of own fostering: live"),
    ("Bridge", "Why the cost moves from one year to the next: live"),
    ("MTFP", "Medium-term financial plan in £m, gross to net, against the budget: live"),
    ("Appraisal", "Invest to save: flows, net present value, benefit-cost ratio: live"),
    ("Charts", "Cost, savings and the bridge drawn from the live sheets"),
    ("Ranges", "How sure of cost: percentiles, contingency, chance of keeping the budget"),
    ("Ranges of worth", "How sure of what scenarios save and are worth"),
    ("What matters", "Each assumption at its low and its high: what it moves"),
    ("Unit costs", "Prices with sources; own fostering from its parts; the dearest placements"),
    ("How wrong", "2024/25 predicted from the year before; why spending rose since 2015-16"),
    ("Budget context", "Budgets, overspends and spending as they were reported"),
    ("Assumptions", "Log of every assumption: value, range, source, quality, impact, owner"),
    ("Section 251", "How placement types map to the lines of the returns, and what is unknown"),
    ("Checks", "TRUE, or by how much two figures that must agree do not"),
    ("Forecast", "Children by placement type at each 31 March, and the range of the total"),
    ("Forecast by month", "The same, month by month"),
    ("Placements", "Children by placement type in each scenario"),
    ("Carers", "Fostering households and places in each scenario"),
    ("Recruitment", "Fostering households approved and gone in each year, and enquiries for them"),
    ("Need and gap", "What children need, what the council's own carers and homes can take"),
)


def write_live_workbook(path: Path, run: Run, finance: Finance) -> Path:
    """Write the finance workbook of a run; the same bytes for the same run.

    Args:
        path: the .xlsx file to write.
        run: the run, nothing withheld from it.
        finance: what finance asks of the run.
    """
    tables, evidence, facts, budget = run.tables, run.evidence, run.facts, run.budget
    model = finance.model
    with Book(path, facts, blank="–") as book:
        contents_sheet(book, tables, CONTENTS)
        notes_sheet(book, run)
        inputs = inputs_sheet(book, model, budget)
        weeks, programme = volumes_sheet(book, model)
        live = Live(inputs, weeks, programme, factors_sheet(book, model))
        costs = costs_sheet(book, model, live)
        share = share_not_in_ranges(run)
        savings = savings_sheet(book, model, live, costs, share)
        bridge = bridge_sheet(book, model, live, costs, tables["bridge"])
        plans = mtfp_sheet(book, model, live, costs, bridge, tables["bridge"], budget)
        appraisal = appraisal_sheet(book, model, live, savings)
        charts_sheet(book, model, costs, savings, bridge)
        ranges_sheet(book, finance)
        worth_sheet(book, finance, share)
        what_matters_sheet(book, finance)
        unit_costs_sheet(book, finance)
        how_wrong_sheet(book, finance)
        budget_sheet(book, evidence, finance.first_year, finance.budget_history)
        log_sheet(book, finance)
        section_251_sheet(book, finance)
        checks_sheet(book, model, live, costs, savings, bridge, plans, appraisal)
        forecast_sheet(book, tables)
        months_sheet(book, tables)
        placements_sheet(book, tables)
        carers_sheet(book, tables)
        recruitment_sheet(book, tables)
        gap_sheet(book, tables)
    return path
