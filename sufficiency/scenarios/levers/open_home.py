"""A children's home of the council's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

import numpy as np

from sufficiency.months import Calendar
from sufficiency.scenarios.arrays import by_month
from sufficiency.scenarios.levers.capital import Capital
from sufficiency.scenarios.levers.homes import Homes
from sufficiency.scenarios.levers.sources import Fault
from sufficiency.scenarios.levers.words import about
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within

_OUR_OWN: Final = "of the council's own"


class OpenHome(Homes):
    """Places in the council's own children's homes, paid for whether filled or not."""

    lever: Literal["open_home"]
    capital: Capital | None = None
    """What the building costs, paid back with interest; or give lease_a_year."""
    lease_a_year: Annotated[Range, Within(0, 5_000_000, "GBP a year for all of it")] = Range(0, 0)
    """Rent of the building, GBP a year at 2024/25 prices, from the lever's first month."""

    def spending(self, setting: Setting) -> list[np.ndarray]:
        return super().spending(setting) + self.building(setting)

    def building(self, setting: Setting) -> list[np.ndarray]:
        paid, calendar = [], setting.calendar
        if self.lease_a_year.high > 0:
            z = setting.normal(self.lever, "lease_a_year")
            paid.append(by_month(self.drawn("lease_a_year", z), self.running(calendar) / 12.0))
        if self.capital is not None:
            z = setting.normal(self.lever, "capital.amount")
            paid.append(by_month(self.capital.a_year(z), self.in_debt(calendar) / 12.0))
        return paid

    def in_debt(self, calendar: Calendar) -> np.ndarray:
        """In which months a building is paid off, (months,): a debt outlives the home."""
        return np.maximum.accumulate(self.running(calendar))

    def paid_once(self) -> Self:
        no_building = {"capital": None, "lease_a_year": Range(0, 0)}
        return super().paid_once().model_copy(update=no_building)

    def parted(self, share: float) -> Self:
        capital = None if self.capital is None else self.capital.times(share)
        return super().parted(share).model_copy(update={"capital": capital})

    @classmethod
    def inconsistent(cls, given: Mapping[str, Any]) -> list[Fault]:
        if given.get("capital") is not None and given.get("lease_a_year"):
            return [("lease_a_year", "a building is bought or leased: give capital or a lease.")]
        return []

    def sentence(self) -> str:
        return f"{self._places_in_words(_OUR_OWN)} {self._building_in_words()}"

    def _building_in_words(self) -> str:
        if self.capital is not None:
            return self.capital.sentence()
        if self.lease_a_year.high > 0:
            return f"The building is leased for {about(self.lease_a_year, before='£')} a year."
        return "No cost of a building is counted."
