"""How old the children are, as far as the record says."""

from __future__ import annotations

from sufficiency.evidence import Evidence

_GROUPS = {10: ("10 to 15 years", "16 years and over"), 16: ("16 years and over",)}


def share_aged(evidence: Evidence, least: int) -> float:
    """Share of the authority's children looked after at the opening count of an age or over.

    Age by placement is not published for an authority. Children in homes are older than the rest,
    so the share of all children is a cautious bound on those old enough to leave a home.

    Args:
        least: 10 or 16.

    Returns:
        A share; 1.0, which bounds nothing, where the ages are not known.
    """
    table = evidence.characteristics
    chosen = table[
        (table["year"] == evidence.opening_year)
        & (table["measure"] == "looked_after_31_march")
        & (table["breakdown"] == "Age group")
    ].set_index("category")["children"]
    if chosen.empty or chosen.isna().any() or not set(_GROUPS[10]) <= set(chosen.index):
        return 1.0
    return float(chosen[list(_GROUPS[least])].sum() / chosen.sum())
