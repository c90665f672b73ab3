"""Numbers that cautions rest on: what a forecast would cost if it failed in a way it may."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from sufficiency.forecasting.scoring.stored import stored_table
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import march, one, only, year_to


def cost_if_it_stayed(
    tables: Mapping[str, pd.DataFrame], kind: str, number: float, year: int
) -> tuple[float, float]:
    """Mean cost of a placement type in a year with a number of children, and as it is forecast.

    Cost a child is the mean cost over the mean number: number and price are drawn independently.

    Args:
        tables: Tables of a run.
        kind: The placement type.
        number: Children in it throughout the year.
        year: The year of the March in which the financial year ends.

    Returns:
        GBP at base-year prices; both NaN where the cost or the children are withheld or nil.
    """
    keys = {"scenario": BASELINE, "placement_type": kind}
    cost = one(tables["costs"], financial_year=year_to(year), price_basis="real", **keys)["mean"]
    rows = only(tables["placements"], **keys).sort_values("date")
    within = rows[(rows["date"] >= march(year - 1)) & (rows["date"] <= march(year))]
    ends = within["mean"].to_numpy(float)
    children = float(((ends[1:] + ends[:-1]) / 2).mean())
    if cost != cost or not children > 0:
        return math.nan, math.nan
    return float(cost / children * number), float(cost)


def mean_miss(model: str, series: str) -> float:
    """How far a series came above the middle of its past forecasts, as a share; below is minus.

    Raises:
        LookupError: when no scores of that method and series are stored.
    """
    return math.expm1(one(stored_table("by_series"), model=model, series=series)["bias"])
