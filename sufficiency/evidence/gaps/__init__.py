"""Gaps of the published record, filled when it is read and never stored, each one said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pandas as pd

from sufficiency.evidence.england.areas import has_code, of_code
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.gaps.carers import fill_carers
from sufficiency.evidence.gaps.children import fill_asylum, fill_placed, fill_places
from sufficiency.evidence.gaps.estimates import Subject, as_table
from sufficiency.evidence.gaps.outturn import Children, fill_outturn
from sufficiency.evidence.gaps.usual import usual_children
from sufficiency.evidence.gaps.young import lengthen
from sufficiency.evidence.placed import looked_after, placed_by_group

__all__ = ["Filled", "Subject", "fill_gaps"]


@dataclass(frozen=True)
class Filled:
    """Tables without the gaps that can be filled.

    Attributes:
        tables: all tables by name.
        placed: children by (area_code, year) and group of placement.
        estimates: table, year, what, value, unit, method: every figure that is an estimate.
    """

    tables: dict[str, pd.DataFrame]
    placed: pd.DataFrame
    estimates: pd.DataFrame


def fill_gaps(
    tables: dict[str, pd.DataFrame], record: Record, subject: Subject, stands_in: bool
) -> Filled:
    """Fill what a run needs of the authority: its opening year and the two before it.

    Withheld cells, own provision where a trust or company runs the services, mainstream places,
    outturn lines, and the years of a young council before it began. Comparators are left as they
    are.

    Args:
        tables: typed tables; the published figures.
        record: of England, whose usual figures the estimates rest on.
        subject: whose gaps, and the opening year.
        stands_in: whether England's spending may stand in for a council without any return.
    """
    code, year = subject.code, subject.year
    usual = partial(usual_children, record, year)
    filled, estimates = dict(tables), []
    if has_code(record, code):
        filled, found = lengthen(filled, record, of_code(record, code))
        estimates += found
    filled["children_in_care"], found = fill_asylum(filled["children_in_care"], subject, usual)
    estimates += found
    totals = looked_after(filled["children_in_care"])
    published = placed_by_group(filled["placements"], totals)
    placed, found = fill_placed(published, totals, subject, usual)
    estimates += found
    filled["placements"], found = fill_places(
        filled["placements"], totals, filled["carers"], subject, usual
    )
    estimates += found
    own = placed.xs(code, level="area_code") if (code, year) in placed.index else placed[:0]
    filled["carers"], found = fill_carers(filled["carers"], own["foster"], subject, usual)
    estimates += found
    stock = totals.xs(code, level="area_code")
    rest = stock.sub(own["foster"] + own["placed_with_parents"] + own["placed_for_adoption"])
    children = Children(all=stock, fostered=own["foster"], rest=rest)
    filled["spend"], found = fill_outturn(filled["spend"], children, subject, record, stands_in)
    estimates += found
    return Filled(filled, placed, as_table(estimates))
