"""How old the children are, as far as is published or counted."""

from __future__ import annotations

import pandas as pd

from sufficiency.evidence.record import Evidence

_GROUPS = {10: ("10 to 15 years", "16 years and over"), 16: ("16 years and over",)}
_BANDS = {10: ("10-15", "16-17"), 16: ("16-17",)}


def share_aged(evidence: Evidence, least: int) -> float:
    """Share of the authority's children looked after at the opening count of an age or over.

    Age by placement is not published for an authority. Children in homes are older than the rest,
    so the share of all children is a cautious bound on those old enough to leave a home. Where the
    authority's returns are held, the share is counted from them at their end.

    Args:
        least: 10 or 16.

    Returns:
        A share; 1.0, which bounds nothing, where the ages are not known.
    """
    if evidence.returns is not None:
        from sufficiency.evidence.ssda903 import AGE_BANDS

        ages = dict(zip(AGE_BANDS, evidence.returns.monthly.stock[-1].sum(axis=0), strict=True))
        known = sum(ages.values()) - ages["unknown"]
        return float(sum(ages[band] for band in _BANDS[least]) / known) if known else 1.0
    chosen = children_by_age(evidence)
    if chosen.empty or chosen.isna().any() or not set(_GROUPS[10]) <= set(chosen.index):
        return 1.0
    return float(chosen[list(_GROUPS[least])].sum() / chosen.sum())


def children_by_age(evidence: Evidence) -> pd.Series:
    """Children looked after at the opening by published age group; blank where withheld."""
    table = evidence.characteristics
    return table[
        (table["year"] == evidence.opening_year)
        & (table["measure"] == "looked_after_31_march")
        & (table["breakdown"] == "Age group")
    ].set_index("category")["children"]
