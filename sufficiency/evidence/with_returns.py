"""The published record and an authority's own returns, side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.record import Evidence
from sufficiency.evidence.splits import mainstream_places
from sufficiency.months import month_in_words
from sufficiency.placements import position

if TYPE_CHECKING:
    from sufficiency.evidence.ssda903 import Returns

AGREES = 0.03
"""Returns and the published record are taken to be of the same children where their numbers at a
31 March are no further apart than this; corrections after publication are smaller."""


def with_returns(evidence: Evidence, returns: Returns) -> Evidence:
    """The evidence with monthly counts from the authority's own returns.

    The projection opens on the latest 31 March that both know: spending and carers come from the
    published record, children and what they do from the returns. What the returns count after
    that day is counted and not forecast.

    Raises:
        InputError: when the returns hold no 31 March of the published record.
    """
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


def remarks_on_returns(evidence: Evidence) -> tuple[str, ...]:
    """Sentences of caution where the returns and the published record do not agree."""
    if evidence.returns is None:
        return ()
    monthly, year = evidence.returns.monthly, evidence.opening_year
    name, said = evidence.authority.name, []
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
