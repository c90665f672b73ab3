"""How the record of England is kept: a row a series, a column a year, in compressed CSV files.

The publishers' figures are long: one a row, each with its area, flag and source. Kept so they
take 2 MB, most of it words said again and again. Here each series is one row and each year one
column, and a cell is

    652             a published figure
    ~suppressed     a figure that was withheld, or the publisher's mark where there is none
    20600~rounded   a figure with a mark
    (blank)         no row

`sources.csv.gz` names the source of every series and year, `measures.csv` the unit and the note of
every measure. `read_table` gives the long table back cell by cell; `write_record` writes a folder
in this form. pandas and this file are all that is needed to read it.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError

AREAS, NEIGHBOURS, SOURCES, MEASURES = "areas", "neighbours", "sources", "measures"

KEYS: Final = {
    "children_in_care": ("measure",),
    "placements": ("dimension", "category"),
    "characteristics": ("measure", "breakdown", "category"),
    "placement_movement": ("measure", "category"),
    "carers": ("measure", "basis"),
    "homes_located": ("setting", "sector", "measure"),
    "spend": ("line", "measure"),
    "spend_by_provider": ("line", "measure"),
    "after_care": ("measure",),
    "population": ("age_group", "kind"),
}
"""What tells the series of an area apart, by table."""

YEAR: Final = {"spend": "financial_year", "spend_by_provider": "financial_year"} | {
    "population": "mid_year"
}
"""What a table calls its year; "year" in the others."""

_WORDED_YEARS = ("spend", "spend_by_provider", "after_care")
"""Tables with financial years, such as 2024-25, among their years."""

MARK = "~"
_EXTRA = ("unit", "note")


@dataclass(frozen=True, eq=False)
class Record:
    """A folder that holds the record of England. Each look at a table reads its file once.

    Attributes:
        files: bytes of each file by its name without endings.
    """

    files: Mapping[str, bytes]

    def __reduce__(self) -> tuple[type[Record], tuple[Mapping[str, bytes]]]:
        """To another process go the files, and not the tables that were read from them."""
        return Record, (self.files,)

    @classmethod
    def at(cls, folder: Path) -> Record:
        """The record that a folder holds.

        Raises:
            InputError: when the folder or one of the record's files is not there.
        """
        if not folder.is_dir():
            raise InputError(f"There is no folder '{folder}' to read a record of England from.")
        wanted = [*KEYS, NEIGHBOURS, SOURCES]
        paths = {name: folder / f"{name}.csv.gz" for name in wanted}
        paths |= {name: folder / f"{name}.csv" for name in (AREAS, MEASURES)}
        absent = [path.name for path in paths.values() if not path.is_file()]
        if absent:
            raise InputError(
                f"The folder '{folder}' is not a record of England: it has no {absent[0]}. A "
                "record is written by sufficiency update."
            )
        return cls({name: path.read_bytes() for name, path in paths.items()})

    @cached_property
    def areas(self) -> pd.DataFrame:
        """Every area: authorities of today and of the past, regions and England, as text."""
        return _text(self.files[AREAS])

    @cached_property
    def names(self) -> dict[str, str]:
        """Name of each area by its code."""
        return dict(zip(self.areas["area_code"], self.areas["area"], strict=True))

    @cached_property
    def neighbours(self) -> pd.DataFrame:
        """Ten statistical neighbours of each authority in rank order, as text."""
        return _text(_opened(self.files[NEIGHBOURS]))

    def years(self, table: str) -> list[str]:
        """Years of a table in order, as it writes them."""
        if table not in self._years:
            header = _opened(self.files[table]).split(b"\n", 1)[0].decode().split(",")
            self._years[table] = header[1 + len(KEYS[table]) :]
        return list(self._years[table])

    def wide(self, table: str, codes: Iterable[str] | None = None) -> pd.DataFrame:
        """The table as kept: area_code, the keys, and a column of cells for each year."""
        return _text(self.content(table, codes))

    def table(
        self,
        name: str,
        codes: Iterable[str] | None = None,
        years: Iterable[int | str] | None = None,
        series: Callable[[str, tuple[str, ...]], bool] | None = None,
    ) -> pd.DataFrame:
        """The long table: area_code, area, year, keys, value, flag, unit and note, source.

        Args:
            name: one of `KEYS`.
            codes: areas wanted; all unless given.
            years: years wanted, those that the table has of them; all unless given.
            series: says of an area's code and the keys of a series whether it is wanted.
        """
        keys, year = KEYS[name], YEAR.get(name, "year")
        header, *rows = csv.reader(io.StringIO(self.content(name, codes).decode()))
        wanted = None if years is None else {str(one) for one in years}
        places = [
            place
            for place in range(len(keys) + 1, len(header))
            if wanted is None or header[place] in wanted
        ]
        # Few rows are wanted of many: plain tuples are put together far sooner than frames.
        named = ((row[0], tuple(row[1 : len(keys) + 1]), row) for row in rows)
        found = sorted(
            (code, header[place], of, row[place])
            for code, of, row in named
            if series is None or series(code, of)
            for place in places
            if row[place]
        )
        marked = [cell.partition(MARK) for *_, cell in found]
        sources = self._sources_of(name)
        long = {
            "area_code": _words(code for code, *_ in found),
            "area": _words(self.names.get(code) for code, *_ in found),
            **{key: _words(one[2][i] for one in found) for i, key in enumerate(keys)},
            year: _words(when for _, when, *_ in found),
            "value": pd.to_numeric(_words(value for value, *_ in marked).replace("", None)),
            "flag": _words(flag for *_, flag in marked),
            "source": _words(
                sources.get((when, "|".join(of), code)) or sources.get((when, "|".join(of), ""))
                for code, when, of, _ in found
            ),
        }
        measures = self._measures[self._measures["table"] == name]
        if not measures.empty:
            said = measures.set_index("measure")
            long |= {column: long["measure"].map(said[column]) for column in _EXTRA}
        if name not in _WORDED_YEARS:
            long[year] = long[year].astype("int64")
        return pd.DataFrame(long)

    def numbers(self, name: str, year: int | str) -> pd.Series:
        """The figures of one year alone, by area_code and keys; NaN where one was withheld.

        Quicker than `table`: without names, flags and sources, and each year worked out once. Many
        look-ups are quicker still in `figures.by_series`.

        Raises:
            KeyError: when the table does not hold the year.
        """
        if (name, str(year)) not in self._numbers:
            if name not in self._whole:
                self._whole[name] = self.wide(name).set_index(["area_code", *KEYS[name]])
            cells = self._whole[name][str(year)]
            cells = cells[cells != ""]
            figures = [cell.partition(MARK)[0] or None for cell in cells.tolist()]
            self._numbers[name, str(year)] = pd.Series(
                pd.to_numeric(np.array(figures, dtype=object)), cells.index, name=cells.name
            )
        return self._numbers[name, str(year)]

    def content(self, table: str, codes: Iterable[str] | None = None) -> bytes:
        """The lines of a table that are of some areas, or all of them."""
        content = _opened(self.files[table])
        if codes is None:
            return content
        header, *rows = content.splitlines(keepends=True)
        wanted = tuple(f"{code},".encode() for code in codes)
        return header + b"".join(row for row in rows if row.startswith(wanted))

    def _sources_of(self, table: str) -> dict[tuple[str, str, str], str]:
        """Source of a table's figures by year, series and area; "" is any area not named."""
        if table not in self._sources:
            rows = csv.DictReader(io.StringIO(_opened(self.files[SOURCES]).decode()))
            for row in rows:
                of = self._sources.setdefault(row["table"], {})
                of[row["year"], row["series"], row["area_code"]] = row["source"]
        return self._sources[table]

    @cached_property
    def _years(self) -> dict[str, list[str]]:
        """What `years` read already: a header takes opening the whole file."""
        return {}

    @cached_property
    def _whole(self) -> dict[str, pd.DataFrame]:
        """Whole tables that were looked at, as they are kept."""
        return {}

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], pd.Series]:
        """What `numbers` worked out already."""
        return {}

    @cached_property
    def _sources(self) -> dict[str, dict[tuple[str, str, str], str]]:
        return {}

    @cached_property
    def _measures(self) -> pd.DataFrame:
        return _text(self.files[MEASURES])


def write_record(
    tables: Mapping[str, pd.DataFrame],
    areas: pd.DataFrame,
    neighbours: pd.DataFrame,
    folder: Path,
) -> None:
    """Write a record of England in the form that `Record` reads.

    Args:
        tables: every table of `KEYS`, long: area_code, year, keys, value, flag, source, and unit
            and note where it has them.
        areas: area_code, area, region, group, successors and so on, a row an area.
        neighbours: area_code, rank, neighbour_code, neighbour, source.
        folder: where to write; made if it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources, measures = [], []
    for name in KEYS:
        keys, year = list(KEYS[name]), YEAR.get(name, "year")
        long = tables[name].astype(object).fillna("").astype(str)
        value, flag = long["value"].map(_number), long.get("flag", "")
        marked = value + MARK + flag
        long["cell"] = marked.where(pd.Series(flag != "", index=long.index), value)
        wide = long.pivot(index=["area_code", *keys], columns=year, values="cell").fillna("")
        _write(folder / f"{name}.csv.gz", wide.sort_index().reset_index())
        sources.append(_sources_of(long, keys, year).assign(table=name))
        extra = [column for column in _EXTRA if column in long]
        if extra:
            said = (
                long[["measure", *extra]]
                .drop_duplicates("measure")
                .reindex(columns=["measure", *_EXTRA], fill_value="")
            )
            measures.append(said.assign(table=name))
    _write(folder / f"{SOURCES}.csv.gz", pd.concat(sources)[["table", *_SOURCE_COLUMNS]])
    _write(folder / f"{NEIGHBOURS}.csv.gz", neighbours)
    (folder / f"{AREAS}.csv").write_bytes(_csv(areas))
    (folder / f"{MEASURES}.csv").write_bytes(
        _csv(pd.concat(measures)[["table", "measure", *_EXTRA]])
    )


_SOURCE_COLUMNS = ["year", "series", "area_code", "source"]
"""`series` is the keys joined by "|"; `area_code` is blank where the source is that of all areas
but those named."""


def _sources_of(long: pd.DataFrame, keys: list[str], year: str) -> pd.DataFrame:
    """The source that most areas share in a series and year, and the exceptions one by one."""
    rows = long[["area_code", "source"]].assign(year=long[year], series=_joined(long, keys))
    usual = rows.groupby(["year", "series"])["source"].agg(lambda found: found.mode().iloc[0])
    rows = rows.join(usual.rename("usual"), on=["year", "series"])
    odd = rows[rows["source"] != rows["usual"]]
    return pd.concat([usual.reset_index().assign(area_code=""), odd])[_SOURCE_COLUMNS]


def _joined(long: pd.DataFrame, keys: list[str]) -> pd.Series:
    joined = long[keys[0]]
    for key in keys[1:]:
        joined = joined + "|" + long[key]
    return joined


def _number(text: str) -> str:
    """A number as short as it can be written: '652.0' is 652."""
    return text.removesuffix(".0")


def _write(path: Path, table: pd.DataFrame) -> None:
    path.write_bytes(gzip.compress(_csv(table), compresslevel=9, mtime=0))


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8")


def _opened(content: bytes) -> bytes:
    return gzip.decompress(content)


def _words(words: Iterable[str | None]) -> pd.Series:
    return pd.Series(list(words), dtype="str")


def _text(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8")
