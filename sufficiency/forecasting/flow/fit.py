"""What the flow model learns from monthly counts: entries, leaving, moving, who comes."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Final

import numpy as np

from sufficiency.evidence.ssda903 import Group, MonthlyEvidence, Steps
from sufficiency.evidence.ssda903.monthly import CARE_CUTS, LEFT, PLACE_CUTS, TYPES
from sufficiency.forecasting.flow.levels import Level, LevelPrior, Regime, fit_level
from sufficiency.forecasting.flow.rates_by_cell import Rates, fit_rates
from sufficiency.forecasting.flow.seasons import season, smooth
from sufficiency.forecasting.flow.shares import Shares, fit_shares

AGES: Final = 5
CARE_BANDS: Final = len(CARE_CUTS) + 1
PLACE_BANDS: Final = len(PLACE_CUTS) + 1
HALF_LIFE: Final = 72.0
"""Months after which what was seen of leaving and moving counts for half: practice changes."""

_SLOPES: Final = ((-0.10, 0.1), (-0.05, 0.2), (0.0, 0.4), (0.05, 0.2), (0.10, 0.1))
ENTRIES_PRIOR: Final = LevelPrior(
    regimes=(
        Regime(0.0, 0.0, 0.0, 0.40),
        *(Regime(0.0, slope, 0.0, 0.08 * w) for slope, w in _SLOPES if slope),
        *(
            Regime(step, slope, 0.0, 0.28 * v * w)
            for step, v in ((0.010, 0.2), (0.020, 0.3), (0.030, 0.3), (0.045, 0.2))
            for slope, w in _SLOPES
        ),
        Regime(0.0, 0.0, 1 / 60, 0.22),
        Regime(0.015, 0.0, 1 / 60, 0.06),
    ),
    dispersion=((1.0, 0.15), (1.3, 0.25), (1.7, 0.30), (2.2, 0.20), (3.0, 0.10)),
    jump_size=0.25,
    start=0.35,
)
"""Entries may hold steady, trend, wander or jump."""
LEAVING_PRIOR: Final = LevelPrior(
    regimes=(
        Regime(0.0, 0.0, 0.0, 0.68),
        Regime(0.010, 0.0, 0.0, 0.15),
        Regime(0.020, 0.0, 0.0, 0.05),
        Regime(0.0, 0.0, 1 / 60, 0.12),
    ),
    dispersion=((1.0, 0.50), (1.3, 0.30), (1.7, 0.15), (2.2, 0.05)),
    jump_size=0.25,
    start=0.20,
)
"""The level of leaving, beside what type, age and time explain, is expected to hold steadier."""

LASTING_GROWTH: Final = 0.05
"""Standard deviation of growth in a year where it lasts, beside the growth of chance. Over 45
English authorities of 300 to 900 children, 2010 to 2025, growth in a year has a standard deviation
of 6.8% and shares 2.5% with the next year's (root of the covariance), as if it lasted at 3.5% in
half of them; wider here, so that fast growth is believed."""

FEWEST: Final = 30.0
"""Children that growth is taken of where there are fewer: of next to nobody, it says nothing."""

MIX_POOLING: Final = 10.0
"""Arrivals or moves that the pooled mix counts for beside those seen."""


@dataclass(frozen=True)
class FlowModel:
    """A fitted flow model; K = 10 types, 5 age bands.

    Attributes:
        entries, leaving: levels of arrivals and of departures.
        usual_entries: arrivals a month at level zero.
        season: factors by month of the year.
        month: month of the year of the last month end, 0 for January.
        leave: monthly chances by type, age and time in care. move: by type, age and time in
            the placement.
        towards: types moved to, by type from and age, (K, 5, K).
        mix: types of arrivals by age, (5, K).
        arrivals: those who came, to take ages in months and times from.
        now: children at the last month end.
        exits_a_month: departures in a month at level zero, other than at 18.
        imbalance: half the log of those who come over those who leave, as expected now.
        luck: chance that the imbalance is the luck of the months counted and does not last.
        at_risk: weighted children by cell, that `leave` is held to the departures of in total.
    """

    entries: Level
    leaving: Level
    usual_entries: float
    season: np.ndarray = field(repr=False)
    month: int
    leave: Rates
    move: Rates
    towards: Shares
    mix: Shares
    arrivals: Group = field(repr=False)
    now: Group = field(repr=False)
    exits_a_month: float
    imbalance: float
    luck: float
    at_risk: np.ndarray = field(repr=False)


def fit_flow_model(monthly: MonthlyEvidence) -> FlowModel:
    """Fit every part of the model to the counts of one authority."""
    months = len(monthly.dates) - 1
    weight = 0.5 ** ((months - 1 - np.arange(months)) / HALF_LIFE)
    ends = monthly.dates[1:].month.to_numpy() - 1
    came = monthly.arrivals[..., :AGES].sum(axis=(1, 2)) + monthly.arrivals[..., AGES].sum(axis=1)
    factors = season(came, smooth(came), ends, _dispersion(came))
    usual = (float(came.sum()) + 0.5) / months  # half a child, so that none is not never
    entries = fit_level(came.astype(float), usual * factors[ends], ENTRIES_PRIOR)

    steps = _known_age(monthly.steps)
    shape = (TYPES, AGES, CARE_BANDS)
    cell = np.ravel_multi_index((steps.kind, steps.age, steps.care), shape)
    seen = weight[steps.month] * steps.children
    left = steps.then == LEFT
    at_risk = np.bincount(cell, seen, int(np.prod(shape))).reshape(shape)
    gone = np.bincount(cell, seen * left, int(np.prod(shape))).reshape(shape)
    worth = float(weight.sum() / (weight**2).sum())
    leave = fit_rates(gone, at_risk, worth)
    chance = leave.middle.ravel()[cell] * steps.children
    due = np.maximum(np.bincount(steps.month, chance, months), 0.05)
    went = np.bincount(steps.month, steps.children * left, months)
    leaving = fit_level(went, due, LEAVING_PRIOR)
    exits = float(due[-12:].mean())
    leavers = exits * leaving.mean + _turned_18(monthly, came, went)
    return FlowModel(
        entries=entries,
        leaving=leaving,
        usual_entries=usual,
        season=factors,
        month=int(ends[-1]) if months else 0,
        leave=leave,
        move=_moving(steps, seen, worth),
        towards=_towards(steps, months, leaving.mean_dispersion),
        mix=_mix(monthly.arrivals[..., :AGES], entries.mean_dispersion),
        arrivals=monthly.arrival_group,
        now=monthly.now,
        exits_a_month=exits,
        imbalance=float(np.log((usual * entries.mean + 0.5) / (leavers + 0.5)) / 2),
        luck=_luck(usual * entries.mean, leavers, entries.mean_dispersion, months, monthly),
        at_risk=at_risk,
    )


def _turned_18(monthly: MonthlyEvidence, came: np.ndarray, went: np.ndarray) -> float:
    """A month's departures at 18 over the latest two years: those whom no other count explains."""
    months = slice(-24, None)
    more = np.diff(monthly.by_type.sum(axis=1))[months]
    return max(0.0, float((came[months] - went[months] - more).mean()))


def _luck(
    arrive: float, leave: float, dispersion: float, months: int, monthly: MonthlyEvidence
) -> float:
    """Chance that growth found in so many months is theirs alone; even before looking.

    Args:
        arrive, leave: expected in a month from now on.
        dispersion: variance over mean of a month's arrivals.
    """
    stock = max(FEWEST, float(monthly.by_type[-1].sum()))
    growth = 12 * (arrive - leave) / stock
    chance = (12 / stock) ** 2 * (dispersion * arrive + leave + 1.0) / months
    lasting = chance + LASTING_GROWTH**2
    odds = np.sqrt(lasting / chance) * np.exp(growth**2 / 2 * (1 / lasting - 1 / chance))
    return float(odds / (1 + odds))


def _known_age(steps: Steps) -> Steps:
    keep = steps.age < AGES
    return Steps(*(getattr(steps, one.name)[keep] for one in fields(Steps)))


def _dispersion(counts: np.ndarray) -> float:
    """Variance over mean of a month's count about its level, one at least."""
    if len(counts) < 3 or not counts.any():
        return 1.0
    apart = np.diff(counts) ** 2 / 2
    return float(max(1.0, apart.mean() / counts.mean()))


def _moving(steps: Steps, seen: np.ndarray, worth: float) -> Rates:
    """Monthly chances of another type at the next month end, by type, age, time in placement."""
    shape = (TYPES, AGES, PLACE_BANDS)
    cell = np.ravel_multi_index((steps.kind, steps.age, steps.place), shape)
    moved = (steps.then != LEFT) & (steps.then != steps.kind)
    size = int(np.prod(shape))
    return fit_rates(
        np.bincount(cell, seen * moved, size).reshape(shape),
        np.bincount(cell, seen, size).reshape(shape),
        worth,
    )


def _towards(steps: Steps, months: int, dispersion: float) -> Shares:
    """Types moved to, by type from and age; the pooled mix of the age is the prior."""
    moved = (steps.then != LEFT) & (steps.then != steps.kind)
    shape = (months, TYPES, AGES, TYPES)
    axes = (steps.month, steps.kind, steps.age, steps.then)
    cell = np.ravel_multi_index(tuple(axis[moved] for axis in axes), shape)
    seen = np.bincount(cell, steps.children[moved], int(np.prod(shape))).reshape(shape)
    overall = seen.sum(axis=(0, 1, 2)) + 0.1
    age = seen.sum(axis=(0, 1)) + MIX_POOLING * overall / overall.sum()
    pooled = np.where(np.eye(TYPES, dtype=bool)[:, None, :], 1e-9, age[None])
    prior = MIX_POOLING * pooled / pooled.sum(axis=2, keepdims=True)
    return fit_shares(seen, prior, (1,), dispersion)


def _mix(arrivals: np.ndarray, dispersion: float) -> Shares:
    """Arrivals by age and type; the prior is as if type and age were unrelated."""
    seen = arrivals.swapaxes(1, 2).astype(float)
    counts = seen.sum(axis=0) + 0.01
    apart = np.outer(counts.sum(axis=1), counts.sum(axis=0))
    return fit_shares(seen, MIX_POOLING * apart / apart.sum(), (0,), dispersion)
