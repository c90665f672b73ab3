"""Words that several levers are read back in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sufficiency.errors import listed
from sufficiency.months import parse_year_month
from sufficiency.placements import FAMILIES, label
from sufficiency.scenarios.values import Range, plain

ENTRIES: Final = "how many children enter care"
EXITS: Final = "how soon a child in care leaves it"
SUPPORTED: Final = "how many children move to supported accommodation"
OTHER: Final = "how many children are in other placements, unregistered ones among them"
NO_LIMIT_KNOWN: Final = (
    "moves children to places that must be registered and right for them; "
    "the model has no limit on those places and knows no child's needs."
)

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def month_name(year_month: str) -> str:
    """A month in words: April 2027 for 2027-04."""
    year, month = parse_year_month(year_month)
    return f"{_MONTHS[month - 1]} {year}"


def later(year_month: str, months: int) -> str:
    """The month so many months after another, in words."""
    year, month = parse_year_month(year_month)
    years, months = divmod(month - 1 + months, 12)
    return month_name(f"{year + years}-{months + 1:02d}")


def counted(number: float, what: str) -> str:
    """A number and what it counts: 1 place, 4 places."""
    return f"{plain(number)} {what}" if number == 1 else f"{plain(number)} {what}s"


def about(value: Range, before: str = "", after: str = "") -> str:
    """A range in words: '4 to 10 (about 7)'."""
    low, middle, high = (
        f"{before}{plain(round(number, 1))}{after}"
        for number in (value.low, value.mean, value.high)
    )
    return low if value.fixed else f"{low} to {high} (about {middle})"


def shares_in_words(shares: Mapping[str, float]) -> str:
    """Shares by placement: 'Agency fostering 95% and External children's homes 5%'."""
    return listed(f"{label(kind)} {share:.0%}" for kind, share in shares.items())


def families_in_words(families: Sequence[str]) -> str:
    """The families of placement in words."""
    if set(families) == set(FAMILIES):
        return "every kind of placement"
    return listed(label(family) for family in families)
