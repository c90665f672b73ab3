"""A region's run read back from the folder that it was written to: to be looked at."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sufficiency.engine import BASELINE
from sufficiency.errors import InputError
from sufficiency.evidence.loading import the_record
from sufficiency.results.manifest import CONTRACT_VERSION
from sufficiency.results.region.run import RegionRun, record_of
from sufficiency.writing import MADE_BY, manifest_of


def is_region(folder: Path) -> bool:
    """Whether a folder holds a region's run of ours."""
    manifest = manifest_of(folder) if folder.is_dir() else {}
    return manifest.get("made_by") == MADE_BY and "region" in manifest


def read_region(folder: Path) -> RegionRun:
    """A region's run that is not published; its draws are gone.

    Raises:
        InputError: when it is of another contract, or a table of it cannot be read.
    """
    manifest = manifest_of(folder)
    if manifest["contract"] != CONTRACT_VERSION:
        raise InputError(
            f"The run in '{folder}' is of contract {manifest['contract']} (sufficiency "
            f"{manifest['version']}), and this version reads {CONTRACT_VERSION}: make it again "
            "with sufficiency region."
        )
    if manifest["audience"] != "internal":
        raise InputError(f"The run in '{folder}' is published: open its report.html.")
    paths = sorted((folder / "tables").glob("*.csv"))
    tables = {path.stem: _table(path) for path in paths}
    if "placements" not in tables:
        raise InputError(f"The tables of the run in '{folder}' are not there: make it again.")
    names = [str(name) for name in tables["placements"]["scenario"].unique()]
    years = tuple(int(year) for year in sorted(tables["forecast"]["date"].dt.year.unique()))
    return RegionRun(
        name=manifest["region"],
        source="as it was run",
        members=manifest["councils"],
        faults=tuple(manifest["left_out"]),
        years=years,
        scenarios=(BASELINE, *(name for name in names if name != BASELINE)),
        draws=int(manifest["settings"]["draws"]),
        tables=tables,
        record=record_of(the_record(None), sorted(manifest["councils"]), years[0]),
        version=str(manifest["version"]),
    )


def _table(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, encoding="utf-8")
        return table.assign(date=pd.to_datetime(table["date"])) if "date" in table else table
    except (OSError, ValueError) as fault:
        raise InputError(
            f"{path.name} of the run in '{path.parent.parent}' cannot be read; make it again."
        ) from fault
