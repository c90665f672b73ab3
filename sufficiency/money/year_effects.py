"""What a scenario saves in the year it starts and in a whole year at the rate it has reached."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from sufficiency.money.priced import DAYS_A_YEAR
from sufficiency.money.prices import Prices, real_prices
from sufficiency.months import Calendar
from sufficiency.ranges import statistics

Stocks = tuple[np.ndarray, np.ndarray]
"""Children by placement type, (draws, months + 1, types), and own home places priced."""


def part_and_full_year(
    stocks: Iterable[tuple[str, Stocks]],
    baseline: Stocks,
    prices: Prices,
    calendar: Calendar,
) -> pd.DataFrame:
    """The saving on placements in each year, and at the rate of its last day for a whole year.

    Columns: scenario, financial_year, part_year, part_year_p10, part_year_p90, full_year,
    full_year_p10, full_year_p90; GBP at base-year prices, without the programme. *Part-year* is
    what the year itself sees. *Full-year* is what a year of 365 days would see if the placements
    of 31 March, and that year's prices, stayed: what is in the base of the next budget.

    Args:
        stocks: placements and places of each scenario, one after another.
        baseline: those they are compared with.
        prices: prices with as many draws.
        calendar: the projection's months.
    """
    own, places = baseline
    a_day = real_prices(prices)
    rows = []
    for name, (children, held) in stocks:
        fewer, fewer_places = own - children, places - held
        for y, year in enumerate(calendar.financial_years):
            ends = slice(12 * y, 12 * y + 13)
            of_year = a_day.at([y]).cost(fewer[:, ends], fewer_places[:, ends]).sum(-1)
            days = calendar.days[12 * y : 12 * y + 12]
            part = ((of_year[:, :-1] + of_year[:, 1:]) / 2 * days).sum(-1)
            full = of_year[:, -1] * DAYS_A_YEAR
            found = statistics(np.stack([part, full], axis=-1), ("mean", "p10", "p90"))
            cells = [found[key][i] for i in (0, 1) for key in ("mean", "p10", "p90")]
            rows.append((name, year, *map(float, cells)))
    columns = [
        f"{what}{end}" for what in ("part_year", "full_year") for end in ("", "_p10", "_p90")
    ]
    return pd.DataFrame(rows, columns=["scenario", "financial_year", *columns])
