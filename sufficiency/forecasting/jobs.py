"""One piece of a backtest: draw and score some authorities from one past year, leak-free.

The methods of a job are given the panel cut at the origin and nothing else; what came is held
apart from it and only the scores see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from sufficiency.forecasting.backtest import score_origin
from sufficiency.forecasting.candidates import Fallback, Pooled
from sufficiency.forecasting.constants import Constants
from sufficiency.forecasting.panel import Panel
from sufficiency.forecasting.score_cache import ScoreCache, content_key
from sufficiency.forecasting.series import SERIES
from sufficiency.forecasting.sets import ENSEMBLE, MEMBERS, POOLED, alone, equal_parts


@dataclass(frozen=True)
class Job:
    """One origin and some authorities.

    Attributes:
        origin: year the forecasts start from.
        rows: of the panel, the authorities to forecast and score.
        models: in the order of the tables.
        constants: of the pooled model, estimated from nothing later than the origin; None where
            there are none for so early a year.
    """

    origin: int
    rows: tuple[int, ...]
    models: tuple[str, ...]
    constants: Constants | None
    horizons: int
    draws: int
    seed: int


@dataclass(frozen=True)
class Scored:
    """What one model scored in one job."""

    records: pd.DataFrame
    fallbacks: tuple[Fallback, ...]
    seconds: float


def run_job(panel: Panel, cache: ScoreCache | None, job: Job) -> dict[str, Scored]:
    """Draw and score one job, or read what an earlier run scored."""
    whole, seen = panel.rows(np.array(job.rows)), panel.until(job.origin)
    key = _key(job, seen, whole) if cache else ""
    held = {name: cache.read(key, name) for name in job.models} if cache else {}
    scored = {name: _unpacked(one) for name, one in held.items() if one is not None}
    missing = tuple(name for name in job.models if name not in scored)
    made: dict[str, dict[str, np.ndarray]] = {}
    for name in needed(missing):
        begun, lost = perf_counter(), list[Fallback]()
        if name == ENSEMBLE:
            drawn = {s: equal_parts([made[member][s] for member in MEMBERS]) for s in SERIES}
        elif name == POOLED:
            drawn = _pooled(job, seen)
        else:
            drawn = alone(name).draws(
                _to_be_scored(whole, job.origin),
                job.origin,
                job.horizons,
                job.draws,
                job.seed,
                lost.append,
            )
        made[name] = drawn
        if name in missing:
            records = score_origin(whole, whole.until(job.origin), drawn)
            records = records[records["complete"]].assign(model=name, origin=job.origin)
            one = Scored(records, tuple(lost), perf_counter() - begun)
            scored[name] = one
            if cache:
                cache.write(key, name, _packed(one))
    return scored


def _key(job: Job, seen: Panel, whole: Panel) -> str:
    """Everything that the scores of a job depend on, but for the model."""
    settings = (job.origin, job.rows, job.horizons, job.draws, job.seed)
    outcomes = {name: whole[name] for name in SERIES}
    return content_key(settings, job.constants, seen.codes, seen.years, seen.values, outcomes)


def _packed(one: Scored) -> dict[str, Any]:
    return {
        "records": one.records.to_dict("list"),
        "fallbacks": [asdict(lost) for lost in one.fallbacks],
    }


def _unpacked(held: Mapping[str, Any]) -> Scored:
    lost = tuple(Fallback(**row) for row in held["fallbacks"])
    return Scored(pd.DataFrame(held["records"]), lost, 0.0)


def _pooled(job: Job, seen: Panel) -> dict[str, np.ndarray]:
    """The pooled model sees every authority, as each is set against the others."""
    if job.constants is None:
        nothing = np.full((len(job.rows), job.horizons, job.draws), np.nan)
        return dict.fromkeys(SERIES, nothing)
    made = Pooled(job.constants).draws(
        seen, job.origin, job.horizons, job.draws, job.seed, rows=job.rows
    )
    return made


def needed(models: Sequence[str]) -> tuple[str, ...]:
    """Models to draw for those asked: the mixture needs all of its members, and comes last."""
    if ENSEMBLE not in models:
        return tuple(models)
    return (*MEMBERS, ENSEMBLE)


def _to_be_scored(whole: Panel, origin: int) -> Panel:
    """The panel cut at the origin, blank where a series has gaps and so will not be scored.

    Which series are scored is known with hindsight; what is in them is not.
    """
    seen = whole.until(origin)
    kept = {
        name: np.where(whole.complete(name)[:, None], value, np.nan) if name in SERIES else value
        for name, value in seen.values.items()
    }
    return Panel(seen.codes, seen.years, kept)
