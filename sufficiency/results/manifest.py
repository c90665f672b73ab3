"""The manifest of a run: what it was made from, so that it can be made and read again."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from sufficiency.results.publish.disclosure import NOTE
from sufficiency.results.run import Run
from sufficiency.writing import sign

CONTRACT_VERSION: Final = 2
"""Version of what a folder of a run holds; 1 had `record.json` and no `prices.csv`."""
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


@dataclass(frozen=True)
class Making:
    """How a run was made, besides what it is.

    Attributes:
        scenario_files: The scenario files, in the order they were run.
        settings: What was asked for on the command line.
        workers: Processes that drew charts.
        seconds: How long each step took.
        target: Where the folder will stand.
    """

    scenario_files: tuple[Path, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    workers: int = 1
    seconds: Mapping[str, float] = field(default_factory=dict)
    target: Path | None = None


def write_manifest(folder: Path, run: Run, making: Making) -> Path:
    """Write `manifest.json`, the last file of a run.

    Two runs of the same inputs, settings and versions on one machine differ in `date`, `path`,
    `workers` and `timings`, and in nothing else. Of evidence it holds the hash of each file; of
    returns, the hash of the counts made from them, since the files hold records of children.

    Args:
        folder: The folder being built, with every other file of the run in it.
        run: The run.
        making: How it was made.
    """
    evidence, facts = run.evidence, run.facts
    counted_to = None if facts.counted_to is None else facts.counted_to.date().isoformat()
    return sign(
        folder,
        {
            "contract": CONTRACT_VERSION,
            "version": facts.version,
            "audience": run.audience,
            "disclosure": {
                "note": NOTE if run.is_published else "Nothing is withheld.",
                "figures_withheld": dict(run.withheld),
            },
            "authority": asdict(evidence.authority),
            "settings": dict(making.settings),
            "facts": {**asdict(facts), "counted_to": counted_to},
            "evidence": {
                "sha256": evidence.hashes,
                "own_tables": list(evidence.own_files),
                "common_tables": list(evidence.common_files),
                "remarks": list(evidence.remarks),
                "estimates": [] if run.is_published else evidence.estimates.to_dict("records"),
            },
            "returns": None if evidence.returns is None else evidence.returns.report.summary(),
            "scenario_files": [
                {"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
                for file in making.scenario_files
            ],
            "versions": {
                "python": platform.python_version(),
                **{library: version(library) for library in LIBRARIES},
            },
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "path": None if making.target is None else str(making.target),
            "workers": making.workers,
            "timings": dict(making.seconds),
        },
    )
