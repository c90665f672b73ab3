"""Which children are of one family, where a council's Headers say so.

The collection has no such column. A council may add one to the Header, with the same value for all
children of a family and in every return.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.people import Named, said_before
from sufficiency.evidence.ssda903.spells import NO_FAMILY
from sufficiency.evidence.ssda903.tables import FAMILY_COLUMNS
from sufficiency.evidence.ssda903.weighing import too_many


def families(headers: Sequence[Named], children: int) -> np.ndarray:
    """Number of each child's family, from nought; `NO_FAMILY` where no Header names one.

    The latest return's word counts: a child may be found to be of another family.

    Args:
        headers: in the order of their years.
        children: how many the Episodes tables have.

    Raises:
        InputError: when a Header has two such columns, or gives more children than slips explain
            another value than the Header before: then one value is not one family.
    """
    family = np.full(max(1, children), NO_FAMILY)
    known: dict[str, int] = {}
    for header, child in ((one.source, one.child) for one in headers):
        given = [name for name in FAMILY_COLUMNS if name in header.columns]
        if len(given) > 1:
            raise InputError(
                f"{header.name} has the columns {' and '.join(given)}: keep the one that says "
                "which children are of one family."
            )
        if not given:
            continue
        texts = header.columns[given[0]]
        named = (child >= 0) & texts.mean(lambda text: text != "").astype(bool)
        texts, child = texts.taken(named), child[named]
        number = texts.mean(lambda text: known.setdefault(text.upper(), len(known)))
        before = said_before(child, number, family)
        again = int((before != NO_FAMILY).sum())
        other = int(((before != NO_FAMILY) & (before != number)).sum())
        family[child] = number
        if too_many(other, again):
            raise InputError(
                f"{header.name}: {given[0]} is another than in the Header before, or twice here, "
                f"for {other:,} of {again:,} children. Its values must be the same in every "
                f"return: export {given[0]} again, or take the column out of every Header."
            )
    return family
