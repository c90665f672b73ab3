"""`sufficiency backtest`: score every method on a panel file and write what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import pandas as pd

from sufficiency._version import __version__
from sufficiency.errors import InputError
from sufficiency.evidence import load_evidence
from sufficiency.forecasting.backtest import summary
from sufficiency.forecasting.files import read_panel
from sufficiency.forecasting.panel import Panel, check_panel
from sufficiency.forecasting.progress import shown
from sufficiency.forecasting.published import by_year, england, panel_of
from sufficiency.forecasting.rolling import Backtest, roll
from sufficiency.forecasting.score_cache import ScoreCache
from sufficiency.forecasting.series import SERIES
from sufficiency.forecasting.sets import chosen
from sufficiency.writing import output_folder, sign

AGREES: Final = 0.01
"""A file's total for England is the published one where they are no further apart than this."""


def backtest_to_folder(
    panel_path: Path | None,
    out: Path,
    models: Iterable[str] | None = None,
    workers: int = 2,
    cache: Path | None = None,
    draws: int = 1000,
    seed: int = 1,
    horizons: int = 3,
) -> dict[str, pd.DataFrame]:
    """Score methods on past forecasts and write the scores to a folder, whole or not at all.

    Written: backtest.csv (the contract's columns, then `FURTHER`), by_series.csv (all horizons
    together), by_origin.csv, fallbacks.csv (series that a method could not be fitted to and that
    'no change' forecast instead) and manifest.json.

    Args:
        panel_path: authorities by year, as for `sufficiency forecast --panel`; None scores the
            authorities in the embedded evidence.
        out: the folder.
        models: names, some of `sets.MODELS`; all unless given.
        workers: processes; the numbers are the same with any number.
        cache: folder to keep scores in and take them from; none unless given.
        draws: draws behind each forecast.
        seed: of the random numbers.
        horizons: years ahead.

    Returns:
        The four tables by the names of their files.

    Raises:
        InputError: when the file, a name, a number or a folder is wrong; nothing is written.
    """
    names = chosen(models)
    for what, number in (("workers", workers), ("draws", draws), ("horizons", horizons)):
        if number < 1:
            raise InputError(f"{what} is {number}; at least 1 is needed.")
    kept = None if cache is None else ScoreCache(cache)
    panel, nation, facts = _input(panel_path)
    begun = perf_counter()
    with output_folder(out) as folder:
        with shown(f"Forecasting from past years with {len(names)} methods") as told:
            done = roll(
                panel,
                names,
                nation,
                horizons=horizons,
                draws=draws,
                seed=seed,
                workers=workers,
                cache=kept,
                told=told,
            )
        tables = score_tables(done)
        for name, table in tables.items():
            table.to_csv(
                folder / f"{name}.csv", index=False, float_format="%.6g", lineterminator="\n"
            )
        sign(
            folder,
            {
                "version": __version__,
                "scores_are_of": describe(panel),
                "input": facts,
                "settings": {
                    "models": list(names),
                    "origins": [int(origin) for origin in done.constants],
                    "horizons": horizons,
                    "draws": draws,
                    "seed": seed,
                },
                "constants_of_the_pooled_model": {str(y): w for y, w in done.constants.items()},
                "series_forecast_by_no_change_instead": done.fallbacks["model"]
                .value_counts()
                .to_dict(),
                "workers": workers,
                "seconds": round(perf_counter() - begun, 1),
                "seconds_by_model": {name: round(done.seconds[name], 1) for name in names},
            },
        )
    return tables


def score_tables(done: Backtest) -> dict[str, pd.DataFrame]:
    """Scores by horizon, by series and by origin, and the series that were not fitted."""
    scores = done.scores.assign(series=pd.Categorical(done.scores["series"], SERIES))
    scores = scores.sort_values(["series"], kind="stable").astype({"series": "str"})
    order = list(done.seconds)
    scores["model"] = pd.Categorical(scores["model"], order)
    scores = scores.sort_values(["model"], kind="stable").astype({"model": "str"})
    return {
        "backtest": summary(scores, ["model", "series", "horizon"]),
        "by_series": summary(scores, ["model", "series"]),
        "by_origin": summary(scores, ["model", "series", "origin"]).drop(columns="se_by_year"),
        "fallbacks": done.fallbacks,
    }


def describe(panel: Panel) -> str:
    """How many authorities and years the scores are of, in words."""
    many = ", ".join(
        f"{int(panel.complete(name).sum())} {name}" for name in SERIES if panel.complete(name).any()
    )
    return (
        f"{len(panel.codes)} authorities, 31 March {panel.years[0]} to {panel.years[-1]}; series "
        f"without a gap are scored: {many}"
    )


def nation_of(panel: Panel, published: pd.Series) -> dict[int, float]:
    """The nation's total by year: the file's, with the published years before it.

    A file whose total is not the published one (another nation, or shifted years) stands alone;
    one without it takes the published total.
    """
    column = pd.DataFrame(panel["england_looked_after"], columns=panel.years).mean()
    own = column.dropna()
    both = own.index.intersection(published.dropna().index)
    agrees = len(both) > 0 and ((own[both] / published[both] - 1).abs() < AGREES).all()
    if len(own) and not agrees:
        found = own
    else:
        found = own.combine_first(published.dropna()) if len(own) else published.dropna()
    return by_year(found)


def _input(path: Path | None) -> tuple[Panel, dict[int, float], Mapping[str, Any]]:
    evidence = load_evidence()
    if path is None:
        frame, facts = panel_of(evidence), {"evidence": evidence.hashes}
    else:
        frame = read_panel(path)
        facts = {"file": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}}
    panel = check_panel(frame)
    return panel, nation_of(panel, england(evidence)), facts
