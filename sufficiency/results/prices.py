"""prices.csv: what a week of each placement costs in each year of a run."""

from __future__ import annotations

import pandas as pd

from sufficiency.engine import Forecast
from sufficiency.money import price_paths
from sufficiency.results.contract import CONTRACT


def prices_table(forecast: Forecast) -> pd.DataFrame:
    """Weekly prices by placement type and financial year, GBP a child a week.

    The first year is the outturn's, to which prices are scaled; later years carry their growth,
    and nominal ones general inflation. The fixed cost of own home places held is not in them.
    `factor` is what the listed price was multiplied by so that what is modelled comes to the
    outturn of its line (1 where no line of the outturn holds the type). `known` says "yes" where
    a price was given as known and not scaled, which no price list can say as yet.

    Returns:
        Columns as the contract has them.
    """
    lines = forecast.prices.anchors["outturn_line"]
    by_line = forecast.prices.factors.set_index("line")["factor"]
    factor = lines.map(by_line).fillna(1.0)
    paths = price_paths(forecast.prices, forecast.calendar)
    table = paths.assign(factor=paths["placement_type"].map(factor), known="")
    return table[CONTRACT["prices"].columns]
