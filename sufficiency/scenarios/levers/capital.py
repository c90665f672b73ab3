"""What a building costs, and what is paid for it each year: interest and repayment together."""

from __future__ import annotations

from typing import Annotated, Self

import numpy as np

from sufficiency.scenarios.levers.words import about, counted
from sufficiency.scenarios.part import Part
from sufficiency.scenarios.values import Range, Within, plain

_Amount = Annotated[Range, Within(0, 20_000_000, "GBP at 2024/25 prices")]


class Capital(Part):
    """A building bought with borrowed money."""

    amount: _Amount
    """GBP, buying or building it and making it fit."""
    grant: _Amount = Range(0, 0)
    """GBP of it that others pay, such as a capital grant of the department."""
    life_years: Annotated[float, Within(1, 60, "years")] = 40
    """Years over which what is borrowed is paid back."""
    interest_percent: Annotated[float, Within(0, 15, "percent a year")] = 3.0
    """Interest a year above inflation, since all costs are at the prices of one year."""

    def a_year(self, z: np.ndarray) -> np.ndarray:
        """Interest and repayment a year, GBP at base-year prices, the same each year, (draws,).

        Args:
            z: standard normal numbers, one a draw.
        """
        borrowed = self.amount.mean - self.grant.mean + (self.amount.sd + self.grant.sd) * z
        return np.maximum(borrowed, 0.0) * self._a_pound_a_year()

    def times(self, share: float) -> Self:
        """The same for a share of the building."""
        amounts = {
            key: Range(held.low * share, held.high * share)
            for key, held in (("amount", self.amount), ("grant", self.grant))
        }
        return self.model_copy(update=amounts)

    def _a_pound_a_year(self) -> float:
        """What each pound borrowed costs a year: an annuity."""
        rate = self.interest_percent / 100.0
        if rate == 0:
            return 1.0 / self.life_years
        return float(rate / (1.0 - (1.0 + rate) ** -self.life_years))

    def sentence(self) -> str:
        """The building in words."""
        grant = f", {about(self.grant, before='£')} of it a grant" if self.grant.high > 0 else ""
        return (
            f"The building costs {about(self.amount, before='£')}{grant}; the rest is paid back "
            f"over {counted(self.life_years, 'year')} with interest of "
            f"{plain(self.interest_percent)}% above inflation."
        )
