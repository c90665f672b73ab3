"""The manifest says what a run was made from; runs that are alike have manifests that are alike."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from sufficiency.results.manifest import Making, write_manifest
from sufficiency.results.run import Run
from sufficiency.writing import is_ours
from tests.small_run import DRAWS, changed, few_of, small_run

MAY_DIFFER = {"date", "path", "workers", "timings"}


def manifest(folder: Path, run: Run, **more: Any) -> dict[str, Any]:
    folder.mkdir()
    scenario = folder.parent / "grow.yaml"
    scenario.write_text("name: Grow\n", encoding="utf-8", newline="\n")
    (folder / "report.html").write_text("page", encoding="utf-8")
    making = Making((scenario,), {"publish": False}, 1, {"forecast": 1.0}, folder)
    write_manifest(folder, run, replace(making, **more))
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def test_every_input_is_there_with_its_hash(tmp_path: Path) -> None:
    run = changed(small_run(), remarks=("Mind this.",))
    found = manifest(tmp_path / "run", run)
    assert is_ours(tmp_path / "run")
    assert found["files"] == ["manifest.json", "report.html"]
    assert found["facts"]["remarks"] == ["Mind this."]
    assert found["facts"]["seed"] == 1 and found["facts"]["draws"] == DRAWS
    assert found["authority"]["code"] == "E08000008"
    assert found["scenario_files"] == [
        {"file": "grow.yaml", "sha256": hashlib.sha256(b"name: Grow\n").hexdigest()}
    ]
    assert found["evidence"]["sha256"] == run.evidence.hashes
    assert all(len(digest) == 64 for digest in found["evidence"]["sha256"].values())
    assert {"python", "numpy", "pandas", "XlsxWriter"} <= set(found["versions"])
    assert found["audience"] == "internal"


def test_runs_that_are_alike_differ_in_nothing_but_date_path_workers_and_timings(
    tmp_path: Path,
) -> None:
    one = manifest(tmp_path / "one", small_run())
    two = manifest(tmp_path / "two", small_run(), workers=4, seconds={"forecast": 9.0})
    assert {key for key in one if one[key] != two[key]} <= MAY_DIFFER
    assert list(one) == list(two)


def test_a_published_run_says_so_and_how_much_it_withholds(tmp_path: Path) -> None:
    run = few_of(small_run(), "other_residential", 3.0).published()
    found = manifest(tmp_path / "run", run)
    assert found["audience"] == "published"
    assert found["disclosure"]["figures_withheld"] == dict(run.withheld)
    assert sum(run.withheld.values()) > 100
    assert "withheld" in found["disclosure"]["note"]
    assert found["facts"]["mix"] == []  # sentences that hold numbers of children by kind
