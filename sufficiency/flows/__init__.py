"""Who moves: the baseline's turnover, month by month, between families and out of care."""

from sufficiency.flows.ages import BANDS, Ages, draw_ages
from sufficiency.flows.baseline import BaselineFlows, baseline_flows, months_first
from sufficiency.flows.rates import draw_turnover
from sufficiency.flows.turnover import Turnover

__all__ = [
    "BANDS",
    "Ages",
    "BaselineFlows",
    "Turnover",
    "baseline_flows",
    "draw_ages",
    "draw_turnover",
    "months_first",
]
