"""Who gains from a scenario, live: the council, health, education and others, the courts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sufficiency.results.by_year import ByYear, each_year
from sufficiency.results.cell_functions import larger
from sufficiency.results.cells import Cell
from sufficiency.results.finance.live.inputs import OutturnCells


@dataclass(frozen=True)
class GainCells:
    """Gains of a scenario by year after optimism bias, GBP at base-year prices.

    Attributes:
        council: what the council keeps of the saving; with `health` and `education` it is all.
        health, education: what those who pay for homes with it save.
        courts: what fewer proceedings save the family courts, beside the saving; None where as
            many children come into care.
    """

    council: ByYear
    health: ByYear
    education: ByYear
    courts: ByYear | None


@dataclass(frozen=True)
class WorthCells:
    """What gains less the programme's cost, which is the council's, are worth over some years.

    `to_all` counts the courts; None where they gain nothing.
    """

    to_council: Cell
    to_all: Cell | None


def gain_cells(
    saved: ByYear,
    in_homes: ByYear,
    kept_out: ByYear | None,
    bias: tuple[Cell, Cell],
    of: OutturnCells,
) -> GainCells:
    """The gains by agency.

    Args:
        saved: on all placements, after optimism bias.
        in_homes: on the residential line, before it.
        kept_out: children who do not come into care, before it.
        bias: the optimism bias of savings, and the constant nil.
        of: who pays for homes, and what proceedings cost.
    """

    def less_bias(gain: Cell) -> Cell:
        return gain - bias[0] * larger(gain, bias[1])

    theirs = each_year(less_bias, in_homes)
    health, education = theirs * of.health, theirs * of.education
    courts = None
    if kept_out is not None:
        courts = each_year(less_bias, kept_out) * of.proceedings * of.court_cost
    return GainCells(saved - health - education, health, education, courts)


def worth_cells(npv: Cell, gains: GainCells, present: Callable[[ByYear], Cell]) -> WorthCells:
    """What a scenario is worth to the council, and with the courts.

    Args:
        npv: of the saving less the programme's cost.
        gains: by year.
        present: the present value of a line by year.
    """
    to_council = npv - present(gains.health) - present(gains.education)
    to_all = None if gains.courts is None else npv + present(gains.courts)
    return WorthCells(to_council, to_all)
