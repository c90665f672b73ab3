"""Draws of cost as the tables readers see: costs, savings, prices and their assumptions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sufficiency.money.costs import BASES, YearCosts
from sufficiency.money.prices import Prices, price_index, price_level
from sufficiency.months import Calendar
from sufficiency.placements import LABELS, PLACEMENT_TYPES
from sufficiency.ranges import COST_STATISTICS, RANGE_STATISTICS, statistics

_SAVING_COLUMNS = (
    "scenario",
    "financial_year",
    "price_basis",
    *RANGE_STATISTICS,
    "probability_saves",
)


def cost_table(costs: Mapping[str, YearCosts], prices: Prices, calendar: Calendar) -> pd.DataFrame:
    """Cost of every scenario by financial year and placement type, GBP.

    Columns: scenario, financial_year, placement_type, price_basis, mean, p10, p50, p80, p90.
    Besides the placement types: "programme"; "total", which is all that is modelled with the
    programme; and "not_modelled", the rest of the authority's spending on children looked after,
    which grows as other services do and is no part of the total.
    """
    names = (*PLACEMENT_TYPES, "programme", "total", "not_modelled")
    frames = []
    for scenario, cost in costs.items():
        for basis in BASES:
            rest = prices.rest * cost.level(basis)
            draws = np.concatenate(
                [
                    cost.by_type(basis),
                    cost.of_programme(basis)[..., None],
                    cost.total(basis)[..., None],
                    rest[..., None],
                ],
                axis=-1,
            )
            frame = _summary(draws, COST_STATISTICS, calendar.financial_years, names)
            frames.append(frame.assign(scenario=scenario, price_basis=basis))
    table = pd.concat(frames, ignore_index=True)
    return table[["scenario", "financial_year", "placement_type", "price_basis", *COST_STATISTICS]]


def saving_table(costs: Mapping[str, YearCosts], calendar: Calendar, against: str) -> pd.DataFrame:
    """What each scenario saves against another by financial year, draw by draw, GBP.

    Columns: scenario, financial_year, price_basis, mean, p10, p50, p90, probability_saves. A
    negative number is a cost. The programme and its allowances are counted. The scenario compared
    with has no rows.
    """
    return _savings(costs, against, calendar.financial_years, over_all_years=False)


def saving_over_horizon(costs: Mapping[str, YearCosts], against: str) -> pd.DataFrame:
    """What each scenario saves over all the years of the projection, undiscounted, GBP.

    The range of a sum is not the sum of the ranges, so it cannot be had from the table by year.
    Columns as in `saving_table`, with `financial_year` "all years".
    """
    return _savings(costs, against, ("all years",), over_all_years=True)


def price_table(prices: Prices) -> pd.DataFrame:
    """Each placement type's listed and scaled price in the base year, GBP a week.

    Columns: placement_type, shown_as, listed_price, low, high, scaled_mean, scaled_p10,
    scaled_p90, fixed_per_place (scaled mean), basis, outturn_line, price_growth, quality, source.
    """
    scaled = statistics(prices.weekly, ("mean", "p10", "p90"))
    listed = prices.anchors
    own = listed["weekly_fixed_cost_per_place"].to_numpy(np.float64) > 0
    return pd.DataFrame(
        {
            "placement_type": PLACEMENT_TYPES,
            "shown_as": [LABELS[kind] for kind in PLACEMENT_TYPES],
            "listed_price": listed["weekly_price"].to_numpy(np.float64),
            "low": listed["low"].to_numpy(np.float64),
            "high": listed["high"].to_numpy(np.float64),
            **{f"scaled_{point}": values for point, values in scaled.items()},
            "fixed_per_place": np.where(own, prices.fixed_weekly.mean(), 0.0),
            "basis": listed["basis"].to_numpy(),
            "outturn_line": listed["outturn_line"].to_numpy(),
            "price_growth": listed["price_growth"].to_numpy(),
            "quality": listed["quality"].to_numpy(),
            "source": listed["source"].to_numpy(),
        }
    )


def price_paths_table(prices: Prices, calendar: Calendar) -> pd.DataFrame:
    """The weekly price of each placement type by financial year: `prices` of the contract.

    Columns: placement_type, financial_year, price_basis, mean, p10, p50, p90 (GBP a child a week,
    scaled to the outturn, without the fixed cost of own home places held), factor (what the
    outturn of the type's line made of its listed price; 1 where no line is scaled to) and known
    ("yes" for a price that is the council's own, else blank). The first year is the outturn's.
    """
    real = prices.weekly[:, None] * price_index(prices)
    years = (prices.scaling.financial_year, *calendar.financial_years)
    level = price_level(prices)
    frames = [
        _summary(
            real * (level[:, None] if basis == "nominal" else 1.0),
            RANGE_STATISTICS,
            years,
            PLACEMENT_TYPES,
        ).assign(price_basis=basis)
        for basis in BASES
    ]
    table = pd.concat(frames, ignore_index=True)
    by_line = dict(zip(prices.factors["line"], prices.factors["factor"], strict=True))
    line = table["placement_type"].map(prices.anchors["outturn_line"].to_dict())
    known = table["placement_type"].map(prices.anchors["known"].to_dict())
    table["factor"] = line.map(by_line).fillna(1.0).where(known != "yes", 1.0)
    table["known"] = known
    keys = ["placement_type", "financial_year", "price_basis"]
    return table[[*keys, *RANGE_STATISTICS, "factor", "known"]]


def _savings(
    costs: Mapping[str, YearCosts], against: str, years: tuple[str, ...], *, over_all_years: bool
) -> pd.DataFrame:
    frames = []
    for scenario, cost in costs.items():
        if scenario == against:
            continue
        for basis in BASES:
            saving = costs[against].total(basis) - cost.total(basis)
            if over_all_years:
                saving = saving.sum(axis=1, keepdims=True)
            frame = pd.DataFrame(
                {
                    "scenario": scenario,
                    "financial_year": years,
                    "price_basis": basis,
                    **statistics(saving, RANGE_STATISTICS),
                    "probability_saves": (saving > 0).mean(axis=0),
                }
            )
            frames.append(frame)
    if not frames:
        return pd.DataFrame(columns=list(_SAVING_COLUMNS))
    return pd.concat(frames, ignore_index=True)


def _summary(
    draws: np.ndarray,
    points: tuple[str, ...],
    years: tuple[str, ...],
    names: tuple[str, ...],
) -> pd.DataFrame:
    """Statistics over draws of (draws, years, names), a row for each year and name."""
    columns = statistics(draws, points)
    return pd.DataFrame(
        {
            "financial_year": np.repeat(years, len(names)),
            "placement_type": np.tile(names, len(years)),
            **{name: values.ravel() for name, values in columns.items()},
        }
    )
