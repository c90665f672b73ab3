"""From a folder of publishers' files to a new record of England beside the old one."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from sufficiency.errors import InputError, closest, listed
from sufficiency.evidence.england.store import KEYS, YEAR, Record, write_record
from sufficiency.evidence.england.update.areas import (
    REORGANISATIONS,
    Areas,
    brought_up_to_date,
    changed_codes,
)
from sufficiency.evidence.england.update.care_leavers import CARE_LEAVERS
from sufficiency.evidence.england.update.checks import carried_on, check_sums, check_years
from sufficiency.evidence.england.update.department import DEPARTMENT
from sufficiency.evidence.england.update.files import PublishedFile, files_in
from sufficiency.evidence.england.update.layouts import (
    Context,
    Layout,
    Sheet,
    last_march,
    recognised,
)
from sufficiency.evidence.england.update.merging import merged
from sufficiency.evidence.england.update.movement import MOVEMENT
from sufficiency.evidence.england.update.others import NEIGHBOURS_TABLE, OTHERS
from sufficiency.evidence.england.update.providers import PROVIDERS
from sufficiency.evidence.england.update.section_251 import SECTION_251

LAYOUTS: Final = (*DEPARTMENT, *MOVEMENT, *CARE_LEAVERS, *SECTION_251, *PROVIDERS, *OTHERS)

PROVENANCE, CHANGED = "provenance.json", "changes.csv"
_REORGANISED = "reorganisations.csv"


def counted(number: int, noun: str) -> str:
    """A number and its noun, as in "1 figure" and "2 figures"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@dataclass(frozen=True)
class Updated:
    """What an update did.

    Attributes:
        opening_year: the newest 31 March, from which forecasts now start.
        used: file, layout, table and years of each that was read.
        left_out: files that were not used, each with the reason.
        changes: cells of years that the record held already: table, area_code, year, series,
            before, after.
        remarks: sentences of caution.
    """

    opening_year: int
    used: pd.DataFrame
    left_out: tuple[str, ...]
    changes: pd.DataFrame
    remarks: tuple[str, ...]

    def lines(self) -> list[str]:
        """What was done, in plain English."""
        lines = [
            f"{row['file']}: {row['layout']}; {row['table']} {row['years']}".rstrip()
            for row in self.used.to_dict("records")
        ]
        lines += [f"Not used: {reason}" for reason in self.left_out]
        for table, of in self.changes.groupby("table"):
            areas = of["area_code"].nunique()
            lines.append(
                f"Revised: {counted(len(of), 'figure')} of {table} that the record held, in "
                f"{counted(areas, 'area')}; {CHANGED} lists them."
            )
        lines += self.remarks
        lines.append(f"Forecasts with this record start from 31 March {self.opening_year}.")
        return lines


def update_record(folder: Path | str, out: Path | str, record: Record, licence: Path) -> Updated:
    """Write a new record: the old one with publishers' new files put in.

    Args:
        folder: files as downloaded, any number of them. A reorganisations.csv among them says
            which councils a new one came from.
        out: where to write: a folder that is new or empty.
        record: to start from.
        licence: its licence, which the new record carries on.

    Raises:
        InputError: when a file cannot be read right, counts do not add to England, a new council's
            predecessors are not said, or the folder to write is not empty. Nothing is written.
    """
    target = Path(out)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"'{target}' is there already; name a folder that is new or empty.")
    files = list(files_in(Path(folder)))
    sheets, left_out = _recognised(files, record)
    if not sheets:
        raise InputError(
            f"None of the files in '{folder}' has anything new for the record.\n"
            + "\n".join(left_out)
        )
    areas, remarks = _areas(record, files, sheets)
    found = _read(sheets, Context(record, areas))
    tables, changes = _tables(record, found)
    newest = {name: int(tables[name]["year"].max()) for name in ("children_in_care", "placements")}
    check_years(newest)
    up_to_date = brought_up_to_date(areas.table, tables["children_in_care"])
    remarks += check_sums(tables, up_to_date)
    remarks += carried_on(tables, newest["children_in_care"])
    neighbours = [rows for name, rows, *_ in found if name == NEIGHBOURS_TABLE]
    updated = Updated(
        opening_year=newest["children_in_care"],
        used=_used(found),
        left_out=tuple(left_out),
        changes=changes,
        remarks=tuple(remarks),
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".record-") as temporary:
        building = Path(temporary) / "record"
        write_record(
            tables, up_to_date, neighbours[-1] if neighbours else record.neighbours, building
        )
        changes.to_csv(building / CHANGED, index=False, lineterminator="\n")
        (building / PROVENANCE).write_text(_provenance(files, updated), encoding="utf-8")
        shutil.copy(licence, building / licence.name)
        if target.exists():
            target.rmdir()
        building.rename(target)
    return updated


Taken = tuple[str, pd.DataFrame, Layout, Sheet]
"""A table's name, its rows, and the layout and sheet that they came from."""


def _recognised(
    files: Iterable[PublishedFile], record: Record
) -> tuple[list[tuple[Layout, Sheet]], list[str]]:
    """Sheets to be read, and a reason for each file that is not."""
    sheets, left_out = list[tuple[Layout, Sheet]](), []
    held = int(record.years("children_in_care")[-1])
    for file in files:
        if Path(file.name).name == _REORGANISED:
            continue
        known = recognised(file, LAYOUTS)
        if known is None:
            left_out.append(f"{file.name} has no layout that is known, or nothing by authority.")
            continue
        layout, sheet = known
        if layout.whole and layout.is_older(sheet.rows, held):
            left_out.append(
                f"{file.name} ends in {last_march(sheet.rows)}, and the record holds {held}: an "
                "older release."
            )
            continue
        twice = [other.file for which, other in sheets if which is layout and layout.whole]
        if twice:
            raise InputError(
                f"{twice[0]} and {file.name} are both {layout.name}; keep the newer release."
            )
        sheets.append((layout, sheet))
    return sheets, left_out


def _areas(
    record: Record, files: Iterable[PublishedFile], sheets: Iterable[tuple[Layout, Sheet]]
) -> tuple[Areas, list[str]]:
    """Areas with those that are new, and remarks on codes that changed."""
    areas, remarks = Areas.of(record, _reorganisations(files)), []
    for _, sheet in sheets:
        if "geographic_level" in sheet.rows.columns:
            areas = areas.with_new(sheet.rows)
            for held, given in changed_codes(areas, sheet.rows).items():
                remark = f"The code of {record.names[held]} is {given} now; it keeps {held} here."
                if remark not in remarks:
                    remarks.append(remark)
    return areas, remarks


def _reorganisations(files: Iterable[PublishedFile]) -> pd.DataFrame:
    for file in files:
        if Path(file.name).name == _REORGANISED:
            header, *rows = file.sheets[0]
            absent = [name for name in REORGANISATIONS if name not in header]
            if absent:
                raise InputError(
                    f"{_REORGANISED}: has no column '{absent[0]}'.{closest(absent[0], header)}"
                )
            return pd.DataFrame(rows, columns=header, dtype="str")[list(REORGANISATIONS)]
    return pd.DataFrame(columns=list(REORGANISATIONS), dtype="str")


def _read(sheets: Iterable[tuple[Layout, Sheet]], context: Context) -> list[Taken]:
    taken = list[Taken]()
    for layout, sheet in sheets:
        for name, rows in layout.read(sheet, context).items():
            known = rows[rows["area_code"].fillna("") != ""]
            if not known.empty:
                _refuse_twice(sheet.file, name, known)
                taken.append((name, known, layout, sheet))
    return taken


def _refuse_twice(file: str, name: str, rows: pd.DataFrame) -> None:
    if name == NEIGHBOURS_TABLE:
        return
    cell = ["area_code", YEAR.get(name, "year"), *KEYS[name]]
    twice = rows[rows.duplicated(cell)]
    if not twice.empty:
        raise InputError(
            f"{file}: {len(twice)} cells stand twice, the first "
            f"{listed(map(str, twice.iloc[0][cell]))}."
        )


def _tables(record: Record, found: Iterable[Taken]) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Every table of the record with what was found, and what changed of years that it held."""
    tables, changes = dict[str, pd.DataFrame](), list[pd.DataFrame]()
    for name in KEYS:
        rows = [of for table, of, *_ in found if table == name]
        if not rows:
            tables[name] = record.table(name).drop(columns="area")
            continue
        cell = ["area_code", YEAR.get(name, "year"), *KEYS[name]]
        together = pd.concat(rows, ignore_index=True).drop_duplicates(cell, ignore_index=True)
        tables[name], changed = merged(record, name, together)
        changes.append(changed)
    return tables, pd.concat(changes, ignore_index=True)


def _used(found: Iterable[Taken]) -> pd.DataFrame:
    rows = []
    for name, of, layout, sheet in found:
        years = sorted(of[YEAR.get(name, "year")].astype(str).unique()) if name in KEYS else []
        span = "" if not years else years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
        rows.append((sheet.file, layout.name, name, span, len(of)))
    return pd.DataFrame(rows, columns=["file", "layout", "table", "years", "rows"])


def _provenance(files: Iterable[PublishedFile], updated: Updated) -> str:
    """What the record was made of: files with their hashes, and what was done with them."""
    return json.dumps(
        {
            "opening_year": updated.opening_year,
            "files": {file.name: file.sha256 for file in files},
            "used": updated.used.to_dict("records"),
            "left_out": list(updated.left_out),
            "revised": len(updated.changes),
            "remarks": list(updated.remarks),
        },
        indent=1,
        ensure_ascii=False,
    )
