"""How much of what a run starts from stands on an estimate, in a sentence for its front page."""

from __future__ import annotations

from typing import Final

import numpy as np

from sufficiency.evidence.names import RO3_LINES, TOTAL_LINE
from sufficiency.evidence.placed import SEPARATE
from sufficiency.evidence.record import Evidence

_HALF_A_CHILD: Final = 0.5
_SHOWN: Final = 50_000.0
"""GBP below which a tenth of a million shows as nil."""


def estimates_in_words(evidence: Evidence) -> str:
    """Children and spending of the opening year that stand on an estimate; blank where none do.

    Spending is that of the lines, or of the total where that is estimated too.
    """
    rows = evidence.estimates
    rows = rows[rows["year"] == evidence.opening_year]
    if rows.empty:
        return ""
    by_what = rows.groupby("what")["value"].sum()
    children = float(by_what[by_what.index.isin(SEPARATE)].sum())
    lines = [line for line in RO3_LINES if line != TOTAL_LINE]
    pounds = float(by_what[by_what.index.isin(lines)].sum())
    looked_after = float(evidence.series("looked_after_31_march")[evidence.opening_year])
    if not evidence.costed:
        return (
            f"{children:,.0f} of {looked_after:,.0f} children stand on an estimate of a withheld "
            "figure. No spending was returned, so nothing is costed."
        )
    stand = []
    if children >= _HALF_A_CHILD:
        stand.append(f"{children:,.0f} of {looked_after:,.0f} children")
    if pounds > 0.0:
        some = f"£{pounds / 1e6:,.1f}m" if pounds >= _SHOWN else "less than £0.1m"
        stand.append(f"{some} of £{_spent(evidence) / 1e6:,.1f}m")
    if not stand:
        return ""
    return f"{' and '.join(stand)} stand on an estimate of a withheld or missing figure."


def total_is_estimated(evidence: Evidence) -> bool:
    """Whether the authority's outturn of the opening year was not returned."""
    rows = evidence.estimates
    return bool(((rows["year"] == evidence.opening_year) & (rows["what"] == TOTAL_LINE)).any())


def remarks_on_record(evidence: Evidence) -> tuple[str, ...]:
    """One sentence where published figures of those it is compared with do not agree."""
    said = evidence.remarks
    if not said:
        return ()
    return (
        f"Published figures of authorities that {evidence.authority.name} is compared with do not "
        f"agree in {len(said)} {'place' if len(said) == 1 else 'places'}, and are used as they "
        f"are. {'It is' if len(said) == 1 else 'The first'}: {said[0]}",
    )


def _spent(evidence: Evidence) -> float:
    """Gross outturn of the financial year that ends at the opening; not a number without one."""
    year = evidence.opening_year
    spend = evidence.spend
    found = spend.loc[
        (spend["area"] == evidence.authority.name)
        & (spend["financial_year"] == f"{year - 1}-{year % 100:02d}")
        & (spend["line"] == TOTAL_LINE)
        & (spend["measure"] == "total_expenditure"),
        "value",
    ]
    return float(found.iloc[0]) if len(found) else np.nan
