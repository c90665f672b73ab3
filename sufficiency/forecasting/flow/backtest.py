"""How good the monthly forecasts have been: from earlier month ends, against what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial

import pandas as pd

from sufficiency.evidence.ssda903 import MonthlyEvidence
from sufficiency.forecasting.flow.candidates import MODELS_RETURNS
from sufficiency.forecasting.flow.jobs import Scored, jobs_at, run_job
from sufficiency.forecasting.flow.naive import with_total
from sufficiency.forecasting.flow.scores import NO_CHANGE, outcome_after, summary
from sufficiency.forecasting.processes import each_done
from sufficiency.forecasting.score_cache import ScoreCache

FALLBACKS = ("model", "series", "origin", "reason")


@dataclass(frozen=True)
class MonthlyBacktest:
    """Scores on one authority's returns.

    Attributes:
        table: see `scores.summary`.
        fallbacks: model, series, origin (year and month), reason: series that a method could not
            be fitted to and that 'no change' forecast instead, in its own row and in the mixture.
    """

    table: pd.DataFrame = field(repr=False)
    fallbacks: pd.DataFrame = field(repr=False)


def score_months(
    whole: MonthlyEvidence,
    origins: Sequence[MonthlyEvidence],
    models: Sequence[str] = MODELS_RETURNS,
    draws: int = 500,
    seed: int = 1,
    workers: int = 1,
    cache: ScoreCache | None = None,
    told: Callable[[float], None] | None = None,
) -> MonthlyBacktest:
    """Score every model from every earlier month end.

    Args:
        whole: the record to today.
        origins: the record as cut at earlier month ends, each a year or more before the end;
            see `candidates.equal_terms`.
        models: some of `candidates.MODELS_RETURNS`.
        draws, seed: of each forecast.
        workers: processes, which are sent counts and nothing else; the numbers are the same
            with any number.
        cache: where scores of earlier runs are kept.
        told: called with the share done, 0 to 1.
    """
    record = with_total(whole.by_type.astype(float))
    asked = tuple(dict.fromkeys((NO_CHANGE, *models)))
    jobs = []
    for seen in origins:
        outcome = outcome_after(record, len(seen.dates) - 1)
        jobs += jobs_at(seen, outcome, asked, draws, seed)
    parts: dict[int, dict[str, Scored]] = {}
    for done, (number, scored) in enumerate(each_done(partial(run_job, cache), jobs, workers), 1):
        parts[number] = scored
        if told:
            told(done / len(jobs))
    ordered = [parts[number] for number in range(len(jobs))]
    rows = [{"model": name, **row} for part in ordered for name in part for row in part[name].rows]
    lost = {one for part in ordered for scored in part.values() for one in scored.fallbacks}
    told_of = pd.DataFrame([asdict(one) for one in lost], columns=list(FALLBACKS))
    told_of["origin"] = [f"{one // 100}-{one % 100:02d}" for one in told_of["origin"]]
    return MonthlyBacktest(
        summary(pd.DataFrame(rows), models),
        told_of.sort_values(list(FALLBACKS), ignore_index=True),
    )
