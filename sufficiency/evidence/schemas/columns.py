"""Columns that several files share. The text of each rule is the end of a reader's sentence.

What a column may hold is said here in plain values, so that the package's own tables, which a test
has checked, are read without a library of checks. `validation` makes those checks of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sufficiency.errors import listed

Kind = Literal["text", "whole", "number", "date", "yes_no"]
"""How the text of a cell is read."""

Type = Literal["str", "int64", "float64", "datetime64[ns]", "bool"]
_TYPES: Final[dict[Kind, Type]] = {
    "text": "str",
    "whole": "float64",
    "number": "float64",
    "date": "datetime64[ns]",
    "yes_no": "bool",
}


@dataclass(frozen=True)
class Column:
    """What the cells of a column may hold.

    Attributes:
        kind: how their text is read.
        blank: whether they may be empty.
        required: whether the column must be there.
        words: the words allowed; any where there are none.
        form: a regular expression that words have.
        least, most: of a number.
        allowed: what is allowed, as the end of a sentence.
    """

    kind: Kind
    blank: bool = False
    required: bool = True
    words: tuple[str, ...] = ()
    form: str = ""
    least: float | None = None
    most: float | None = None
    allowed: str = ""

    @property
    def dtype(self) -> Type:
        """Type of the column once read: whole numbers that may be unknown are floats."""
        if self.kind == "whole" and not self.blank:
            return "int64"
        return _TYPES[self.kind]


@dataclass(frozen=True)
class Schema:
    """A table whose rows are told apart by the key columns."""

    columns: Mapping[str, Column]
    key: tuple[str, ...]


def schema(columns: Mapping[str, Column], key: Iterable[str]) -> Schema:
    """A table whose rows are told apart by the key columns."""
    return Schema(columns, tuple(key))


def text(blank: bool = False) -> Column:
    """Words; not blank unless allowed."""
    return Column("text", blank=blank)


def one_of(words: Iterable[str], blank: bool = False) -> Column:
    """One of a list of words; not blank unless allowed."""
    allowed = tuple(words)
    said = f"allowed are {listed(allowed)}{' and an empty cell' if blank else ''}"
    return Column("text", blank=blank, words=allowed, allowed=said)


def pattern(regex: str, allowed: str) -> Column:
    """Words of a form, such as a code or a financial year."""
    return Column("text", form=regex, allowed=allowed)


def year() -> Column:
    """A calendar year: of a 31 March, or of a middle of the year."""
    return Column("whole", least=1990, most=2100, allowed="write a year, as in 2025")


def financial_year() -> Column:
    """A financial year as the sources write it."""
    return pattern(r"20\d\d-\d\d", "write a financial year, as in 2024-25")


def area_code() -> Column:
    """A code of the Office for National Statistics."""
    return pattern(r"[EW]\d{8}", "write a nine-character area code, as in E08000008")


def count(blank: bool = False) -> Column:
    """A whole number of children, households, places or people: never negative."""
    return Column("whole", blank=blank, least=0, allowed="must be 0 or more")


def amount(blank: bool = False) -> Column:
    """A quantity such as pounds, an index or a rate: never negative."""
    return Column("number", blank=blank, least=0, allowed="must be 0 or more")


def number(blank: bool = False) -> Column:
    """A quantity that may be negative, such as growth."""
    return Column("number", blank=blank)


def share() -> Column:
    """A share between 0 and 1."""
    return Column("number", least=0, most=1, allowed="must be from 0 to 1")


def source() -> Column:
    """Where the figure came from: every row says it."""
    return text()


def flag() -> Column:
    """The word "suppressed" where the source withheld the number."""
    return Column(
        "text",
        blank=True,
        words=("", "suppressed"),
        allowed="allowed are 'suppressed' and an empty cell",
    )


def known() -> Column:
    """The word "yes" where the council knows the figure itself; the column may be left out."""
    return Column(
        "text",
        blank=True,
        required=False,
        words=("", "yes"),
        allowed="allowed are 'yes' and an empty cell",
    )


def day() -> Column:
    """A date."""
    return Column("date")


def yes_no() -> Column:
    """True or false."""
    return Column("yes_no")
