"""`forecast --panel FILE`: quantiles of every series in a file, one to three years ahead."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.forecasting.files.panel_file import check_panel
from sufficiency.forecasting.pooled.annual import pooled_draws
from sufficiency.forecasting.pooled.constants import embedded_constants
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.series import SERIES

QUANTILES: Final[tuple[float, ...]] = (
    0.025,
    *(round(0.05 * i, 2) for i in range(1, 20)),
    0.975,
)


def forecast_panel(
    frame: pd.DataFrame,
    years: int = 3,
    draws: int = 2000,
    seed: int = 1,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Forecast every authority and series of a panel file.

    Each authority is forecast from its own latest year with a figure of `looked_after` (of any
    series, where it has none).

    Args:
        frame: la_code, year, any of looked_after, foster, homes_and_supported,
            placed_with_parents, placed_for_adoption, and optionally the reference columns
            (`pooled.series.REFERENCES`); blanks are not known.
        years: how many years ahead.
        draws: number of draws that the quantiles are taken from.
        seed: of the random numbers.
        only: codes of the authorities wanted; the others are there to be compared with.

    Returns:
        la_code, year, series, quantile, value (children), sorted; a series that an authority's
        file does not hold, or not within three years of the origin, is left out.

    Raises:
        InputError: see `check_panel`; or years or draws below 1.
    """
    for what, number in (("years", years), ("draws", draws)):
        if number < 1:
            raise InputError(f"{what} is {number}; at least 1 is needed.")
    table = _quantiles(check_panel(frame), years, draws, seed)
    return table if only is None else table[table["la_code"].isin(only)].reset_index(drop=True)


def _quantiles(panel: AnnualPanel, years: int, draws: int, seed: int) -> pd.DataFrame:
    """Quantiles of the pooled model's draws for every authority from its own origin."""
    origins = panel.origins()
    frames = []
    for origin in np.unique(origins):
        made = pooled_draws(panel.until(origin), embedded_constants(), years, draws, seed)
        chosen = np.flatnonzero(origins == origin)
        for series in SERIES:
            values = np.quantile(made[series][chosen], QUANTILES, axis=-1)
            values = np.moveaxis(values, 0, -1)
            index = pd.MultiIndex.from_product(
                [
                    [panel.codes[i] for i in chosen],
                    origin + np.arange(1, years + 1),
                    [series],
                    QUANTILES,
                ],
                names=["la_code", "year", "series", "quantile"],
            )
            frames.append(pd.DataFrame({"value": values.ravel()}, index=index).dropna())
    out = pd.concat(frames).reset_index()
    out["series"] = pd.Categorical(out["series"], SERIES)
    out = out.sort_values(["la_code", "year", "series", "quantile"], ignore_index=True)
    return out.astype({"series": "str"})
