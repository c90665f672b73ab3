"""Small returns written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.evidence.ssda903.small import EPISODES, HEADER

Rows = Iterable[str]


@pytest.fixture
def returns(tmp_path: Path) -> Callable[..., Path]:
    """Write one year's return; gives the folder that all years share."""

    def write(year: str, episodes: Rows, header: Rows, uasc: Rows = ()) -> Path:
        folder = tmp_path / "returns" / year
        folder.mkdir(parents=True)
        for name, top, rows in (
            ("Header", HEADER, header),
            ("Episodes", EPISODES, episodes),
            ("UASC", "CHILD,SEX,DOB,DUC", uasc),
        ):
            (folder / f"{name}.csv").write_text("\n".join([top, *rows]) + "\n", encoding="utf-8")
        return tmp_path / "returns"

    return write
