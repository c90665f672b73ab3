"""`sufficiency backtest --ssda903`: score every model on a council's own returns."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Final

import pandas as pd

from sufficiency._version import __version__
from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_origins, refuse_among_returns
from sufficiency.forecasting.flow.backtest import score_months
from sufficiency.forecasting.flow.candidates import (
    MODELS_RETURNS,
    MONTHS_AFTER,
    MONTHS_BEFORE,
    equal_terms,
)
from sufficiency.forecasting.flow.scores import YEARS
from sufficiency.forecasting.progress import shown
from sufficiency.forecasting.score_cache import ScoreCache
from sufficiency.forecasting.sets import chosen
from sufficiency.writing import output_folder, sign

LIBRARIES: Final = ("numpy", "pandas", "prophet", "scipy", "statsmodels")
"""Those that the models are built on; their versions go into the record."""


def backtest_returns_to_folder(
    place: Path | str,
    out: Path | str,
    models: Iterable[str] | None = None,
    workers: int = 1,
    cache: Path | None = None,
    draws: int = 500,
    seed: int = 1,
    ignore: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Score models on past forecasts and write the scores to a folder, whole or not at all.

    Written: backtest.csv (the contract's columns), fallbacks.csv (see
    `backtest.MonthlyBacktest`) and record.json. Which month ends are forecast from, and
    why, is said on standard error and in the record.

    Args:
        place: a folder or zip of SSDA903 returns.
        out: the folder.
        models: names, some of `MODELS_RETURNS`; all that the record is long enough for unless
            given.
        workers: processes; the numbers are the same with any number.
        cache: folder to keep scores in and take them from, outside the returns; none unless
            given.
        draws: draws behind each forecast.
        seed: of the random numbers.
        ignore: files among the returns that are no part of them.

    Returns:
        The table of backtest.csv.

    Raises:
        InputError: as `read_origins` and `equal_terms`, or when a name, a number or a folder is
            wrong; nothing is written.
    """
    names = chosen(models, MODELS_RETURNS)
    for what, number in (("workers", workers), ("draws", draws)):
        if number < 1:
            raise InputError(f"{what} is {number}; at least 1 is needed.")
    for target in (out, *([] if cache is None else [cache])):
        refuse_among_returns(place, target)
    kept = None if cache is None else ScoreCache(cache)
    returns, earlier = read_origins(place, MONTHS_BEFORE, ahead=MONTHS_AFTER, ignore=ignore)
    whole = returns.monthly
    terms = equal_terms(names, len(whole.dates) - 1, earlier)
    for line in (*returns.report.lines(), terms.rule):
        print(line, file=sys.stderr, flush=True)
    begun = perf_counter()
    with output_folder(out) as folder:
        with shown(f"Forecasting from past months, models: {len(terms.models)}") as told:
            done = score_months(
                whole, terms.origins, terms.models, draws, seed, workers, kept, told
            )
        for name, table in (("backtest", done.table), ("fallbacks", done.fallbacks)):
            table.to_csv(
                folder / f"{name}.csv",
                index=False,
                encoding="utf-8",
                lineterminator="\n",
                float_format="%.6g",
            )
        lost = done.fallbacks["model"].value_counts().sort_index()
        sign(
            folder,
            {
                "version": __version__,
                "scores_are_of": f"SSDA903 returns of {len(whole.dates) - 1} months to "
                f"{whole.dates[-1]:%Y-%m-%d}",
                "input": {"counts": whole.sha256},
                "rule": terms.rule,
                "settings": {
                    "models": list(terms.models),
                    "left_out": list(terms.left_out),
                    "origins": [f"{seen.dates[-1]:%Y-%m-%d}" for seen in terms.origins],
                    "years_ahead": list(YEARS),
                    "draws": draws,
                    "seed": seed,
                },
                "series_forecast_by_no_change_instead": {
                    str(model): int(times) for model, times in lost.items()
                },
                "versions": {
                    "python": platform.python_version(),
                    **{library: version(library) for library in LIBRARIES},
                },
                "workers": workers,
                "seconds": round(perf_counter() - begun, 1),
            },
        )
    return done.table
