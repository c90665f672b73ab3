"""Checks: differences that must be nil, and whether they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from sufficiency.results.by_year import ByYear
from sufficiency.results.cells import (
    TRUE,
    Cell,
    If,
    Span,
    absolute,
    all_true,
    at_most,
    sum_product,
    total,
)
from sufficiency.results.finance.live.appraisal import AppraisalCells
from sufficiency.results.finance.live.bridge import BridgeCells
from sufficiency.results.finance.live.costs import CostCells, SavingCells
from sufficiency.results.finance.live.inputs import (
    OutturnCells,
    PriceCells,
    SettingCells,
    VolumeCells,
)
from sufficiency.results.finance.live.plan import PlanCells


@dataclass(frozen=True)
class Check:
    """Two figures that must agree: what is said of them, how far apart they are, and whether."""

    what: str
    scenario: str
    difference: Cell
    holds: Cell


@dataclass(frozen=True)
class CheckCells:
    """Every check, whether all hold, and how far prices were moved from the run's."""

    checks: tuple[Check, ...]
    all_hold: Cell
    prices_moved: Cell


Difference = tuple[str, str, Cell]
"""What is said, of which scenario, and the difference."""


def check_cells(
    differences: Sequence[Difference], prices: PriceCells, settings: SettingCells
) -> CheckCells:
    """Each difference with whether it is within half a penny of nil."""
    checks = tuple(
        Check(what, scenario, apart, _holds(apart, settings.tolerance))
        for what, scenario, apart in differences
    )
    moved = absolute(Span(prices.weekly) - Span(prices.as_run))
    return CheckCells(
        checks=checks,
        all_hold=all_true([check.holds for check in checks]),
        prices_moved=sum_product(moved),
    )


def of_the_outturn(
    prices: PriceCells, outturn: OutturnCells, volumes: VolumeCells
) -> list[Difference]:
    """The prices of the run make the outturn, and its parts add to it."""
    weeks, factors = (
        Span([line.base for line in lines if line.base is not None])
        for lines in (volumes.weeks, volumes.factors)
    )
    scaled = sum_product(weeks, Span(prices.as_run), factors) - outturn.modelled
    parts = outturn.modelled + outturn.not_modelled_as_run - outturn.outturn
    return [
        ("Prices of the run make the outturn of what is modelled", "", scaled),
        ("What is modelled and what is not make the outturn", "", parts),
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
