"""Every figure that money rests on, as rows of the assumptions table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.money.prices import Prices
from sufficiency.money.shrunk import standing
from sufficiency.money.spending.model import HALF_LIVES, LONG_RUN, spending_constants
from sufficiency.months import date_in_words, financial_year
from sufficiency.ranges import HALF_80, statistics

SPENDING_LEVEL: Final = "spending_growth_level"
COLUMNS = ("key", "value", "low", "high", "unit", "source", "quality")
_Row = tuple[str, float, float, float, str, str, str]


def price_assumptions(prices: Prices) -> pd.DataFrame:
    """Rows of assumptions.csv for prices, scaling, growth, what is not modelled and appraisal.

    Columns: key, value, low, high, unit, source, quality. Low and high are an 80% range; growth
    a year is a share (0.01 is 1%).
    """
    rows = [
        *_price_rows(prices),
        *_uplift_rows(prices),
        *_scaling_rows(prices),
        *_growth_rows(prices),
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    if prices.figures.empty:
        return table
    return pd.concat([table, prices.figures[list(COLUMNS)]], ignore_index=True)


def _price_rows(prices: Prices) -> Iterator[_Row]:
    year = prices.scaling.financial_year
    for kind, row in prices.anchors.to_dict("index").items():
        price, low, high = float(row["weekly_price"]), float(row["low"]), float(row["high"])
        says = (str(row["source"]), str(row["quality"]))
        unit = f"GBP a child a week, {year}, {row['basis']}, before scaling"
        yield (f"weekly_price_{kind}", price, low, high, unit, *says)
        fixed = float(row["weekly_fixed_cost_per_place"])
        if fixed > 0:
            unit = f"GBP a place a week, filled or not, {year}, before scaling"
            span = (fixed * low / price, fixed * high / price)
            yield (f"weekly_fixed_cost_{kind}", fixed, *span, unit, *says)
        share = float(row["uasc_share"])
        if share > 0:
            unit = "share of unaccompanied children seeking asylum who live there"
            source = (
                "assumption, near the pattern of those placed inside their own authority in "
                "England on 31 March 2024 (DfE: 24% fostered, 52% in supported accommodation)"
            )
            yield (f"uasc_share_{kind}", share, share, share, unit, source, "assumption")


def _uplift_rows(prices: Prices) -> Iterator[_Row]:
    """What is agreed in place of growth, of the years of the run."""
    if prices.means is None:
        return
    for row in prices.means.uplifts.rows.to_dict("records"):
        year = financial_year(row["from"].year - (row["from"].month < 4)).replace("/", "_")
        over = "in cash" if row["price_basis"] == "nominal" else "above general inflation"
        percent = float(row["percent"])
        yield (
            f"uplift_{row['placement_type']}_{year}",
            *(percent, percent, percent),
            f"percent, {over}, from {date_in_words(row['from'])}, in place of what is forecast",
            f"agreed: {row['source']}",
            "published",
        )


def _scaling_rows(prices: Prices) -> Iterator[_Row]:
    for row in prices.factors.to_dict("records"):
        line, left = row["line"], row["residual"]
        yield (
            f"scaling_factor_{line}",
            row["factor"],
            row["factor_p10"],
            row["factor_p90"],
            "factor on listed prices",
            "gross outturn of the line (RO3) over listed prices times mean volumes, shrunk toward "
            "that of both lines together unless prices are known; which placements a line holds is "
            "assumed",
            "derived",
        )
        yield (
            f"scaling_residual_{line}",
            *(left, left, left),
            f"GBP, {prices.scaling.financial_year} prices",
            "outturn of the line less what its prices make; it stands with what is not modelled",
            "derived",
        )
        if line in prices.scaling.estimated:
            continue  # a line that was never returned stands nowhere among those that were
        lower, authorities = standing(line, row["at_englands_prices"])
        yield (
            f"scaling_standing_{line}",
            *(lower, lower, lower),
            f"share of {authorities} authorities",
            "authorities whose outturn of the line is less over England's starting prices, before "
            "shrinking: 0.5 is the middle of England",
            "derived",
        )
    rest = statistics(prices.not_modelled, ("mean", "p10", "p90"))
    yield (
        "not_modelled_a_year",
        float(rest["mean"]),
        float(rest["p10"]),
        float(rest["p90"]),
        f"GBP, {prices.scaling.financial_year} prices",
        "RO3 total children looked after less what is modelled; it grows as other services do",
        "derived",
    )


def _growth_rows(prices: Prices) -> Iterator[_Row]:
    """England's growth and how long it lasts, the children's elasticities, and the spreads."""
    constants, spending = spending_constants(), prices.spending
    if spending is None:
        return
    source = (
        "spending on all children looked after of English authorities since 2012/13, section 251 "
        "over the GDP deflator: models/spending.md"
    )
    width = HALF_80 * constants.step
    yield (
        SPENDING_LEVEL,
        spending.level,
        spending.level - width,
        spending.level + width,
        "logarithm a year above general inflation that England's spending goes on from",
        source,
        "estimate",
    )
    yield (
        "spending_growth_long_run",
        LONG_RUN,
        LONG_RUN,
        LONG_RUN,
        "logarithm a year above general inflation in the long run",
        "assumption: about real pay; with the half-lives that the record asks for it hardly counts",
        "assumption",
    )
    for half_life, weight in zip(HALF_LIVES, constants.weights, strict=True):
        years = "never" if half_life == np.inf else f"{half_life:g}_years"
        unit = "chance that growth above the long run halves in that time (or never does)"
        yield (
            f"spending_growth_half_life_{years}",
            weight,
            weight,
            weight,
            unit,
            source,
            "estimate",
        )
    for name, effect in constants.children.items():
        unit = f"percent of spending for a percent of children {_WORDS[name]}"
        yield (f"spending_elasticity_{name}", effect, effect, effect, unit, source, "estimate")
    sd = float(np.sqrt(constants.own_variance(spending.opening.children, np.array([1.0]))[0]))
    unit = "standard deviation of the council's own error after a year, logarithm"
    yield ("spending_own_error", sd, sd, sd, unit, source, "estimate")


_WORDS = {
    "expensive": "in homes, supported accommodation and other placements",
    "fostered": "fostered",
}
