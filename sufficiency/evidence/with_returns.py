"""The published record and an authority's own returns, side by side."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, listed
from sufficiency.evidence.record import Evidence
from sufficiency.evidence.splits import mainstream_places
from sufficiency.months import month_in_words
from sufficiency.placements import FAMILY_LABELS, TYPES_OF, position

if TYPE_CHECKING:
    from sufficiency.evidence.ssda903 import Returns

AGREES = 0.03
"""Returns and the published record are taken to be of the same children where their numbers at a
31 March are no further apart than this; corrections after publication are smaller."""
APART, CHILDREN_APART = 0.1, 15
"""Share and number of children from which, in most of the 31 Marches that both hold, returns are
another authority's, or lack a part."""
TYPES_APART: Final = 0.25
"""The same share of one group of placements: then a code is not what it is taken for."""
GROUPS: Final = MappingProxyType(
    {
        "foster": ("Fostering", ("fostering",)),
        "homes_and_supported": (
            "Children's homes and supported accommodation",
            ("homes", "supported_accommodation"),
        ),
    }
    | {
        family: (FAMILY_LABELS[family], (family,))
        for family in ("placed_with_parents", "placed_for_adoption")
    }
    | {"other_residential": (FAMILY_LABELS["other_residential"], ("other_residential",))}
    | {"other_placements": (FAMILY_LABELS["other_placements"], ("other_placements",))}
)
"""Published groups that are comparable over all years: as shown, and the families in each."""


def with_returns(evidence: Evidence, returns: Returns, even_so: bool = False) -> Evidence:
    """The evidence with monthly counts from the authority's own returns.

    The projection opens on the latest 31 March that both know: spending and carers come from the
    published record, children and what they do from the returns. What the returns count after
    that day is counted and not forecast.

    Args:
        evidence: the published record.
        returns: as read.
        even_so: go on with returns that do not seem to be the authority's.

    Raises:
        InputError: when the returns hold no 31 March of the published record, or count other
            children than it does in most of them.
    """
    if not even_so:
        refuse_another_authority(evidence, returns)
        refuse_other_types(evidence, returns)
    monthly = returns.monthly
    known = [year for year in monthly.marches if year <= evidence.opening_year]
    if not known:
        raise InputError(
            f"The returns count children from {month_in_words(monthly.dates[0])} to "
            f"{month_in_words(monthly.dates[-1])}, and spending and carers are known to 31 March "
            f"{evidence.opening_year}: a run needs a 31 March that both hold. Add the return of "
            f"{evidence.opening_year - 1}-{evidence.opening_year % 100:02d}, or give newer "
            "evidence with --evidence."
        )
    opening = max(known)
    carers = mainstream_places(evidence, "approved_places")
    if opening not in carers.index:
        raise InputError(
            f"The returns end in {month_in_words(monthly.dates[-1])}, and carers.csv has approved "
            f"mainstream places from {carers.index.min()} on: add later returns."
        )
    at = evidence if opening == evidence.opening_year else evidence.until(opening)
    return replace(at, returns=returns)


def refuse_another_authority(evidence: Evidence, returns: Returns) -> None:
    """Stop where returns count other children than were published of the authority.

    Returns carry no code of whose they are, so their counts tell.

    Raises:
        InputError: naming the 31 Marches, with both numbers.
    """
    monthly = returns.monthly
    published = evidence.series("looked_after_31_march")
    said, apart = [], 0
    for year, place in monthly.marches.items():
        known = float(published.get(year, np.nan))
        if np.isfinite(known):
            counted = int(monthly.by_type[place].sum())
            apart += abs(counted - known) > max(APART * known, CHILDREN_APART)
            said.append(f"{counted:,} and {known:,.0f} in {year}")
    if apart * 2 > len(said):
        name = evidence.authority.name
        raise InputError(
            f"These do not look like the returns of {name}: they count, and the published record "
            f"has, on 31 March, {listed(said)}. In {apart} of {len(said)} they are more than "
            f"{APART:.0%} and {CHILDREN_APART} children apart. Name the authority whose returns "
            "these are, give that authority's record with --evidence, or look for returns that "
            "are not whole. If they are right, go on with --even-so."
        )


def beside_published(evidence: Evidence, returns: Returns) -> pd.DataFrame:
    """Children by group of placements as the returns count them and as they were published.

    Returns:
        Rows: group and year of each 31 March that both hold; columns: counted and published (NaN
        where a number was withheld).
    """
    marches, by_type = returns.monthly.marches, returns.monthly.by_type
    rows = []
    for group, (name, families) in GROUPS.items():
        kinds = [position(kind) for family in families for kind in TYPES_OF[family]]
        published = evidence.placed(group)
        for year, place in marches.items():
            if year in published.index:
                rows.append((name, year, int(by_type[place, kinds].sum()), published[year]))
    table = pd.DataFrame(rows, columns=["group", "year", "counted", "published"])
    return table.set_index(["group", "year"])


def beside_published_lines(evidence: Evidence) -> list[str]:
    """The same as lines of text, counted / published, for whoever knows the authority."""
    assert evidence.returns is not None, "asked where there are returns"
    table = beside_published(evidence, evidence.returns)
    if table.empty:
        return []
    published = table["published"].map(lambda number: f"{number:.0f}", na_action="ignore")
    both = table["counted"].astype(str) + "/" + published.fillna("?")
    shown = both.unstack("year").reindex([name for name, _ in GROUPS.values()])
    return [
        "Children at each 31 March as the returns count them / as published:",
        *shown.to_string(index_names=False, na_rep="").split("\n"),
    ]


def refuse_other_types(evidence: Evidence, returns: Returns) -> None:
    """Stop where returns count other children in one group of placements than were published.

    A code that is wrong alike in all returns shows nowhere else.

    Raises:
        InputError: naming the group and the 31 Marches, with both numbers.
    """
    for name, group in (
        beside_published(evidence, returns).dropna().groupby(level="group", sort=False)
    ):
        counted, published = group["counted"], group["published"]
        apart = (counted - published).abs() > np.maximum(TYPES_APART * published, CHILDREN_APART)
        if apart.sum() * 2 > len(group):
            said = [
                f"{one:,.0f} and {other:,.0f} in {year}"
                for one, other, year in zip(
                    counted, published, group.index.get_level_values("year"), strict=True
                )
            ]
            raise InputError(
                f"{name}: the returns count, and the published record of "
                f"{evidence.authority.name} has, on 31 March, {listed(said)}. In "
                f"{int(apart.sum())} of {len(group)} they are more than {TYPES_APART:.0%} and "
                f"{CHILDREN_APART} children apart: PLACE may have been recoded in the returns. If "
                "they are right, go on with --even-so."
            )


def remarks_on_returns(evidence: Evidence) -> tuple[str, ...]:
    """Sentences of caution where the returns and the published record do not agree."""
    if evidence.returns is None:
        return ()
    monthly, year = evidence.returns.monthly, evidence.opening_year
    name, said = evidence.authority.name, list(evidence.returns.report.doubts)
    counted = monthly.by_type[monthly.marches[year]]
    published = evidence.series("looked_after_31_march").get(year, np.nan)
    if abs(counted.sum() / published - 1) > AGREES:
        said.append(
            f"The returns count {counted.sum():,} children looked after on 31 March {year} and the "
            f"published record of {name} has {published:,.0f}. Prices are scaled to what {name} "
            "spent, on the children that the returns count. If the returns are another "
            "authority's, no cost here means anything: give that authority's evidence with "
            "--evidence."
        )
    approved = float(mainstream_places(evidence, "approved_places")[year])
    in_house = int(counted[position("in_house_fostering")])
    if in_house > approved:
        said.append(
            f"The returns count {in_house} children in in-house fostering on 31 March {year}, more "
            f"than the {approved:,.0f} approved mainstream places in carers.csv. As many places as "
            "children are taken to be approved."
        )
    return tuple(said)
