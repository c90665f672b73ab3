"""What an input may hold: the range that a sheet lets be typed, and the check that it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from sufficiency.months import financial_year
from sufficiency.results.by_year import ByYear
from sufficiency.results.cell_functions import (
    absolute,
    at_most,
    filled,
    matches,
    numbers_within,
    size_of,
)
from sufficiency.results.cells import TRUE, Cell, Given, If, Span
from sufficiency.results.finance.live.buildings import BuildingCells
from sufficiency.results.finance.live.inputs import OutturnCells, SettingCells
from sufficiency.results.finance.live.plan import PlanSettings
from sufficiency.results.finance.live.prices import PriceCells
from sufficiency.results.finance.model import DAY_NIL

_MOST: Final = 2_000_000_000.0
"""GBP a year that no council spends on children looked after."""


@dataclass(frozen=True)
class Rule:
    """What some inputs may hold: numbers from `low` to `high`, or one of `words`.

    Attributes:
        low, high: the ends of what is allowed.
        words: cells with the words allowed; where there are any, numbers are not.
        blank: whether an input may be left empty.
        dates: whether the numbers are dates.
    """

    low: float = 0.0
    high: float = 0.0
    words: tuple[Cell, ...] = ()
    blank: bool = False
    dates: bool = False


@dataclass(frozen=True, eq=False)
class InputCells:
    """Inputs of one kind, which fill a rectangle, and the check of what was typed.

    Attributes:
        what: what they are.
        cells: the inputs.
        rule: what they may hold.
        low, high: the ends of what is allowed; empty for words.
        wrong: how many hold something else.
        holds: TRUE where none does, else how many.
        fails: 1 where any does, else 0: one of the `constants`.
    """

    what: str
    cells: tuple[Cell, ...]
    rule: Rule
    low: Cell = field(init=False)
    high: Cell = field(init=False)
    wrong: Cell = field(init=False)
    tolerance: Cell = field(repr=False, kw_only=True)
    holds: Cell = field(init=False)
    fails: Cell = field(init=False)
    constants: tuple[Cell, Cell] = field(repr=False, kw_only=True)

    def __post_init__(self) -> None:
        rule, span = self.rule, Span(self.cells)
        numeric = not rule.words
        low, high = (Given(end if numeric else None) for end in (rule.low, rule.high))
        there = filled(span) if rule.blank else size_of(span)
        right = numbers_within(span, low, high) if numeric else matches(span, rule.words)
        wrong = there - right
        for name, cell in (("low", low), ("high", high), ("wrong", wrong)):
            object.__setattr__(self, name, cell)
        holds = If(at_most(absolute(wrong), self.tolerance), TRUE, wrong)
        object.__setattr__(self, "holds", holds)
        nothing, one = self.constants
        fails = If(at_most(absolute(wrong), self.tolerance), nothing, one)
        object.__setattr__(self, "fails", fails)


def input_cells(
    prices: PriceCells,
    settings: SettingCells,
    outturn: OutturnCells,
    plans: PlanSettings,
    not_modelled: Cell,
) -> tuple[InputCells, ...]:
    """Every input of the workbook with what it may hold."""
    share, money = Rule(0.0, 1.0), Rule(100_000.0, _MOST, blank=True)

    def of(what: str, cells: Sequence[Cell], rule: Rule) -> InputCells:
        constants = (settings.nothing, prices.start)
        return InputCells(
            what, tuple(cells), rule, tolerance=settings.tolerance, constants=constants
        )

    return (
        of("Weekly prices, £", prices.typed, Rule(0.0, 60_000.0)),
        of("Prices that are known", prices.marked, Rule(words=(prices.yes,), blank=True)),
        of("General inflation a year", prices.inflation.years, Rule(-0.05, 0.25)),
        of("Growth of prices above inflation a year", _flat(prices.growth), Rule(-0.25, 0.5)),
        of("Cash uplifts agreed", _flat(prices.uplift), Rule(-0.25, 0.5, blank=True)),
        *(
            of(f"Dates of uplifts in {year}", cells, rule)
            for year, cells, rule in _dates(prices)
        ),
        of(
            "Own fostering is costed at",
            [settings.costing],
            Rule(words=(settings.marginal, settings.full)),
        ),
        of("Overheads on own fostering", [settings.overhead], share),
        of("Discount rate", [settings.discount], Rule(0.0, 0.15)),
        of("Optimism bias of costs", [settings.bias_costs], share),
        of("Not modelled, £ a year", [not_modelled], Rule(0.0, _MOST, blank=True)),
        of("Not modelled, over the base year", outturn.rest_index.years, Rule(0.2, 5.0)),
        of("Contributions of health", [outturn.health], share),
        of("Contributions of education and others", [outturn.education], share),
        of("Children seeking asylum, with no lever", outturn.asylum.years, Rule(0.0, 5_000.0)),
        of("Children kept out of care who would be in proceedings", [outturn.proceedings], share),
        of("Cost of proceedings to the courts, £", [outturn.court_cost], Rule(0.0, 100_000.0)),
        of("Home Office grant, £ a night", [outturn.grant], Rule(0.0, 1_000.0)),
        of("Approved budget, £", outturn.budget.years, money),
        of("Scenario on the page MTFP", [plans.shown], Rule(1.0, float(len(plans.names)))),
        of("Reserves that may be called on, £", [plans.reserves], Rule(0.0, _MOST, blank=True)),
        *(
            of(what, list(by_scenario.values()), rule)
            for what, by_scenario, rule in (
                ("Status of savings", plans.status, Rule(words=(plans.agreed, plans.proposed))),
                ("Optimism bias of savings", settings.bias_savings, share),
            )
            if by_scenario
        ),
    )  # fmt: skip


def building_inputs(
    buildings: Sequence[BuildingCells], settings: SettingCells, one: Cell
) -> tuple[InputCells, ...]:
    """The inputs on buildings, each kind with what it may hold; none where no home is opened.

    `one` is the constant 1.
    """
    kinds = {
        "Buildings: cost, £": ([b.amount for b in buildings], Rule(0.0, 100_000_000.0)),
        "Buildings: grants, £": ([b.grant for b in buildings], Rule(0.0, 100_000_000.0)),
        "Buildings: years of repayment": ([b.life for b in buildings], Rule(10.0, 60.0)),
        "Buildings: interest": ([b.interest for b in buildings], Rule(0.0, 0.15)),
        "Buildings: rent, £ a year": ([b.lease for b in buildings], Rule(0.0, 5_000_000.0)),
    }
    return tuple(
        InputCells(
            what,
            tuple(cells),
            rule,
            tolerance=settings.tolerance,
            constants=(settings.nothing, one),
        )
        for what, (cells, rule) in kinds.items()
        if cells
    )


def _flat(lines: Sequence[ByYear]) -> list[Cell]:
    return [cell for line in lines for cell in line.years]


def _dates(prices: PriceCells) -> Iterator[tuple[str, list[Cell], Rule]]:
    """Of each financial year its name, the dates to fill in, and that they lie within it."""
    for y, (first, end) in enumerate(
        zip(prices.april.before.years, prices.april.years, strict=True)
    ):
        name = financial_year((DAY_NIL + timedelta(days=first.value)).year)
        rule = Rule(first.value, end.value - 1.0, blank=True, dates=True)
        yield name, [line.years[y] for line in prices.since], rule
