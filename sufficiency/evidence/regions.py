"""Which councils a region is: one of the department's, a combined authority, or a list of names."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from sufficiency.errors import InputError, closest, listed
from sufficiency.evidence.england.areas import Area, current, find, of_code
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.loading import the_record
from sufficiency.evidence.names import ENGLAND

LONDON: Final = "London"


@dataclass(frozen=True)
class Region:
    """Councils that are forecast together.

    Attributes:
        name: for titles.
        members: the councils, in the order of their codes.
        source: what says which they are.
    """

    name: str
    members: tuple[Area, ...]
    source: str


def region(
    name: str | None = None, authorities: Sequence[str] = (), record: Path | str | None = None
) -> Region:
    """The region of that name, or of councils named one by one.

    Args:
        name: "England", one of the department's regions or a combined authority.
        authorities: names or codes, instead of a name, or with one of the user's own for titles.
        record: folder of another record of England.

    Raises:
        InputError: when there is no such region or council, or fewer than two councils.
    """
    england = the_record(record)
    if authorities:
        members = [find(england, one) for one in authorities]
        return _of(name or listed([one.name for one in members]), members, "named one by one")
    if name is None:
        raise InputError("Name a region, or its councils with --authorities A,B,C.")
    plain = name.strip().casefold()
    everyone = [of_code(england, code) for code in current(england)["area_code"]]
    if plain == ENGLAND.casefold():
        return _of(ENGLAND, everyone, "every council of today")
    for known in sorted({*(one.region for one in everyone), LONDON}):
        if plain == known.casefold():
            those = [one for one in everyone if known in (one.region, shared_region(one))]
            return _of(known, those, "regions of the Department for Education")
    for known, (names, source) in _combined().items():
        if plain in (known.casefold(), f"{known} combined authority".casefold()):
            return _of(known, [find(england, one) for one in names], source)
    raise InputError(_unknown(name, everyone))


def known_regions(record: Path | str | None = None) -> tuple[str, ...]:
    """Names that `region` knows, England apart: combined authorities, then the department's."""
    england = the_record(record)
    everyone = [of_code(england, code) for code in current(england)["area_code"]]
    return (*sorted(_combined()), *sorted({shared_region(one) for one in everyone}))


def shared_region(area: Area) -> str:
    """The region whose errors a council shares: London is one."""
    return LONDON if area.region.endswith(LONDON) else area.region


def region_of_codes(record: Record) -> dict[str, str]:
    """Code of every council, of today and before -> the region whose errors it shares."""
    areas = record.areas
    named = {
        code: LONDON if region.endswith(LONDON) else region
        for code, region in zip(areas["area_code"], areas["region"], strict=True)
    }
    return {code: region for code, region in named.items() if region}


def _of(name: str, members: list[Area], source: str) -> Region:
    once = {one.code: one for one in members}
    if len(once) < 2:
        raise InputError(
            f"{name} is one council; a region has two or more. For one council: sufficiency run "
            f'--authority "{members[0].name}".'
        )
    return Region(name, tuple(once[code] for code in sorted(once)), source)


@cache
def _combined() -> dict[str, tuple[tuple[str, ...], str]]:
    """Combined authorities: name -> councils, and the order that established it."""
    text = (files("sufficiency.evidence.england") / "combined.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["name"]: (tuple(row["members"].split(";")), row["source"]) for row in rows}


def _unknown(name: str, everyone: list[Area]) -> str:
    known = [ENGLAND, LONDON, *sorted({one.region for one in everyone}), *_combined()]
    return (
        f"There is no region '{name}'; known are {listed(known)}. Others can be named council by "
        f"council with --authorities A,B,C.{closest(name, known)}"
    )
