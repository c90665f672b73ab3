"""Every method from every past year: in several processes, from a cache, and leak-free.

The work is cut into jobs of one origin and a dozen authorities (`jobs.run_job`). Random numbers
come from streams named by method, series and authority, so the number of processes and the order
of the jobs change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.forecasting.constants import constants_at
from sufficiency.forecasting.estimate import refitted
from sufficiency.forecasting.jobs import Job, Scored, needed, run_job
from sufficiency.forecasting.panel import Panel
from sufficiency.forecasting.processes import each_done
from sufficiency.forecasting.score_cache import ScoreCache
from sufficiency.forecasting.series import SERIES
from sufficiency.forecasting.sets import POOLED

BLOCK = 12
"""Authorities to a job: small enough for progress to show, large enough to be worth sending."""

LEAST_YEARS = 8
"""Years, the origin's included, that a method is given at the earliest origin."""


@dataclass(frozen=True)
class Backtest:
    """Scores of several methods from several past years.

    Attributes:
        scores: one row a forecast: model, origin and the columns of `backtest.score_origin`.
        fallbacks: model, series, la_code, origin, reason: series that a method could not be
            fitted to and that 'no change' forecast instead.
        seconds: model -> time it took, all processes together (nought where the cache had it).
        constants: origin -> where the pooled model's constants came from.
    """

    scores: pd.DataFrame
    fallbacks: pd.DataFrame
    seconds: Mapping[str, float]
    constants: Mapping[int, str]


def default_origins(panel: Panel) -> tuple[int, ...]:
    """Every year with `LEAST_YEARS` of history and an outcome.

    Raises:
        InputError: when there is no such year.
    """
    origins = tuple(int(year) for year in panel.years[LEAST_YEARS - 1 : -1])
    if not origins:
        raise InputError(
            f"The panel has {len(panel.years)} years; at least {LEAST_YEARS + 1} are needed to "
            "forecast from a past year and see what came."
        )
    return origins


def roll(
    panel: Panel,
    models: Sequence[str],
    nation: Mapping[int, float],
    origins: Iterable[int] | None = None,
    horizons: int = 3,
    draws: int = 1000,
    seed: int = 1,
    workers: int = 1,
    cache: ScoreCache | None = None,
    told: Callable[[float], None] | None = None,
) -> Backtest:
    """Score every method from every past year.

    The pooled model's constants are estimated at each origin from what was known then; a panel
    too small for that takes those estimated on 72 English authorities up to the same year.

    Args:
        panel: figures up to today.
        models: names, some of `sets.MODELS`.
        nation: children looked after in the nation by year, as far back as is known.
        origins: years to forecast from; every year that can be unless given.
        horizons: years ahead.
        draws: number of draws.
        seed: of the random numbers.
        workers: processes; the numbers are the same with any number.
        cache: where scores of earlier runs are kept.
        told: called with the share done, 0 to 1.

    Raises:
        InputError: see `default_origins`; or no series is complete.
    """
    panel = _worth_scoring(panel)
    origins = default_origins(panel) if origins is None else tuple(origins)
    constants, came_from = {}, {}
    for origin in origins:
        made = refitted(panel, nation, origin, "this panel") if POOLED in needed(models) else None
        constants[origin] = made or constants_at(origin)
        own = "estimated on this panel up to the origin"
        kept = "estimated on 72 English authorities up to the origin"
        came_from[origin] = own if made else kept if constants[origin] else "none so early"
    blocks = np.array_split(np.arange(len(panel.codes)), -(-len(panel.codes) // BLOCK))
    jobs = [
        Job(origin, tuple(block.tolist()), tuple(models), constants[origin], horizons, draws, seed)
        for origin in origins
        for block in blocks
    ]
    parts: dict[int, dict[str, Scored]] = {}
    work = partial(run_job, panel, cache)
    for done, (number, scored) in enumerate(each_done(work, jobs, workers), start=1):
        parts[number] = scored
        if told:
            told(done / len(jobs))
    ordered = [parts[number] for number in range(len(jobs))]
    frames = [part[name].records for name in models for part in ordered]
    lost = [asdict(one) for name in models for part in ordered for one in part[name].fallbacks]
    columns = ["model", "series", "la_code", "origin", "reason"]
    return Backtest(
        pd.concat([frame for frame in frames if len(frame)], ignore_index=True),
        pd.DataFrame(lost, columns=columns),
        {name: sum(part[name].seconds for part in ordered) for name in models},
        came_from,
    )


def _worth_scoring(panel: Panel) -> Panel:
    if not any(panel.complete(series).any() for series in SERIES):
        raise InputError(
            "No authority has a series without a gap; a backtest scores those alone, so that "
            "every method is given the same years."
        )
    return panel
