"""A region as one run, from the command line: three small councils, and what must not matter."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from sufficiency.cluster import Cluster
from sufficiency.errors import InputError
from sufficiency.evidence.regions import known_regions, region
from sufficiency.progress import Talk
from sufficiency.region import RegionJob, run_region, shares_of
from sufficiency.results.region.council import CouncilTask, run_council
from sufficiency.scenarios import load_scenarios
from tests.results.region.tried_together import same_when_tried

THREE = ("Hartlepool", "Darlington", "Bury")
HOME = """name: A regional home
why: The councils open one home of six places that they share.
applies_to: region
shared_by: homes
levers:
  - lever: open_home
    places: 6
    occupancy: 0.85
    from: 2026-04
    source: assumption
"""


def job(folder: Path, out: str, **more) -> RegionJob:
    (folder / "home.yaml").write_text(HOME, encoding="utf-8")
    asked = {
        "name": "Three councils",
        "authorities": THREE,
        "scenarios": folder / "home.yaml",
        "years": 2,
        "draws": 100,
        "seed": 1,
        "cluster": Cluster(workers=1),
        "tables_only": True,
        "out": folder / out,
    }
    return RegionJob(**asked | more)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but the manifest, which holds timings."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.name != "manifest.json")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_a_regions_home_is_shared_by_children_in_homes_and_wholly(tmp_path):
    (tmp_path / "home.yaml").write_text(HOME, encoding="utf-8")
    where = region(authorities=THREE)

    shares = shares_of(where, load_scenarios(tmp_path), None)["A regional home"]

    assert set(shares) == {one.code for one in where.members}
    assert sum(shares.values()) == pytest.approx(1.0) and min(shares.values()) > 0


def test_every_region_that_is_listed_is_one():
    names = known_regions()
    assert "Greater Manchester" in names and "London" in names
    assert all(len(region(name).members) > 1 for name in names)


def test_an_address_of_another_machine_is_refused_before_any_work(tmp_path):
    far = Cluster(scheduler="tcp://10.1.2.3:8786")

    with pytest.raises(InputError, match="--plain-tcp"):
        run_region(job(tmp_path, "out", cluster=far), Talk())
    assert not list(tmp_path.glob("out*"))


@pytest.mark.slow
def test_a_region_of_three_small_councils_from_one_worker_or_two_and_resumed(
    tmp_path, monkeypatch, capsys
):
    whole = run_region(job(tmp_path, "whole", tables_only=False), Talk())

    assert (whole / "report.html").is_file() and (whole / "workbook.xlsx").is_file()
    manifest = json.loads((whole / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["councils"].values()) == sorted(THREE) and not manifest["left_out"]
    forecast = pd.read_csv(whole / "tables" / "forecast.csv")
    total = forecast[forecast["placement_type"] == "total"]
    assert list(total["date"]) == ["2025-03-31", "2026-03-31", "2027-03-31"]
    each = pd.read_parquet(whole / "councils" / "forecast")
    each = each[(each["placement_type"] == "total") & (each["date"] == "2027-03-31")]
    assert len(each) == 3
    assert total["mean"].iloc[-1] == pytest.approx(each["mean"].sum(), rel=1e-4)

    # stopped after one council, and gone on with two workers
    class Stop(Exception):
        pass

    from sufficiency.results.region.dataset import Dataset

    add = Dataset.add

    def add_and_stop(self, *given):
        add(self, *given)
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(Dataset, "add", add_and_stop)
        with pytest.raises(Stop):
            run_region(job(tmp_path, "again"), Talk())
    assert not (tmp_path / "again").exists()
    capsys.readouterr()
    again = run_region(job(tmp_path, "again", cluster=Cluster(workers=2)), Talk())
    assert "1 of 3 councils are there from before" in capsys.readouterr().err
    assert not (tmp_path / "again.unfinished").exists()

    pages = {"report.html", "workbook.xlsx"}
    expected = {
        name: content
        for name, content in contents(whole).items()
        if name not in pages and not name.startswith("charts")
    }
    assert contents(again) == expected
    (home,) = load_scenarios(tmp_path / "home.yaml")
    same_when_tried(whole, THREE, home)


@pytest.mark.slow
def test_a_council_that_cannot_be_forecast_is_left_out_and_named(tmp_path, capsys):
    councils = ("Hartlepool", "Darlington", "Isles of Scilly")

    out = run_region(job(tmp_path, "out", authorities=councils, scenarios=None), Talk())

    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["councils"]) == 2
    (fault,) = manifest["left_out"]
    assert fault.startswith("Isles of Scilly: ") and "withheld" in fault
    assert "Isles of Scilly is left out" in capsys.readouterr().err


@pytest.mark.slow
def test_a_council_in_a_region_is_its_own_run_to_the_last_digit():
    from io import BytesIO

    from sufficiency.engine import Results, forecast
    from sufficiency.evidence import load_evidence
    from sufficiency.results.tables import run_tables

    task = CouncilTask("E06000001", "North East", (), {}, years=2, draws=100, seed=1)

    in_region = run_council(task)

    alone = run_tables(Results(forecast(load_evidence("Hartlepool"), 2, 100, 1), ()))
    for name in ("placements", "costs", "carers", "gap"):
        found = pd.read_parquet(BytesIO(in_region[name]))
        pd.testing.assert_frame_equal(
            found, alone[name], check_exact=True, check_dtype=False, obj=name
        )
