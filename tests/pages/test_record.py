"""The record says what a run was made from; runs that are alike have records that are alike."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from sufficiency.evidence import Evidence
from sufficiency.results.manifest import write_record
from sufficiency.writing import is_ours
from tests.pages.tables_fixture import make_facts

MAY_DIFFER = {"date", "path", "workers", "timings"}


def recorded(folder: Path, evidence: Evidence, **more: Any) -> dict[str, Any]:
    folder.mkdir()
    scenario = folder.parent / "grow.yaml"
    scenario.write_text("name: Grow\n", encoding="utf-8", newline="\n")
    (folder / "report.html").write_text("page", encoding="utf-8")
    asked: dict[str, Any] = {"workers": 1, "seconds": {"forecast": 1.0}, "target": folder}
    write_record(
        folder,
        evidence=evidence,
        scenario_files=[scenario],
        facts=replace(make_facts(), remarks=("Mind this.",)),
        settings={"publish": False},
        **{**asked, **more},
    )
    record: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return record


def test_every_input_is_there_with_its_hash(tmp_path: Path, evidence: Evidence) -> None:
    record = recorded(tmp_path / "run", evidence)
    assert is_ours(tmp_path / "run")
    assert record["files"] == ["manifest.json", "report.html"]
    assert record["remarks"] == ["Mind this."]
    assert record["seed"] == 1 and record["draws"] == 200
    assert record["scenario_files"] == [
        {"file": "grow.yaml", "sha256": hashlib.sha256(b"name: Grow\n").hexdigest()}
    ]
    assert set(record["evidence"]["sha256"]) == set(evidence.hashes)
    assert all(len(digest) == 64 for digest in record["evidence"]["sha256"].values())
    assert {"python", "numpy", "pandas", "XlsxWriter"} <= set(record["versions"])
    assert record["disclosure"]["published"] is False


def test_runs_that_are_alike_differ_in_nothing_but_date_path_workers_and_timings(
    tmp_path: Path, evidence: Evidence
) -> None:
    one = recorded(tmp_path / "one", evidence)
    two = recorded(tmp_path / "two", evidence, workers=4, seconds={"forecast": 9.0})
    assert {key for key in one if one[key] != two[key]} <= MAY_DIFFER
    assert list(one) == list(two)


def test_a_published_run_says_how_much_it_withholds(tmp_path: Path, evidence: Evidence) -> None:
    record = recorded(tmp_path / "run", evidence, withheld={"costs": 10})
    assert record["disclosure"]["published"] is True
    assert record["disclosure"]["figures_withheld"] == {"costs": 10}
    assert "withheld" in record["disclosure"]["note"]
