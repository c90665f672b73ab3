"""What a table of the return is, by its columns, and its columns cleaned.

Only the columns named here are read; every other column is left where it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

import numpy as np

from sufficiency.errors import InputError, closest, quoted
from sufficiency.evidence.ssda903.cells import Said, clean, cleaned
from sufficiency.evidence.ssda903.dates import read_day
from sufficiency.evidence.ssda903.sheets import Row, Sheet
from sufficiency.evidence.ssda903.texts import Texts, together

EPISODE_COLUMNS: Final = ("CHILD", "DECOM", "RNE", "LS", "PLACE", "PLACE_PROVIDER", "DEC", "REC")
EPISODE_OPTIONAL: Final = ("CIN", "HOME_POST", "PL_POST")
FAMILY_COLUMNS: Final = ("FAMILY", "FAMILY_ID", "SIBLING_GROUP")
"""What a column may be called that a council adds to the Header: one value for each family, the
same in every return. It is no part of the collection."""
SPLITTING: Final = ("LA", "YEAR")
"""Columns of several authorities' or years' rows in one file."""
OTHER_COLUMNS: Final = frozenset(
    {"CIN", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN", "SEX", "DOB", "LA", "YEAR"}
)
HEADER_COLUMNS: Final = ("CHILD", "DOB")
UASC_COLUMNS: Final = ("CHILD", "DUC")

_EPISODE_MARKS: Final = frozenset({"CHILD", "DECOM", "PLACE"})
_HEADER_MARKS: Final = (frozenset({"CHILD", "DOB", "SEX"}), frozenset({"CHILD", "DOB", "UPN"}))
_HEADINGS: Final = OTHER_COLUMNS | {*EPISODE_COLUMNS, *HEADER_COLUMNS, *UASC_COLUMNS, "UPN"}
_OTHERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "OC2 (outcomes)": ("SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK"),
        "OC3 (leaving care)": ("IN_TOUCH", "ACTIV", "ACCOM"),
        "AD1 (adoption)": ("DATE_INT", "DATE_MATCH", "NB_ADOPTR", "LS_ADOPTR"),
        "Reviews": ("REVIEW", "REVIEW_CODE"),
        "Missing": ("MIS_START", "MIS_END"),
        "Previous permanence": ("PREV_PERM", "LA_PERM", "DATE_PERM"),
        "Placed for adoption": ("DATE_PLACED", "DATE_PLACED_CEASED"),
        "Social workers": ("SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
    }
)
"""The other tables of the return, by columns of their own."""
_OTHER_NAMES: Final = re.compile(
    r"(?<![a-z])(ad1|oc2|oc3|reviews?|missing|prev\w*[ _-]?perm\w*|placed[ _-]for[ _-]adoption|"
    r"social[ _-]?workers?|sw[ _-]?episodes?)(?![a-z])"
)
OURS: Final = ("date", "placement_type", "measure", "children")
"""Columns of counts that this product wrote: no children are in them."""


@dataclass(frozen=True)
class Source:
    """A table found.

    Attributes:
        name: the file's path below the folder given, for messages; sheet, LA and YEAR after it.
        role: "Episodes", "Header" or "UASC".
        columns: name of each column wanted -> its texts, all of one length; not printed, since
            they hold what must not be.
        lines: number of each row's line in the file.
        ragged: rows left out because they have more or fewer cells than there are columns.
        authority, period: what LA and YEAR say of all its rows; nothing without such a column.
        said: how cells had to be read.
    """

    name: str
    role: str
    columns: Mapping[str, Texts] = field(repr=False)
    lines: np.ndarray = field(repr=False)
    ragged: int = 0
    authority: str = ""
    period: str = ""
    said: tuple[Said, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.columns["CHILD"])

    @cached_property
    def days(self) -> np.ndarray:
        """The dates of a Header (DOB) or UASC table (DUC), read once."""
        return self.columns["DOB" if self.role == "Header" else "DUC"].mean(read_day)


def tables_of(name: str, sheet: Sheet) -> list[Source]:
    """The tables that rows with headings hold: none where they are another table of the return.

    Raises:
        InputError: when a column that is needed is missing or there twice, or there are no rows.
    """
    above, header = _headings(sheet.top)
    roles = _roles(name, header)
    if not roles:
        return []
    body = sheet.below(above, header)
    if not len(body.lines) + body.ragged and roles[0][0] != "UASC":
        raise InputError(
            f"{name} is the {roles[0][0]} table of a return and has no rows under its headings. "
            "Export it again, or leave it out with --ignore."
        )
    found = []
    for role, wanted in roles:
        for column in (*wanted, *SPLITTING):
            if header.count(column) > 1:
                raise InputError(f"{name} has the column '{column}' twice; keep one of them.")
        places = {one: header.index(one) for one in (*wanted, *SPLITTING) if one in header}
        tidy = {one: cleaned(one, body.column(place)) for one, place in places.items()}
        said = tuple(how for _, hows in tidy.values() for how in hows)
        columns = {one: texts for one, (texts, _) in tidy.items()}
        found += _split(Source(name, role, columns, body.lines, body.ragged, said=said))
    return found


def other_table(sheet: Sheet) -> str:
    """Which other table of the return rows are, by their headings; nothing if none we know."""
    columns = set(_headings(sheet.top)[1])
    for table, marks in _OTHERS.items():
        if "CHILD" in columns and columns & set(marks):
            return table
    return "counts by month" if {column.upper() for column in OURS} <= columns else ""


def other_by_name(name: str) -> bool:
    """Whether a file with nothing in it is another table of the return, by its name."""
    last = name.rpartition("/")[2].lower()
    read = any(role in last for role in ("episode", "header", "uasc"))
    return not read and _OTHER_NAMES.search(last) is not None


def _split(source: Source) -> list[Source]:
    """A source for each authority and year that its rows name."""
    named = [source.columns.get(column) for column in SPLITTING]
    columns = {one: texts for one, texts in source.columns.items() if one not in SPLITTING}
    if not any(named) or not source.rows:
        return [_with(source, columns)]
    authorities, years = (texts or Texts.blank(source.rows) for texts in named)
    years = years.changed(lambda text: text.upper().removesuffix(".0"))
    which, labels = together((authorities.changed(str.upper), years))
    in_order = np.argsort(which, kind="stable")
    rows_of = np.split(in_order, np.cumsum(np.bincount(which))[:-1])
    groups = dict(zip(labels, rows_of, strict=True))
    several = len({la for la, _ in groups}), len({year for _, year in groups})
    for column, texts, number in zip(SPLITTING, zip(*groups, strict=True), several, strict=True):
        if number > 1 and "" in texts:
            raise InputError(
                f"{source.name} holds several values of {column} and rows without one: fill in "
                f"{column} in every row, or take the column out."
            )
    found = []
    for number, ((la, year), rows) in enumerate(sorted(groups.items())):
        words = [f"LA {quoted(la)}"] * (several[0] > 1) + [f"YEAR {quoted(year)}"] * (
            several[1] > 1
        )
        found.append(
            Source(
                name=", ".join([source.name, *words]),
                role=source.role,
                columns={one: texts.taken(rows) for one, texts in columns.items()},
                lines=source.lines[rows],
                ragged=source.ragged if number == 0 else 0,
                authority=la,
                period=year,
                said=source.said if number == 0 else (),
            )
        )
    return found


def _with(source: Source, columns: dict[str, Texts]) -> Source:
    return Source(source.name, source.role, columns, source.lines, source.ragged, said=source.said)


def _headings(top: Sequence[Row]) -> tuple[int, list[str]]:
    """How many rows stand above the headings, and the headings; the first row if none look so."""
    named = [_names(row) for _, row in top]
    for above, names in enumerate(named):
        known = set(names)
        if "CHILD" in known and len(known & _HEADINGS) >= 2:
            return above, names
    return 0, named[0] if named else []


def _names(row: list[str]) -> list[str]:
    return [re.sub(r"[\s-]+", "_", clean(cell)[0].strip('"').upper()) for cell in row]


def _roles(name: str, header: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    """What a table is, from its columns; nothing for the other tables of the return."""
    columns = set(header)
    roles: list[tuple[str, tuple[str, ...]]] = []
    if columns >= _EPISODE_MARKS or len(columns & set(EPISODE_COLUMNS)) >= 5:
        for column in EPISODE_COLUMNS:
            if column not in columns:
                # Only what looks like a name is quoted: a damaged file may have data up here.
                names = [name for name in columns if re.fullmatch("[A-Z_]+", name)]
                near = closest(column, sorted(set(names) - set(EPISODE_COLUMNS) - OTHER_COLUMNS))
                raise InputError(
                    f"{name} looks like the Episodes table and has no column '{column}'.{near}"
                )
        roles.append(("Episodes", EPISODE_COLUMNS + EPISODE_OPTIONAL))
    if columns >= set(UASC_COLUMNS):
        roles.append(("UASC", UASC_COLUMNS))
    elif any(columns >= marks for marks in _HEADER_MARKS):
        roles.append(("Header", HEADER_COLUMNS + FAMILY_COLUMNS))
    return roles
