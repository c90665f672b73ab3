"""What is not known of an authority's months ahead: drawn once for every future.

Each draw has a level of arrivals and of leaving, chances by cell, and shares of its own. What is
left to chance, given these, is for `followed` and `cells`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sufficiency.forecasting.flow.children import Chances
from sufficiency.forecasting.flow.fit import FlowModel


@dataclass(frozen=True)
class Unknown:
    """What a block of draws supposes.

    Attributes:
        expected: who are expected to come in each month, (draws, months).
        together: variance over mean of those who come in a month, (draws,).
        mix: types of those who come by age, up to a factor, (draws, 5, 10).
        pull: what the shares of types are multiplied by in each month, (draws, months, 10).
        chances: of leaving and of moving.
    """

    expected: np.ndarray = field(repr=False)
    together: np.ndarray = field(repr=False)
    mix: np.ndarray = field(repr=False)
    pull: np.ndarray = field(repr=False)
    chances: Chances = field(repr=False)

    @property
    def draws(self) -> int:
        return len(self.expected)

    @property
    def months(self) -> int:
        return self.expected.shape[1]

    def division(self, month: int) -> np.ndarray:
        """How those who come in a month divide over ages and types, (draws, 50), up to a factor."""
        return (self.mix * self.pull[:, month, None]).reshape(self.draws, -1)


def draw_unknown(model: FlowModel, months: int, draws: int, rng: np.random.Generator) -> Unknown:
    """Draw levels, chances and shares from what the record leaves open of them."""
    level, together = model.entries.draw(draws, months, rng)
    season = model.season[(model.month + 1 + np.arange(months)) % 12]
    balanced = model.imbalance * (rng.random(draws) < model.luck)[:, None]
    expected = model.usual_entries * season * np.exp(level - balanced)
    chances = _chances(model, balanced, months, rng)
    mix, pull = model.mix.draw(draws, months, rng)
    return Unknown(expected, together, mix, pull, chances)


def _chances(
    model: FlowModel, balanced: np.ndarray, months: int, rng: np.random.Generator
) -> Chances:
    """Rates of leaving and moving, drawn as far as they are not known.

    Args:
        balanced: what is added to the log of leaving, where coming and leaving are taken to be in
            balance, (draws, 1).
    """
    draws = len(balanced)
    ease, bunched = model.leaving.draw(draws, months, rng)
    bunching = (bunched[:, None] - 1) / max(model.exits_a_month, 0.5)
    ease = np.exp(ease + balanced) * _gamma_about_one(bunching, (draws, months), rng)
    leave = _held_to_total(model, model.leave.draw(draws, rng))
    move = model.move.draw(draws, rng)
    return Chances.of(leave, move, *model.towards.draw(draws, months, rng), ease)


def _gamma_about_one(
    variance: np.ndarray, shape: tuple[int, int], rng: np.random.Generator
) -> np.ndarray:
    """Factors with mean one and a variance, one where the variance is zero."""
    safe = np.broadcast_to(np.maximum(variance, 1e-9), shape)
    return np.where(variance > 1e-9, rng.standard_gamma(1 / safe) * safe, 1.0)


def _held_to_total(model: FlowModel, leave: np.ndarray) -> np.ndarray:
    """Rates of leaving scaled to the departures seen: their level is drawn apart."""
    axes = tuple(range(1, leave.ndim))
    seen = (model.leave.middle * model.at_risk).sum()
    drawn = (leave * model.at_risk).sum(axis=axes, keepdims=True)
    return leave * np.where(drawn > 0, seen / np.maximum(drawn, 1e-9), 1.0)
