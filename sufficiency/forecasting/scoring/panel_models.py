"""Every model that forecasts yearly figures: the pooled one, methods of one series, a mixture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sufficiency.forecasting.methods.alone import attempt
from sufficiency.forecasting.methods.catalogue import METHODS
from sufficiency.forecasting.methods.mixture import ENSEMBLE, in_turn
from sufficiency.forecasting.pooled.annual import pooled_draws
from sufficiency.forecasting.pooled.constants import Constants
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.scoring.forecasts import Drawn
from sufficiency.forecasting.scoring.outcome import Measures
from sufficiency.forecasting.scoring.task import Asked, Fallback, Note
from sufficiency.streams import stream

POOLED: Final = "pooled"
MEMBERS: Final[tuple[str, ...]] = (*METHODS, POOLED)
"""What the mixture is made of."""

MODELS: Final[tuple[str, ...]] = (*MEMBERS, ENSEMBLE)
"""Every model that is scored on yearly figures, in the order of the tables."""


@dataclass(frozen=True)
class SeenPanel:
    """What was known in a year.

    Attributes:
        panel: figures up to that year, of every authority: the pooled model sets each against
            the others.
        constants: of the pooled model, estimated from nothing later; None where there are none
            for so early a year.
    """

    panel: AnnualPanel = field(repr=False)
    constants: Constants | None = field(repr=False)


def forecast_panel_models(
    seen: SeenPanel, measures: Measures, asked: Asked, note: Note
) -> Iterator[tuple[str, Drawn]]:
    """Forecast with each model in turn: see `task.Forecaster`.

    Only the pooled model's total and parts agree in every draw; the others draw them apart.
    """
    at = np.array(measures.horizons) - 1

    def draw(name: str) -> np.ndarray:
        if name == POOLED:
            return _pooled(seen, measures, asked)
        return _alone(name, seen.panel, measures, asked, note)

    for name, made in in_turn(asked.models, MEMBERS, draw):
        yield name, Drawn(made[:, at])


def _pooled(seen: SeenPanel, measures: Measures, asked: Asked) -> np.ndarray:
    """Draws of the pooled model, (S, years, draws)."""
    years = max(measures.horizons)
    if seen.constants is None:
        return np.full((len(measures.series), years, asked.draws), np.nan)
    codes = list(dict.fromkeys(measures.authorities))
    rows = [seen.panel.codes.index(code) for code in codes]
    made = pooled_draws(seen.panel, seen.constants, years, asked.draws, asked.seed, rows)
    return np.stack([made[series][codes.index(code)] for code, series in measures.pairs])


def _alone(
    name: str, panel: AnnualPanel, measures: Measures, asked: Asked, note: Note
) -> np.ndarray:
    """Draws of a method that looks at each series of each authority alone, (S, years, draws)."""
    paths = []
    for code, series in measures.pairs:
        values = panel[series][panel.codes.index(code)]
        rng = stream(asked.seed, f"{name} {series}", code)
        years = max(measures.horizons)
        path, reason = attempt(METHODS[name], values, 1, years, asked.draws, rng)
        paths.append(path)
        if reason:
            note(Fallback(name, series, code, int(panel.years[-1]), reason))
    return np.stack(paths)
