"""What may be asked of a backtest, and the folder that its scores are written to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sufficiency._version import __version__
from sufficiency.errors import InputError
from sufficiency.forecasting.methods.catalogue import chosen
from sufficiency.forecasting.scoring.cache import ScoreCache
from sufficiency.writing import sign


@dataclass(frozen=True)
class BacktestOptions:
    """The options of `sufficiency backtest`.

    Attributes:
        models: names; all that there are for such figures unless given.
        workers: processes; the numbers are the same with any number.
        cache: folder to keep scores in and take them from; none unless given.
        draws: draws behind each forecast.
        seed: of the random numbers.
    """

    models: Iterable[str] | None = None
    workers: int = 1
    cache: Path | None = None
    draws: int = 1000
    seed: int = 1

    def names(self, known: Sequence[str]) -> tuple[str, ...]:
        """The models asked for, in the order of the tables.

        Raises:
            InputError: when a name is not known, or workers or draws are below 1.
        """
        names = chosen(self.models, known)
        for what, number in (("workers", self.workers), ("draws", self.draws)):
            if number < 1:
                raise InputError(f"{what} is {number}; at least 1 is needed.")
        return names

    def kept(self) -> ScoreCache | None:
        """Where scores are kept.

        Raises:
            InputError: when it is no folder.
        """
        return None if self.cache is None else ScoreCache(self.cache)


def write_scores(
    folder: Path, tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]
) -> None:
    """Write each table to a CSV file of its name, numbers to six digits, and sign the folder."""
    for name, table in tables.items():
        table.to_csv(
            folder / f"{name}.csv",
            index=False,
            encoding="utf-8",
            lineterminator="\n",
            float_format="%.6g",
        )
    sign(folder, {"version": __version__, **about})


def times_lost(fallbacks: pd.DataFrame) -> dict[str, int]:
    """How many series each model could not be fitted to, the most first."""
    times = fallbacks["model"].value_counts()
    return {str(model): int(number) for model, number in times.items()}
