"""How good the monthly forecasts have been: from earlier month ends, against what came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903 import MonthlyEvidence, read_origins, refuse_among_returns
from sufficiency.forecasting.flow_fit import fit_flow_model
from sufficiency.forecasting.flow_model import SERIES, between_whole
from sufficiency.forecasting.flow_naive import plain_forecasts, with_total
from sufficiency.forecasting.flow_paths import simulate
from sufficiency.forecasting.scores import crps_draws, crps_normal
from sufficiency.writing import output_folder, sign

YEARS: Final = (1, 2, 3)
FEWEST_CHILDREN: Final = 20
"""A type is scored from a month end at which it has this many children or more."""
LEVELS: Final = (50, 80, 95)

Candidate = Callable[[MonthlyEvidence, int, int, int], np.ndarray]
"""From counts, months, draws and a seed to paths of `SERIES`, (draws, months, 11)."""


def flow_candidate(monthly: MonthlyEvidence, months: int, draws: int, seed: int) -> np.ndarray:
    """The flow model's paths, the total first."""
    return with_total(simulate(fit_flow_model(monthly), months, draws, seed)[:, 1:])


def score_candidates(
    whole: MonthlyEvidence,
    earlier: list[MonthlyEvidence],
    draws: int = 500,
    seed: int = 1,
    candidates: Mapping[str, Candidate] | None = None,
) -> pd.DataFrame:
    """Scores by model, series and years ahead, in the contract's columns.

    Args:
        whole: the record to today. earlier: the record as cut at earlier month ends.
        draws, seed: of each forecast.
        candidates: other models by name; the flow model and the plain forecasts are always in.

    Returns:
        model, series, horizon (years), mase, crps, relative_crps (to no change), cover_50,
        cover_80, cover_95, n (month ends forecast from).
    """
    models: dict[str, Candidate] = {"flow": flow_candidate, **(candidates or {})}
    record = with_total(whole.by_type.astype(float))
    rows: list[dict[str, object]] = []
    for seen in earlier:
        here = len(seen.dates) - 1
        years = [year for year in YEARS if here + 12 * year < len(record)]
        at = np.array([12 * year - 1 for year in years])
        came = record[here + 1 + at]
        scale = _yearly_change(record[: here + 1])
        for name, model in models.items():
            paths = model(seen, int(at[-1]) + 1, draws, seed)[:, at]
            score = crps_draws(np.moveaxis(paths, 0, -1), came)
            bounds = {
                level: between_whole(paths, (0.5 - level / 200, 0.5 + level / 200), seed)
                for level in LEVELS
            }
            rows += _rows(
                name, years, score, np.median(paths, axis=0), bounds, came, scale, record[here]
            )
        for name, (mean, spread) in plain_forecasts(seen, int(at[-1]) + 1).items():
            mean, spread = mean[at], spread[at]
            bounds = {
                level: np.stack([mean - _Z[level] * spread, mean + _Z[level] * spread])
                for level in LEVELS
            }
            score = crps_normal(mean, spread, came)
            rows += _rows(name, years, score, mean, bounds, came, scale, record[here])
    return _summary(pd.DataFrame(rows))


_Z: Final = {50: 0.6745, 80: 1.2816, 95: 1.9600}


def _yearly_change(record: np.ndarray) -> np.ndarray:
    """Mean absolute change over a year of each series, one child at least."""
    return np.maximum(np.abs(record[12:] - record[:-12]).mean(axis=0), 1.0)


def _rows(
    model: str,
    years: list[int],
    score: np.ndarray,
    middle: np.ndarray,
    bounds: Mapping[int, np.ndarray],
    came: np.ndarray,
    scale: np.ndarray,
    opening: np.ndarray,
) -> list[dict[str, object]]:
    return [
        {
            "model": model,
            "series": series,
            "horizon": year,
            "mase": abs(middle[i, j] - came[i, j]) / scale[j],
            "crps": score[i, j],
            **{
                f"cover_{level}": low[i, j] <= came[i, j] <= high[i, j]
                for level, (low, high) in bounds.items()
            },
        }
        for j, series in enumerate(SERIES)
        if j == 0 or opening[j] >= FEWEST_CHILDREN
        for i, year in enumerate(years)
    ]


def _summary(scores: pd.DataFrame) -> pd.DataFrame:
    keys = ["model", "series", "horizon"]
    table = scores.groupby(keys, sort=False).mean()
    table["n"] = scores.groupby(keys, sort=False).size()
    table = table.reset_index()
    plain = table[table["model"] == "no_change"].set_index(["series", "horizon"])["crps"]
    matched = plain.loc[pd.MultiIndex.from_frame(table[["series", "horizon"]])].to_numpy()
    table.insert(5, "relative_crps", table["crps"].to_numpy() / np.maximum(matched, 1e-9))
    return table


def backtest_returns(
    place: Path | str,
    draws: int = 500,
    seed: int = 1,
    candidates: Mapping[str, Candidate] | None = None,
) -> pd.DataFrame:
    """Score every model on a council's own returns; see `score_candidates`.

    Raises:
        InputError: as `read_origins`.
    """
    whole, earlier = read_origins(place)
    return score_candidates(whole, earlier, draws, seed, candidates)


def backtest_returns_to_folder(
    place: Path | str, out: Path | str, draws: int = 500, seed: int = 1
) -> pd.DataFrame:
    """Write `backtest.csv` and `record.json` to a folder, and give the table.

    Raises:
        InputError: as `read_origins`, or when the folder is not ours to replace.
    """
    refuse_among_returns(place, out)
    table = backtest_returns(place, draws, seed)
    with output_folder(out) as folder:
        table.to_csv(
            folder / "backtest.csv",
            index=False,
            encoding="utf-8",
            lineterminator="\n",
            float_format="%.6g",
        )
        sign(folder, {"backtest": {"draws": draws, "seed": seed, "returns": "SSDA903"}})
    return table
