"""Who moves: exits, entries and moves between families, and the published balance of a year."""

from sufficiency.flows.ages import share_aged
from sufficiency.flows.baseline import BaselineFlows, baseline_flows, months_first
from sufficiency.flows.rates import Turnover, draw_turnover
from sufficiency.flows.yearly import yearly_balance

__all__ = [
    "BaselineFlows",
    "Turnover",
    "baseline_flows",
    "draw_turnover",
    "months_first",
    "share_aged",
    "yearly_balance",
]
