"""The rows of the return as numbers: children counted from nought, dates as days, codes as places.

The texts end here: nothing that this module makes holds an identifier.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from sufficiency.evidence.ssda903 import codes
from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE, read_days
from sufficiency.evidence.ssda903.drafts import ranked, superseded
from sufficiency.evidence.ssda903.families import families
from sufficiency.evidence.ssda903.identifiers import numbered, spellings
from sufficiency.evidence.ssda903.people import (
    Header,
    asylum,
    birthdays,
    in_order_of_year,
    own_headers,
    refuse_children_without_episodes,
)
from sufficiency.evidence.ssda903.periods import years_of
from sufficiency.evidence.ssda903.spells import (
    AREA_UNKNOWN,
    DISABILITY,
    NEED_UNKNOWN,
    OTHER_NEED,
    days,
)
from sufficiency.evidence.ssda903.tables import EPISODE_COLUMNS, Source
from sufficiency.evidence.ssda903.weighing import refuse_unreadable

NO_PLACE = -2
TEMPORARY = -1
SHARED, FEWEST_SHARED = 0.1, 3
"""Share (and number) of a return's rows with one DEC and no REC that makes it no real date."""
Array = np.ndarray


@dataclass(frozen=True)
class Rows:
    """Episode rows of every return, as read; one entry for each row in every array.

    `kind` is a placement type, `TEMPORARY` or `NO_PLACE`; `year` the return's; `rank` is higher for
    a file that knows more; `end` may be `BLANK` or `UNREADABLE`, `start` too; `reason` is in
    `codes.REASON_NAMES` or -1 for X1 and nothing; `need` in `spells.NEEDS`. `draft`: a fuller
    return of the year holds the same. The other flags say what is odd about a row. `born` is by
    child, not by row, and so are `family` and `uasc`: the day on which the child ceased to be one
    (or turned 18), `BLANK` for the rest.
    `headers`: of each Episodes table that has its own.
    """

    file: Array = field(repr=False)
    year: Array = field(repr=False)
    rank: Array = field(repr=False)
    child: Array = field(repr=False)
    start: Array = field(repr=False)
    end: Array = field(repr=False)
    kind: Array = field(repr=False)
    rne: Array = field(repr=False)
    legal: Array = field(repr=False)
    short_break: Array = field(repr=False)
    continues: Array = field(repr=False)
    has_rec: Array = field(repr=False)
    reason: Array = field(repr=False)
    area: Array = field(repr=False)
    need: Array = field(repr=False)
    content: Array = field(repr=False)
    draft: Array = field(repr=False)
    no_date: Array = field(repr=False)
    unknown_rne: Array = field(repr=False)
    unknown_legal: Array = field(repr=False)
    unknown_provider: Array = field(repr=False)
    parents_provide: Array = field(repr=False)
    unknown_rec: Array = field(repr=False)
    other_year: Array = field(repr=False)
    born: Array = field(repr=False)
    uasc: Array = field(repr=False)
    family: Array = field(repr=False)
    two_birthdays: int
    headers: tuple[Header, ...]


def read_rows(sources: Sequence[Source], area_of: Callable[[str], int] | None = None) -> Rows:
    """Turn the tables into numbers.

    Args:
        sources: as found; each Episodes table is one return, or several in one.
        area_of: in or out of area by postcode; None when no lookup was given.

    Raises:
        InputError: when no Episodes table has a row with a date, or a column of one cannot be
            read.
    """
    episodes = [source for source in sources if source.role == "Episodes"]
    column = {
        name: [text for source in episodes for text in source.columns.get(name, _none(source))]
        for name in (*EPISODE_COLUMNS, "CIN", "PL_POST")
    }
    sizes = [source.rows for source in episodes]
    file = np.repeat(np.arange(len(episodes)), sizes)
    start, end = read_days(column["DECOM"]), read_days(column["DEC"])
    place, provider, rne, legal, rec = (
        _codes(column[name], known) for name, known in codes.BY_COLUMN.items()
    )
    pairs = list(zip(place, provider, strict=True))
    kind = _each(pairs, lambda pair: codes.type_of(*pair))
    has_rec = _each(rec, lambda code: code != "").astype(bool)
    need = _each(_codes(column["CIN"], codes.NEEDS), _need)
    spelling = spellings(episodes)
    numbers: dict[str, int] = {}
    child = np.concatenate([numbered(source, spelling, numbers) for source in episodes])
    odd = {
        "CHILD": child < 0,
        "DECOM": (start == BLANK) | (start == UNREADABLE),
        "DEC": end == UNREADABLE,
        "PLACE": kind == NO_PLACE,
        "PLACE_PROVIDER": _each(pairs, lambda pair: codes.odd_provider(*pair)).astype(bool),
        "RNE": _each(rne, lambda code: code not in codes.NEW_EPISODE).astype(bool),
        "LS": _each(legal, lambda code: code not in codes.LEGAL).astype(bool),
        "REC": _each(rec, lambda code: code not in ("", codes.CONTINUES, *codes.CEASED)).astype(
            bool
        ),
    }
    refuse_unreadable(episodes, file, odd)
    refuse_children_without_episodes(sources, start, numbers, spelling)
    years, endings = years_of(episodes, file, start, end, has_rec)
    year = np.array(years, dtype=np.int64)[file]
    no_date = _no_dates(year, end, ~has_rec)
    end = np.where(no_date, BLANK, end)
    rank = ranked(years, endings, sizes)[file]
    headers = in_order_of_year(sources, episodes, years)
    born, conflicts = birthdays(headers, numbers, spelling)
    unknown = AREA_UNKNOWN
    place_area = [unknown] * len(file) if area_of is None else map(area_of, column["PL_POST"])
    return Rows(
        file=file,
        year=year,
        rank=rank,
        child=child,
        start=start,
        end=end,
        kind=kind,
        rne=_each(rne, lambda code: (*codes.NEW_EPISODE, code).index(code)),
        legal=_each(legal, lambda code: (*codes.LEGAL, code).index(code)),
        short_break=_each(legal, lambda code: code in codes.SHORT_BREAKS).astype(bool),
        continues=_each(rec, lambda code: code == codes.CONTINUES).astype(bool),
        has_rec=has_rec,
        reason=_each(rec, codes.reason_of),
        area=np.fromiter(place_area, dtype=np.int64, count=len(file)),
        need=need,
        content=_each(list(zip(rne, legal, place, provider, rec, strict=True)), _counter()),
        draft=superseded(file, rank, year, child, np.stack([start, end])),
        no_date=no_date,
        unknown_rne=odd["RNE"],
        unknown_legal=odd["LS"],
        unknown_provider=odd["PLACE_PROVIDER"],
        parents_provide=_each(pairs, lambda pair: codes.parents_provide(*pair)).astype(bool),
        unknown_rec=odd["REC"],
        other_year=_each(
            list(zip(place, year.tolist(), strict=True)), lambda pair: codes.out_of_year(*pair)
        ).astype(bool),
        born=born,
        uasc=asylum(sources, numbers, born, spelling),
        family=families(headers, numbers, spelling),
        two_birthdays=conflicts,
        headers=own_headers(
            sources,
            [child[file == one] for one in range(len(episodes))],
            [days(f"{one}-03-31") for one in years],
            numbers,
            spelling,
        ),
    )


def _none(source: Source) -> tuple[str, ...]:
    return ("",) * source.rows


def _codes(texts: Sequence[str], known: Collection[str]) -> list[str]:
    """Codes in capitals, without the words that may stand behind them."""
    plain = {text: codes.plain_code(text.upper(), known) for text in set(texts)}
    return [plain[text] for text in texts]


def _each(keys: Sequence, meaning: Callable) -> Array:
    """What each key means, each different key asked once."""
    known = {key: int(meaning(key)) for key in dict.fromkeys(keys)}
    return np.fromiter((known[key] for key in keys), dtype=np.int64, count=len(keys))


def _need(code: str) -> int:
    if code not in codes.NEEDS:
        return NEED_UNKNOWN
    return DISABILITY if code == codes.DISABILITY else OTHER_NEED


def _counter() -> Callable[[object], int]:
    seen: dict[object, int] = {}
    return lambda key: seen.setdefault(key, len(seen))


def _no_dates(year: Array, end: Array, no_rec: Array) -> Array:
    """DEC that some systems put where nothing has ended.

    Without REC, and on 31 March of the return or on a day that a tenth of its rows share.
    """
    bare = no_rec & (end != BLANK) & (end != UNREADABLE)
    nothing = np.zeros(len(end), dtype=bool)
    for one in np.unique(year).tolist():
        mine = year == one
        day, number = np.unique(end[mine & bare], return_counts=True)
        shared = day[number >= max(FEWEST_SHARED, SHARED * mine.sum())]
        nothing |= mine & bare & np.isin(end, [*shared.tolist(), days(f"{one}-03-31")])
    return nothing
