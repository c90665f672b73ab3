"""The trial that comes with the package, so that a page can show it without waiting for it."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Final

import pandas as pd

from sufficiency.trial.openings import COLUMNS
from sufficiency.trial.run import contract
from sufficiency.trial.scores import summary

STORED: Final = Path(__file__).with_name("stored")
"""Folder of hindcast.csv.gz, scores.csv, scores_by_opening.csv and scores_without_filled.csv."""


def stored_hindcast() -> pd.DataFrame:
    """Every past forecast of every authority, columns `openings.COLUMNS`."""
    content = gzip.decompress((STORED / "hindcast.csv.gz").read_bytes())
    return pd.read_csv(io.BytesIO(content), keep_default_na=False, encoding="utf-8")


def stored_scores(name: str = "scores") -> pd.DataFrame:
    """Scores as `scores.summary` gives them.

    Args:
        name: "scores" by constants, measure and horizon; "scores_by_opening" by opening year too;
            "scores_without_filled" without figures that needed a withheld cell;
            "scores_since_2016" of openings from 2016 on.
    """
    return pd.read_csv(STORED / f"{name}.csv", comment="#", encoding="utf-8")


def store(table: pd.DataFrame, about: str, folder: Path = STORED) -> None:
    """Write a trial and its scores.

    Args:
        table: as `run.run_trial` gives it.
        about: a line that says on what, when and with what it was made.
        folder: where; made if it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    short = contract(table).map(lambda cell: float(f"{cell:.4g}") if _real(cell) else cell)
    body = short[list(COLUMNS)].to_csv(index=False, lineterminator="\n").encode("utf-8")
    (folder / "hindcast.csv.gz").write_bytes(gzip.compress(body, compresslevel=9, mtime=0))
    by = ["measure", "constants", "horizon"]
    for name, found in (
        ("scores", summary(table, by)),
        ("scores_since_2016", summary(table[table["opening_year"] >= 2016], by)),
        ("scores_without_filled", summary(table[~table["filled"].astype(bool)], by)),
        ("scores_by_opening", summary(table, [*by, "opening_year"])),
    ):
        text = found.to_csv(index=False, float_format="%.4g", lineterminator="\n")
        head = f"# {about}\n"
        (folder / f"{name}.csv").write_text(head + text, encoding="utf-8", newline="\n")


def _real(cell: object) -> bool:
    return isinstance(cell, float)
