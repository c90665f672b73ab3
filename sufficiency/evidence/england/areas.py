"""Which authorities there are: found by name or code, with their region, group and neighbours."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from sufficiency.errors import InputError, listed
from sufficiency.evidence.england.store import Record

_WORDS = re.compile(r"[^a-z0-9]+")
_SPARE = re.compile(
    r"\b(city of|london borough of|royal borough of|metropolitan borough|county council|"
    r"borough council|city council|council|mbc|lb)\b"
)


@dataclass(frozen=True)
class Area:
    """One authority of the record.

    Attributes:
        code: nine characters, of the Office for National Statistics.
        region, region_code: of the department's regions, in which London is two.
        group: of like authorities, as in groups.csv.
        predecessors: codes of the authorities that it and its twins came from, if it is young.
        twins: codes of the authorities that came from the same predecessors, itself among them.
    """

    code: str
    name: str
    region: str
    region_code: str
    group: str
    predecessors: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def current(record: Record) -> pd.DataFrame:
    """The authorities of today, in the order of their codes."""
    areas = record.areas
    return areas[areas["current"] == "yes"].sort_values("area_code", ignore_index=True)


def has_code(record: Record, code: str) -> bool:
    """Whether an authority of today has that code."""
    return code in set(current(record)["area_code"])


def began_late(record: Record) -> list[bool]:
    """Whether each authority of `current` came from others within the record."""
    past = record.areas.loc[record.areas["successors"] != "", "successors"]
    numbers = {number for successors in past for number in successors.split(";")}
    return [number in numbers for number in current(record)["dfe_code"]]


def find(record: Record, wanted: str) -> Area:
    """The authority of that name or code.

    Case, punctuation and words such as "council" do not matter, and part of a name will do where
    only one authority has it.

    Raises:
        InputError: when no authority or more than one fits; it offers the closest.
    """
    areas = current(record)
    by_code = areas[areas["area_code"] == wanted.strip().upper()]
    if len(by_code) == 1:
        return of_code(record, str(by_code["area_code"].iloc[0]))
    exact = areas["area"].str.casefold() == wanted.strip().casefold()
    if exact.sum() == 1:
        return of_code(record, str(areas.loc[exact, "area_code"].iloc[0]))
    names = areas["area"].map(_plain)
    plain = _plain(wanted)
    wider = record.areas[record.areas["group"].isin(["region", "nation"])]
    if plain in set(wider["area"].map(_plain)):
        raise InputError(f"'{wanted}' is not one authority; name one.")
    for fits in (
        names == plain,
        names.map(lambda name: set(plain.split()) <= set(name.split())) & (plain != ""),
    ):
        found = areas[fits]
        if len(found) == 1:
            return of_code(record, str(found["area_code"].iloc[0]))
        if len(found) > 1:
            raise InputError(
                f"'{wanted}' fits {len(found)} authorities: {listed(found['area'])}. "
                "Write the whole name of one of them, or its code."
            )
    raise InputError(_unknown(record, wanted, areas))


@lru_cache(maxsize=1024)
def of_code(record: Record, code: str) -> Area:
    """The authority of today that has that code."""
    areas = current(record)
    row = areas[areas["area_code"] == code].iloc[0]
    predecessors, twins = _reorganised(record, str(row["dfe_code"]))
    return Area(
        code=code,
        name=str(row["area"]),
        region=str(row["region"]),
        region_code=str(row["region_code"]),
        group=str(row["group"]),
        predecessors=predecessors,
        twins=twins,
    )


def code_of_name(areas: pd.DataFrame, name: str, year: int) -> str | None:
    """The code of an area, past or present, that had the name on 31 March of a year.

    For files that give names alone: words such as "Borough" may be more or fewer. None where no
    area or more than one fits.
    """
    wanted = set(_plain(name).split())
    if not wanted:
        return None
    local = areas["dfe_code"] != ""
    first, last = (pd.to_numeric(areas[column]) for column in ("first_year", "last_year"))
    there = areas[~local | ((first <= year) & ((year <= last) | (areas["current"] == "yes")))]
    words = (
        there["area"]
        .str.replace(_UNTIL, "", regex=True)
        .map(lambda area: set(_plain(area).split()))
    )
    for fits in (
        words.map(lambda found: found == wanted),
        words.map(lambda found: found <= wanted or wanted <= found),
    ):
        if fits.sum() == 1:
            return str(there.loc[fits, "area_code"].iloc[0])
    return None


_UNTIL = r"\s*\(to \d{4}\)"
"""What the record adds to the name of an authority that has gone."""


def neighbours_of(record: Record, code: str) -> pd.DataFrame:
    """rank, area_code, area, source: statistical neighbours in rank order."""
    rows = record.neighbours[record.neighbours["area_code"] == code]
    return pd.DataFrame(
        {
            "rank": rows["rank"].astype("int64"),
            "area_code": rows["neighbour_code"],
            "area": rows["neighbour"],
            "source": rows["source"],
        }
    ).sort_values("rank", ignore_index=True)


def group_in_region(record: Record, area: Area) -> list[str]:
    """Codes of the authorities of the same group in the same region, itself among them.

    Those whose number of children is withheld, since they look after very few, are left out.
    """
    areas = current(record)
    latest = record.numbers("children_in_care", record.years("children_in_care")[-1])
    known = latest.xs("looked_after_31_march", level="measure").dropna().index
    same = (areas["group"] == area.group) & (areas["region"] == area.region)
    return areas.loc[same & areas["area_code"].isin([*known, area.code]), "area_code"].tolist()


@lru_cache(maxsize=4)
def _successors(record: Record) -> dict[str, frozenset[str]]:
    """By code of an authority that has gone, the department's numbers of those that followed."""
    past = record.areas[record.areas["successors"] != ""]
    return {
        code: frozenset(successors.split(";"))
        for code, successors in zip(past["area_code"], past["successors"], strict=True)
    }


def _reorganised(record: Record, number: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Predecessors and twins of an authority by its department's number.

    Boundaries of old and new need not match one to one: Dorset and Bournemouth, Christchurch and
    Poole came from three authorities together, and only together are they the same place.
    """
    links = _successors(record)
    news, olds = {number}, set[str]()
    while True:
        more = {old for old, new in links.items() if new & news}
        wider = news.union(*(links[old] for old in more))
        if more == olds and wider == news:
            break
        olds, news = more, wider
    if not olds:
        return (), ()
    areas = current(record)
    twins = areas.loc[areas["dfe_code"].isin(news), "area_code"]
    return tuple(sorted(olds)), tuple(sorted(twins))


def _unknown(record: Record, wanted: str, areas: pd.DataFrame) -> str:
    past = record.areas[record.areas["successors"] != ""]
    named = past["area"].map(_plain).str.startswith(_plain(wanted) or "?")
    gone = past[named | (past["area_code"] == wanted.strip().upper())]
    if len(gone) == 1:
        old = gone.iloc[0]
        new = areas[areas["dfe_code"].isin(old["successors"].split(";"))]
        names = listed(f"{row['area']} ({row['area_code']})" for _, row in new.iterrows())
        area = re.sub(_UNTIL, "", old["area"])
        when = str(old["note"]).replace("abolished", "abolished in")
        return (
            f"{area} ({old['area_code']}) is no authority today ({when}); what it was is in "
            f"{names}: name one."
        )
    plain = {_plain(name): name for name in areas["area"]}
    close = difflib.get_close_matches(_plain(wanted), list(plain), n=3, cutoff=0.6)
    if len(close) == 1:
        hint = f" Did you mean '{plain[close[0]]}'?"
    elif close:
        hint = f" Did you mean one of {listed(plain[name] for name in close)}?"
    else:
        hint = ""
    return (
        f"There is no authority '{wanted}' in the record of England; sufficiency authorities "
        f"lists all {len(areas)}.{hint}"
    )


def _plain(name: str) -> str:
    """A name in lower case without punctuation and without words such as 'council'."""
    words = _SPARE.sub(" ", name.casefold().replace("&", " and "))
    return " ".join(_WORDS.sub(" ", words).split())
