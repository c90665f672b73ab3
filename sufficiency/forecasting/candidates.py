"""Every forecasting method behind one small interface: children in, draws out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from sufficiency.forecasting.annual import annual_draws, outlook
from sufficiency.forecasting.constants import Constants, embedded_constants
from sufficiency.forecasting.methods.plain import Method, NotFitted, drift, no_change
from sufficiency.forecasting.panel import Panel
from sufficiency.forecasting.series import SERIES, TOTAL, TYPES
from sufficiency.streams import stream


@dataclass(frozen=True)
class Fallback:
    """A series that a method could not be fitted to and that 'no change' forecast instead."""

    model: str
    series: str
    la_code: str
    origin: int
    reason: str


class Candidate(Protocol):
    """A method that gives draws, not only a line."""

    @property
    def name(self) -> str:
        """As in the tables of scores and the card's file name."""
        ...

    def draws(
        self,
        panel: Panel,
        origin: int,
        horizons: int,
        draws: int,
        seed: int,
        note: Callable[[Fallback], None] | None = None,
    ) -> Mapping[str, np.ndarray]:
        """Forecast every authority from one year.

        Args:
            panel: figures; a candidate must not look beyond the origin.
            origin: year the forecast starts from.
            horizons: how many years ahead.
            draws: number of draws.
            seed: of the random numbers, which come from streams named by authority.
            note: told of each series that 'no change' had to forecast instead.

        Returns:
            Each of SERIES -> children, (A, horizons, draws); NaN where it cannot be forecast.
        """
        ...


@dataclass(frozen=True)
class Pooled:
    """The product's own model: `models/pooled.md`."""

    constants: Constants = field(default_factory=embedded_constants)
    name: str = "pooled"

    def draws(
        self,
        panel: Panel,
        origin: int,
        horizons: int,
        draws: int,
        seed: int,
        note: Callable[[Fallback], None] | None = None,
        rows: Sequence[int] | None = None,
    ) -> dict[str, np.ndarray]:
        """See `Candidate.draws`. Total and types agree in every draw.

        With `rows` only those authorities are drawn; all of the panel is looked at.
        """
        view = outlook(panel.until(origin), self.constants.reaching(horizons))
        view = view if rows is None else view.rows(rows)
        total, types = annual_draws(view, draws, seed)
        here = (view.origins == origin)[:, None, None]
        made = {TOTAL: total} | {name: types[:, :, k] for k, name in enumerate(TYPES)}
        return {name: np.where(here, value, np.nan) for name, value in made.items()}


@dataclass(frozen=True)
class Alone:
    """A method that looks at each series of each authority alone.

    Attributes:
        name: of the method.
        method: what draws one series.
    """

    name: str
    method: Method

    def draws(
        self,
        panel: Panel,
        origin: int,
        horizons: int,
        draws: int,
        seed: int,
        note: Callable[[Fallback], None] | None = None,
    ) -> dict[str, np.ndarray]:
        """See `Candidate.draws`. Total and types are drawn apart and need not agree."""
        seen = panel.until(origin)
        made = {}
        for series in SERIES:
            made[series] = np.full((len(seen.codes), horizons, draws), np.nan)
            for i, code in enumerate(seen.codes):
                values = unbroken(seen[series][i])
                if not len(values):
                    continue
                rng = stream(seed, f"{self.name} {series}", code)
                path, reason = attempt(self.method, values, 1, horizons, draws, rng)
                made[series][i] = path
                if reason and note:
                    note(Fallback(self.name, series, code, origin, reason))
        return made


def attempt(
    method: Method,
    values: np.ndarray,
    period: int,
    horizons: int,
    draws: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, str]:
    """Draw a series, by 'no change' where the method cannot be fitted, never below nought.

    Returns:
        Paths, (horizons, draws), all NaN where even 'no change' has too little to go by; and why
        the method was not used, empty where it was.
    """
    reason = ""
    try:
        path = method(values, period, horizons, draws, rng)
        if not np.isfinite(path).all():
            raise NotFitted("its paths ran away")
    except NotFitted as why:
        reason = str(why)
        try:
            path = no_change(values, period, horizons, draws, rng)
        except NotFitted:
            path = np.full((horizons, draws), np.nan)
    return np.maximum(path, 0.0), reason


def unbroken(values: np.ndarray) -> np.ndarray:
    """The figures up to the last, back to the last gap; none where the last is not known."""
    gaps = np.flatnonzero(~np.isfinite(values))
    return values[gaps[-1] + 1 :] if len(gaps) else values


NO_CHANGE = Alone("no_change", no_change)
DRIFT = Alone("drift", drift)
