"""Who the children are by the council's own returns: two tables of counts."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.report.block import Block, word
from sufficiency.pages.words import day, thousands
from sufficiency.placements import LABELS, PLACEMENT_TYPES
from sufficiency.results.local.counted import (
    AGE_BY_TYPE,
    AGES,
    COUNTED,
    DISABILITY,
    NOT_KNOWN,
    PLACEMENTS,
    SIBLINGS,
    TIME,
)
from sufficiency.results.lookup import only
from sufficiency.results.run import Run

SECTION_NAMES: Final = {
    TIME: "Time since they came into care",
    PLACEMENTS: "Placements in the year",
    DISABILITY: "Disability",
    SIBLINGS: "Brothers and sisters",
}
COUNTED_SO: Final = (
    "Counted in the council's own returns. A new placement is one with another carer. "
    "Disability is counted only where it is the main need: other disabled children are not in it. "
    "Brothers and sisters are children of one family who are looked after on the day, together or "
    "apart. They are counted where the returns name the family."
)


def counted_blocks(run: Run) -> tuple[Block, ...]:
    """How the returns divide the children at the opening, and ages by placement where shown."""
    table = run.tables.get("profile")
    if table is None:
        return ()
    year = run.facts.opening_year
    ours = table[table["section"].isin(COUNTED) & (table["year"] == year)]
    rows = tuple(
        (
            f"{SECTION_NAMES[row['section']]}: {row['category']}",
            word(row, "children", thousands),
            word(row, "authority", lambda share: f"{share:.0f}%"),
        )
        for row in ours[ours["section"] != AGE_BY_TYPE].to_dict("records")
        if row["children"] != 0 or row["category"] not in NOT_KNOWN
    )
    if not rows:
        return ()
    where = f"{run.facts.authority}, {day(year)}, counted in its own returns"
    divided = Block(
        f"Children looked after in {where}, divided in other ways: each adds up to all of them",
        ("Children", "Number", "Share of all"),
        rows,
    )
    children = only(ours, section=AGE_BY_TYPE).set_index("category")["children"]
    if children.empty:
        return (divided,)
    by_age = [
        (LABELS[kind], [children.get(f"{LABELS[kind]}: {age}", 0.0) for age in AGES])
        for kind in PLACEMENT_TYPES
    ]
    ages = Block(
        f"Age of the children by placement, {where}",
        ("Placement", *(f"{age[0].upper()}{age[1:]}" for age in AGES)),
        tuple((name, *map(thousands, counts)) for name, counts in by_age),
    )
    return divided, ages
