"""Cost = child-days x weekly price / 7 + fixed cost of places held + programme cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from sufficiency.money.growth import Volumes
from sufficiency.money.priced import OWN_HOME
from sufficiency.money.prices import Prices, real_prices
from sufficiency.months import Calendar

Basis = Literal["nominal", "real"]
BASES: Final[tuple[Basis, ...]] = ("nominal", "real")


@dataclass(frozen=True)
class YearCosts:
    """What one scenario costs by April-March year, in every draw, at base-year prices.

    Attributes:
        real: GBP by placement type, (draws, years, placement types).
        programme: GBP of the programme and of continuing allowances, (draws, years).
        inflation: general price level of each year over the base year's, (years,).
        child_days: children times days, (draws, years, placement types).
        place_days: own home places held times days, (draws, years).
    """

    real: np.ndarray
    programme: np.ndarray
    inflation: np.ndarray
    child_days: np.ndarray
    place_days: np.ndarray

    def by_type(self, basis: Basis) -> np.ndarray:
        """GBP by placement type, (draws, years, placement types)."""
        return self.real * self.level(basis)[:, None]

    def of_programme(self, basis: Basis) -> np.ndarray:
        """GBP of the programme and its allowances, (draws, years)."""
        return self.programme * self.level(basis)

    def total(self, basis: Basis) -> np.ndarray:
        """GBP of all that is modelled, programme included, (draws, years)."""
        return (self.real.sum(-1) + self.programme) * self.level(basis)

    def level(self, basis: Basis) -> np.ndarray:
        """General price level of each year over that of the prices asked for, (years,)."""
        return self.inflation if basis == "nominal" else np.ones_like(self.inflation)


def cost_months(
    placements: np.ndarray,
    home_places: np.ndarray,
    prices: Prices,
    calendar: Calendar,
    price_change: np.ndarray | None = None,
) -> np.ndarray:
    """What placements cost by month, at base-year prices.

    Child-days of a month are the mean of its opening and closing stock times its days, so leap
    years are right. Own home places are paid for whether they are filled or not.

    Args:
        placements: children by placement type, (draws, months + 1, placement types).
        home_places: own home places held, (draws, months + 1).
        prices: prices with as many draws.
        calendar: the projection's months.
        price_change: a lever's multiplier of the price, (draws, months, placement types); None is
            no change, and so is 1, to the last bit.

    Returns:
        GBP, (draws, months, placement types). Inflation is constant within a financial year:
        multiply sums over years by `prices.inflation` for nominal figures.
    """
    years = np.arange(calendar.months) // 12
    places = _days(home_places[..., None], calendar)[..., 0]
    cost = real_prices(prices).at(years).cost(_days(placements, calendar), places)
    return cost if price_change is None else cost * price_change


def by_financial_year(months: np.ndarray, calendar: Calendar) -> np.ndarray:
    """Sums over April-March years: (draws, months, ...) to (draws, years, ...)."""
    shape = (len(months), calendar.years, 12, *months.shape[2:])
    return months.reshape(shape).sum(axis=2)


def year_costs(
    placements: np.ndarray,
    home_places: np.ndarray,
    programme: np.ndarray,
    prices: Prices,
    calendar: Calendar,
    price_change: np.ndarray | None = None,
) -> YearCosts:
    """Everything a scenario costs, by April-March year.

    Prices stay the same within a financial year, so days are added up before they are priced;
    it is `cost_months` added up, three times as fast.

    Args:
        placements: children by placement type, (draws, months + 1, placement types).
        home_places: own home places held, (draws, months + 1).
        programme: GBP a month of the programme and of continuing allowances together, at
            base-year prices, (draws, months). They rise with general inflation.
        prices: prices with as many draws.
        calendar: the projection's months.
        price_change: a lever's multiplier of the price, (draws, months, placement types); None is
            no change, and so is 1, to the last bit.
    """
    days = _days(placements, calendar)
    places = _days(home_places[..., None], calendar)[..., 0]
    child_days, place_days = by_financial_year(days, calendar), by_financial_year(places, calendar)
    priced_days, priced_places = child_days, place_days
    if price_change is not None:
        priced_days = by_financial_year(days * price_change, calendar)
        priced_places = by_financial_year(places * price_change[..., OWN_HOME], calendar)
    return YearCosts(
        real=real_prices(prices).cost(priced_days, priced_places),
        programme=by_financial_year(programme, calendar),
        inflation=prices.inflation,
        child_days=child_days,
        place_days=place_days,
    )


def volumes_of(placements: np.ndarray, home_places: np.ndarray, calendar: Calendar) -> Volumes:
    """What is bought in each April-March year.

    Args:
        placements: children by placement type, (draws, months + 1, placement types).
        home_places: own home places held, (draws, months + 1).
        calendar: the projection's months.
    """
    places = _days(home_places[..., None], calendar)[..., 0]
    return Volumes(
        by_financial_year(_days(placements, calendar), calendar),
        by_financial_year(places, calendar),
    )


def _days(stock: np.ndarray, calendar: Calendar) -> np.ndarray:
    """Stocks at months + 1 month ends as days in each month, (draws, months, columns)."""
    days = stock[:, :-1] + stock[:, 1:]
    days *= calendar.days[:, None] / 2
    return days
