"""What a finance officer asks of a run: appraisal, what it turns on, budgets, net cost, history.

Money knows arrays and scenarios know levers; here the two meet.
"""

from sufficiency.results.finance.appraise import Appraisals, appraise
from sufficiency.results.finance.model import FinanceModel, finance_model
from sufficiency.results.finance.repriced import with_prices
from sufficiency.results.finance.sensitivity import measure
from sufficiency.results.finance.tables import Asked, Finance, ask, finance

__all__ = [
    "Appraisals",
    "Asked",
    "Finance",
    "FinanceModel",
    "appraise",
    "ask",
    "finance",
    "finance_model",
    "measure",
    "with_prices",
]
