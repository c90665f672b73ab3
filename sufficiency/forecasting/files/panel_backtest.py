"""`sufficiency backtest`: score every method on a panel file and write what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import pandas as pd

from sufficiency.errors import need
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.forecasting.files.panel_file import check_panel, read_panel
from sufficiency.forecasting.files.score_folder import BacktestOptions, times_lost, write_scores
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.published import by_year, england, panel_of
from sufficiency.forecasting.pooled.series import SERIES
from sufficiency.forecasting.scoring.panel_history import (
    constants_then,
    default_origins,
    scored_history,
)
from sufficiency.forecasting.scoring.panel_models import MODELS, forecast_panel_models
from sufficiency.forecasting.scoring.rolling import Backtest, Running, roll
from sufficiency.forecasting.scoring.summary import in_order, summary
from sufficiency.forecasting.scoring.task import Asked
from sufficiency.progress import bar
from sufficiency.writing import output_folder

AGREES: Final = 0.01
"""A file's total for England is the published one where they are no further apart than this."""

YEARS: Final = (1, 2, 3)
"""Years ahead that are scored."""


def backtest(of: Evidence | Path | str, options: BacktestOptions | None = None) -> pd.DataFrame:
    """Score methods on past forecasts: how far out they were, and how often the range held.

    Each is made from the figures up to a past 31 March, and of several authorities at once.

    Args:
        of: evidence, whose authority is scored with those it is compared with; or a panel file of
            authorities by year (see docs/panel.md).
        options: which methods, all unless named (`BacktestOptions(models=["pooled", "drift"])`),
            how many draws and how many processes.

    Returns:
        model, series, horizon (years), mase, crps, relative_crps, cover_50, cover_80, cover_95 and
        n, as backtest.csv has them, then `FURTHER` columns.

    Raises:
        InputError: when the file, a name or a number is wrong.
    """
    options = options or BacktestOptions()
    names = options.names(MODELS)
    need(of, (Evidence, Path, str), "backtest", "evidence, or the path of a panel file")
    if isinstance(of, Evidence):
        panel, nation = check_panel(panel_of(of)), by_year(england(of))
    else:
        panel, nation, _ = _input(Path(of))
    done, *_ = _scored(panel, nation, names, options, None)
    return score_tables(done)["backtest"]


def backtest_panel_to_folder(
    panel_path: Path | None, out: Path, options: BacktestOptions
) -> dict[str, pd.DataFrame]:
    """Score methods on past forecasts and write the scores to a folder, whole or not at all.

    Written: backtest.csv (the contract's columns, then `FURTHER`), by_series.csv (all horizons
    together), by_origin.csv, fallbacks.csv (series that a method could not be fitted to and that
    'no change' forecast instead) and manifest.json.

    Args:
        panel_path: authorities by year, as for `sufficiency forecast --panel`; None scores the
            authorities in the embedded evidence.
        out: the folder.
        options: models are some of `panel_models.MODELS`.

    Returns:
        The four tables by the names of their files.

    Raises:
        InputError: when the file, a name, a number or a folder is wrong; nothing is written.
    """
    names = options.names(MODELS)
    options.kept()  # refused before anything is read
    panel, nation, source = _input(panel_path)
    begun = perf_counter()
    with output_folder(out) as folder:
        with bar(f"Forecasting from past years with {len(names)} methods") as told:
            done, origins, came_from = _scored(panel, nation, names, options, told)
        tables = score_tables(done)
        about = {
            "scores_are_of": describe(panel),
            "input": source,
            "settings": {
                "models": list(names),
                "origins": list(origins),
                "horizons": len(YEARS),
                "draws": options.draws,
                "seed": options.seed,
            },
            "constants_of_the_pooled_model": {str(y): words for y, words in came_from.items()},
            "series_forecast_by_no_change_instead": times_lost(done.fallbacks),
            "workers": options.workers,
            "seconds": round(perf_counter() - begun, 1),
            "seconds_by_model": {name: round(done.seconds[name], 1) for name in names},
        }
        write_scores(folder, tables, about)
    return tables


def _scored(
    panel: AnnualPanel,
    nation: Mapping[int, float],
    names: tuple[str, ...],
    options: BacktestOptions,
    told: Callable[[float], None] | None,
) -> tuple[Backtest, tuple[int, ...], dict[int, str]]:
    """Scores of every method, the years forecast from, and where constants came from."""
    scored_history(panel)  # refused before minutes are spent on constants
    origins = default_origins(panel)
    constants, came_from = constants_then(panel, nation, origins, names)
    done = roll(
        scored_history(panel, constants),
        forecast_panel_models,
        origins,
        Asked(names, YEARS, options.draws, options.seed),
        Running(options.workers, options.kept(), told),
    )
    return done, tuple(origins), came_from


def score_tables(done: Backtest) -> dict[str, pd.DataFrame]:
    """Scores by horizon, by series and by origin, and the series that were not fitted."""
    scores = in_order(done.scores, list(done.seconds), SERIES)
    return {
        "backtest": summary(scores, ["model", "series", "horizon"]),
        "by_series": summary(scores, ["model", "series"]),
        "by_origin": summary(scores, ["model", "series", "origin"]).drop(columns="se_by_year"),
        "fallbacks": done.fallbacks,
    }


def describe(panel: AnnualPanel) -> str:
    """How many authorities and years the scores are of, in words."""
    many = ", ".join(
        f"{int(panel.complete(name).sum())} {name}" for name in SERIES if panel.complete(name).any()
    )
    return (
        f"{len(panel.codes)} authorities, 31 March {panel.years[0]} to {panel.years[-1]}; series "
        f"without a gap are scored: {many}"
    )


def nation_of(panel: AnnualPanel, published: pd.Series) -> dict[int, float]:
    """The nation's total by year: the file's, with the published years before it.

    A file whose total is not the published one (another nation, or shifted years) stands alone;
    one without it takes the published total.
    """
    column = pd.DataFrame(panel["england_looked_after"], columns=panel.years).mean()
    own = column.dropna()
    both = own.index.intersection(published.dropna().index)
    agrees = len(both) > 0 and ((own[both] / published[both] - 1).abs() < AGREES).all()
    if len(own) and not agrees:
        nation = own
    else:
        nation = own.combine_first(published.dropna()) if len(own) else published.dropna()
    return by_year(nation)


def _input(path: Path | None) -> tuple[AnnualPanel, dict[int, float], Mapping[str, Any]]:
    evidence = load_evidence()
    if path is None:
        frame, source = panel_of(evidence), {"evidence": evidence.hashes}
    else:
        frame = read_panel(path)
        source = {"file": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}}
    panel = check_panel(frame)
    return panel, nation_of(panel, england(evidence)), source
