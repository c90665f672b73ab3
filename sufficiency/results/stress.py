"""What a finance officer asks of a baseline: what if nothing moved, what if all goes as it went.

Three lines of all spending on children looked after, modelled and not: the baseline; today's
numbers and mix at the prices of the run; and the base year's spending, going on as England's grew.
And what the baseline banks on that nobody has decided: of each placement type, what today's number
would cost beyond the number that is forecast.

Prices of a run are what is left of spending when its baseline's numbers and mix are taken out
(`money/growth`). So the second line moves numbers and mix alone, and is no forecast of a total.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from sufficiency.engine import Forecast
from sufficiency.money import held_volumes
from sufficiency.money.costs import BASES
from sufficiency.money.prices import real_prices
from sufficiency.money.spending.model import AS_ENGLAND, as_england
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.ranges import HALF_80, RANGE_STATISTICS, statistics
from sufficiency.results.lookup import only

AS_FORECAST: Final = "baseline"
AT_TODAY: Final = "today"
ENGLAND: Final = "england"
BANKED: Final = "banked"
LINES: Final = (AS_FORECAST, AT_TODAY, ENGLAND, BANKED)
ALL: Final = "all"
"""Stands for a placement type on the three lines, which are of all spending."""
A_FALL: Final = 0.5
"""Children by which a type is below today's number before a page says that it falls."""
OF_TODAY: Final = (AT_TODAY, BANKED)
"""Lines that price the children of the opening, type by type."""


def stress_table(forecast: Forecast) -> pd.DataFrame:
    """The three lines, and what each placement type is banked on for, by financial year.

    Columns: line (`LINES`), placement_type (`ALL` on the three lines), financial_year, price_basis,
    children_today and children (means, the second over the year; blank on the three lines), mean,
    p10, p50, p90 in GBP. A banked figure below nil is a type that is forecast to rise.
    """
    costs, prices, calendar = forecast.baseline.costs, forecast.prices, forecast.calendar
    opening = forecast.parameters.opening
    held = held_volumes(opening, forecast.baseline.projection.home_places_priced[:, 0], calendar)
    at_today = real_prices(prices).cost(held.child_days, held.place_days)
    days = calendar.days.reshape(calendar.years, 12).sum(axis=1)
    number = costs.child_days.mean(axis=0) / days[:, None]
    england = _england(forecast)
    frames = []
    for basis in BASES:
        level = costs.level(basis)
        beside = costs.of_programme(basis) + prices.rest * level
        lines = {
            AS_FORECAST: _spread(costs.by_type(basis).sum(-1) + beside),
            AT_TODAY: _spread(at_today.sum(-1) * level + beside),
            ENGLAND: {name: values * level for name, values in england.items()},
        }
        for line, found in lines.items():
            frames.append(_frame(line, ALL, basis, found, calendar.financial_years))
        banked = at_today * level[:, None] - costs.by_type(basis)
        for k, kind in enumerate(PLACEMENT_TYPES):
            frame = _frame(BANKED, kind, basis, _spread(banked[..., k]), calendar.financial_years)
            frame["children_today"], frame["children"] = opening[:, k].mean(), number[:, k]
            frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def banked_on(tables: Mapping[str, pd.DataFrame], year: str) -> list[dict[str, Any]]:
    """Rows of placement types forecast to fall and to cost less by it in a year, dearest first.

    At base-year prices, by means; none where the run has no such table or withholds it.
    """
    if "stress" not in tables:
        return []
    rows = only(tables["stress"], line=BANKED, financial_year=year, price_basis="real")
    falls = rows[(rows["children_today"] - rows["children"] >= A_FALL) & (rows["mean"] > 0)]
    found = falls.sort_values("mean", ascending=False, kind="stable").to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in found]


def banked_together(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What all placement types are banked on for together, those that rise among them.

    Returns:
        children_today, children and mean (GBP at base-year prices) by financial year, in its index;
        not known where a type is withheld.
    """
    rows = only(tables["stress"], line=BANKED, price_basis="real")
    by_year = rows.groupby("financial_year", sort=False)[["children_today", "children", "mean"]]
    together = by_year.sum(min_count=len(PLACEMENT_TYPES))
    return together.where(by_year.count() == len(PLACEMENT_TYPES))


def _england(forecast: Forecast) -> dict[str, np.ndarray]:
    """The base year's spending going on as England's grew, GBP real by year, with its range."""
    ahead = np.arange(1, forecast.calendar.years + 1)
    middle = forecast.prices.scaling.total * np.exp(
        ahead * as_england(forecast.calendar.opening_year - 1)
    )
    spread = AS_ENGLAND * np.sqrt(ahead)
    low, high = (np.exp(sign * HALF_80 * spread) for sign in (-1, 1))
    return {
        "mean": middle * np.exp(spread**2 / 2),
        "p10": middle * low,
        "p50": middle,
        "p90": middle * high,
    }


def _spread(draws: np.ndarray) -> dict[str, np.ndarray]:
    return statistics(draws, RANGE_STATISTICS)


def _frame(
    line: str, kind: str, basis: str, found: dict[str, np.ndarray], years: tuple[str, ...]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "line": line,
            "placement_type": kind,
            "financial_year": list(years),
            "price_basis": basis,
            "children_today": np.nan,
            "children": np.nan,
            **found,
        }
    )
