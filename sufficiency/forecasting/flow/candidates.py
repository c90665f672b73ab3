"""Who competes on a council's own returns, and from which month ends.

The flow model, the same halfway to drift, the plain forecasts of `naive`, and the methods of one
series of `methods.catalogue.METHODS_MONTHLY` with their mixture. Three names are in both of the
last two. The rows of those names are the plain forecasts: they can be had from returns of any
length, and their ranges come from changes over whole years. Those of the methods come from changes
over a month, many of which go back again: their ranges for types are too wide and their scores a
little worse (models/flow.md). The mixture is of the methods of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sufficiency.errors import InputError, listed
from sufficiency.evidence.ssda903 import MonthlyEvidence
from sufficiency.forecasting.flow.fit import fit_flow_model
from sufficiency.forecasting.flow.half_drift import half_drift
from sufficiency.forecasting.flow.model import SERIES
from sufficiency.forecasting.flow.naive import PLAIN, plain_forecasts, with_total
from sufficiency.forecasting.flow.paths import simulate
from sufficiency.forecasting.methods.alone import attempt
from sufficiency.forecasting.methods.catalogue import METHODS_MONTHLY
from sufficiency.forecasting.methods.mixture import ENSEMBLE, in_turn
from sufficiency.forecasting.scoring.forecasts import Drawn, Normal
from sufficiency.forecasting.scoring.outcome import Measures
from sufficiency.forecasting.scoring.task import Asked, Fallback, Note
from sufficiency.streams import stream

FLOW: Final = "flow"
HALF_DRIFT: Final = "flow_and_drift"
ALONE: Final = tuple(name for name in (*METHODS_MONTHLY, ENSEMBLE) if name not in PLAIN)
"""The methods of one series that are not plain, and their mixture."""

MODELS_RETURNS: Final = (FLOW, HALF_DRIFT, *PLAIN, *ALONE)
"""Every model that is scored on returns, in the order of the tables."""

PERIOD: Final = 12
LEAST_MONTHS: Final = 60
"""Months that a method of one series is given at the earliest origin: five turns of the year."""

MONTHS_BEFORE: Final = 36
"""Months counted before the first month end that is forecast from."""
MONTHS_AFTER: Final = 12
"""Months known after the latest month end that is forecast from."""
FEWEST_MONTHS: Final = MONTHS_BEFORE + MONTHS_AFTER


@dataclass(frozen=True)
class Terms:
    """What every model of a backtest is held to.

    Attributes:
        models: that are scored, in the order of the tables.
        left_out: asked for, but the returns are too short for them.
        origins: the counts as cut at the month ends that every model forecasts from.
        rule: which rule found the month ends, in words for the reader.
    """

    models: tuple[str, ...]
    left_out: tuple[str, ...]
    origins: tuple[MonthlyEvidence, ...] = field(repr=False)
    rule: str


def equal_terms(asked: Sequence[str], months: int, earlier: Sequence[MonthlyEvidence]) -> Terms:
    """Decide who is scored, so that all are scored from the same month ends.

    Where a method of one series is asked for and there is a month end with the `LEAST_MONTHS`
    months that it needs, every model is scored from such month ends alone. Otherwise
    those methods are left out, and the others are scored from every earlier month end there is.

    Args:
        asked: some of `MODELS_RETURNS`.
        months: of the returns.
        earlier: the counts as cut at earlier month ends.

    Raises:
        InputError: when the returns are too short for all that is asked for.
    """
    if not earlier:
        raise InputError(
            f"The returns cover {months} months; a backtest needs {FEWEST_MONTHS} or more: "
            f"{MONTHS_AFTER} of them after the month end that it forecasts from."
        )
    alone = tuple(name for name in asked if name in ALONE)
    others = tuple(name for name in asked if name not in ALONE)
    long = tuple(seen for seen in earlier if _months(seen) >= LEAST_MONTHS)
    needs = "needs" if len(alone) == 1 else "need"
    needs += f" {LEAST_MONTHS} months before a month end and {MONTHS_AFTER} after it"
    if alone and long:
        rule = (
            f"Every model is scored from the same {_many(long)} with {_months(long[0])} months of "
            f"record or more: {listed(alone)} {needs}."
        )
        if others and len(earlier) > len(long):
            rule += f" Without them the others can be scored from {len(earlier)}."
        return Terms(tuple(asked), (), long, rule)
    if alone and not others:
        raise InputError(
            f"The returns cover {months} months; {listed(alone)} {needs}. These need fewer: "
            f"{listed((FLOW, HALF_DRIFT, *PLAIN))}."
        )
    rule = f"Every model is scored from the same {_many(earlier)} with {_months(earlier[0])} "
    rule += "months of record or more."
    if alone:
        rule += f" Not scored: {listed(alone)}, which {needs}; the returns cover {months}."
    return Terms(others, alone, tuple(earlier), rule)


def _months(seen: MonthlyEvidence) -> int:
    return len(seen.dates) - 1


def _many(origins: Sequence[MonthlyEvidence]) -> str:
    return f"{len(origins)} month end{'s' if len(origins) > 1 else ''}"


def forecast_returns_models(
    seen: MonthlyEvidence, measures: Measures, asked: Asked, note: Note
) -> Iterator[tuple[str, Drawn | Normal]]:
    """Forecast with each model in turn, from the counts it is given: see `task.Forecaster`.

    A method of one series sees each alone: its total need not be the sum of its types.
    """
    rows = [SERIES.index(name) for name in measures.series]
    at = PERIOD * np.array(measures.horizons) - 1
    months = PERIOD * max(measures.horizons)
    if {FLOW, HALF_DRIFT} & {*asked.models}:
        paths = simulate(fit_flow_model(seen), months, asked.draws, asked.seed, workers=1)[:, 1:]
        for name, made in ((FLOW, paths), (HALF_DRIFT, half_drift(paths, seen))):
            if name in asked.models:
                yield name, Drawn(with_total(made)[:, at][..., rows].T)
    if plain := [name for name in asked.models if name in PLAIN]:
        guesses = plain_forecasts(seen, months)
        for name in plain:
            mean, spread = guesses[name]
            yield name, Normal(mean[at][:, rows].T, spread[at][:, rows].T)
    counts = with_total(seen.by_type.astype(float))[:, rows].T
    last = seen.dates[-1]
    origin = 100 * last.year + last.month

    def draw(name: str) -> np.ndarray:
        paths = []
        for series, values in zip(measures.series, counts, strict=True):
            rng = stream(asked.seed, f"monthly {name}", series)
            method = METHODS_MONTHLY[name]
            path, reason = attempt(method, values, PERIOD, months, asked.draws, rng)
            paths.append(path)
            if reason:
                note(Fallback(name, series, "", origin, reason))
        return np.stack(paths)

    alone = [name for name in asked.models if name in ALONE]
    for name, made in in_turn(alone, tuple(METHODS_MONTHLY), draw):
        yield name, Drawn(made[:, at])
