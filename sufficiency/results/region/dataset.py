"""Councils' tables as a Parquet dataset: a folder a table, in it a folder a council.

    tables/costs/authority=E08000008/part-0.parquet

pandas, DuckDB and Excel's Power Query read a table of all councils from its folder. A council's
last file says that it is done and what it was run on, so that a run that was stopped goes on.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

DRAWS: Final = "draws"
_DONE: Final = "done"


@dataclass(frozen=True)
class Dataset:
    """A folder of councils' tables.

    Attributes:
        folder: where.
    """

    folder: Path

    def add(self, code: str, key: str, tables: Mapping[str, bytes]) -> None:
        """Write a council's tables, each whole or not at all, and last that it is done."""
        for name, content in tables.items():
            _write(self._part(name, code), content)
        _write(self.folder / _DONE / f"{code}.txt", key.encode())

    def has(self, code: str, key: str) -> bool:
        """Whether a council is done, on the same inputs."""
        mark = self.folder / _DONE / f"{code}.txt"
        return mark.is_file() and mark.read_text(encoding="utf-8") == key

    def table(self, name: str, code: str) -> pd.DataFrame:
        """A table of one council."""
        return pd.read_parquet(self._part(name, code), engine="pyarrow", partitioning=None)

    def names(self) -> list[str]:
        """Tables that are here, without the draws."""
        marks = (DRAWS, _DONE)
        return sorted(p.name for p in self.folder.iterdir() if p.is_dir() and p.name not in marks)

    def whole(self, name: str, codes: Mapping[str, str]) -> pd.DataFrame:
        """A table of several councils (code -> name), with their codes and names before it."""
        frames = []
        for code, authority in codes.items():
            frame = self.table(name, code)
            frame.insert(0, "authority_code", code)
            frame.insert(1, "authority", authority)
            frames.append(frame)
        return pd.concat(frames, ignore_index=True)

    def hand_over(self, codes: list[str], folder: Path) -> None:
        """Copy the tables of some councils to a folder, without their draws."""
        for name in self.names():
            for code in codes:
                part = self._part(name, code)
                target = folder / name / part.parent.name / part.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(part, target)

    def draws(self, codes: list[str]) -> Iterator[pd.DataFrame]:
        """The draws of one council after another, in the order of the codes."""
        for code in codes:
            yield self.table(DRAWS, code)

    def _part(self, name: str, code: str) -> Path:
        return self.folder / name / f"authority={code}" / "part-0.parquet"


def key_of(*parts: object) -> str:
    """What a council's tables were made from, as a short text."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.new")
    building.write_bytes(content)
    building.replace(path)
