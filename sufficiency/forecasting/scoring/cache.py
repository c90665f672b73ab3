"""Scores of past backtests, kept by the content of what made them.

A cache holds one small file for each task and model. Its name is a hash of the figures, the
settings, the constants, the product's version and its own forecasting code, so what is found is
what would be computed again. The folder can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sufficiency._version import __version__
from sufficiency.errors import InputError


@dataclass(frozen=True)
class ScoreCache:
    """Files under one folder, which is made when the first is written."""

    folder: Path

    def __post_init__(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise InputError(f"{self.folder} is a file; name a folder to keep scores in.")

    def read(self, key: str, model: str) -> dict[str, Any] | None:
        """What was kept, or None; a file that was cut short counts as not there."""
        try:
            held = json.loads(self._path(key, model).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return held if isinstance(held, dict) else None

    def write(self, key: str, model: str, held: Mapping[str, Any]) -> None:
        """Keep something that JSON can hold; numbers come back bit for bit.

        Raises:
            InputError: when the folder cannot be written.
        """
        path = self._path(key, model)
        building = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            building.write_text(json.dumps(held), encoding="utf-8", newline="\n")
            building.replace(path)
        except OSError as error:
            raise InputError(f"Scores cannot be kept in {self.folder}: {error.strerror}.") from None

    def _path(self, key: str, model: str) -> Path:
        return self.folder / key[:2] / f"{key}-{model}.json"


def content_key(*parts: Any) -> str:
    """A hash of settings, arrays, mappings and dataclasses, and of the code that uses them."""
    digest = hashlib.sha256(_code())
    for part in parts:
        if isinstance(part, pd.DatetimeIndex):
            part = part.to_numpy()
        if is_dataclass(part) and not isinstance(part, type):
            part = {one.name: getattr(part, one.name) for one in fields(part)}
        if isinstance(part, Mapping):
            for name in sorted(part):
                digest.update(f"{name}\x1f{content_key(part[name])}".encode())
        elif isinstance(part, np.ndarray):
            if part.dtype.hasobject:
                raise TypeError("no hash is known of an array of object")
            digest.update(f"{part.shape}{part.dtype}".encode())
            digest.update(np.ascontiguousarray(part).tobytes())
        elif isinstance(part, tuple | list):
            digest.update(content_key(*part).encode())
        elif part is None or isinstance(part, str | int | float):
            digest.update(repr(part).encode())
        else:
            raise TypeError(f"no hash is known of {type(part).__name__}")
        digest.update(b"\x1e")
    return digest.hexdigest()


@cache
def _code() -> bytes:
    """Hash of the version and of the forecasting code: a change of either starts afresh."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
