"""A panel: annual figures of one or many authorities, as arrays of (authority, year)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from sufficiency.forecasting.pooled.series import REFERENCES, SERIES, TOTAL

NAMES = (*SERIES, *REFERENCES)


@dataclass(frozen=True)
class AnnualPanel:
    """Annual figures at 31 March; what is not known is NaN, never zero.

    Attributes:
        codes: one for each authority, shape (A,).
        years: consecutive, shape (Y,).
        values: each of `NAMES` -> array of shape (A, Y), in children, children per 10,000 or,
            for the group's growth, logs a year.
    """

    codes: tuple[str, ...]
    years: np.ndarray
    values: Mapping[str, np.ndarray]

    def __getitem__(self, name: str) -> np.ndarray:
        return self.values[name]

    def __reduce__(self) -> tuple[object, ...]:
        """How a panel goes to another process: a read-only mapping cannot."""
        return panel_from_arrays, (self.codes, self.years, dict(self.values))

    def until(self, year: int) -> AnnualPanel:
        """The panel as it was known in a year: nothing later is left in it."""
        keep = self.years <= year
        return AnnualPanel(
            self.codes,
            self.years[keep],
            MappingProxyType({name: value[:, keep] for name, value in self.values.items()}),
        )

    def rows(self, keep: np.ndarray) -> AnnualPanel:
        """Only some of the authorities (indices or a mask)."""
        index = np.arange(len(self.codes))[keep]
        return AnnualPanel(
            tuple(self.codes[i] for i in index),
            self.years,
            MappingProxyType({name: value[index] for name, value in self.values.items()}),
        )

    def complete(self, series: str) -> np.ndarray:
        """Whether a series has a figure in each of an authority's own years, shape (A,).

        Its own years run from the first to the last with a figure of any series.
        """
        some = np.any([np.isfinite(self[name]) for name in SERIES], axis=0).astype(bool)
        begun = np.maximum.accumulate(some, axis=1)
        to_come = np.maximum.accumulate(some[:, ::-1], axis=1)[:, ::-1]
        known = np.isfinite(self[series])
        whole: np.ndarray = known.any(axis=1) & (known | ~(begun & to_come)).all(axis=1)
        return whole

    def origins(self) -> np.ndarray:
        """Year each authority's forecast starts from, shape (A,).

        The latest year with a total; for an authority without any total, the latest year with
        any series.
        """
        known = np.stack([np.isfinite(self[name]) for name in SERIES])
        total, some = known[SERIES.index(TOTAL)], known.any(axis=0)
        use = np.where(total.any(axis=1)[:, None], total, some)
        return self.years[use.shape[1] - 1 - use[:, ::-1].argmax(axis=1)]


def panel_from_arrays(
    codes: tuple[str, ...], years: np.ndarray, values: Mapping[str, np.ndarray]
) -> AnnualPanel:
    """A panel from arrays of shape (A, Y); what is not given is not known."""
    unknown = np.full((len(codes), len(years)), np.nan)
    filled = {name: np.asarray(values.get(name, unknown), dtype=float) for name in NAMES}
    return AnnualPanel(codes, np.asarray(years, dtype=int), MappingProxyType(filled))
