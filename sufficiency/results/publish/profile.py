"""Who the children are, as anybody may see it of a run on counts of the council's own.

Every section divides the same children, whose number is shown: what is blank in a section is known
together. A section with a small count is therefore withheld whole, so that nothing more is known of
it than that, and that it adds up to all children; to blank the small count and the next smallest
would tell a reader who knows this rule which the two are. Only the opening's counts are shown: two
years of the same children are more sums. Ages by placement are left out: they cross two ways of
dividing the children, each of which is shown or published elsewhere.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from sufficiency.results.local.counted import AGE_BY_TYPE, COUNTED
from sufficiency.results.publish.withholding import small

_COLUMNS: Final = ("children", "authority")


def counted_sections(profile: pd.DataFrame, opening_year: int) -> pd.DataFrame:
    """The sections that the council's returns give, at the opening, without ages by placement.

    The published sections are left out: counts and shares of the same children by others, which
    may be the council's own too.
    """
    ours = profile["section"].isin([name for name in COUNTED if name != AGE_BY_TYPE])
    return profile[ours & (profile["year"] == opening_year)].reset_index(drop=True)


def without_small_sections(table: pd.DataFrame) -> pd.DataFrame:
    """The same with every count and share of a section blank that has a small count."""
    few = table["section"].isin(table.loc[small(table["children"]), "section"])
    return table.assign(**{name: table[name].mask(few) for name in _COLUMNS})
