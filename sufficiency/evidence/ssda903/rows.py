"""The rows of the return as numbers: children counted from nought, dates as days, codes as places.

The texts end here: nothing that this module makes holds an identifier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import codes
from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE, read_days
from sufficiency.evidence.ssda903.files import Source
from sufficiency.evidence.ssda903.spells import AREA_UNKNOWN, NO_BIRTHDAY
from sufficiency.evidence.ssda903.years import latest_day, return_year

NO_PLACE = -2
TEMPORARY = -1
Array = np.ndarray


@dataclass(frozen=True)
class Rows:
    """Episode rows of every return, as read; one entry for each row in every array.

    `kind` is a placement type, `TEMPORARY` or `NO_PLACE`; `year` the return's; `rank` is higher for
    a file that was made later; `end` may be
    `BLANK` or `UNREADABLE`, `start` too; `reason` is in `codes.REASON_NAMES` or -1 for X1 and
    nothing. The flags say what is odd about a row. `born` is by child, not by row, and so is
    `uasc`: the day on which the child ceased to be one (or turned 18), `BLANK` for the rest.
    """

    file: Array = field(repr=False)
    year: Array = field(repr=False)
    rank: Array = field(repr=False)
    child: Array = field(repr=False)
    start: Array = field(repr=False)
    end: Array = field(repr=False)
    kind: Array = field(repr=False)
    rne: Array = field(repr=False)
    short_break: Array = field(repr=False)
    continues: Array = field(repr=False)
    has_rec: Array = field(repr=False)
    reason: Array = field(repr=False)
    area: Array = field(repr=False)
    content: Array = field(repr=False)
    unknown_rne: Array = field(repr=False)
    unknown_legal: Array = field(repr=False)
    unknown_provider: Array = field(repr=False)
    unknown_rec: Array = field(repr=False)
    other_year: Array = field(repr=False)
    born: Array = field(repr=False)
    uasc: Array = field(repr=False)
    two_birthdays: int
    last_day: dict[int, int] = field(repr=False)
    """Latest date that a return holds, by its year: it was made on or after that day."""


def read_rows(sources: Sequence[Source], area_of: Callable[[str], int] | None = None) -> Rows:
    """Turn the tables into numbers.

    Args:
        sources: as found; each Episodes table is one return, or several in one.
        area_of: in or out of area by postcode; None when no lookup was given.

    Raises:
        InputError: when no Episodes table has a row with a date.
    """
    episodes = [source for source in sources if source.role == "Episodes"]
    starts = [read_days(source.columns["DECOM"]) for source in episodes]
    ends = [read_days(source.columns["DEC"]) for source in episodes]
    latest = [latest_day(start, end) for start, end in zip(starts, ends, strict=True)]
    if all(day == BLANK for day in latest):
        raise InputError(
            "The Episodes tables hold no row with a date in DECOM that can be read; dates are "
            "written 31/03/2025 or 2025-03-31."
        )
    overall = max(latest)
    years = [
        return_year(overall if day == BLANK else day, source.name)
        for day, source in zip(latest, episodes, strict=True)
    ]
    numbers: dict[str, int] = {}
    file = np.repeat(np.arange(len(episodes)), [source.rows for source in episodes])
    column = {
        name: [text for source in episodes for text in source.columns.get(name, _none(source))]
        for name in ("CHILD", "RNE", "LS", "PLACE", "PLACE_PROVIDER", "REC", "PL_POST")
    }
    year = np.array(years, dtype=np.int64)[file]
    child = _numbered(column["CHILD"], numbers)
    place, provider = _tidy(column["PLACE"]), _tidy(column["PLACE_PROVIDER"])
    rne, legal, rec = (_tidy(column[name]) for name in ("RNE", "LS", "REC"))
    born, conflicts = _birthdays(sources, episodes, years, numbers)
    last_day: dict[int, int] = {}
    for one, day in zip(years, latest, strict=True):
        last_day[one] = max(day, last_day.get(one, BLANK))
    made = sorted(range(len(episodes)), key=lambda i: (years[i], latest[i], episodes[i].name))
    pairs = list(zip(place, provider, strict=True))
    unknown = AREA_UNKNOWN
    place_area = [unknown] * len(file) if area_of is None else map(area_of, column["PL_POST"])
    return Rows(
        file=file,
        year=year,
        rank=np.argsort(made)[file],
        child=child,
        start=np.concatenate(starts),
        end=np.concatenate(ends),
        kind=_each(pairs, lambda pair: codes.type_of(*pair)),
        rne=_each(rne, lambda code: (*codes.NEW_EPISODE, code).index(code)),
        short_break=_each(legal, lambda code: code in codes.SHORT_BREAKS).astype(bool),
        continues=_each(rec, lambda code: code == codes.CONTINUES).astype(bool),
        has_rec=_each(rec, lambda code: code != "").astype(bool),
        reason=_each(rec, codes.reason_of),
        area=np.fromiter(place_area, dtype=np.int64, count=len(file)),
        content=_each(list(zip(rne, legal, place, provider, rec, strict=True)), _counter()),
        unknown_rne=_each(rne, lambda code: code not in codes.NEW_EPISODE).astype(bool),
        unknown_legal=_each(legal, lambda code: code not in codes.LEGAL).astype(bool),
        unknown_provider=_each(provider, lambda code: code not in codes.PROVIDERS).astype(bool),
        unknown_rec=_each(
            rec, lambda code: code not in ("", codes.CONTINUES, *codes.CEASED)
        ).astype(bool),
        other_year=_each(
            list(zip(place, year.tolist(), strict=True)), lambda pair: codes.out_of_year(*pair)
        ).astype(bool),
        born=born,
        uasc=_asylum(sources, numbers, born),
        two_birthdays=conflicts,
        last_day=last_day,
    )


def _none(source: Source) -> tuple[str, ...]:
    return ("",) * source.rows


def _tidy(texts: Sequence[str]) -> list[str]:
    known = {text: text.strip().upper() for text in set(texts)}
    return [known[text] for text in texts]


def _each(keys: Sequence, meaning: Callable) -> Array:
    """What each key means, each different key asked once."""
    known = {key: int(meaning(key)) for key in dict.fromkeys(keys)}
    return np.fromiter((known[key] for key in keys), dtype=np.int64, count=len(keys))


def _counter() -> Callable[[object], int]:
    seen: dict[object, int] = {}
    return lambda key: seen.setdefault(key, len(seen))


def _identity(text: str) -> str:
    """One spelling of an identifier: '007', ' 007 ' and '"007"' are one child."""
    return text.strip().strip('"').upper()


def _numbered(texts: Iterable[str], numbers: dict[str, int]) -> Array:
    """Number of each child; -1 without identifier. New children are added to `numbers`."""
    listed = []
    for text in texts:
        identity = _identity(text)
        listed.append(numbers.setdefault(identity, len(numbers)) if identity else -1)
    return np.array(listed, dtype=np.int64)


def _birthdays(
    sources: Sequence[Source],
    episodes: Sequence[Source],
    years: Sequence[int],
    numbers: dict[str, int],
) -> tuple[Array, int]:
    """Day of birth of each child (the latest return's), and how many children have two."""
    born = np.full(max(1, len(numbers)), NO_BIRTHDAY)
    year_of_folder = {_folder(one.name): year for one, year in zip(episodes, years, strict=True)}
    headers = [source for source in sources if source.role == "Header"]
    headers.sort(key=lambda source: (year_of_folder.get(_folder(source.name), 0), source.name))
    conflicts = set()
    for header in headers:
        dates = read_days(header.columns["DOB"])
        for text, day in zip(header.columns["CHILD"], dates.tolist(), strict=True):
            number = numbers.get(_identity(text))
            if number is None or day in (BLANK, UNREADABLE):
                continue
            if born[number] not in (NO_BIRTHDAY, day):
                conflicts.add(number)
            born[number] = day
    return born, len(conflicts)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _asylum(sources: Sequence[Source], numbers: dict[str, int], born: Array) -> Array:
    """Day on which each UASC ceases to be one; a child who is none has `BLANK`."""
    until = np.full(max(1, len(numbers)), BLANK)
    far = 2**30
    for source in sources:
        if source.role != "UASC":
            continue
        dates = read_days(source.columns["DUC"])
        for text, day in zip(source.columns["CHILD"], dates.tolist(), strict=True):
            number = numbers.get(_identity(text))
            if number is not None:
                until[number] = far if day in (BLANK, UNREADABLE) else day
    return until
