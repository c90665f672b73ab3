"""The walk from one financial year's cost to the next: why it changes, adding to the penny."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.money.costs import YearCosts
from sufficiency.money.prices import Prices, base_year_prices, price_index, price_level
from sufficiency.months import Calendar

STEPS: Final[tuple[str, ...]] = ("rebasing", "volume", "mix", "price", "inflation", "intervention")


def bridge_draws(scenario: YearCosts, baseline: YearCosts, prices: Prices) -> np.ndarray:
    """From, rebasing, volume, mix, price, inflation, intervention and to, in every draw.

    The baseline's change is taken apart in this order: *rebasing*, in the first year alone, what
    the base year costs at the prices used less what was spent: nil unless known prices part from
    the outturn; *volume*, all children together at the
    average cost of the year before; *mix*, the rest of what different numbers in each placement
    and of own home places do at that year's prices; *price*, prices above general inflation, on
    this year's numbers; *inflation*, the general price level, on this year's numbers and prices.
    *Intervention* is the change in what the scenario costs over the baseline, its programme and
    any change of price by a lever included. The first year starts from the base year's outturn
    of what is modelled.

    Returns:
        GBP nominal, (draws, years, 8). The first seven add to the last; `to` of a year is `from` of
        the next.
    """
    days = np.concatenate([prices.scaling.child_days[:, None], baseline.child_days], axis=1)
    places = np.concatenate([prices.scaling.place_days[:, None], baseline.place_days], axis=1)
    old_prices = base_year_prices(prices).by_year(price_index(prices)[:, :-1])
    of_placements = baseline.real.sum(-1)
    scaling = prices.scaling
    spent = scaling.total - prices.not_modelled + scaling.unexplained
    base_year = base_year_prices(prices).cost(scaling.child_days, scaling.place_days).sum(-1)
    real = np.concatenate([base_year[:, None], of_placements], axis=1)
    level = price_level(prices)
    before, after = level[:-1], level[1:]
    was = real[:, :-1] * before
    children = days.sum(-1)
    volume = was * (children[:, 1:] / children[:, :-1] - 1)
    at_old_prices = old_prices.cost(days[:, 1:], places[:, 1:]).sum(-1)
    mix = at_old_prices * before - was - volume
    price = (real[:, 1:] - at_old_prices) * before
    inflation = real[:, 1:] * (after - before)
    from_baseline = scenario.total("nominal") - of_placements * after
    intervention = np.diff(from_baseline, axis=1, prepend=0.0)
    to = scenario.total("nominal")
    rebasing = np.zeros_like(volume)
    rebasing[:, 0] = base_year - spent
    start = np.concatenate([spent[:, None], to[:, :-1]], axis=1)
    return np.stack([start, rebasing, volume, mix, price, inflation, intervention, to], axis=-1)


def bridge_table(
    costs: Mapping[str, YearCosts], baseline: YearCosts, prices: Prices, calendar: Calendar
) -> pd.DataFrame:
    """Mean bridge of every scenario and financial year, in pounds and pence.

    Columns: scenario, financial_year, from, the steps of `STEPS`, to; GBP nominal, of all that is
    modelled with the programme. The steps are differences of rounded
    running sums, so that rows add exactly as they are printed and each starts where the one
    before ended.
    """
    rows = []
    for name, scenario in costs.items():
        mean = bridge_draws(scenario, baseline, prices).mean(axis=0)
        for year, steps in zip(calendar.financial_years, mean, strict=True):
            running = np.round(np.cumsum(steps[:-1]), 2)
            changes = np.round(np.diff(running), 2)
            rows.append((name, year, running[0], *changes, running[-1]))
    return pd.DataFrame(rows, columns=["scenario", "financial_year", "from", *STEPS, "to"])
