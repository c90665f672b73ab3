"""How prices move: real growth estimated from weekly costs since 2015-16, and inflation.

The published weekly cost of a line moves with price, with mix and with how spending was recorded.
An authority's own history says little about what it will see next (over the authorities held,
growth in one half of the record does not predict growth in the other), so the local figure is
shrunk towards England's by as much as the record itself asks for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.money.inflation import deflator_by_year
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.streams import stream

NATION: Final = "England"
LINE_OF: Final = MappingProxyType(
    {"residential": "Residential care", "fostering": "Fostering services"}
)
"""Growth groups with a published weekly cost, and what spend.csv calls its line."""
GENERAL: Final = "general"
_HORIZON = 5


@dataclass(frozen=True)
class GrowthSettings:
    """What prices are assumed to do beyond what the record says. All are assumptions.

    Attributes:
        half_life_years: years in which the distance between today's real growth and the long run
            halves.
        long_run: real growth a year in the long run: care is labour, and follows real pay.
        long_run_sd: standard deviation of the long run over draws; 0.0078 is an 80% range of 2
            percentage points.
        price_share: share of the variance of weekly costs around England's that is price, the
            rest being mix of placements and the recording of spend.
        shared: share of a year's price shock that all placement types have in common.
        general_sd: standard deviation of a year's shock for types without a published weekly cost.
        inflation: general inflation by financial year ("2027/28": 0.02) where it is not to be the
            deflator's.
        real_growth: growth above it by growth group and financial year, where it is not to be the
            estimate's; a year's shock is added all the same.
    """

    half_life_years: float = 2.0
    long_run: float = 0.01
    long_run_sd: float = 0.0078
    price_share: float = 0.5
    shared: float = 0.5
    general_sd: float = 0.02
    inflation: Mapping[str, float] = field(default_factory=dict)
    real_growth: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class PriceGrowth:
    """Real growth a year of one growth group, as logarithms.

    Attributes:
        group: "residential", "fostering" or "general".
        local: the authority's mean over the record, NaN for the general group.
        nation: England's, NaN for the general group.
        weight: weight on the local figure, 0 (England alone) to 1.
        start: growth that the path starts from.
        start_sd: its standard error.
        shock_sd: standard deviation of a year's shock.
        areas: authorities the estimate leans on.
    """

    group: str
    local: float
    nation: float
    weight: float
    start: float
    start_sd: float
    shock_sd: float
    areas: int


def estimate_growth(
    spend: pd.DataFrame,
    indices: pd.DataFrame,
    area: str,
    authorities: Collection[str],
    settings: GrowthSettings,
) -> tuple[PriceGrowth, ...]:
    """Real growth of each group from weekly costs by authority and year.

    The weight on the authority's own growth is that of empirical Bayes: the variance of mean
    growth between authorities beyond what year-to-year noise explains, over the whole variance.
    A year's shock is England's own variation plus, for the share that is price, the five-year
    spread of authorities around England put on a yearly footing: one-year changes of single
    authorities are mostly mix and recording and would overstate it.

    Args:
        spend: weekly costs by area, year and line.
        indices: the GDP deflator.
        area: the authority whose prices are wanted.
        authorities: areas that are authorities: nation and regions are not among them.
        settings: what is assumed.

    Raises:
        InputError: when the weekly costs of the authority or of England are missing.
    """
    found = [
        _estimate(real_weekly_costs(spend, indices, line), group, area, authorities, settings)
        for group, line in LINE_OF.items()
    ]
    general = PriceGrowth(
        group=GENERAL,
        local=np.nan,
        nation=np.nan,
        weight=0.0,
        start=settings.long_run,
        start_sd=0.0,
        shock_sd=settings.general_sd,
        areas=0,
    )
    return (*found, general)


def _estimate(
    logs: pd.DataFrame,
    group: str,
    area: str,
    authorities: Collection[str],
    settings: GrowthSettings,
) -> PriceGrowth:
    for needed in (area, NATION):
        if needed not in logs or logs[needed].notna().sum() <= _HORIZON:
            raise InputError(
                f"spend.csv needs '{LINE_OF[group]}', gbp_per_child_per_week, for {needed} in "
                f"more than {_HORIZON} years: price growth is estimated from it."
            )
    yearly = logs.diff().iloc[1:]
    nation = float(yearly[NATION].mean())
    held = yearly[[name for name in logs if name in authorities]].dropna(axis="columns")
    years = len(held)
    noise = float(held.var(ddof=1).mean()) / years
    between = float(held.mean().var(ddof=1)) if held.shape[1] > 2 else 0.0
    genuine = max(0.0, between - noise)
    weight = genuine / (genuine + noise)
    local = float(yearly[area].mean())
    around = logs[held.columns].sub(logs[NATION], axis=0)
    spread = float(np.nanvar(around.diff(_HORIZON).to_numpy())) / _HORIZON
    of_nation = float(yearly[NATION].var(ddof=1))
    return PriceGrowth(
        group=group,
        local=local,
        nation=nation,
        weight=weight,
        start=nation + weight * (local - nation),
        start_sd=float(np.sqrt(of_nation / years + genuine * (1 - weight))),
        shock_sd=float(np.sqrt(of_nation + settings.price_share * spread)),
        areas=held.shape[1],
    )


def real_weekly_costs(spend: pd.DataFrame, indices: pd.DataFrame, line: str) -> pd.DataFrame:
    """Logarithm of the weekly cost of a line at constant prices: a row a year, a column an area."""
    rows = spend[(spend["line"] == line) & (spend["measure"] == "gbp_per_child_per_week")]
    table = rows.assign(year=rows["financial_year"].str[:4].astype(int)).pivot_table(
        index="year", columns="area", values="value"
    )
    deflator = deflator_by_year(indices).reindex(table.index)
    real = table.astype(np.float64).div(deflator, axis=0)
    return pd.DataFrame(np.log(real.to_numpy()), index=real.index, columns=real.columns)


def draw_growth(
    estimates: Sequence[PriceGrowth],
    groups: Sequence[str],
    draws: int,
    years: tuple[str, ...],
    seed: int,
    settings: GrowthSettings,
) -> np.ndarray:
    """Price over base-year price in real terms, by year, (draws, years, placement types).

    In year y after the base the expected growth is `long_run + (start - long_run) / 2 **
    (y / half_life)`, and each year a shock is added for good, part of it common to all types. The
    shocks are centred so that they do not raise the mean.

    Args:
        estimates: one for each growth group.
        groups: the growth group of each placement type, in their order.
        years: financial years of the projection.

    Raises:
        InputError: when the settings or a placement type name a growth group without an
            estimate.
    """
    by_group = {estimate.group: estimate for estimate in estimates}
    _check_groups(by_group, groups, settings.real_growth)
    fade = 0.5 ** (np.arange(1, len(years) + 1) / settings.half_life_years)
    long_run = settings.long_run + settings.long_run_sd * stream(
        seed, "price growth", "long run"
    ).standard_normal((draws, 1))
    common = stream(seed, "price growth", "common").standard_normal((draws, len(years)))
    mean_by_group = {
        group: long_run * (1 - fade)
        + fade
        * (
            estimate.start
            + estimate.start_sd
            * stream(seed, "price growth start", group).standard_normal((draws, 1))
        )
        for group, estimate in by_group.items()
    }
    for group, by_year in settings.real_growth.items():
        for y, year in enumerate(years):
            if year in by_year:
                mean_by_group[group][:, y] = np.log1p(by_year[year])
    growth = np.empty((draws, len(years), len(groups)))
    for kind, group in enumerate(groups):
        own = stream(seed, "price growth", PLACEMENT_TYPES[kind]).standard_normal(
            (draws, len(years))
        )
        spread = by_group[group].shock_sd
        shock = spread * (np.sqrt(settings.shared) * common + np.sqrt(1 - settings.shared) * own)
        growth[:, :, kind] = np.exp(np.cumsum(mean_by_group[group] + shock - spread**2 / 2, axis=1))
    return growth


def _check_groups(
    known: Collection[str], of_types: Sequence[str], by_year: Collection[str]
) -> None:
    """That every growth group named by the price list or by the settings has an estimate."""
    for group in of_types:
        if group not in known:
            raise InputError(
                f"prices.csv: price_growth is '{group}'; it must be one of {', '.join(known)}."
            )
    for group in by_year:
        if group not in known:
            raise InputError(
                f"Growth by year is given for '{group}'; it must be one of {', '.join(known)}."
            )
