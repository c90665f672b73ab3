"""General inflation: the GDP deflator by financial year."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, listed
from sufficiency.months import Calendar


def deflator_by_year(indices: pd.DataFrame) -> pd.Series:
    """GDP deflator by the year in which the financial year starts."""
    years = indices["financial_year"].str[:4].astype(int)
    values = indices["gdp_deflator_2024_25_is_100"].astype(np.float64)
    return pd.Series(values.to_numpy(), index=years.to_numpy()).sort_index()


def inflation_index(
    indices: pd.DataFrame, calendar: Calendar, rates: Mapping[str, float] | None = None
) -> np.ndarray:
    """General price level of each year of the projection over the base year's, (years,).

    Beyond the published deflator the last published growth goes on.

    Args:
        indices: the GDP deflator by financial year.
        calendar: the projection's months.
        rates: inflation of single years in place of the deflator's, as in {"2027/28": 0.02}.

    Raises:
        InputError: when the deflator of the base year is not there, or a rate is for a year
            outside the projection.
    """
    rates = rates or {}
    outside = [year for year in rates if year not in calendar.financial_years]
    if outside:
        raise InputError(
            f"Inflation is given for {listed(outside)}; the projection runs over "
            f"{listed(calendar.financial_years)}."
        )
    deflator = deflator_by_year(indices).dropna()
    base = calendar.opening_year - 1
    if base not in deflator.index or base - 1 not in deflator.index:
        raise InputError(
            f"price_indices.csv needs the GDP deflator of {base}-{(base + 1) % 100:02d} and of "
            "the year before it."
        )
    last = int(deflator.index[-1])
    growth = deflator[last] / deflator[last - 1]
    values = [
        deflator[year] if year in deflator.index else deflator[last] * growth ** (year - last)
        for year in range(base + 1, base + 1 + calendar.years)
    ]
    level = np.array(values, dtype=np.float64) / float(deflator[base])
    if not rates:
        return level
    change = level / np.concatenate([[1.0], level[:-1]])
    for y, year in enumerate(calendar.financial_years):
        change[y] = 1.0 + rates[year] if year in rates else change[y]
    return np.cumprod(change)
