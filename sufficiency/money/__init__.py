"""What it costs: prices scaled to the outturn, their growth, costs, savings and the bridge.

Arrays in, arrays out: nothing here knows what a scenario is, only that it has a name.
"""

from sufficiency.money.assumptions import price_assumptions
from sufficiency.money.bridge import bridge_draws, bridge_table
from sufficiency.money.context import budget_context, outturn_history, unit_cost_history
from sufficiency.money.costs import YearCosts, by_financial_year, cost_months, year_costs
from sufficiency.money.growth import GrowthSettings, PriceGrowth
from sufficiency.money.outturn import BaseYear, Scaling
from sufficiency.money.prices import Prices, draw_prices
from sufficiency.money.tables import (
    cost_table,
    price_paths,
    price_table,
    saving_over_horizon,
    saving_table,
)

__all__ = [
    "BaseYear",
    "GrowthSettings",
    "PriceGrowth",
    "Prices",
    "Scaling",
    "YearCosts",
    "bridge_draws",
    "bridge_table",
    "budget_context",
    "by_financial_year",
    "cost_months",
    "cost_table",
    "draw_prices",
    "outturn_history",
    "price_assumptions",
    "price_paths",
    "price_table",
    "saving_over_horizon",
    "saving_table",
    "unit_cost_history",
    "year_costs",
]
