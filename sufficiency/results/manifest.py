"""The record of a run: what it was made from, so that it can be made again."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from sufficiency.evidence import Evidence
from sufficiency.results.disclosure import NOTE
from sufficiency.results.facts import RunFacts
from sufficiency.writing import sign

LIBRARIES: Final = (
    "jinja2",
    "matplotlib",
    "numpy",
    "pandas",
    "pandera",
    "pydantic",
    "PyYAML",
    "scipy",
    "XlsxWriter",
)
"""Libraries whose version can change a figure or a byte of what a run writes."""


def write_record(
    folder: Path,
    *,
    evidence: Evidence,
    scenario_files: Iterable[Path],
    facts: RunFacts,
    settings: Mapping[str, Any],
    workers: int,
    seconds: Mapping[str, float],
    target: Path | None = None,
    withheld: Mapping[str, int] | None = None,
) -> Path:
    """Write `manifest.json`, the last file of a run.

    Two runs of the same inputs, settings and versions on one machine differ in `date`, `path`,
    `workers` and `timings`, and in nothing else.

    Args:
        folder: The folder being built, with every other file of the run in it.
        evidence: The record the run starts from, with the hash of each of its files; of returns,
            the hash of the counts made from them, since the files hold records of children.
        scenario_files: The scenario files, in the order they were run.
        facts: The run.
        settings: What was asked for on the command line.
        workers: Processes that drew charts.
        seconds: How long each step took.
        target: Where the folder will stand.
        withheld: Figures withheld from each table in published mode; None in any other.
    """
    return sign(
        folder,
        {
            "format": 1,
            "version": facts.version,
            "authority": {"code": evidence.authority.code, "name": evidence.authority.name},
            "opening_year": facts.opening_year,
            "horizon_year": facts.horizon_year,
            "seed": facts.seed,
            "draws": facts.draws,
            "settings": dict(settings),
            "evidence": {
                "sha256": evidence.hashes,
                "own_tables": list(evidence.own_files),
                "common_tables": list(evidence.common_files),
            },
            "returns": None if evidence.returns is None else evidence.returns.report.summary(),
            "scenarios": list(facts.scenario_names),
            "scenario_files": [
                {"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
                for file in scenario_files
            ],
            "disclosure": {
                "published": withheld is not None,
                "note": NOTE if withheld is not None else "Nothing is withheld.",
                "figures_withheld": dict(withheld or {}),
            },
            "headlines": list(facts.headlines),
            "remarks": list(facts.remarks),
            "versions": {
                "python": platform.python_version(),
                **{library: version(library) for library in LIBRARIES},
            },
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "path": None if target is None else str(target),
            "workers": workers,
            "timings": dict(seconds),
        },
    )
