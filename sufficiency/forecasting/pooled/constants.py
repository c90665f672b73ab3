"""The model's numbers, and where they came from.

They are fitted by `refit.refit` to a panel of English authorities and kept in `constants.json`
beside this file, and in `constants_by_origin.json` as they would have been estimated in each past
year from nothing later; `models/pooled.md` is their card.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

HORIZONS: Final = 3
"""Years ahead at which the model is fitted and can be checked."""

EMBEDDED: Final = Path(__file__).with_name("constants.json")
BY_ORIGIN: Final = Path(__file__).with_name("constants_by_origin.json")


@dataclass(frozen=True)
class Spread:
    """Variance of the log of a forecast: scale^2 . h^power . (per_child / children + floor) . own.

    The first part is chance among few children, the second what an authority of any size is
    exposed to. `own` is an authority's own past, shrunk to 1 (`own_spread`). `scale` brings
    the middle 80% band to 80% of the past.
    """

    per_child: float
    floor: float
    power: float
    scale: float

    def variance(self, children: np.ndarray, horizon: np.ndarray | float) -> np.ndarray:
        """Before `scale` and `own`; children below one count as one."""
        return np.power(horizon, self.power) * (
            self.per_child / np.maximum(children, 1.0) + self.floor
        )


@dataclass(frozen=True)
class SeriesConstants:
    """A regression of log growth over 1 to `HORIZONS` years on a few features.

    Attributes:
        coefficients: feature -> one for each horizon.
        clip: feature -> largest size that is believed.
        spread: of the errors.
        elasticity: percent that the series misses by when the total is missed by one percent.
    """

    coefficients: Mapping[str, tuple[float, ...]]
    clip: Mapping[str, float]
    spread: Spread
    elasticity: float

    def feature(self, name: str, value: np.ndarray) -> np.ndarray:
        """A feature within what is believed; not known counts as zero, which moves nothing."""
        return np.clip(np.nan_to_num(value, nan=0.0), -self.clip[name], self.clip[name])


@dataclass(frozen=True)
class Constants:
    """Everything that was estimated.

    Attributes:
        series: "looked_after" and each category -> its constants.
        national_growth: effect of the nation's last log growth on the total, by horizon.
        fitted_to: last year of the data that was used.
        source: words for the card.
    """

    series: Mapping[str, SeriesConstants]
    national_growth: tuple[float, ...]
    fitted_to: int
    source: str

    @property
    def horizons(self) -> np.ndarray:
        """Years ahead that the coefficients reach: 1, 2, ..., as floats."""
        return np.arange(1, len(self.national_growth) + 1, dtype=float)

    def reaching(self, years: int) -> Constants:
        """The same model for another number of years ahead.

        Beyond the fitted horizons each effect grows by yearly steps that fade by the ratio of
        its last two fitted steps (kept between 0 and 1); the spread follows its own law of the
        horizon.
        """
        series = {
            name: replace(
                part,
                coefficients={key: _extended(row, years) for key, row in part.coefficients.items()},
            )
            for name, part in self.series.items()
        }
        return replace(self, series=series, national_growth=_extended(self.national_growth, years))

    def to_json(self) -> str:
        """Readable text, numbers to six digits."""
        return json.dumps(_rounded(asdict(self)), indent=2) + "\n"


def _extended(row: tuple[float, ...], years: int) -> tuple[float, ...]:
    longer = list(row)
    before, last = longer[-2] - longer[-3], longer[-1] - longer[-2]
    fade = min(max(last / before, 0.0), 1.0) if before else 0.0
    step = last
    while len(longer) < years:
        step *= fade
        longer.append(longer[-1] + step)
    return tuple(longer[:years])


def _rounded(item: object) -> object:
    if isinstance(item, dict):
        return {key: _rounded(value) for key, value in item.items()}
    if isinstance(item, tuple | list):
        return [_rounded(value) for value in item]
    return float(f"{item:.6g}") if isinstance(item, float) else item


def read_constants(path: Path) -> Constants:
    """Constants from a file that `Constants.to_json` wrote."""
    return _constants(json.loads(path.read_text(encoding="utf-8")))


def _constants(held: dict[str, Any]) -> Constants:
    series = {
        name: SeriesConstants(
            coefficients={key: tuple(row) for key, row in part["coefficients"].items()},
            clip=part["clip"],
            spread=Spread(**part["spread"]),
            elasticity=part["elasticity"],
        )
        for name, part in held["series"].items()
    }
    return Constants(
        series, tuple(held["national_growth"]), held["fitted_to"], source=held["source"]
    )


@cache
def embedded_constants() -> Constants:
    """The constants in use."""
    return read_constants(EMBEDDED)


def constants_at(origin: int) -> Constants | None:
    """The constants as they would have been estimated in a year, from nothing later.

    Those of the latest earlier year where the file stops before; None for years before it begins.
    """
    held = _constants_by_origin()
    years = [year for year in held if year <= origin]
    return held[max(years)] if years else None


@cache
def _constants_by_origin() -> dict[int, Constants]:
    held = json.loads(BY_ORIGIN.read_text(encoding="utf-8"))
    return {int(year): _constants(made) for year, made in held.items()}


def by_origin_json(made: Mapping[int, Constants]) -> str:
    """Readable text for several years' constants, a line for each, numbers to six digits."""
    lines = [f'"{year}": {json.dumps(_rounded(asdict(one)))}' for year, one in made.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"
