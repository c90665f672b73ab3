"""Figures of the record of England by series, all areas side by side, for many look-ups."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from sufficiency.evidence.england.store import KEYS, MARK, Record


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of one year, the areas in the order of `places_of`.

    Attributes:
        number: NaN where one was withheld or an area has no row, (areas,) or (areas, series).
        listed: which areas have a row, (areas,).
    """

    number: np.ndarray
    listed: np.ndarray


@lru_cache(maxsize=4)
def places_of(record: Record) -> Mapping[str, int]:
    """Place of every area in the order of their codes."""
    return {code: place for place, code in enumerate(sorted(record.areas["area_code"]))}


@lru_cache(maxsize=128)
def by_series(record: Record, table: str, year: int | str) -> Mapping[tuple[str, ...], Figures]:
    """The figures of one year by the keys of a series; a series without a row is left out.

    The same as `Record.numbers`, and many times as quick to look up.

    Raises:
        KeyError: when the table does not hold the year.
    """
    years = record.years(table)
    if str(year) not in years:
        raise KeyError(str(year))
    place = 1 + len(KEYS[table]) + years.index(str(year))
    held = [(series, at, row[place]) for series, at, row in _rows(record, table) if row[place]]
    texts = [cell.partition(MARK)[0] or None for *_, cell in held]
    numbers = pd.to_numeric(np.array(texts, dtype=object)).astype(np.float64).tolist()
    areas = len(places_of(record))
    found: dict[tuple[str, ...], Figures] = {}
    for (series, at, _), number in zip(held, numbers, strict=True):
        if series not in found:
            found[series] = Figures(np.full(areas, np.nan), np.zeros(areas, dtype=bool))
        found[series].number[at], found[series].listed[at] = number, True
    return found


@lru_cache(maxsize=16)
def _rows(record: Record, table: str) -> list[tuple[tuple[str, ...], int, list[str]]]:
    """Rows of a table as they are kept, each with its series and its area's place."""
    place, keys = places_of(record), len(KEYS[table])
    text = record.content(table).decode()
    _, *rows = csv.reader(io.StringIO(text))
    return [(tuple(row[1 : keys + 1]), place[row[0]], row) for row in rows]
