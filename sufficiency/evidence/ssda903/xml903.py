"""The XML of the return, as systems make it for the upload: the same tables as in the CSV files.

Elements as in the Department for Education's schema "Expanded SSDA903 Return" (technical
specification of the children looked after return): EXPSSDA903 > CHILD > HEADER with CHILDID, SEX,
DOB and DUC, and EPISODE with DECOM, RNE, LS, PL, PLACE_PROVIDER, DEC, REC and postcodes. Names of
the CSV files (CHILD, PLACE) are taken for the same.

Nothing outside the file is ever fetched: a document type, and with it every entity, is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from xml.parsers import expat

import numpy as np

from sufficiency.errors import InputError, quoted
from sufficiency.evidence.ssda903.cells import cleaned
from sufficiency.evidence.ssda903.tables import (
    EPISODE_COLUMNS,
    EPISODE_OPTIONAL,
    HEADER_COLUMNS,
    UASC_COLUMNS,
    Source,
)
from sufficiency.evidence.ssda903.texts import Texts

_CHILD, _HEADER, _EPISODE = "CHILD", "HEADER", "EPISODE"
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"CHILDID": "CHILD", "CHILD_ID": "CHILD", "PL": "PLACE", "PLACEMENT": "PLACE"}
)
_WANTED: Final = frozenset({*EPISODE_COLUMNS, *EPISODE_OPTIONAL, *HEADER_COLUMNS, *UASC_COLUMNS})
_DEEPEST: Final = 30
_LONGEST: Final = 10_000
"""Characters of one value: the longest of the return is a postcode."""


def is_return(data: bytes) -> bool:
    """Whether the beginning of a file shows the return's own elements."""
    head = data[:4000].upper().replace(b"\x00", b"")
    return b"SSDA903" in head or (b"<CHILD" in head and b"<HEADER" in head)


def read_xml(name: str, data: bytes) -> list[Source]:
    """Episodes, Header and UASC of a return in XML.

    Raises:
        InputError: when it is not well-formed, declares entities, has a child without an
            identifier, or holds no episode.
    """
    reading = _Reading(name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reading.refuse_doctype
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    reading.line_of = lambda: parser.CurrentLineNumber
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise InputError(
            f"{name}, line {parser.CurrentLineNumber}: this is not whole XML. It is cut off or "
            "damaged; copy it or export it again."
        ) from None
    return reading.sources()


@dataclass
class _Reading:
    """What the parser has met so far: the values of the child and the episode that are open."""

    name: str
    path: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    length: int = 0
    header: dict[str, str] = field(default_factory=dict)
    episode: dict[str, str] | None = None
    waiting: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    episodes: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    headers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    began: int = 0
    line_of: object = None

    def refuse_doctype(self, *_: object) -> None:
        raise InputError(
            f"{self.name} declares a document type (DOCTYPE), which the return's XML does not "
            "have and which can make a file open others. Export the return again."
        )

    def line(self) -> int:
        return self.line_of() if callable(self.line_of) else 0

    def start(self, tag: str, _: Mapping[str, str]) -> None:
        tag = _plain(tag)
        self.words, self.length = [], 0
        # A leaf CHILD within a child is the column of the CSV files, not another child.
        if tag == _CHILD and not self._within(_CHILD):
            self.header, self.waiting, self.began = {}, [], self.line()
        if tag == _EPISODE:
            if not self._within(_CHILD) or self.episode is not None:
                raise InputError(
                    f"{self.name}, line {self.line()}: an EPISODE stands outside of a CHILD."
                )
            self.episode = {}
            self.waiting.append((self.line(), self.episode))
        self.path.append(tag)
        if len(self.path) > _DEEPEST:
            raise InputError(f"{self.name}, line {self.line()}: elements within elements too deep.")

    def text(self, words: str) -> None:
        self.length += len(words)
        if self.length > _LONGEST:
            raise InputError(
                f"{self.name}, line {self.line()}: a value of more than {_LONGEST:,} characters "
                "is no value of the return. Export it again."
            )
        self.words.append(words)

    def end(self, tag: str) -> None:
        tag = _plain(tag)
        value, self.words = "".join(self.words).strip(), []
        self.path.pop()
        column = _NAMES.get(tag, tag)
        if tag == _EPISODE:
            self.episode = None
        elif self.episode is not None:
            self._keep(self.episode, column, value)
        elif tag == _CHILD and not self._within(_CHILD):
            self._child_ends()
        elif self._within(_CHILD) and self.path[-1] in (_HEADER, _CHILD, "UASC"):
            self._keep(self.header, column, value)

    def _within(self, tag: str) -> bool:
        return tag in self.path

    def _keep(self, where: dict[str, str], column: str, value: str) -> None:
        if column not in _WANTED:
            return
        if where.get(column) not in (None, "", value) and value:
            raise InputError(
                f"{self.name}, line {self.line()}: {quoted(column)} is there twice with two values."
            )
        where[column] = value or where.get(column, "")

    def _child_ends(self) -> None:
        identity = self.header.get("CHILD", "")
        if not identity:
            raise InputError(
                f"{self.name}, line {self.began}: a CHILD has no CHILDID, which every child of "
                "the return has. Export it again."
            )
        self.headers.append((self.began, self.header))
        self.episodes += [(line, {**one, "CHILD": identity}) for line, one in self.waiting]

    def sources(self) -> list[Source]:
        if not self.episodes:
            raise InputError(
                f"{self.name} is XML without one EPISODE in it: no children of a return. Export "
                "the return again, or leave the file out with --ignore."
            )
        missing = [
            column
            for column in EPISODE_COLUMNS
            if not any(column in values for _, values in self.episodes)
        ]
        # Blank values may be left out, and a small return may have no ending.
        missing = [column for column in missing if column not in ("DEC", "REC")]
        if missing:
            raise InputError(f"{self.name} has no {missing[0]} in any EPISODE: is it the return?")
        asylum = [one for one in self.headers if one[1].get("DUC")]
        return [
            _source(self.name, "Episodes", EPISODE_COLUMNS + EPISODE_OPTIONAL, self.episodes),
            _source(self.name, "Header", HEADER_COLUMNS, self.headers),
            *([_source(self.name, "UASC", UASC_COLUMNS, asylum)] if asylum else []),
        ]


def _source(
    name: str, role: str, wanted: tuple[str, ...], rows: list[tuple[int, dict[str, str]]]
) -> Source:
    tidy = {
        column: cleaned(column, Texts.of([values.get(column, "") for _, values in rows]))
        for column in wanted
    }
    return Source(
        name=name,
        role=role,
        columns={column: texts for column, (texts, _) in tidy.items()},
        lines=np.array([line for line, _ in rows], dtype=np.int64),
        said=tuple(how for _, hows in tidy.values() for how in hows),
    )


def _plain(tag: str) -> str:
    """An element's name without its namespace, in capitals, as in the specification."""
    return tag.rpartition(" ")[2].upper()
