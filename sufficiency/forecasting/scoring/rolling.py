"""The rolling origin: every model from every past origin, in several processes, from a cache.

Random numbers come from named streams, so the number of processes and the order of the tasks
change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import partial

import pandas as pd

from sufficiency.forecasting.scoring.cache import ScoreCache
from sufficiency.forecasting.scoring.outcome import History
from sufficiency.forecasting.scoring.processes import each_done
from sufficiency.forecasting.scoring.task import (
    Asked,
    Fallback,
    Forecaster,
    Scored,
    Task,
    run_task,
)

FALLBACKS = tuple(one.name for one in fields(Fallback))


@dataclass(frozen=True)
class Running:
    """How a backtest is run: nothing here changes a number.

    Attributes:
        workers: processes.
        cache: where scores of earlier runs are kept.
        told: called with the share done, 0 to 1.
    """

    workers: int = 1
    cache: ScoreCache | None = None
    told: Callable[[float], None] | None = None


@dataclass(frozen=True)
class Backtest:
    """Scores of several models from several origins.

    Attributes:
        scores: one row a forecast: model, origin and the columns of `summary.score`.
        fallbacks: model, series, la_code, origin, reason: series that a method could not be
            fitted to and that 'no change' forecast instead, in its own row and in the mixture.
        seconds: model -> time it took, all processes together (zero where the cache had it).
    """

    scores: pd.DataFrame = field(repr=False)
    fallbacks: pd.DataFrame = field(repr=False)
    seconds: Mapping[str, float]


def roll(
    history: History,
    forecaster: Forecaster,
    origins: Iterable[int],
    asked: Asked,
    running: Running | None = None,
) -> Backtest:
    """Forecast from each origin what was not known there, and score it.

    Args:
        history: figures up to today.
        forecaster: every model that there is for such a history; a function of a module, so that
            it can be sent to other processes.
        origins: to forecast from.
        asked: of the models.
        running: in how many processes, and from which cache; one and none unless given.
    """
    running = running or Running()
    tasks = [
        Task(origin, seen, outcome, replace(asked, models=models))
        for origin in origins
        for seen in [history.until(origin)]
        for outcome, models in history.parts(history.outcome(origin, asked.horizons), asked.models)
    ]
    done: dict[int, dict[str, Scored]] = {}
    work = partial(run_task, forecaster, running.cache)
    for number, scored in each_done(work, tasks, running.workers):
        done[number] = scored
        if running.told:
            running.told(len(done) / len(tasks))
    parts = {
        name: [
            (task.origin, done[number][name])
            for number, task in enumerate(tasks)
            if name in done[number]
        ]
        for name in asked.models
    }
    frames = [
        part.scores.assign(model=name, origin=origin)
        for name, scored in parts.items()
        for origin, part in scored
        if len(part.scores)
    ]
    lost = dict.fromkeys(
        one for scored in parts.values() for _, part in scored for one in part.fallbacks
    )
    return Backtest(
        pd.concat(frames, ignore_index=True),
        pd.DataFrame([asdict(one) for one in lost], columns=list(FALLBACKS)),
        {name: sum(part.seconds for _, part in scored) for name, scored in parts.items()},
    )
