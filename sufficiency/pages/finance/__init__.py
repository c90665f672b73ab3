"""What a finance officer asks of a run: appraisal, what it turns on, budgets, net cost, history.

Money knows arrays and scenarios know levers; here the two meet.
"""

from sufficiency.pages.finance.appraise import Appraisals, appraise
from sufficiency.pages.finance.model import FinanceModel, finance_model
from sufficiency.pages.finance.sensitivity import measure, with_prices
from sufficiency.pages.finance.tables import Finance, finance

__all__ = [
    "Appraisals",
    "Finance",
    "FinanceModel",
    "appraise",
    "finance",
    "finance_model",
    "measure",
    "with_prices",
]
