"""A region as one run, from the command line: three small councils, and what must not matter."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest

from sufficiency.cli.regions import refuse_what_is_not_a_regions
from sufficiency.cluster import Cluster
from sufficiency.errors import InputError
from sufficiency.evidence import load_evidence
from sufficiency.evidence.regions import known_regions, region
from sufficiency.progress import Talk
from sufficiency.region import RegionJob, run_region, shares_of
from sufficiency.results.region.council import CouncilTask, run_council
from sufficiency.scenarios import explain, load_scenarios
from sufficiency.scenarios.shipped import chosen_scenarios, fitting_region
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


def test_a_region_that_is_told_nothing_takes_what_councils_do_together():
    told_nothing = chosen_scenarios(None)
    folders = fitting_region(told_nothing, "Greater Manchester")
    each, together = (load_scenarios(folder) for folder in folders)

    assert len(each) == 8 and {one.applies_to for one in each} == {"each"}
    assert [one.shared_by for one in together] == ["homes", "fostering"]
    assert {one.applies_to for one in together} == {"region"}
    assert fitting_region(told_nothing / "more", "Greater Manchester") == (told_nothing / "more",)
    assert fitting_region(None, "Greater Manchester") == ()
    assert "councils share its numbers" in explain(together[0], load_evidence())


def test_an_address_of_another_machine_is_refused_before_any_work(tmp_path):
    far = Cluster(scheduler="tcp://10.1.2.3:8786")

    with pytest.raises(InputError, match="--plain-tcp"):
        run_region(job(tmp_path, "out", cluster=far), Talk())
    assert not list(tmp_path.glob("out*"))


def of_group(group: int) -> list[int]:
    """Processes of a group that are at work still."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            state, _, own = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
            if int(own) == group and state != "Z":
                found.append(int(stat.parent.name))
    return found


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes in /proc")
def test_killed_after_a_council_and_gone_on_with_it_gives_the_same_bytes(tmp_path, capsys):
    """One council cannot be forecast: it is named, and neither run is stopped by it."""
    four = (*THREE, "Isles of Scilly")
    whole = run_region(job(tmp_path, "whole", authorities=four), Talk())
    asked = ("--authorities", ",".join(four), "--scenarios", str(tmp_path / "home.yaml"))
    sized = ("--years", "2", "--draws", "100", "--workers", "1", "--tables-only")
    command = ("region", "Three councils", *asked, *sized, "--out", str(tmp_path / "again"))
    killed = subprocess.Popen(
        [sys.executable, "-m", "sufficiency", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not list(tmp_path.glob("again.unfinished/done/*.txt")):
        assert killed.poll() is None
        time.sleep(0.02)
    killed.kill()  # alone: nobody tells its workers
    killed.wait(30)
    patience = time.monotonic() + 60
    while of_group(killed.pid) and time.monotonic() < patience:
        time.sleep(0.05)
    assert not of_group(killed.pid)
    assert not (tmp_path / "again").exists()
    capsys.readouterr()

    again = run_region(job(tmp_path, "again", authorities=four, cluster=Cluster(workers=2)), Talk())

    said = capsys.readouterr().err
    assert "1 of 4 councils are there from before" in said
    assert "Isles of Scilly is left out" in said
    assert contents(again) == contents(whole)
    for folder in (whole, again):
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        assert sorted(manifest["councils"].values()) == sorted(THREE)
        (fault,) = manifest["left_out"]
        assert fault.startswith("Isles of Scilly: ") and "withheld" in fault
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again", "home.yaml", "whole"]
    total = pd.read_csv(again / "tables" / "forecast.csv").query("placement_type == 'total'")
    each = pd.read_parquet(again / "councils" / "forecast").query("placement_type == 'total'")
    assert list(total["date"]) == ["2025-03-31", "2026-03-31", "2027-03-31"]
    at_the_end = each[each["date"] == "2027-03-31"]
    assert total["mean"].iloc[-1] == pytest.approx(at_the_end["mean"].sum(), rel=1e-4)
    (home,) = load_scenarios(tmp_path / "home.yaml")
    same_when_tried(whole, four, home)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Wales", "--budget", "b.csv"], "a budget is one council's"),
        (["--evidence=own", "North East"], "one council's own tables"),
        (["North East", "--ssda903", "r"], "sufficiency run --authority NAME --ssda903"),
        (["North East", "--publsh"], "Did you mean '--publish'?"),
        (["North East", "--authority", "Bury"], "Did you mean '--authorities'?"),
        (["Greater", "Manchester"], "in quotes"),
    ],
)
def test_what_is_not_a_regions_is_refused_with_the_reason(words, said):
    with pytest.raises(InputError) as refused:
        refuse_what_is_not_a_regions(words)
    assert said in str(refused.value)


@pytest.mark.slow
def test_a_council_in_a_region_is_its_own_run_to_the_last_digit():
    from io import BytesIO

    from sufficiency.engine import Results, forecast
    from sufficiency.evidence import load_evidence
    from sufficiency.results.tables import run_tables

    task = CouncilTask("E06000001", "Hartlepool", "North East", (), {}, years=2, draws=100, seed=1)

    in_region = run_council(task)

    alone = run_tables(Results(forecast(load_evidence("Hartlepool"), 2, 100, 1), ()))
    for name in ("placements", "costs", "carers", "gap"):
        found = pd.read_parquet(BytesIO(in_region[name]))
        pd.testing.assert_frame_equal(
            found, alone[name], check_exact=True, check_dtype=False, obj=name
        )
