"""Who moves: exits, entries and moves between families, and the published balance of a year."""

from sufficiency.flows.baseline import BaselineFlows, baseline_flows
from sufficiency.flows.rates import Turnover, draw_turnover
from sufficiency.flows.yearly import yearly_balance

__all__ = [
    "BaselineFlows",
    "Turnover",
    "baseline_flows",
    "draw_turnover",
    "yearly_balance",
]
