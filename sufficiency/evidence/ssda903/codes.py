"""The codes of the SSDA903 return and what they mean here.

Source of the codes: Department for Education, "Children looked after by local authorities in
England: guide to the SSDA903 collection", editions 2018-19 to 2025-26. Codes are accepted from
every edition: a code of another year than the return's own is counted in the report, and read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from sufficiency.placements import PLACEMENT_TYPES

OWN_PROVISION: Final = "PR1"
PARENTS: Final = "PR0"
PROVIDERS: Final = ("PR0", "PR1", "PR2", "PR3", "PR4", "PR5")
"""PR0 parents; PR1 own; PR2 other authority; PR3 other public; PR4 private; PR5 voluntary."""

_ONE_TYPE: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("U1", "U2", "U3"), "kinship_fostering"),
        "K1": "external_residential",
        **dict.fromkeys(("K3", "H5", "P2", "P3"), "supported_accommodation"),
        "P1": "placed_with_parents",
        **dict.fromkeys(("A3", "A4", "A5", "A6"), "placed_for_adoption"),
        **dict.fromkeys(("R1", "R2", "R3", "R5", "S1"), "other_residential"),
        **dict.fromkeys(("Z1", "Z11", "Z12", "Z13", "Z14"), "other_placements"),
    }
)
_BY_PROVIDER: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        **dict.fromkeys(("U4", "U5", "U6"), ("in_house_fostering", "agency_fostering")),
        "K2": ("in_house_residential", "external_residential"),
    }
)
TEMPORARY: Final = ("T0", "T1", "T2", "T3", "T4")
"""A holiday, a stay in hospital, training or a stand-in carer: the child keeps the placement that
the stay interrupts."""

PLACES: Final = (*_ONE_TYPE, *_BY_PROVIDER, *TEMPORARY)

FIRST_YEAR: Final[Mapping[str, int]] = MappingProxyType(
    {"K3": 2024, "Z11": 2026, "Z12": 2026, "Z13": 2026, "Z14": 2026}
)
"""Year of the return (2024 is the one to 31 March 2024) in which a code first appears."""
LAST_YEAR: Final[Mapping[str, int]] = MappingProxyType({"H5": 2023, "P2": 2023, "Z1": 2025})
SEX_BY_LETTER_FROM: Final = 2025

NEW_EPISODE: Final = ("S", "L", "P", "T", "B", "U")
STARTED: Final = "S"
LEGAL_ONLY: Final = "L"
MOVED: Final = ("P", "B")
"""Change of placement and carer, alone (P) or with a change of legal status (B): a move."""

LEGAL: Final = (
    *("C1", "C2", "D1", "E1", "V2", "V3", "V4"),
    *("J1", "J2", "J3", "L1", "L2", "L3"),
)
SHORT_BREAKS: Final = ("V3", "V4")
"""Looked after under agreed short breaks: not among children looked after in the statistics."""

_WITH_WORDS: Final = re.compile(r"[\[(]?([A-Z]{1,2}\d{0,2}[A-Z]?)[\])]?(?=[\s:;.,=(\[/|–—-])")
"""A code with its description behind it: 'U4 - Foster placement', 'U4: ...', 'U4 (...)'."""

CONTINUES: Final = "X1"
REASONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "adopted": ("E11", "E12"),
        "returned_home": ("E4A", "E4B", "E4"),
        "relatives_or_others": ("E13", "E41"),
        "special_guardianship": ("E43", "E44", "E45", "E46", "E47", "E48"),
        "aged_18_or_independent": ("E5", "E6", "E7", "E15", "E17"),
        "other": ("E2", "E3", "E8", "E9", "E14", "E16"),
        "unknown": (),
    }
)
"""Why a child ceased to be looked after, in groups."""

REASON_NAMES: Final = tuple(REASONS)
CEASED: Final = tuple(code for codes in REASONS.values() for code in codes)


BY_COLUMN: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "PLACE": PLACES,
        "PLACE_PROVIDER": PROVIDERS,
        "RNE": NEW_EPISODE,
        "LS": LEGAL,
        "REC": (CONTINUES, *CEASED),
    }
)
"""Codes of each column of Episodes that holds any."""


NEEDS: Final = tuple(f"N{number}" for number in range(1, 9))
"""CIN: the one category of need recorded as the main reason for the child's being in care."""
DISABILITY: Final = "N2"
"""The child's disability or illness. Disabled children with another main need are not in it."""


def plain_code(text: str, known: Collection[str]) -> str:
    """The code that a text begins with, where words follow it; else the text itself.

    >>> plain_code("U4 - FOSTER PLACEMENT", PLACES), plain_code("FOSTER", PLACES)
    ('U4', 'FOSTER')
    """
    if text in known:
        return text
    found = _WITH_WORDS.match(text)
    return found[1] if found and found[1] in known else text


def type_of(place: str, provider: str) -> int:
    """Place of the placement type on the last axis; -1 temporary, -2 not a code we know.

    >>> type_of("U4", "PR4") == PLACEMENT_TYPES.index("agency_fostering")
    True
    """
    if place in TEMPORARY:
        return -1
    if place in _ONE_TYPE:
        return PLACEMENT_TYPES.index(_ONE_TYPE[place])
    if place in _BY_PROVIDER:
        own, others = _BY_PROVIDER[place]
        return PLACEMENT_TYPES.index(own if provider == OWN_PROVISION else others)
    return -2


def odd_provider(place: str, provider: str) -> bool:
    """Whether PLACE_PROVIDER is no code of the return, where the type depends on it."""
    return place in _BY_PROVIDER and provider not in PROVIDERS


def parents_provide(place: str, provider: str) -> bool:
    """Whether parents are said to provide fostering or a children's home."""
    return place in _BY_PROVIDER and provider == PARENTS


def reason_of(rec: str) -> int:
    """Place of a REC code in `REASON_NAMES`; -1 for X1 and for none; unknown codes to unknown."""
    if rec in ("", CONTINUES):
        return -1
    for index, codes in enumerate(REASONS.values()):
        if rec in codes:
            return index
    return REASON_NAMES.index("unknown")


def out_of_year(code: str, year: int) -> bool:
    """Whether a PLACE code belongs to another edition of the return than the year's own."""
    return year < FIRST_YEAR.get(code, 0) or year > LAST_YEAR.get(code, 9999)
