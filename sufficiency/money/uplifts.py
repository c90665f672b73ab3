"""Uplifts agreed with providers: what a price rises by, in place of what is forecast.

An uplift is of one placement type and has a date of effect. In cash it takes the place of all
growth of its financial year: until its date the price stays as the year before left it. Above
inflation it takes the place of growth beyond general inflation, and both come on 1 April. A year's
price is weighed by days; the year after goes on from the price on 31 March.

The mean price moves, by one factor in every draw: what sets draws apart stays, since an uplift says
what fees rise by and not which placements children will need. So the workbook, which is made of
means, gives the same to the penny (docs/decisions/0083).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sufficiency.months import Calendar, date_in_words
from sufficiency.placements import PLACEMENT_TYPES, label, position


@dataclass(frozen=True, eq=False)
class Uplifts:
    """What is agreed for the years of a projection; (years, placement types) each.

    Attributes:
        cash: rise of a price in cash, a share; NaN where none is agreed.
        real: rise above general inflation, likewise.
        since: date of effect, datetime64[D]; NaT where none is agreed.
        rows: the rows of uplifts.csv that they are.
        later: the rows of years after the projection.
    """

    cash: np.ndarray
    real: np.ndarray
    since: np.ndarray
    rows: pd.DataFrame
    later: pd.DataFrame

    @property
    def days_in(self) -> np.ndarray:
        """Share of the year that an uplift is paid in, its first day counted; 1 where none is."""
        starts = april_of(self.since)
        first, end = (starts + y for y in (0, 1))
        part = (_in_april(end) - self.since) / (_in_april(end) - _in_april(first))
        return np.where(np.isnat(self.since), 1.0, part)

    @property
    def remarks(self) -> tuple[str, ...]:
        """A sentence for each uplift that these years do not reach."""
        return tuple(
            f"The uplift agreed for {label(row['placement_type']).lower()} from "
            f"{date_in_words(row['from'])} comes after the last year of the run: only what "
            "scenarios are worth over ten years can count it."
            for row in self.later.to_dict("records")
        )


def uplifts_of(table: pd.DataFrame, calendar: Calendar) -> Uplifts:
    """What uplifts.csv says of the years of a projection.

    Args:
        table: as the evidence has it: one row a placement type and financial year at most.
        calendar: the projection's months.
    """
    size = (calendar.years, len(PLACEMENT_TYPES))
    found = {"nominal": np.full(size, np.nan), "real": np.full(size, np.nan)}
    since = np.full(size, np.datetime64("NaT", "D"))
    years = april_of(table["from"].to_numpy()).astype("int64") + 1970
    year = pd.Series(years - calendar.opening_year, table.index)
    rows = table[(year >= 0) & (year < calendar.years)]
    for at, row in zip(year[rows.index], rows.to_dict("records"), strict=True):
        kind = position(row["placement_type"])
        found[row["price_basis"]][at, kind] = row["percent"] / 100.0
        since[at, kind] = row["from"]
    return Uplifts(
        cash=found["nominal"],
        real=found["real"],
        since=since,
        rows=rows.reset_index(drop=True),
        later=table[year >= calendar.years].reset_index(drop=True),
    )


def april_of(days: np.ndarray) -> np.ndarray:
    """The year in whose April the financial year of each day starts, datetime64[Y].

    >>> april_of(np.array(["2027-03-31", "2027-04-01"], dtype="datetime64[D]"))
    array(['2026', '2027'], dtype='datetime64[Y]')
    """
    return np.asarray((days.astype("datetime64[M]") - 3).astype("datetime64[Y]"))


def _in_april(years: np.ndarray) -> np.ndarray:
    """1 April of each year, datetime64[D]."""
    return np.asarray((years.astype("datetime64[M]") + 3).astype("datetime64[D]"))


@dataclass(frozen=True, eq=False)
class MeanPrices:
    """The mean of each price over the base year's, above general inflation, (years, types) each.

    Attributes:
        forecast: where the record says prices are heading.
        general: the same with uplifts above inflation, and no other.
        mean: with all uplifts: of the year.
        at_end: of 31 March.
        uplifts: what is agreed.
    """

    forecast: np.ndarray
    general: np.ndarray
    mean: np.ndarray
    at_end: np.ndarray
    uplifts: Uplifts

    def carried_on(self, longer: MeanPrices) -> MeanPrices:
        """A longer forecast's prices that have moved, up to the end of these, as these have.

        What an uplift takes the place of is this forecast's growth, not that of the longer one,
        which is of other futures: both then part from their forecast by the same factor.
        """
        years = len(self.mean)
        moved, end = self.mean / self.forecast, self.at_end / self.forecast
        own, own_end = longer.mean / longer.forecast, longer.at_end / longer.forecast
        on = end[-1] / own_end[years - 1]
        return MeanPrices(
            forecast=longer.forecast,
            general=longer.general,
            mean=longer.forecast * np.concatenate([moved, own[years:] * on]),
            at_end=longer.forecast * np.concatenate([end, own_end[years:] * on]),
            uplifts=longer.uplifts,
        )


def mean_prices(forecast: np.ndarray, inflation: np.ndarray, uplifts: Uplifts) -> MeanPrices:
    """Mean prices with what is agreed in place of what is forecast.

    Args:
        forecast: mean price over the base year's in real terms, (years, placement types).
        inflation: general price level over the base year's, (years,).
        uplifts: what is agreed.
    """
    grows = forecast / np.concatenate([np.ones_like(forecast[:1]), forecast[:-1]])
    inflates = inflation / np.concatenate([[1.0], inflation[:-1]])
    known = ~np.isnan(uplifts.real)
    agreed = np.where(known, (1.0 + uplifts.real) / grows, 1.0)
    general = np.cumprod(agreed, axis=0)
    at_end = np.ones(forecast.shape[1])
    mean, end = np.empty_like(forecast), np.empty_like(forecast)
    for y, rises in enumerate(grows * agreed):
        # What a price flat in cash would be, over one that goes on as forecast.
        flat = at_end / (inflates[y] * rises)
        in_cash = ~np.isnan(uplifts.cash[y])
        whole = flat * (1.0 + uplifts.cash[y])
        weighed = flat * (1.0 + uplifts.cash[y] * uplifts.days_in[y])
        mean[y] = np.where(in_cash, weighed, at_end)
        at_end = np.where(in_cash, whole, at_end)
        end[y] = at_end
    return MeanPrices(
        forecast=forecast,
        general=forecast * general,
        mean=forecast * general * mean,
        at_end=forecast * general * end,
        uplifts=uplifts,
    )
