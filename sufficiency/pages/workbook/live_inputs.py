"""The sheets that live formulas draw on: Inputs to change, Volumes and Factors from the run."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.grid import Grid, Line
from sufficiency.pages.workbook.words import evidence_to, finance_of
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.finance.live import LiveCells
from sufficiency.results.finance.live.inputs import OutturnCells, PriceCells, SettingCells
from sufficiency.results.finance.model import LINES, line_label
from sufficiency.results.run import Run

INPUTS: Final = "Inputs"
_PROGRAMME_WORDS: Final = {
    "one_off": "Programme: paid once",
    "recurrent": "Programme: paid each year",
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
        "Blue cells may be changed: every other sheet follows. A price set here stands as it is "
        "and is not scaled to the outturn again. Children's numbers come from the run.",
        "Source: the run; the sheet Assumptions gives the source of each figure.",
        evidence_to(run.facts),
    )
    grid.heading(
        f"Weekly prices in {model.base_year}, scaled to the outturn (in E: as the run had them)"
    )
    for line, price, as_run in zip(LINES, live.prices.weekly, live.prices.as_run, strict=True):
        unit = "£ a place a week" if line == LINES[-1] else "£ a child a week"
        grid.line(Line(line_label(line), unit, "pence", kind="input"), one=price, base=as_run)
    _growth(grid, live.prices)
    _settings(grid, live.settings)
    _outturn(grid, live.outturn)


def _growth(grid: Grid, prices: PriceCells) -> None:
    """Rates by year in blue, and the indices that follow from them."""
    grid.heading("General inflation (GDP deflator)")
    grid.line(Line("Start of an index", "index", "index"), one=prices.start)
    grid.line(Line("General inflation", "a year", "percent", kind="input"), prices.inflation)
    grid.line(Line("Price level", "index", "index"), prices.level)
    grid.heading("Growth of prices above general inflation")
    for kind, rates in zip(PLACEMENT_TYPES, prices.growth, strict=True):
        grid.line(Line(line_label(kind), "a year, real", "percent", kind="input"), rates)
    grid.heading("Real price index")
    for line, index in zip(LINES, prices.index, strict=True):
        grid.line(Line(line_label(line), "index", "index"), index)


def _settings(grid: Grid, settings: SettingCells) -> None:
    grid.heading("Savings and appraisal")
    choice = {"validate": "list", "source": ["marginal", "full"]}
    grid.sheet.raw.data_validation(f"D{grid.row}", choice)
    for line, cell in (
        (
            Line("Own fostering is costed at (marginal or full)", "choice", "text", kind="input"),
            settings.costing,
        ),
        (Line("Marginal: payments and support", "word", "text"), settings.marginal),
        (Line("Full: with overheads", "word", "text"), settings.full),
        (_share("Overheads on own fostering", "share of marginal cost"), settings.overhead),
        (_share("Discount rate (Green Book 3.5%)", "a year, real"), settings.discount),
        (_share("Optimism bias: taken off savings", "share"), settings.bias_savings),
        (_share("Optimism bias: put on programme costs", "share"), settings.bias_costs),
        (Line("Nothing", "£", "pounds"), settings.nothing),
        (Line("Pounds in a million", "£", "pounds"), settings.million),
        (Line("What a check lets pass", "£", "pence"), settings.tolerance),
    ):
        grid.line(line, one=cell)
    grid.line(Line("Year that money is discounted to", "1 marks it", "whole"), settings.year_zero)


def _outturn(grid: Grid, outturn: OutturnCells) -> None:
    grid.heading("What is not modelled, income and budget")
    grid.line(Line("Outturn of what is modelled", "£", "pounds"), base=outturn.modelled)
    # Beside it as run: what the checks hold against the outturn.
    grid.line(
        Line("Not modelled, in the base year", "£ a year", "pounds", kind="input"),
        one=outturn.not_modelled,
        base=outturn.not_modelled_as_run,
    )
    grows = Line("Not modelled, over the base year, real", "index", "index", kind="input")
    grid.line(grows, outturn.rest_index)
    grid.line(Line("Outturn (RO3), all children looked after", "£", "pounds"), base=outturn.outturn)
    grid.line(_share("Contributions of health", "share of residential"), one=outturn.health)
    grid.line(
        _share("Contributions of education and others", "share of residential"),
        one=outturn.education,
    )
    asylum = Line("Children seeking asylum", "children", "children", kind="input")
    grid.line(asylum, outturn.asylum)
    grant = Line("Home Office grant", "£ a child a night", "pence", kind="input")
    grid.line(grant, one=outturn.grant)
    grid.line(Line("Nights", "nights", "children"), outturn.nights)
    covers = "all children looked after" if outturn.budget_covers_all else "all that is modelled"
    approved = f"Approved budget, gross, for {covers}"
    grid.line(Line(approved, "£", "pounds", kind="input"), outturn.budget)
    grid.heading("Lines of the residential outturn line")
    for line, flag in zip(LINES, outturn.residential, strict=True):
        grid.line(Line(line_label(line), "1 is yes", "whole"), one=flag)


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
    )
    for name, volumes in live.volumes.items():
        for line, weeks in zip(LINES, volumes.weeks, strict=True):
            unit = "weeks held" if line == LINES[-1] else "child-weeks"
            grid.line(Line(line_label(line), unit, "weeks", name), weeks)
        for kind, cost in volumes.programme.items():
            unit = f"£, {model.base_year} prices"
            grid.line(Line(_PROGRAMME_WORDS[kind], unit, "pounds", name), cost)


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
    )
    for name, volumes in live.volumes.items():
        for line, factor in zip(LINES, volumes.factors, strict=True):
            grid.line(Line(line_label(line), "factor", "index", name), factor)
    for words, joined in (
        ("this year's weeks at last year's prices", live.joined.cross),
        ("last year's cost, times the growth of all children", live.joined.carried),
    ):
        grid.heading(f"For the bridge of the baseline: {words}")
        for line, factor in zip(LINES, joined, strict=True):
            grid.line(Line(line_label(line), "factor", "index", model.baseline), factor)
    grid.heading("Single values")
    growth = "Growth of all children into the first year"
    grid.line(Line(growth, "factor", "index", model.baseline), one=live.joined.first_volume)
    for name, share in live.cashable.items():
        grid.line(Line("Share of the saving that is cashable", "share", "percent", name), share)
