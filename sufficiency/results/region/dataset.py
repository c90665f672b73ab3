"""Councils' tables as a Parquet dataset: a folder a table, in it a folder a council.

    tables/costs/authority=E08000008/part-0.parquet

pandas, DuckDB and Excel's Power Query read a table of all councils from its folder. A council's
last file says that it is done and what it was run on, so that a run that was stopped goes on.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from sufficiency.results.region.draws import Draws

DRAWS, ROWS, GAINS = "draws", "rows", "gains"
"""What the region's own tables are made of; nobody is handed it council by council."""
_DONE: Final = "done"


@dataclass(frozen=True)
class Dataset:
    """A folder of councils' tables.

    Attributes:
        folder: where.
    """

    folder: Path

    def add(self, code: str, key: str, files: Mapping[str, bytes]) -> None:
        """Write a council's files, each whole or not at all, and last that it is done."""
        for name, content in files.items():
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
        """Tables of the councils' own runs that are here."""
        inside = (DRAWS, ROWS, GAINS, _DONE)
        return sorted(p.name for p in self.folder.iterdir() if p.is_dir() and p.name not in inside)

    def whole(self, name: str, codes: Sequence[str]) -> pd.DataFrame:
        """A table of several councils, in the order of the codes."""
        return pd.concat([self.table(name, code) for code in codes], ignore_index=True)

    def hand_over(self, codes: Sequence[str], folder: Path, without: Sequence[str] = ()) -> None:
        """Copy the tables of some councils' own runs to a folder, but those left out."""
        for name in sorted(set(self.names()) - set(without)):
            for code in codes:
                part = self._part(name, code)
                target = folder / name / part.parent.name / part.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(part, target)

    def draws(self, codes: Sequence[str]) -> Iterator[Draws]:
        """The draws of one council after another, in the order of the codes."""
        for code in codes:
            yield Draws.from_bytes(self._part(DRAWS, code).read_bytes())

    def _part(self, name: str, code: str) -> Path:
        ending = "npz" if name == DRAWS else "parquet"
        return self.folder / name / f"authority={code}" / f"part-0.{ending}"


def key_of(*parts: object) -> str:
    """What a council's tables were made from, as a short text."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.new")
    building.write_bytes(content)
    building.replace(path)
