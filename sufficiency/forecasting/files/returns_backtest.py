"""`sufficiency backtest --ssda903`: score every model on a council's own returns."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import pandas as pd

from sufficiency.evidence.ssda903 import (
    NOTHING_ALLOWED,
    Allowed,
    MonthlyEvidence,
    read_origins,
    refuse_among_returns,
)
from sufficiency.forecasting.files.score_folder import BacktestOptions, times_lost, write_scores
from sufficiency.forecasting.flow.backtest import (
    YEARS,
    ReturnsHistory,
    score_returns,
    score_table,
)
from sufficiency.forecasting.flow.candidates import (
    MODELS_RETURNS,
    MONTHS_AFTER,
    MONTHS_BEFORE,
    Terms,
    equal_terms,
)
from sufficiency.forecasting.scoring.rolling import Running
from sufficiency.forecasting.scoring.task import Asked
from sufficiency.progress import bar
from sufficiency.writing import output_folder

LIBRARIES: Final = ("numpy", "pandas", "prophet", "scipy", "statsmodels")
"""Those that the models are built on; their versions are written beside the scores."""


def backtest_returns_to_folder(
    place: Path | str, out: Path | str, options: BacktestOptions, allowed: Allowed = NOTHING_ALLOWED
) -> pd.DataFrame:
    """Score models on past forecasts and write the scores to a folder, whole or not at all.

    Written: backtest.csv (the contract's columns), fallbacks.csv (see `rolling.Backtest`) and
    manifest.json. Which month ends are forecast from, and why, is said on standard error and there.

    Args:
        place: a folder or zip of SSDA903 returns.
        out: the folder.
        options: models are some of `MODELS_RETURNS`, all that the returns are long enough for
            unless given; the cache lies outside the returns.
        allowed: files among the returns that are no part of them, and whether to go on in doubt.

    Returns:
        The table of backtest.csv.

    Raises:
        InputError: as `read_origins` and `equal_terms`, or when a name, a number or a folder is
            wrong; nothing is written.
    """
    names = options.names(MODELS_RETURNS)
    for target in (out, *([] if options.cache is None else [options.cache])):
        refuse_among_returns(place, target)
    cache = options.kept()
    returns, earlier = read_origins(place, MONTHS_BEFORE, ahead=MONTHS_AFTER, allowed=allowed)
    whole = returns.monthly
    terms = equal_terms(names, len(whole.dates) - 1, earlier)
    for line in (*returns.report.lines(), terms.rule):
        print(line, file=sys.stderr, flush=True)
    begun = perf_counter()
    with output_folder(out) as folder:
        with bar(f"Forecasting from past months, models: {len(terms.models)}") as told:
            done = score_returns(
                ReturnsHistory(whole, terms.origins),
                Asked(terms.models, YEARS, options.draws, options.seed),
                Running(options.workers, cache, told),
            )
        table, lost = score_table(done), times_lost(done.fallbacks)
        about = {
            **_about(whole, terms, options),
            "series_forecast_by_no_change_instead": dict(sorted(lost.items())),
            "versions": {
                "python": platform.python_version(),
                **{library: version(library) for library in LIBRARIES},
            },
            "workers": options.workers,
            "seconds": round(perf_counter() - begun, 1),
        }
        write_scores(folder, {"backtest": table, "fallbacks": done.fallbacks}, about)
    return table


def _about(whole: MonthlyEvidence, terms: Terms, options: BacktestOptions) -> dict[str, Any]:
    """What was scored, and on what terms."""
    return {
        "scores_are_of": f"SSDA903 returns of {len(whole.dates) - 1} months to "
        f"{whole.dates[-1]:%Y-%m-%d}",
        "input": {"counts": whole.sha256},
        "rule": terms.rule,
        "settings": {
            "models": list(terms.models),
            "left_out": list(terms.left_out),
            "origins": [f"{seen.dates[-1]:%Y-%m-%d}" for seen in terms.origins],
            "years_ahead": list(YEARS),
            "draws": options.draws,
            "seed": options.seed,
        },
    }
