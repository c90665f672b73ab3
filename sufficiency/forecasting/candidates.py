"""What every forecasting method must be able to do, and the plain ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from sufficiency.forecasting.annual import annual_draws, even_normals, outlook
from sufficiency.forecasting.constants import Constants, embedded_constants
from sufficiency.forecasting.panel import Panel
from sufficiency.forecasting.scores import no_change_spread
from sufficiency.forecasting.series import SERIES, TOTAL, TYPES
from sufficiency.streams import stream


class Candidate(Protocol):
    """A method that gives draws, not only a line."""

    @property
    def name(self) -> str:
        """As in the tables of scores and the card's file name."""
        ...

    def draws(
        self, panel: Panel, origin: int, horizons: int, draws: int, seed: int
    ) -> Mapping[str, np.ndarray]:
        """Forecast every authority from one year.

        Args:
            panel: figures; a candidate must not look beyond the origin.
            origin: year the forecast starts from.
            horizons: how many years ahead.
            draws: number of draws.
            seed: of the random numbers, which come from streams named by authority.

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
        self, panel: Panel, origin: int, horizons: int, draws: int, seed: int
    ) -> dict[str, np.ndarray]:
        """See `Candidate.draws`. Total and types agree in every draw."""
        view = outlook(panel.until(origin), self.constants.reaching(horizons))
        total, types = annual_draws(view, draws, seed)
        here = (view.origins == origin)[:, None, None]
        made = {TOTAL: total} | {name: types[:, :, k] for k, name in enumerate(TYPES)}
        return {name: np.where(here, value, np.nan) for name, value in made.items()}


@dataclass(frozen=True)
class NoChange:
    """The last value: what every other method is measured against.

    Normal, with the series' own root mean square yearly change times the root of the horizon.
    """

    name: str = "no_change"

    def draws(
        self, panel: Panel, origin: int, horizons: int, draws: int, seed: int
    ) -> dict[str, np.ndarray]:
        """See `Candidate.draws`."""
        return _plain(panel, origin, horizons, draws, seed, self.name, drift=False)


@dataclass(frozen=True)
class Drift:
    """The last value moved by the series' own mean yearly change.

    Normal, with the spread of the yearly changes around their mean, and of that mean, over the
    horizon.
    """

    name: str = "drift"

    def draws(
        self, panel: Panel, origin: int, horizons: int, draws: int, seed: int
    ) -> dict[str, np.ndarray]:
        """See `Candidate.draws`."""
        return _plain(panel, origin, horizons, draws, seed, self.name, drift=True)


def _plain(
    panel: Panel, origin: int, horizons: int, draws: int, seed: int, name: str, drift: bool
) -> dict[str, np.ndarray]:
    seen = panel.until(origin)
    ahead = np.arange(1, horizons + 1, dtype=float)
    made = {}
    for series in SERIES:
        values = seen[series]
        change = np.diff(values, axis=1)
        number = np.isfinite(change).sum(axis=1)
        slope = np.nansum(change, axis=1) / np.maximum(number, 1) if drift else 0.0 * values[:, 0]
        if drift:
            squares = np.nansum((change - slope[:, None]) ** 2, axis=1)
            spread = np.sqrt(squares / np.maximum(number - 1, 1))
            # The mean change is itself known only so well.
            wider = np.sqrt(ahead + ahead**2 / np.maximum(number, 1)[:, None])
        else:
            spread = no_change_spread(values)
            wider = np.sqrt(ahead)[None, :]
        middle = values[:, -1:] + slope[:, None] * ahead
        z = np.stack(
            [
                even_normals(stream(seed, f"{name} {series}", code), horizons, draws)
                for code in seen.codes
            ]
        )
        made[series] = np.maximum(middle[..., None] + (spread[:, None] * wider)[..., None] * z, 0.0)
    return made
