"""A forecast at other prices: children and places stay as they were."""

from __future__ import annotations

from dataclasses import replace

from sufficiency.engine import Forecast, at_prices
from sufficiency.money import Prices


def with_prices(of: Forecast, prices: Prices) -> Forecast:
    """The forecast at other prices; children and places as they were."""
    return replace(of, prices=prices, baseline=at_prices(of.baseline, prices, of.calendar))


def with_uplifts_of(plan: Prices, longer: Forecast) -> Forecast:
    """A longer forecast whose prices move by what is agreed as those of a plan do.

    Args:
        plan: prices of the run.
        longer: of the same evidence, over more years or on fewer draws.
    """
    prices = longer.prices
    if plan.means is None or prices.means is None or plan.means.uplifts.rows.empty:
        return longer
    means = plan.means.carried_on(prices.means)
    growth = prices.real_growth * (means.mean / prices.means.mean)
    return with_prices(longer, replace(prices, real_growth=growth, means=means))
