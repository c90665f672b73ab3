"""One piece of a backtest on returns: some models from one month end, leak-free.

Models are given the record as cut at the month end, in counts; what came is held apart from it
and only the scores see it. What a cache keeps is scores, under a name that is a hash of the
counts and settings: no count can be read from either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sufficiency.evidence.ssda903 import MonthlyEvidence
from sufficiency.forecasting.candidates import Fallback
from sufficiency.forecasting.flow.candidates import ALONE, forecasts
from sufficiency.forecasting.flow.scores import Outcome, score
from sufficiency.forecasting.score_cache import ScoreCache, content_key
from sufficiency.forecasting.sets import ENSEMBLE


@dataclass(frozen=True)
class Job:
    """One month end, and some models and series.

    Attributes:
        seen: the counts until then.
        outcome: what came, of the series to forecast and score.
        models: some of `candidates.MODELS_RETURNS`.
    """

    seen: MonthlyEvidence
    outcome: Outcome
    models: tuple[str, ...]
    draws: int
    seed: int


@dataclass(frozen=True)
class Scored:
    """What one model scored in one job.

    Attributes:
        rows: of `scores.score`.
        fallbacks: series that it, or a member of the mixture, could not be fitted to.
    """

    rows: list[dict[str, Any]]
    fallbacks: list[Fallback]


def jobs_at(
    seen: MonthlyEvidence, outcome: Outcome, models: Sequence[str], draws: int, seed: int
) -> list[Job]:
    """All that is to do at one month end: a job a series for the methods that see each alone."""
    together = tuple(name for name in models if name not in ALONE)
    alone = tuple(name for name in models if name in ALONE)
    jobs = [Job(seen, outcome, together, draws, seed)]
    if alone:
        jobs += [Job(seen, outcome.of([one]), alone, draws, seed) for one in outcome.series]
    return jobs


def run_job(cache: ScoreCache | None, job: Job) -> dict[str, Scored]:
    """Draw and score one job, or read what an earlier run scored."""
    key = _key(job) if cache else ""
    held = {name: cache.read(key, name) for name in job.models} if cache else {}
    scored = {name: _unpacked(one) for name, one in held.items() if one is not None}
    missing = tuple(name for name in job.models if name not in scored)
    lost: list[Fallback] = []
    months = 12 * job.outcome.years[-1]
    made = forecasts(
        job.seen, missing, months, job.draws, job.seed, job.outcome.series, lost.append
    )
    for name in missing:
        own = [one for one in lost if one.model == name or name == ENSEMBLE]
        scored[name] = Scored(score(made[name], job.outcome, job.seed), own)
        if cache:
            cache.write(key, name, asdict(scored[name]))
    return scored


def _key(job: Job) -> str:
    """Everything that the scores of a job depend on, but for the model."""
    outcome = {each.name: getattr(job.outcome, each.name) for each in fields(job.outcome)}
    return content_key(job.seen.sha256, outcome, job.draws, job.seed)


def _unpacked(held: Mapping[str, Any]) -> Scored:
    return Scored(list(held["rows"]), [Fallback(**one) for one in held["fallbacks"]])
