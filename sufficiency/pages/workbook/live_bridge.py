"""The bridge and the medium-term financial plan, live."""

from __future__ import annotations

from typing import Final

from sufficiency.money.bridge import STEPS
from sufficiency.pages.workbook.book import Book, Kind
from sufficiency.pages.workbook.grid import Grid, Line
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to, finance_of
from sufficiency.results.finance.live import WALK, LiveCells
from sufficiency.results.finance.live.plan import PlanCells
from sufficiency.results.run import Run

STEP_WORDS: Final = {
    "from": "Brought forward",
    "rebasing": "Rebasing of prices",
    "volume": "Number of children",
    "mix": "Mix of placements",
    "price": "Prices above inflation",
    "inflation": "General inflation",
    "intervention": "The scenario, with its programme",
    "to": "Carried forward",
}


def bridge_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """The walk from year to year of every scenario."""
    grid = Grid(
        book,
        "Bridge",
        f"{run.facts.authority}: why the cost of placements moves from one year to the next",
        finance_of(run).model,
        "Unit: pounds, nominal, gross, of all that is modelled. Steps are taken in this order; "
        "what is joint to two goes to the later. The first year starts from the outturn.",
        MONEY_SOURCE,
        evidence_to(run.facts),
    )
    for name, bridge in live.bridges.items():
        for part in WALK:
            kind: Kind = "plain" if part in STEPS else "total"
            grid.line(Line(STEP_WORDS[part], "£", "pounds", name, kind), bridge[part])
        grid.gap()


def plan_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """£m to three decimals: brought forward, pressures, the scenario, income, net and budget."""
    grid = Grid(
        book,
        "MTFP",
        f"{run.facts.authority}: medium-term financial plan, children looked after",
        finance_of(run).model,
        "Unit: £ million, nominal; reductions in brackets. Gross of income to “Carried forward”, "
        "then income and net. All children looked after: what is modelled and what is not.",
        MONEY_SOURCE,
        evidence_to(run.facts),
    )
    for name, plan in live.plans.items():
        _plan(grid, name, plan)
        grid.gap()


def _plan(grid: Grid, name: str, plan: PlanCells) -> None:
    def line(words: str, kind: Kind = "plain") -> Line:
        return Line(words, "£m", "£m", name, kind)

    # The base year's own column carries the outturn, so that the chain has one formula.
    grid.line(line(STEP_WORDS["from"], "total"), plan.brought)
    grid.lines([(line(STEP_WORDS[step]), cells) for step, cells in plan.steps.items()])
    grid.lines(
        [
            (line("What is not modelled: inflation, and any change on Inputs"), plan.rest),
            (line("Carried forward: gross", "total"), plan.carried),
            (line("Contributions of health"), plan.health),
            (line("Contributions of education and others"), plan.education),
            (line("Home Office grant, children seeking asylum"), plan.grant),
            (line("Net", "total"), plan.net),
            (line("Over the approved budget (gross)"), plan.over_budget),
        ]
    )
