"""The rows of the return as numbers: children counted from nought, dates as days, codes as places.

The texts end here: nothing that this module makes holds an identifier.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from sufficiency.evidence.ssda903 import codes
from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE, read_day
from sufficiency.evidence.ssda903.drafts import ranked, superseded
from sufficiency.evidence.ssda903.families import families
from sufficiency.evidence.ssda903.identifiers import numbered, numbers_known, spellings
from sufficiency.evidence.ssda903.people import (
    Header,
    Named,
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
from sufficiency.evidence.ssda903.texts import Texts, one_after_another, together
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
        name: one_after_another(
            [source.columns.get(name, Texts.blank(source.rows)) for source in episodes]
        )
        for name in (*EPISODE_COLUMNS[1:], "CIN", "PL_POST")
    }
    sizes = [source.rows for source in episodes]
    file = np.repeat(np.arange(len(episodes)), sizes)
    start, end = column["DECOM"].mean(read_day), column["DEC"].mean(read_day)
    place, provider, rne, legal, rec = (
        _codes(column[name], known) for name, known in codes.BY_COLUMN.items()
    )
    kind = _both(place, provider, codes.type_of)
    has_rec = _whether(rec, lambda code: code != "")
    need = _codes(column["CIN"], codes.NEEDS).mean(_need)
    spelling = spellings(episodes)
    numbers: dict[str, int] = {}
    child = np.concatenate([numbered(source, spelling, numbers) for source in episodes])
    odd = {
        "CHILD": child < 0,
        "DECOM": (start == BLANK) | (start == UNREADABLE),
        "DEC": end == UNREADABLE,
        "PLACE": kind == NO_PLACE,
        "PLACE_PROVIDER": _both(place, provider, codes.odd_provider).astype(bool),
        "RNE": _whether(rne, lambda code: code not in codes.NEW_EPISODE),
        "LS": _whether(legal, lambda code: code not in codes.LEGAL),
        "REC": _whether(rec, lambda code: code not in ("", codes.CONTINUES, *codes.CEASED)),
    }
    refuse_unreadable(episodes, file, odd)
    people = [
        Named(source, numbers_known(source, spelling, numbers))
        for source in sources
        if source.role != "Episodes"
    ]
    refuse_children_without_episodes(people, start)
    years, endings = years_of(episodes, file, start, end, has_rec)
    year = np.array(years, dtype=np.int64)[file]
    no_date = _no_dates(year, end, ~has_rec)
    end = np.where(no_date, BLANK, end)
    rank = ranked(years, endings, sizes)[file]
    headers = in_order_of_year(people, episodes, years)
    born, conflicts = birthdays(headers, len(numbers))
    return Rows(
        file=file,
        year=year,
        rank=rank,
        child=child,
        start=start,
        end=end,
        kind=kind,
        rne=rne.mean(lambda code: (*codes.NEW_EPISODE, code).index(code)),
        legal=legal.mean(lambda code: (*codes.LEGAL, code).index(code)),
        short_break=_whether(legal, lambda code: code in codes.SHORT_BREAKS),
        continues=_whether(rec, lambda code: code == codes.CONTINUES),
        has_rec=has_rec,
        reason=rec.mean(codes.reason_of),
        area=column["PL_POST"].mean(area_of or (lambda _: AREA_UNKNOWN)),
        need=need,
        content=together((rne, legal, place, provider, rec))[0],
        draft=superseded(file, rank, year, child, np.stack([start, end])),
        no_date=no_date,
        unknown_rne=odd["RNE"],
        unknown_legal=odd["LS"],
        unknown_provider=odd["PLACE_PROVIDER"],
        parents_provide=_both(place, provider, codes.parents_provide).astype(bool),
        unknown_rec=odd["REC"],
        other_year=_of_another_year(place, years, file),
        born=born,
        uasc=asylum(people, len(numbers)),
        family=families(headers, len(numbers)),
        two_birthdays=conflicts,
        headers=own_headers(
            episodes,
            [one for one in people if one.source.role == "Header"],
            [child[file == one] for one in range(len(episodes))],
            [days(f"{one}-03-31") for one in years],
        ),
    )


def _codes(texts: Texts, known: Collection[str]) -> Texts:
    """Codes in capitals, without the words that may stand behind them."""
    return texts.changed(lambda text: codes.plain_code(text.upper(), known))


def _whether(texts: Texts, meaning: Callable[[str], bool]) -> Array:
    return texts.mean(meaning).astype(bool)


def _both(place: Texts, provider: Texts, meaning: Callable[[str, str], int]) -> Array:
    """What PLACE and PLACE_PROVIDER mean together."""
    which, pairs = together((place, provider))
    return np.array([meaning(*pair) for pair in pairs], dtype=np.int64)[which]


def _of_another_year(place: Texts, years: Sequence[int], file: Array) -> Array:
    """Whether PLACE belongs to another edition of the return than that of its file's year."""
    other = [[codes.out_of_year(code, year) for year in years] for code in place.different]
    return np.array(other, dtype=bool)[place.which, file]


def _need(code: str) -> int:
    if code not in codes.NEEDS:
        return NEED_UNKNOWN
    return DISABILITY if code == codes.DISABILITY else OTHER_NEED


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
