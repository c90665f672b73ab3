"""Every figure that money rests on, as rows of the assumptions table."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sufficiency.money.growth import GENERAL, PriceGrowth
from sufficiency.money.prices import Prices
from sufficiency.ranges import HALF_80, ends

COLUMNS = ("key", "value", "low", "high", "unit", "source", "quality")
_Row = tuple[str, float, float, float, str, str, str]


def price_assumptions(prices: Prices) -> pd.DataFrame:
    """Rows of assumptions.csv for prices, scaling, growth, what is not modelled and appraisal.

    Columns: key, value, low, high, unit, source, quality. Low and high are an 80% range; growth
    a year is a share (0.01 is 1%).
    """
    rows = [*_price_rows(prices), *_scaling_rows(prices), *_growth_rows(prices)]
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


def _scaling_rows(prices: Prices) -> Iterator[_Row]:
    for row in prices.factors.to_dict("records"):
        yield (
            f"scaling_factor_{row['line']}",
            row["factor"],
            row["factor_p10"],
            row["factor_p90"],
            "outturn over modelled",
            "gross outturn of the line (RO3) over listed prices times mean volumes; which "
            "placements a line holds is assumed",
            "derived",
        )
    low, high = ends(prices.not_modelled)
    yield (
        "not_modelled_a_year",
        float(prices.not_modelled.mean()),
        low,
        high,
        f"GBP, {prices.scaling.financial_year} prices",
        "RO3 total children looked after less what is modelled; carried flat in real terms "
        "(assumption)",
        "derived",
    )


def _growth_rows(prices: Prices) -> Iterator[_Row]:
    settings = prices.settings
    for group in prices.growth:
        yield _start_row(group)
        unit = "standard deviation of a year's price change, logarithm"
        source = (
            "assumption"
            if group.group == GENERAL
            else "England's variation from year to year with "
            f"{settings.price_share:.0%} (assumption) of the five-year spread of {group.areas} "
            "authorities around England, LAIT weekly costs since 2015-16"
        )
        quality = "assumption" if group.group == GENERAL else "estimate"
        sd = group.shock_sd
        yield (f"price_shock_{group.group}", sd, sd, sd, unit, source, quality)
    width = HALF_80 * settings.long_run_sd
    yield (
        "price_growth_long_run",
        settings.long_run,
        settings.long_run - width,
        settings.long_run + width,
        "a year above general inflation",
        "assumption: care is labour and follows real pay",
        "assumption",
    )
    years = settings.half_life_years
    yield (
        "price_growth_half_life",
        years,
        years,
        years,
        "years in which growth falls half way to the long run",
        "assumption",
        "assumption",
    )


def _start_row(group: PriceGrowth) -> _Row:
    width = HALF_80 * group.start_sd
    source = (
        "assumption: the long run from the start"
        if group.group == GENERAL
        else f"LAIT weekly costs over the GDP deflator since 2015-16: local {group.local:.1%}, "
        f"England {group.nation:.1%} a year, weight on local {group.weight:.2f}"
    )
    quality = "assumption" if group.group == GENERAL else "estimate"
    return (
        f"price_growth_{group.group}",
        group.start,
        group.start - width,
        group.start + width,
        "a year above general inflation at the start",
        source,
        quality,
    )
