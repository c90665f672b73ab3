"""General inflation: the GDP deflator by financial year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.months import Calendar


def deflator_by_year(indices: pd.DataFrame) -> pd.Series:
    """GDP deflator by the year in which the financial year starts."""
    years = indices["financial_year"].str[:4].astype(int)
    values = indices["gdp_deflator_2024_25_is_100"].astype(np.float64)
    return pd.Series(values.to_numpy(), index=years.to_numpy()).sort_index()


def inflation_index(indices: pd.DataFrame, calendar: Calendar) -> np.ndarray:
    """General inflation of each year of the projection over the base year, (years,).

    Beyond the published deflator the last published growth goes on.

    Raises:
        InputError: when the deflator of the base year is not there.
    """
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
    return np.array(values, dtype=np.float64) / float(deflator[base])
