"""What a scenario tried on councils together must come to: the tables of a region's run of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from sufficiency.evidence.regions import region
from sufficiency.results.region.reading import is_region, read_region
from sufficiency.results.region.run import RegionRun
from sufficiency.results.region.tried import forecast_together
from sufficiency.scenarios import Scenario


def same_when_tried(folder: Path, councils: tuple[str, ...], home: Scenario) -> None:
    """A run of two years and 100 draws, tried again: every table, to the figures as written."""
    done: list[int] = []
    together = forecast_together(region("Three councils", councils), (2, 100, 1), done.append)
    tried = together.tried(home)
    made = together.beside({home.name: tried})

    assert len(done) == len(councils) and is_region(folder)
    stored = read_region(folder)
    assert (stored.draws, stored.faults) == (100, made.faults)
    assert (stored.years, stored.scenarios) == (made.years, made.scenarios)
    pd.testing.assert_series_equal(stored.record, made.record)
    assert stored.tables.keys() == made.tables.keys()
    for name, table in stored.tables.items():
        again = made.tables[name].reset_index(drop=True)
        pd.testing.assert_frame_equal(table, again, check_dtype=False, rtol=1e-5, obj=name)
    assert _as_if_made_by("0.0.9", folder).version == "0.0.9", "what charts say made them"
    homes = tried.change("own_beds")[:, -1]
    assert homes == pytest.approx(6.0, abs=1e-3), "six places, shared by three councils"


def _as_if_made_by(version: str, folder: Path) -> RegionRun:
    copy = Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-older")))
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    (copy / "manifest.json").write_text(json.dumps(manifest | {"version": version}), "utf-8")
    return read_region(copy)
