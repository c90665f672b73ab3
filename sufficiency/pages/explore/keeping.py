"""What is kept of a scenario: a file that the command line reads, and a link back to it."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sufficiency.errors import InputError
from sufficiency.scenarios import load_scenarios
from sufficiency.scenarios.file.draft import Draft, draft_of, written
from sufficiency.scenarios.file.reading import SUFFIXES
from sufficiency.scenarios.shipped import HERE, shipped_scenarios
from sufficiency.writing import atomic_file

SIX: Final = 6
"""Scenarios that can stand side by side: more, and nobody compares them."""
_LONGEST: Final = 200_000
"""Characters of a link, and of what it holds."""


def file_name(name: str) -> str:
    """The name of a scenario's file.

    >>> file_name("Grow in-house fostering: 10 a year!")
    'grow-in-house-fostering-10-a-year.yaml'
    """
    words = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return f"{words[:60] or 'scenario'}.yaml"


def save(draft: Draft, folder: Path = HERE) -> Path:
    """Write a scenario into a folder, where `sufficiency run` finds it; whole, or not at all.

    A file there that holds the scenario of the same name is replaced, its comments kept where the
    draft came from it. No other file is.

    Raises:
        InputError: when something is wrong with the scenario, or the file cannot be written.
    """
    text = written(draft)
    name = str(draft.values["name"])
    target = _of_that_name(folder, name) or _free(folder, file_name(name))
    with atomic_file(target) as building:
        building.write_text(text, encoding="utf-8", newline="\n")
    return target


def _of_that_name(folder: Path, name: str) -> Path | None:
    for path in scenario_paths(folder):
        try:
            (held,) = load_scenarios(path)
        except InputError:
            continue  # a file with a fault is nobody's to replace
        if held.name.casefold() == name.casefold():
            return path
    return None


def _free(folder: Path, name: str) -> Path:
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{Path(name).stem}-{number}.yaml", number + 1
    return path


def scenario_paths(folder: Path) -> tuple[Path, ...]:
    """Files of a folder that may be scenarios, in order of name."""
    if not folder.is_dir():
        return ()
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    return tuple(path for path in found if not path.name.startswith("."))


def beginnings(served: bool) -> dict[str, Path]:
    """Scenarios to begin from, by name: those of the folder `scenarios` here, or that are shipped.

    Args:
        served: whether others reach the page: they see what is shipped, and not this folder.
    """
    folders = [shipped_scenarios(), shipped_scenarios() / "more"]
    if not served:
        folders = [HERE, *folders]
    found: dict[str, Path] = {}
    for path in (path for folder in folders for path in scenario_paths(folder)):
        name = _name_in(path, path.stat().st_mtime_ns)
        if name is not None:
            found.setdefault(name, path)
    return found


@lru_cache(maxsize=256)
def _name_in(path: Path, changed: int) -> str | None:
    """The name of a file's scenario, read once for all readers until it changes; None: a fault."""
    try:
        (scenario,) = load_scenarios(path)
    except InputError:
        return None
    return scenario.name


def opened(name: str, held: Path) -> Draft:
    """A file that a reader gives, under the name it had on their machine.

    Raises:
        InputError: when it is not a scenario file; with a line for every fault.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "scenario.yaml")
        path.write_bytes(held.read_bytes())
        return draft_of(path)


def as_link(state: Mapping[str, Any]) -> str:
    """What a reader has on the page, short enough for an address."""
    packed = zlib.compress(json.dumps(state, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def of_link(text: str) -> dict[str, Any]:
    """What a link brings back; nothing of what it holds is trusted.

    Raises:
        InputError: when it is not one of ours.
    """
    try:
        packed = base64.urlsafe_b64decode(text[:_LONGEST] + "=" * (-len(text) % 4))
        unpacked = zlib.decompressobj().decompress(packed, _LONGEST)
        state = json.loads(unpacked)
        levers = state["levers"]["levers"]
        assert all(isinstance(lever["lever"], str) for lever in levers)
        assert all(isinstance(state[key], str) for key in ("council", "view", "year"))
        assert len(state["kept"]) <= SIX and all(isinstance(one, dict) for one in state["kept"])
    except (ValueError, KeyError, TypeError, AssertionError, zlib.error, RecursionError):
        raise InputError("The link is not whole: ask for it again, or open the file.") from None
    return dict(state)
