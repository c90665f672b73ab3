"""A scenario tried on councils together is what a region's run has of it, to the last digit."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sufficiency.evidence.regions import known_regions, region
from sufficiency.results.region.reading import is_region, read_region
from sufficiency.results.region.run import RegionRun
from sufficiency.results.region.tried import forecast_together
from sufficiency.scenarios import load_scenarios
from tests.test_region import THREE, job

pytestmark = pytest.mark.slow


def test_what_is_tried_is_what_is_run(tmp_path: Path) -> None:
    from sufficiency.progress import Talk
    from sufficiency.region import run_region

    folder = run_region(job(tmp_path, "out"), Talk())
    (home,) = load_scenarios(tmp_path / "home.yaml")
    done: list[int] = []

    together = forecast_together(region("Three councils", THREE), (2, 100, 1), done.append)
    tried = together.tried(home)
    made = together.beside({home.name: tried})

    assert done == [1, 2, 3] and is_region(folder)
    stored, draws = read_region(folder)
    assert draws == 100 and (stored.years, stored.scenarios) == (made.years, made.scenarios)
    _same(stored, made)
    homes = tried.change("own_beds")[:, -1]
    assert homes == pytest.approx(6.0, abs=1e-3), "six places, shared by three councils"


def _same(stored: RegionRun, made: RegionRun) -> None:
    """Every table of a written run, to the six figures that it was written with."""
    assert stored.tables.keys() == made.tables.keys()
    for name, table in stored.tables.items():
        pd.testing.assert_frame_equal(
            table,
            made.tables[name].reset_index(drop=True),
            check_dtype=False,
            rtol=1e-5,
            obj=name,
        )


def test_every_region_that_is_listed_is_one() -> None:
    names = known_regions()
    assert "Greater Manchester" in names and "London" in names
    assert all(len(region(name).members) > 1 for name in names)
