"""Weekly prices by placement type: drawn within published ranges, scaled to the outturn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, closest, listed
from sufficiency.evidence.shipped_prices import shipped_prices
from sufficiency.money.growth import (
    GrowthSettings,
    SpendingGrowth,
    Volumes,
    by_type,
    draw_spending,
    placement_index,
    rest_path,
)
from sufficiency.money.inflation import inflation_index
from sufficiency.money.known import known_kinds
from sufficiency.money.outturn import BaseYear, Scaling, scale_to_outturn
from sufficiency.money.priced import OWN_HOME, DailyPrices, a_day
from sufficiency.money.uplifts import MeanPrices, mean_prices, uplifts_of
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.ranges import HALF_80
from sufficiency.streams import stream

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

LINES = ("residential", "fostering", "other", "none")


@dataclass(frozen=True)
class Prices:
    """What a week of each placement costs, in every draw, and how the price moves.

    A price is that of the base year, the April-March year that ends at the opening count, after
    scaling to the outturn. Prices change at the start of a financial year and at no other time,
    so growth and inflation are held by year.

    Attributes:
        weekly: GBP a child a week in the base year, (draws, placement types).
        fixed_weekly: GBP a week for a place held in an own home, filled or not, (draws,).
        real_growth: price over base-year price, above general inflation,
            (draws, years, placement types); 1 is no real change.
        inflation: GDP deflator of each year of the projection over that of the base year, (years,).
        scaling: how the prices were brought to the outturn, and what is not modelled.
        rest_growth: what is not modelled over its base year's, above general inflation,
            (draws, years).
        spending: where the total and its lines are heading; None for prices made by hand.
        anchors: the price list before scaling, a row a placement type in their order.
        settings: what growth was assumed to do beyond the record.
        figures: what else money rests on, as in money_assumptions.csv.
        means: mean growth, with what is agreed in place of what is forecast; None for prices made
            by hand.
    """

    weekly: np.ndarray
    fixed_weekly: np.ndarray
    real_growth: np.ndarray
    inflation: np.ndarray
    scaling: Scaling
    rest_growth: np.ndarray
    spending: SpendingGrowth | None
    anchors: pd.DataFrame
    settings: GrowthSettings
    figures: pd.DataFrame = field(default_factory=pd.DataFrame)
    means: MeanPrices | None = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences of caution about the scaling, and about uplifts that no year reaches."""
        uplifts = () if self.means is None else self.means.uplifts.remarks
        return (*self.scaling.warnings, *uplifts)

    @property
    def factors(self) -> pd.DataFrame:
        """Outturn line, outturn, modelled before scaling, factor and its 80% range."""
        return self.scaling.factors

    @property
    def not_modelled(self) -> np.ndarray:
        """GBP of the base year that no placement explains, (draws,)."""
        return self.scaling.not_modelled

    @property
    def rest(self) -> np.ndarray:
        """GBP by year that no placement explains, at base-year prices, (draws, years)."""
        return rest_path(self.not_modelled, self.rest_growth)


def draw_prices(
    evidence: Evidence,
    base: BaseYear,
    volumes: Volumes,
    calendar: Calendar,
    seed: int,
    settings: GrowthSettings | None = None,
) -> Prices:
    """Draw prices, their growth and general inflation for every draw of a run.

    Args:
        evidence: the price list, the outturn and the deflator.
        base: children by placement type at both ends of the base year, and own home places held;
            its number of draws is the number of draws here.
        volumes: what the baseline buys in each year of the projection.
        calendar: the projection's months.
        seed: seed of the run.
        settings: what prices are assumed to do beyond the evidence; None takes the defaults.

    Raises:
        InputError: when the price list, the outturn lines or the deflator lack what is needed.
    """
    settings = settings or GrowthSettings()
    anchors = price_list(evidence.prices)
    scaled = scaling, weekly, fixed_weekly = _scaled(evidence, base, anchors, seed)
    groups = anchors["price_growth"].tolist()
    spending = draw_spending(evidence, base, volumes, scaling, seed, settings)
    if known_kinds(anchors).any():
        scaled = _scaled(evidence, base, _with_shipped(anchors, evidence.authority.code), seed)
    index = placement_index(spending, volumes, scaled[0], a_day(*scaled[1:]))
    growth = by_type(index, groups, calendar.financial_years, settings)
    inflation = inflation_index(evidence.price_indices, calendar, settings.inflation)
    means = mean_prices(growth.mean(0), inflation, uplifts_of(evidence.uplifts, calendar))
    return Prices(
        weekly=weekly,
        fixed_weekly=fixed_weekly,
        real_growth=growth * (means.mean / means.forecast),
        inflation=inflation,
        scaling=scaling,
        rest_growth=spending.of("other"),
        spending=spending,
        anchors=anchors,
        settings=settings,
        figures=evidence.money_assumptions,
        means=means,
    )


def _scaled(
    evidence: Evidence, base: BaseYear, anchors: pd.DataFrame, seed: int
) -> tuple[Scaling, np.ndarray, np.ndarray]:
    """The scaling, and base-year prices: (draws, placement types), and of a place (draws,)."""
    ratio = _draw_ratios(anchors, len(base.opening), seed)
    anchor = anchors["weekly_price"].to_numpy(np.float64)
    fixed = anchors["weekly_fixed_cost_per_place"].to_numpy(np.float64)
    scaling, multiple = scale_to_outturn(evidence, base, anchors, ratio)
    return scaling, anchor * multiple, fixed[OWN_HOME] * multiple[:, OWN_HOME]


def _with_shipped(anchors: pd.DataFrame, code: str) -> pd.DataFrame:
    """The price list with the shipped price in place of each known one.

    A price that the council knows says what a placement costs today, not how prices will move: the
    index is worked out without it. So a known price typed in the workbook and one run from
    prices.csv grow alike.
    """
    known = known_kinds(anchors)
    shipped = price_list(shipped_prices(code))
    return pd.concat([anchors[~known], shipped[known]]).loc[anchors.index]


def price_list(prices: pd.DataFrame) -> pd.DataFrame:
    """The price list in the order of the placement types, its places' fixed cost nil if blank.

    Raises:
        InputError: when a low price is nil, or when an outturn line is not one of those known.
    """
    table = prices.set_index("placement_type").loc[list(PLACEMENT_TYPES)]
    table["weekly_fixed_cost_per_place"] = table["weekly_fixed_cost_per_place"].fillna(0.0)
    for kind, row in table.to_dict("index").items():
        if not row["low"] > 0:
            raise InputError(
                f"prices.csv, {kind}: low is {row['low']:g}; it must be above nil, since prices "
                "are drawn as ratios."
            )
        if row["outturn_line"] not in LINES:
            raise InputError(
                f"prices.csv, {kind}: outturn_line is '{row['outturn_line']}'; it must be one of "
                f"{listed(LINES)}." + closest(row["outturn_line"], LINES)
            )
    return table


def _draw_ratios(anchors: pd.DataFrame, draws: int, seed: int) -> np.ndarray:
    """Drawn price over the listed price, (draws, placement types).

    The listed price is the median and low and high are the 10th and 90th percentiles: a
    log-normal with its own spread on either side, since a price can be much higher than listed
    but not much lower. A place's fixed cost takes the same ratio as its price.
    """
    price = anchors["weekly_price"].to_numpy(np.float64)
    below = np.log(price / anchors["low"].to_numpy(np.float64)) / HALF_80
    above = np.log(anchors["high"].to_numpy(np.float64) / price) / HALF_80
    normal = np.stack(
        [stream(seed, "price", kind).standard_normal(draws) for kind in anchors.index], axis=-1
    )
    return np.exp(normal * np.where(normal < 0, below, above))


def base_year_prices(prices: Prices) -> DailyPrices:
    """Prices of the base year, child (draws, placement types) and place (draws,)."""
    return a_day(prices.weekly, prices.fixed_weekly)


def real_prices(prices: Prices) -> DailyPrices:
    """Prices of every year of the projection at base-year prices, (draws, years, ...)."""
    return base_year_prices(prices).by_year(prices.real_growth)


def price_index(prices: Prices) -> np.ndarray:
    """Real price over the base year's, the base year first, (draws, 1 + years, types)."""
    return np.concatenate([np.ones_like(prices.real_growth[:, :1]), prices.real_growth], axis=1)


def price_level(prices: Prices) -> np.ndarray:
    """General price level over the base year's, the base year first, (1 + years,)."""
    return np.concatenate([[1.0], prices.inflation])
