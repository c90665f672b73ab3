"""The bridge and the medium-term financial plan, live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sufficiency.money.bridge import STEPS
from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.columns import Kind
from sufficiency.pages.workbook.grid import ALL_YEARS, Grid, Line
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


PLAN_WORDS: Final[Mapping[str, tuple[str, Kind]]] = {
    # The base year's own column carries the outturn, so that the chain has one formula.
    "brought": ("Brought forward", "total"),
    "one_offs": ("One-offs of the year before, taken out", "plain"),
    "rebasing": ("Rebasing of prices", "plain"),
    "volume": ("Demography: number of children", "plain"),
    "mix": ("Mix of placements", "plain"),
    "inflation": ("Contractual uplift: general inflation", "plain"),
    "price": ("Contractual uplift: prices above inflation", "plain"),
    "rest": ("Not modelled: inflation, and changes on Inputs", "plain"),
    "investment": ("Investment", "plain"),
    "financing": ("Capital financing: buildings", "plain"),
    "agreed": ("Savings agreed", "plain"),
    "proposed": ("Savings proposed", "plain"),
    "carried": ("Carried forward: gross", "total"),
    "health": ("Contributions of health", "plain"),
    "education": ("Contributions of education and others", "plain"),
    "grant": ("Home Office grant, children seeking asylum", "plain"),
    "net": ("Net", "total"),
    "budget": ("Approved budget (gross)", "plain"),
    "over_budget": ("Over the approved budget (gross)", "plain"),
    "gap_middle": ("Budget gap, central (P50)", "total"),
    "gap_cautious": ("Budget gap, prudent (P80)", "total"),
    "called": ("Use of reserves for the central gap", "plain"),
    "left": ("Reserves left", "plain"),
    "once": ("Programme of the year: one-off", "range"),
    "goes_on": ("Programme of the year: recurrent", "range"),
    "buildings": ("Programme of the year: capital financing", "range"),
    "borrowed": ("Capital programme: borrowed in the year", "range"),
}
"""Lines of a plan in their order, with their words."""
_PARTS: Final = {
    "brought": "Brought forward",
    "one_offs": "Pressures",
    "investment": "Investment",
    "agreed": "Savings",
    "carried": "Gross",
    "health": "Income",
    "net": "Net",
    "budget": "Budget and gap",
    "called": "Reserves",
    "once": "Of which the programme",
    "borrowed": "Capital programme",
}
"""Parts of the plan, by the line each begins with."""
_SUMMED: Final = (
    *("one_offs", "rebasing", "volume", "mix", "inflation", "price", "rest", "investment"),
    *("financing", "agreed", "proposed", "called", "once", "borrowed"),
)
"""Lines whose sum over the years means something: what moves, not what is brought or carried."""


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
        one=ALL_YEARS,
    )
    for name, bridge in live.bridges.items():
        for part in WALK:
            is_step = part in STEPS
            kind: Kind = "plain" if is_step else "total"
            of = Line(STEP_WORDS[part], "£", "pounds", name, kind)
            grid.lines([(of, bridge[part])], summed=is_step)


def plan_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """The plan of the scenario chosen on Inputs, on one page."""
    name, plan = live.shown
    grid = Grid(
        book,
        "MTFP",
        f"{run.facts.authority}: medium-term financial plan, children looked after",
        finance_of(run).model,
        "Unit: £ million, nominal; reductions in brackets. Scenario, status of savings, budget and "
        "reserves are chosen on Inputs. Every scenario's plan is on the sheet Plans.",
        MONEY_SOURCE,
        evidence_to(run.facts),
        one=ALL_YEARS,
        first="Part of the plan",
    )
    grid.line(Line("The scenario shown", "name", "text", "Scenario", "total"), one=name)
    part = ""
    for field, (words, kind) in PLAN_WORDS.items():
        part = _PARTS.get(field, part)
        _plan_line(grid, Line(words, "£m", "£m", part, kind), field, plan)


def plans_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """Every scenario's plan, one under another, £m to three decimals."""
    grid = Grid(
        book,
        "Plans",
        f"{run.facts.authority}: medium-term financial plans of every scenario",
        finance_of(run).model,
        "Unit: £ million, nominal; reductions in brackets. Gross of income to “Carried forward”, "
        "then income and net. All children looked after: what is modelled and what is not.",
        MONEY_SOURCE,
        evidence_to(run.facts),
        one=ALL_YEARS,
    )
    for name, plan in live.plans.items():
        _plan(grid, name, plan)


def _plan(grid: Grid, name: str, plan: PlanCells) -> None:
    for field, (words, kind) in PLAN_WORDS.items():
        _plan_line(grid, Line(words, "£m", "£m", name, kind), field, plan)


def _plan_line(grid: Grid, line: Line, field: str, plan: PlanCells) -> None:
    grid.lines([(line, getattr(plan, field))], summed=field in _SUMMED)
