"""The buildings of homes, live: what is borrowed, interest, repayment and rent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sufficiency.results.by_year import ByYear, given_by_year
from sufficiency.results.cell_functions import larger, payment
from sufficiency.results.cells import Cell, Given
from sufficiency.results.finance.buildings import Building


@dataclass(frozen=True)
class BuildingCells:
    """One building, GBP at base-year prices.

    Attributes:
        words: which home it is.
        amount, grant, life, interest, lease: as on Inputs.
        bought: 1 in the year in which it is bought.
        repaid, rented: years' worth of repayment and of rent that each year of the plan pays.
        later_repaid, later_rented: the same of the years after the plan.
        borrowed: what is left of the amount after the grant.
        repayment: interest and repayment a year.
        cost, later_cost: what the building costs in each year of the plan, and after it.
    """

    words: str
    amount: Cell
    grant: Cell
    life: Cell
    interest: Cell
    lease: Cell
    bought: ByYear
    repaid: ByYear
    rented: ByYear
    later_repaid: ByYear
    later_rented: ByYear
    borrowed: Cell
    repayment: Cell
    cost: ByYear
    later_cost: ByYear


def building_cells(of: Building, nothing: Cell) -> BuildingCells:
    """The cells of a building; `nothing` is the constant nil."""
    years = len(of.bought)
    amount, grant, life, interest, lease = map(
        Given, (of.amount, of.grant, of.life_years, of.interest, of.lease)
    )
    repaid, later_repaid = (given_by_year(of.repaid[part]) for part in _parts(years))
    rented, later_rented = (given_by_year(of.rented[part]) for part in _parts(years))
    borrowed = larger(amount - grant, nothing)
    repayment = payment(interest, life, borrowed)
    return BuildingCells(
        words=of.words,
        amount=amount,
        grant=grant,
        life=life,
        interest=interest,
        lease=lease,
        bought=given_by_year(of.bought),
        repaid=repaid,
        rented=rented,
        later_repaid=later_repaid,
        later_rented=later_rented,
        borrowed=borrowed,
        repayment=repayment,
        cost=repayment * repaid + lease * rented,
        later_cost=repayment * later_repaid + lease * later_rented,
    )


def _parts(years: int) -> tuple[slice, slice]:
    """The years of the plan, and those after it."""
    return slice(years), slice(years, None)


def financing(costs: Iterable[ByYear]) -> dict[str, ByYear]:
    """What buildings cost together, as a kind of a programme's cost; nothing where there are none.

    Lines are added one by one, since they stand on no sheet of their own.
    """
    lines = list(costs)
    return {"financing": sum(lines[1:], start=lines[0])} if lines else {}
