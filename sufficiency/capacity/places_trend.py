"""Approved mainstream foster places: they go on as England's, and how far that can be wrong.

An authority's own trend of three years is almost all noise: what it says of the next years is
weighed on the record of all authorities (empirical Bayes), and the weight is near nought. So the
middle is England's drift, and the band is what the places of authorities have done around it.
`models/places.md` is the card.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from sufficiency.forecasting.mix.national import (
    DRIFT_YEARS,
    national_variance,
    recent_drift,
    step_of,
)
from sufficiency.streams import stream

EMBEDDED: Final = Path(__file__).with_name("places_trend.json")

FREEDOM: Final = 5.0
"""Degrees of freedom of an authority's own error: schemes close and merge, so tails are long."""

PRIOR_STEP: Final = 0.015
"""Standard deviation of a yearly change of all England's fostering households, 2014 to 2022
(Ofsted): what a change of its mainstream places is expected to differ by before any is seen."""

PRIOR_WEIGHT: Final = 2.0


@dataclass(frozen=True)
class PlacesConstants:
    """Everything that was estimated.

    Attributes:
        own_weight: weight on an authority's own trend beside England's, 0 to 1.
        per_place, floor: variance of a year's own log error, per_place / places + floor.
        step: of England's error, see `national.national_variance`.
        england: log change of mainstream places over the year to each 31 March; of mainstream
            households before places were published on this basis.
        source: words for the card.
    """

    own_weight: float
    per_place: float
    floor: float
    step: float
    england: dict[int, float]
    source: str

    def to_json(self) -> str:
        """Readable text, numbers to six digits."""
        held = asdict(self) | {"england": {str(y): round(v, 6) for y, v in self.england.items()}}
        rounded = {k: float(f"{v:.6g}") if isinstance(v, float) else v for k, v in held.items()}
        return json.dumps(rounded, indent=2) + "\n"


@cache
def places_constants() -> PlacesConstants:
    """The constants in use."""
    held = json.loads(EMBEDDED.read_text(encoding="utf-8"))
    return PlacesConstants(**held | {"england": {int(y): v for y, v in held["england"].items()}})


def yearly_growth(constants: PlacesConstants, year: int, own: Mapping[int, float]) -> float:
    """Log growth a year that places are expected to go on with after a 31 March.

    Args:
        constants: England's changes up to that year are looked at, none later.
        year: of the opening 31 March.
        own: the authority's log change over the year to each 31 March, where known.
    """
    nation = {y: change for y, change in constants.england.items() if y <= year}
    drift = recent_drift(np.array([nation[y] for y in sorted(nation)]))
    beside = [own[y] - nation[y] for y in sorted(nation) if y in own][-DRIFT_YEARS:]
    if len(beside) < DRIFT_YEARS:
        return drift
    return drift + constants.own_weight * float(np.mean(beside))


@dataclass(frozen=True)
class PlacesOpening:
    """Where an authority's places start: approved at the opening, and log growth a year."""

    code: str
    places: float
    growth: float


def growth_paths(
    opening: PlacesOpening, years: int, constants: PlacesConstants, draws: int, seed: int
) -> np.ndarray:
    """Log of places over the opening's at the end of each year, shape (draws, years).

    The own error is a random walk whose size is drawn once a draw, so that it has Student's t at
    every horizon; England's error has a stream of its own, shared by all authorities.

    Args:
        opening: see `PlacesOpening`; growth as `yearly_growth` gives it.
        years: how many.
        constants: see `PlacesConstants`.
        draws: how many paths.
        seed: of the random numbers.
    """
    ahead = np.arange(1, years + 1, dtype=float)
    rng = stream(seed, "mainstream places", opening.code)
    steps = np.cumsum(rng.standard_normal((draws, years)), axis=1)
    wide = np.sqrt((FREEDOM - 2) / rng.chisquare(FREEDOM, (draws, 1)))
    size = constants.per_place / max(opening.places, 1.0) + constants.floor
    own = np.sqrt(size) * wide * steps
    added = np.diff(national_variance(constants.step, ahead), prepend=0.0)
    jolts = stream(seed, "England's mainstream places").standard_normal((draws, years))
    return opening.growth * ahead + own + np.cumsum(np.sqrt(added) * jolts, axis=1)


def refit_places(
    places: np.ndarray, years: np.ndarray, england: Mapping[int, float], source: str
) -> PlacesConstants:
    """Estimate every constant; nothing beyond the arrays is looked at.

    Args:
        places: approved mainstream places, (A, Y), NaN where not known; a gap of years between
            two bases is a year of NaN for all.
        years: 31 March of each column, consecutive.
        england: log change over the year to each 31 March.
        source: words for the card.
    """
    logs = np.log(np.where(places > 0, places, np.nan))
    spells = []
    for h in range(1, min(DRIFT_YEARS, logs.shape[1] - 1) + 1):
        change = logs[:, h:] - logs[:, :-h]
        known = np.isfinite(change)
        some = known.any(axis=0)
        middle = np.zeros(len(some))
        middle[some] = np.nanmedian(change[:, some], axis=0)
        ahead = np.full(int(known.sum()), float(h))
        spells.append(np.stack([ahead, (change - middle)[known], places[:, :-h][known]]))
    horizon, missed, size = np.concatenate(spells, axis=1)

    # Only an estimate takes these, and they take a second to wake.
    from scipy.optimize import minimize
    from scipy.stats import t as student

    def loss(p: np.ndarray) -> float:
        spread = np.sqrt(horizon * (np.exp(p[0]) / size + np.exp(p[1])) * (FREEDOM - 2) / FREEDOM)
        # Overlapping years count once.
        return -float(((student.logpdf(missed / spread, FREEDOM) - np.log(spread)) / horizon).sum())

    best = np.exp(minimize(loss, [0.0, -7.0], method="Nelder-Mead").x)
    nation = np.array([england[y] for y in sorted(england) if y <= years[-1]])
    around = nation - nation.mean()
    degrees = max(len(nation) - 1, 0)
    errors = {1: around * np.sqrt(len(nation) / max(degrees, 1))} if degrees else {}
    step = step_of(errors, PRIOR_STEP**2, PRIOR_WEIGHT)
    weight = own_trend_weight(np.diff(logs, axis=1))
    known_changes = {int(y): float(v) for y, v in sorted(england.items()) if y <= years[-1]}
    return PlacesConstants(weight, float(best[0]), float(best[1]), step, known_changes, source)


def own_trend_weight(changes: np.ndarray) -> float:
    """How much an authority's own mean change tells of the next, from all: empirical Bayes.

    The variance of mean changes between authorities beyond what year-to-year noise explains, over
    the whole variance.

    Args:
        changes: log change by authority and year, (A, Y); an authority counts with its last
            `DRIFT_YEARS` years known.
    """
    recent = changes[:, -DRIFT_YEARS:]
    whole = recent[np.isfinite(recent).all(axis=1)]
    if len(whole) < 3 or recent.shape[1] < DRIFT_YEARS:
        return 0.0
    noise = float(whole.var(axis=1, ddof=1).mean()) / DRIFT_YEARS
    between = float(whole.mean(axis=1).var(ddof=1))
    return max(0.0, between - noise) / between if between else 0.0
