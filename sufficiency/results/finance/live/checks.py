"""Checks: differences that must be nil, and whether they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from sufficiency.results.by_year import ByYear
from sufficiency.results.cell_functions import (
    absolute,
    at_most,
    equals,
    filled,
    matches,
    sum_of_numbers,
    sum_product,
    total,
)
from sufficiency.results.cells import TRUE, Around, Cell, Given, If, Same, Span, Word
from sufficiency.results.finance.live.appraisal import AppraisalCells
from sufficiency.results.finance.live.base_year import BaseYearCells
from sufficiency.results.finance.live.bridge import BridgeCells
from sufficiency.results.finance.live.costs import CostCells, SavingCells
from sufficiency.results.finance.live.inputs import SettingCells
from sufficiency.results.finance.live.plan import PlanCells


@dataclass(frozen=True)
class Check:
    """Two figures that must agree: what is said of them, how far apart they are, and whether.

    `fails` is 1 where they do not and 0 where they do: spreadsheets do not agree on what counts
    cells that say TRUE.
    """

    what: str
    scenario: str
    difference: Cell
    holds: Cell
    fails: Cell


@dataclass(frozen=True)
class ControlTotal:
    """A sheet's stored total, what it is now, how far apart they are, and whether that may be."""

    sheet: str
    stored: Cell
    now: Cell
    difference: Cell
    holds: Cell
    fails: Cell


@dataclass(frozen=True)
class Controls:
    """Control totals of the sheets.

    Attributes:
        totals: by sheet.
        inputs, inputs_stored: of the inputs, their sum, sum of squares, number filled, and how many
            say full cost.
        changed: whether inputs are as the run had them, in words.
    """

    totals: tuple[ControlTotal, ...]
    inputs: tuple[Cell, ...]
    inputs_stored: tuple[Cell, ...]
    changed: Cell


AS_THE_RUN: Final = Word('"as the run"', "as the run")
INPUTS_CHANGED: Final = Word('"inputs changed"', "inputs changed")


Difference = tuple[str, str, Cell]
"""What is said, of which scenario, and the difference."""


def checked(differences: Sequence[Difference], settings: SettingCells, one: Cell) -> list[Check]:
    """Each difference, nil where it is within half a penny of it; `one` is the constant 1."""
    tolerance, nothing = settings.tolerance, settings.nothing
    found = []
    for what, scenario, apart in differences:
        near = at_most(absolute(apart), tolerance)
        difference = If(near, nothing, apart)
        holds = If(equals(difference, nothing), TRUE, difference)
        fails = If(equals(difference, nothing), nothing, one)
        found.append(Check(what, scenario, difference, holds, fails))
    return found


def control_totals(
    sheets: Mapping[str, Sequence[Cell]],
    inputs: Sequence[Cell],
    settings: SettingCells,
    one: Cell,
) -> Controls:
    """The sum of every figure of a sheet against the one stored when it was written.

    A sheet may part from its total when an input was changed, and only then. Whether any was is
    seen from the sum of the inputs, the sum of their squares, and the words among them.

    Args:
        sheets: cells of the sheets that are worked out or handed over.
        inputs: cells of the sheet of inputs.
        settings: the word for full cost, and what a check lets pass.
        one: the constant 1.
    """
    tolerance, typed = settings.tolerance, Around(inputs)
    now = (
        sum_of_numbers(inputs),
        sum_of_numbers(inputs, squared=True),
        filled(typed),
        matches(typed, (settings.full,)),
    )
    stored = tuple(Given(float(cell.value)) for cell in now)
    moved = [absolute(live - kept) for live, kept in zip(now, stored, strict=True)]
    same = at_most(sum(moved[1:], start=moved[0]), tolerance)
    changed = If(same, AS_THE_RUN, INPUTS_CHANGED)
    totals = []
    for name, cells in sheets.items():
        live = sum_of_numbers(cells)
        kept = Given(float(live.value))
        apart = live - kept
        fits = If(same, _holds(apart, tolerance), TRUE)
        nothing = settings.nothing
        out = If(at_most(absolute(apart), tolerance), nothing, one)
        totals.append(ControlTotal(name, kept, live, apart, fits, If(same, out, nothing)))
    return Controls(tuple(totals), now, stored, changed)


def of_the_base_year(base_year: BaseYearCells, baseline: CostCells) -> list[Difference]:
    """The prices used make what was spent, on each scaled line of the outturn and in all."""
    assert baseline.everything.base is not None, "costs have a base year"
    found = [
        (f"Prices and residual make the outturn of the {line} line (RO3)", "", Same(beyond))
        for line, beyond in base_year.beyond.items()
    ]
    everything = base_year.outturn - baseline.everything.base
    return [
        *found,
        ("The base year makes the outturn of all children looked after", "", everything),
    ]


def of_a_scenario(
    name: str, costs: CostCells, bridge: BridgeCells, plan: PlanCells, inputs: tuple[ByYear, Cell]
) -> list[Difference]:
    """Sums, the price base, the bridge and the plan of one scenario.

    Args:
        name: the scenario.
        costs, bridge, plan: its cells.
        inputs: the price level, and pounds in a million.
    """
    level, million = inputs
    spent = [*costs.lines, costs.programme]
    total_spent = Span(costs.total.years)
    apart = {
        "Lines and programme add to the total": (
            total(list(chain.from_iterable(line.years for line in spent)))
            - total(costs.total.years)
        ),
        "The total at base-year prices is the total without inflation": (
            sum_product(Span(costs.real.years), Span(level.years)) - total(costs.total.years)
        ),
        "The bridge ends at the cost of the year": _apart(Span(bridge["to"].years), total_spent),
        "The plan carries forward all that is spent": _apart(
            Span(plan.carried.years) * million, Span(costs.everything.years)
        ),
    }
    if len(costs.total.years) > 1:
        begins, ended = bridge["from"].years[1:], bridge["to"].years[:-1]
        words = "Each year of the bridge begins where the last ended"
        apart[words] = _apart(Span(begins), Span(ended))
    return [(what, name, difference) for what, difference in apart.items()]


def of_a_saving(
    name: str,
    ours: CostCells,
    baseline: CostCells,
    savings: SavingCells,
    appraisal: AppraisalCells,
) -> list[Difference]:
    """The saving and its two parts against the costs of both scenarios."""
    made = Span(savings.saving.years) + Span(ours.total.years)
    parts = total(appraisal.cashable.years) + total(appraisal.avoided.years)
    whole = total(appraisal.saved.years), total(appraisal.bias.years)
    return [
        (
            "The saving and the scenario's cost make the baseline's",
            name,
            _apart(made, Span(baseline.total.years)),
        ),
        ("Cashable and avoided make the saving", name, parts - whole[0] - whole[1]),
    ]


def _apart(a: Cell, b: Cell) -> Cell:
    """How far apart two rows of cells are, added up."""
    return sum_product(absolute(a - b))


def _holds(difference: Cell, tolerance: Cell) -> Cell:
    return If(at_most(absolute(difference), tolerance), TRUE, difference)
