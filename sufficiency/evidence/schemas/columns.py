"""Columns that several files share. The text of each check is the end of a reader's sentence.

A column's `metadata["kind"]` says how its text is read: text, whole, number, date or yes_no.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandera.pandas as pa

from sufficiency.errors import listed


def text(*checks: pa.Check, blank: bool = False) -> pa.Column:
    """Words; not blank unless allowed."""
    filled = [] if blank else [pa.Check(lambda cells: cells != "", error="must not be blank")]
    return pa.Column(None, [*filled, *checks], metadata={"kind": "text"})


def one_of(words: Iterable[str], blank: bool = False) -> pa.Column:
    """One of a list of words; not blank unless allowed."""
    allowed = list(words)
    said = f"allowed are {listed(allowed)}{' and an empty cell' if blank else ''}"
    return text(pa.Check.isin(["", *allowed] if blank else allowed, error=said), blank=blank)


def pattern(regex: str, allowed: str) -> pa.Column:
    """Words of a form, such as a code or a financial year."""
    return text(pa.Check.str_matches(rf"^(?:{regex})$", error=allowed))


def year() -> pa.Column:
    """A calendar year: of a 31 March, or of a middle of the year."""
    return pa.Column(
        int,
        pa.Check.in_range(1990, 2100, error="write a year, as in 2025"),
        metadata={"kind": "whole"},
    )


def financial_year() -> pa.Column:
    """A financial year as the sources write it."""
    return pattern(r"20\d\d-\d\d", "write a financial year, as in 2024-25")


def area_code() -> pa.Column:
    """A code of the Office for National Statistics."""
    return pattern(r"[EW]\d{8}", "write a nine-character area code, as in E08000008")


def count(blank: bool = False) -> pa.Column:
    """A whole number of children, households, places or people: never negative."""
    return pa.Column(
        float if blank else int,
        pa.Check.ge(0, error="must be 0 or more"),
        nullable=blank,
        metadata={"kind": "whole"},
    )


def amount(blank: bool = False) -> pa.Column:
    """A quantity such as pounds, an index or a rate: never negative."""
    return pa.Column(
        float,
        pa.Check.ge(0, error="must be 0 or more"),
        nullable=blank,
        metadata={"kind": "number"},
    )


def number(blank: bool = False) -> pa.Column:
    """A quantity that may be negative, such as growth."""
    return pa.Column(float, nullable=blank, metadata={"kind": "number"})


def source() -> pa.Column:
    """Where the figure came from: every row says it."""
    return text()


def schema(columns: dict[str, pa.Column], key: Iterable[str]) -> pa.DataFrameSchema:
    """A table whose rows are told apart by the key columns."""
    return pa.DataFrameSchema(columns, unique=list(key), strict=True)


def flag() -> pa.Column:
    """The word "suppressed" where the source withheld the number."""
    allowed = ["", "suppressed"]
    return text(
        pa.Check.isin(allowed, error="allowed are 'suppressed' and an empty cell"), blank=True
    )


def share() -> pa.Column:
    """A share between 0 and 1."""
    return pa.Column(
        float,
        pa.Check.in_range(0, 1, error="must be from 0 to 1"),
        metadata={"kind": "number"},
    )


def known() -> pa.Column:
    """The word "yes" where the council knows the figure itself; the column may be left out."""
    allowed = ["", "yes"]
    column = text(pa.Check.isin(allowed, error="allowed are 'yes' and an empty cell"), blank=True)
    column.required = False
    return column


def day() -> pa.Column:
    """A date."""
    return pa.Column("datetime64[ns]", metadata={"kind": "date"})


def yes_no() -> pa.Column:
    """True or false."""
    return pa.Column(bool, metadata={"kind": "yes_no"})
