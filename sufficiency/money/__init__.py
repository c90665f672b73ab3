"""What it costs: prices scaled to the outturn, costs, savings, the bridge and appraisal.

Arrays in, arrays out: nothing here knows what a scenario is, only that it has a name.
"""

from sufficiency.money.appraisal import (
    AppraisalSettings,
    CashFlows,
    Measured,
    ProgrammeCosts,
    appraisal_rows,
    appraisal_settings,
    benefit_cost_ratio,
    cash_flow_table,
    cash_flows,
    first_year,
    measures_of,
    npv,
    payback_month,
)
from sufficiency.money.assumptions import SPENDING_LEVEL, price_assumptions
from sufficiency.money.bridge import bridge_draws, bridge_table
from sufficiency.money.budget import Budget, budget_table, read_budget
from sufficiency.money.build_up import at_full_cost, fostering_build_up, saving_by_costing
from sufficiency.money.context import (
    budget_against_actual,
    budget_context,
    first_year_beside_reported,
    outturn_history,
)
from sufficiency.money.costs import (
    YearCosts,
    by_financial_year,
    cost_months,
    volumes_of,
    year_costs,
)
from sufficiency.money.figures import figure
from sufficiency.money.growth import GrowthSettings, SpendingGrowth, Volumes, held_volumes
from sufficiency.money.history import outturn_explained
from sufficiency.money.net import net_table
from sufficiency.money.outturn import BaseYear, Scaling
from sufficiency.money.prediction import predict_base_year
from sufficiency.money.prices import Prices, draw_prices
from sufficiency.money.sensitivity import switching_value, tornado, with_impacts
from sufficiency.money.tables import (
    cost_table,
    price_paths_table,
    price_table,
    saving_over_horizon,
    saving_table,
)
from sufficiency.money.tail import price_distribution
from sufficiency.money.unit_costs import unit_costs_by_year
from sufficiency.money.year_effects import part_and_full_year

__all__ = [
    "SPENDING_LEVEL",
    "AppraisalSettings",
    "BaseYear",
    "Budget",
    "CashFlows",
    "GrowthSettings",
    "Measured",
    "Prices",
    "ProgrammeCosts",
    "Scaling",
    "SpendingGrowth",
    "Volumes",
    "YearCosts",
    "appraisal_rows",
    "appraisal_settings",
    "at_full_cost",
    "benefit_cost_ratio",
    "bridge_draws",
    "bridge_table",
    "budget_against_actual",
    "budget_context",
    "budget_table",
    "by_financial_year",
    "cash_flow_table",
    "cash_flows",
    "cost_months",
    "cost_table",
    "draw_prices",
    "figure",
    "first_year",
    "first_year_beside_reported",
    "fostering_build_up",
    "held_volumes",
    "measures_of",
    "net_table",
    "npv",
    "outturn_explained",
    "outturn_history",
    "part_and_full_year",
    "payback_month",
    "predict_base_year",
    "price_assumptions",
    "price_distribution",
    "price_paths_table",
    "price_table",
    "read_budget",
    "saving_by_costing",
    "saving_over_horizon",
    "saving_table",
    "switching_value",
    "tornado",
    "unit_costs_by_year",
    "volumes_of",
    "with_impacts",
    "year_costs",
]
