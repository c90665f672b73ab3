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
from sufficiency.results.publish.own import own_files
from sufficiency.results.run import Run
from sufficiency.writing import sign

CONTRACT_VERSION: Final = 5
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
    returns, the hash of the counts made from them, since the files hold records of children. A
    published run holds no seed, no path, and no hash of what is not public.

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
            "costed": evidence.costed,
            "settings": _settings(run, making),
            "facts": {**asdict(facts), "counted_to": counted_to},
            **_inputs(run, making),
            "versions": {
                "python": platform.python_version(),
                **{library: version(library) for library in LIBRARIES},
            },
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "path": None if run.is_published or making.target is None else str(making.target),
            "workers": making.workers,
            "timings": dict(making.seconds),
        },
    )


def _settings(run: Run, making: Making) -> dict[str, Any]:
    """What was asked for; for anybody to see, without the seed: the run could be made again."""
    settings = dict(making.settings)
    if run.is_published:
        settings.pop("seed", None)
    return settings


def _inputs(run: Run, making: Making) -> dict[str, Any]:
    """What the run was made from, by digest; for anybody to see, that of public files alone.

    A count of 1 to 5 can be tried until the digest of its file fits, so files that may hold counts
    of the council's own are named there and no more.
    """
    evidence, own = run.evidence, own_files(run.evidence)
    digests = evidence.hashes
    if run.is_published:
        digests = {file: digest for file, digest in digests.items() if file not in own}
    returns = None if evidence.returns is None else evidence.returns.report.summary()
    return {
        "evidence": {
            "sha256": digests,
            "withheld": list(own) if run.is_published else [],
            "own_tables": list(evidence.own_files),
            "common_tables": list(evidence.common_files),
            "remarks": list(evidence.remarks),
            "estimates": [] if run.is_published else evidence.estimates.to_dict("records"),
        },
        "returns": None if run.is_published else returns,
        "scenario_files": [
            {"file": file.name}
            if run.is_published
            else {"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
            for file in making.scenario_files
        ],
    }
