"""The sheets that live formulas draw on: Inputs to change, Volumes and Factors from the run."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.grid import ALL_YEARS, Grid, Line
from sufficiency.pages.workbook.words import evidence_to, finance_of
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.finance.live import LiveCells
from sufficiency.results.finance.live.inputs import SettingCells
from sufficiency.results.finance.live.plan import PlanSettings
from sufficiency.results.finance.live.prices import PriceCells
from sufficiency.results.finance.model import LINES, line_label
from sufficiency.results.run import Run

INPUTS: Final = "Inputs"
BIAS: Final = "Optimism bias: taken off savings"
_PROGRAMME_WORDS: Final = {
    "one_off": "Programme: one-off",
    "recurrent": "Programme: recurrent",
    "financing": "Programme: interest, repayment and rent of buildings",
    "allowances": "Continuing allowances",
}


def inputs_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """Write Inputs. Blue cells are there to be changed."""
    model = finance_of(run).model
    grid = Grid(
        book,
        INPUTS,
        f"{run.facts.authority}: inputs",
        model,
        "Blue cells may be changed: every other sheet follows. A price set here stands as it is; "
        "marked as known, the rest of its outturn line takes what it leaves. Children's numbers "
        "come from the run.",
        "Source: the run; the sheet Assumptions gives the source of each figure.",
        evidence_to(run.facts),
    )
    grid.allow(live.inputs)
    _prices(grid, live.prices, model.base_year)
    _growth(grid, live.prices)
    _settings(grid, live.settings)
    _outturn(grid, live)
    _buildings(grid, live)


def _prices(grid: Grid, prices: PriceCells, base_year: str) -> None:
    grid.heading(f"Weekly prices in {base_year}, scaled to the outturn (in E: as the run had them)")
    for line, price, as_run in zip(LINES, prices.typed, prices.as_run, strict=True):
        grid.line(
            Line(line_label(line), _unit(line), "pence", kind="input"), one=price, base=as_run
        )
    grid.heading(
        "Prices that are known: write yes. A known price is held as it is and the rest of its "
        "outturn line takes what is left"
    )
    for line, mark in zip(LINES, prices.marked, strict=True):
        grid.line(Line(line_label(line), "yes, or empty", "text", kind="input"), one=mark)


def _growth(grid: Grid, prices: PriceCells) -> None:
    """Rates by year in blue."""
    grid.heading("General inflation (GDP deflator)")
    grid.line(Line("General inflation", "a year", "percent", kind="input"), prices.inflation)
    grid.heading("Growth of prices above general inflation")
    for kind, rates in zip(PLACEMENT_TYPES, prices.growth, strict=True):
        grid.line(Line(line_label(kind), "a year, real", "percent", kind="input"), rates)
    grid.heading(
        "Uplifts agreed with providers, in cash: each takes the place of inflation and growth of "
        "its year (empty: none agreed)"
    )
    for kind, uplifts in zip(PLACEMENT_TYPES, prices.uplift, strict=True):
        grid.line(Line(line_label(kind), "in cash", "percent", kind="input"), uplifts)
    grid.heading("Date from which each uplift is paid (empty: 1 April)")
    for kind, dates in zip(PLACEMENT_TYPES, prices.since, strict=True):
        grid.line(Line(line_label(kind), "date", "date", kind="input"), dates)


def _settings(grid: Grid, settings: SettingCells) -> None:
    grid.heading("Savings and appraisal")
    costing = "Own fostering is costed at (marginal or full)"
    grid.line(Line(costing, "choice", "text", kind="input"), one=settings.costing)
    for line, cell in (
        (_share("Overheads on own fostering", "share of marginal cost"), settings.overhead),
        (_share("Discount rate (Green Book 3.5%)", "a year, real"), settings.discount),
        (_share("Optimism bias: put on programme costs", "share"), settings.bias_costs),
    ):
        grid.line(line, one=cell)
    grid.heading(
        "Optimism bias of savings: more where it rests on judgement, less where it was tried"
    )
    for name, cell in settings.bias_savings.items():
        grid.line(Line(BIAS, "share", "percent", name, "input"), one=cell)


def _outturn(grid: Grid, live: LiveCells) -> None:
    outturn = live.outturn
    grid.heading("What is not modelled, income and budget")
    words = "Not modelled, if known (in E: as the run had it)"
    grid.line(
        Line(words, "£ a year", "pounds", kind="input"),
        one=live.base_year.not_modelled_given,
        base=live.base_year.not_modelled_as_run,
    )
    grows = Line("Not modelled, over the base year, real", "index", "index", kind="input")
    grid.line(grows, outturn.rest_index)
    grid.line(_share("Contributions of health", "share of residential"), one=outturn.health)
    grid.line(
        _share("Contributions of education and others", "share of residential"),
        one=outturn.education,
    )
    proceedings = "Kept out of care: would have been in proceedings"
    grid.line(_share(proceedings, "share"), one=outturn.proceedings)
    of_courts = Line("Proceedings: cost to the courts", "£ a case", "pounds", kind="input")
    grid.line(of_courts, one=outturn.court_cost)
    asylum = Line("Children seeking asylum, with no lever", "children", "weeks", kind="input")
    grid.line(asylum, outturn.asylum)
    grant = Line("Home Office grant", "£ a child a night", "pence", kind="input")
    grid.line(grant, one=outturn.grant)
    covers = "all children looked after" if outturn.budget_covers_all else "all that is modelled"
    approved = f"Approved budget, gross, for {covers}"
    grid.line(Line(approved, "£", "pounds", kind="input"), outturn.budget)
    _plans(grid, live.plan_set)


def _plans(grid: Grid, plans: PlanSettings) -> None:
    grid.heading("The page MTFP")
    numbered = "; ".join(f"{n} {name}" for n, name in enumerate(plans.names, start=1))
    grid.line(
        Line("Number of the scenario shown", "number", "whole", kind="input"), one=plans.shown
    )
    grid.note(numbered)
    reserves = Line("Reserves that may be called on (empty: none)", "£", "pounds", kind="input")
    grid.line(reserves, one=plans.reserves)
    for name, status in plans.status.items():
        line = Line("Savings are (agreed or proposed)", "status", "text", name, "input")
        grid.line(line, one=status)


def _buildings(grid: Grid, live: LiveCells) -> None:
    """Cost, grant, life, interest and rent of the building of every home that is opened."""
    homes = [(name, b) for name, of in live.volumes.items() for b in of.buildings]
    if not homes:
        return
    grid.heading("Buildings of homes that scenarios open, at base-year prices: bought, or rented")
    for words, unit, shows, field in (
        ("cost", "£", "pounds", "amount"),
        ("grants", "£", "pounds", "grant"),
        ("repaid over", "years", "whole", "life"),
        ("interest, real", "a year", "percent", "interest"),
        ("rent", "£ a year", "pounds", "lease"),
    ):
        for name, of in homes:
            line = Line(f"Building ({of.words}): {words}", unit, shows, name, "input")
            grid.line(line, one=getattr(of, field))


def _unit(line: str) -> str:
    return "£ a place a week" if line == LINES[-1] else "£ a child a week"


def _share(label: str, unit: str) -> Line:
    """A share that may be changed."""
    return Line(label, unit, "percent", kind="input")


def volumes_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """Weeks by scenario and line, and what programmes cost."""
    model = finance_of(run).model
    grid = Grid(
        book,
        "Volumes",
        f"{run.facts.authority}: weeks of placements and cost of programmes",
        model,
        f"Values from the run, the mean of {run.facts.draws:,} simulated futures. A week is one "
        "child for seven days; a place held is paid for whether it is filled or not.",
        "Source: DfE, Ofsted and the scenario files, through the forecast of the run.",
        evidence_to(run.facts),
        one=ALL_YEARS,
    )
    for name, volumes in live.volumes.items():
        for line, weeks in zip(LINES, volumes.weeks, strict=True):
            unit = "weeks held" if line == LINES[-1] else "child-weeks"
            grid.lines([(Line(line_label(line), unit, "weeks", name), weeks)], summed=True)
        if volumes.kept_out is not None:
            kept_out = Line("Children who would have come into care", "children", "weeks", name)
            grid.lines([(kept_out, volumes.kept_out)], summed=True)
        if volumes.asylum_brought is not None:
            brought = Line("More children seeking asylum", "children", "weeks", name)
            grid.lines([(brought, volumes.asylum_brought)])
        for of in volumes.buildings:
            words = f"Building ({of.words})"
            grid.line(Line(f"{words}: bought in", "1 marks it", "whole", name), of.bought)
            worth = f"{words}: years' worth of"
            grid.line(Line(f"{worth} repayment", "years", "index", name), of.repaid)
            grid.line(Line(f"{worth} rent", "years", "index", name), of.rented)
        for kind, cost in volumes.programme.items():
            unit = f"£, {model.base_year} prices"
            grid.lines([(Line(_PROGRAMME_WORDS[kind], unit, "pounds", name), cost)], summed=True)


def factors_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """What joins weeks and prices."""
    model = finance_of(run).model
    grid = Grid(
        book,
        "Factors",
        f"{run.facts.authority}: what joins weeks and prices",
        model,
        "Values from the run. A factor is the mean of weeks times price over the product of their "
        "means: futures with more children may also be those with dearer prices. Near 1.",
        "Source: the run.",
        evidence_to(run.facts),
        one="Which",
    )
    for name, volumes in live.volumes.items():
        for which, factors in (("as drawn", volumes.factors), ("prices held", volumes.held)):
            for line, factor in zip(LINES, factors, strict=True):
                grid.line(Line(line_label(line), "factor", "index", name), factor, one=which)
    joined = live.joined
    crossed, carried = "this year's weeks at last year's prices", "last year's cost, grown"
    for words, (drawn, held), used in (
        (crossed, joined.cross_either, joined.cross),
        (carried, joined.carried_either, joined.carried),
    ):
        for which, lines in (("as drawn", drawn), ("held", held), ("used", used)):
            grid.heading(f"For the bridge of the baseline: {words}; {which}")
            for line, factor in zip(LINES, lines, strict=True):
                of = Line(line_label(line), "factor", "index", model.baseline)
                grid.line(of, factor, one=which)
    grid.heading("Cost of what the budget covers, over its mean: for gaps on MTFP")
    for name in live.plans:
        middle = Line("In the middle (P50)", "over mean", "index", name)
        grid.line(middle, live.plan_set.middle[name])
        cautious = Line("What 4 futures in 5 keep to (P80)", "over mean", "index", name)
        grid.line(cautious, live.plan_set.cautious[name])
    grid.heading("Share of the saving that is cashable")
    for name, share in live.cashable.items():
        grid.line(Line("Share of the saving that is cashable", "share", "percent", name), share)
