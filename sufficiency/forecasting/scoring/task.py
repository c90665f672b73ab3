"""One piece of a backtest: some models forecast some series from one origin and are scored.

Models are given the history as cut at the origin and nothing else; what came is held apart from
it and only the scores see it. What a cache keeps is scores, under a name that is a hash of the
figures and settings: no figure can be read from either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from time import perf_counter
from typing import Any, Protocol

import pandas as pd

from sufficiency.forecasting.methods.mixture import ENSEMBLE
from sufficiency.forecasting.scoring.cache import ScoreCache, content_key
from sufficiency.forecasting.scoring.forecasts import Forecast
from sufficiency.forecasting.scoring.outcome import Measures, Outcome
from sufficiency.forecasting.scoring.summary import score


@dataclass(frozen=True)
class Asked:
    """What is asked of every model: names in the order of the tables, years ahead, draws, seed."""

    models: tuple[str, ...]
    horizons: tuple[int, ...] = (1, 2, 3)
    draws: int = 1000
    seed: int = 1


@dataclass(frozen=True)
class Fallback:
    """A series that a method could not be fitted to and that 'no change' forecast instead."""

    model: str
    series: str
    la_code: str
    origin: int
    reason: str


Note = Callable[[Fallback], None]


class Forecaster(Protocol):
    """Forecasts one kind of history with every model that there is for it."""

    def __call__(
        self, seen: Any, measures: Measures, asked: Asked, note: Note
    ) -> Iterator[tuple[str, Forecast]]:
        """Forecast with each model in turn.

        Args:
            seen: a history cut at an origin, as its `until` gives it.
            measures: the series and horizons to forecast.
            asked: the models, draws and seed; random numbers come from streams named by model,
                series and authority.
            note: told of each series that 'no change' had to forecast instead.

        Returns:
            Name and forecast of each model asked for, and of those that a mixture needs.
        """
        ...


@dataclass(frozen=True)
class Task:
    """Some models and series at one origin.

    Attributes:
        origin: a year, or a year and month such as 202503.
        seen: the history as cut there.
        outcome: what came, of the series to forecast and score.
        asked: of the models.
    """

    origin: int
    seen: Any = field(repr=False)
    outcome: Outcome = field(repr=False)
    asked: Asked


@dataclass(frozen=True)
class Scored:
    """What one model scored in one task.

    Attributes:
        scores: see `summary.score`.
        fallbacks: series that it, or a member of the mixture, could not be fitted to.
        seconds: that it took; zero where the cache had it.
    """

    scores: pd.DataFrame
    fallbacks: tuple[Fallback, ...]
    seconds: float


def run_task(forecaster: Forecaster, cache: ScoreCache | None, task: Task) -> dict[str, Scored]:
    """Forecast and score one task, or read what an earlier run scored."""
    models = task.asked.models
    key = _key(task) if cache else ""
    held = {name: cache.read(key, name) for name in models} if cache else {}
    scored = {name: _unpacked(one) for name, one in held.items() if one is not None}
    missing = replace(task.asked, models=tuple(name for name in models if name not in scored))
    if not missing.models:
        return scored
    lost, begun = list[Fallback](), perf_counter()
    for name, made in forecaster(task.seen, task.outcome.measures, missing, lost.append):
        if name in missing.models:
            scores = score(made, task.outcome, missing.seed)
            own = tuple(one for one in lost if one.model == name or name == ENSEMBLE)
            scored[name] = Scored(scores, own, perf_counter() - begun)
            if cache:
                cache.write(key, name, _packed(scored[name]))
        begun = perf_counter()
    return scored


def _key(task: Task) -> str:
    """Everything that the scores of a task depend on, but for the model."""
    return content_key(task.origin, task.seen, task.outcome, replace(task.asked, models=()))


def _packed(one: Scored) -> dict[str, Any]:
    fallbacks = [asdict(lost) for lost in one.fallbacks]
    return {"scores": one.scores.to_dict("list"), "fallbacks": fallbacks}


def _unpacked(held: Mapping[str, Any]) -> Scored:
    lost = tuple(Fallback(**row) for row in held["fallbacks"])
    return Scored(pd.DataFrame(held["scores"]), lost, 0.0)
