"""What the method would have said from each past March, and what came.

Each forecast is made from the figures up to its 31 March and with constants estimated from nothing
later. What hindsight remains is said in `HINDSIGHT`, and wherever the table is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, listed
from sufficiency.evidence import Evidence
from sufficiency.forecasting.pooled.constants import constants_at
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.published import published_panel
from sufficiency.forecasting.pooled.series import TOTAL
from sufficiency.forecasting.scoring.forecasts import Forecast
from sufficiency.forecasting.scoring.outcome import Outcome
from sufficiency.forecasting.scoring.panel_history import PanelHistory
from sufficiency.forecasting.scoring.panel_models import POOLED, forecast_panel_models
from sufficiency.forecasting.scoring.summary import LEVELS, edges
from sufficiency.forecasting.scoring.task import Asked

FIRST_ORIGIN: Final = 2014
"""First 31 March that a past forecast is made from: the first with rates in the evidence, and five
years of growth to estimate the constants from."""

FEWEST_YEARS: Final = 4
"""Years published before the first past forecast: momentum and the spread need some."""

HINDSIGHT: Final = (
    "what counts, and how its effect grows over the years, was chosen in 2026 with all years in "
    "view; the statistical neighbours are those of 2025; figures are as last published; and the "
    "authority may be one of the 72 that the method was estimated on, up to each March"
)
"""What a past forecast knows that nobody knew at the time."""

MODELS: Final = (POOLED, "no_change", "drift")
"""Those that past forecasts are made with."""

CHANCES: Final = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)

COLUMNS: Final = (
    *("model", "area_code", "origin", "horizon", "year", "latest_count"),
    *("p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5", "chance_of_fewer"),
    *("came", *(f"held_{level}" for level in LEVELS)),
)
"""Of `past_forecasts`."""


def hindcast(
    evidence: Evidence,
    origins: Iterable[int] | None = None,
    years: int = 3,
    draws: int = 2000,
    seed: int = 1,
    models: Iterable[str] = (POOLED,),
) -> pd.DataFrame:
    """Forecasts of the total from past years, for the authority and those it is compared with.

    The others lack neighbours and a group of their own in the evidence, so those two terms drop
    out for them.

    Args:
        evidence: the published record.
        origins: 31 Marches to forecast from; unless given, every one from `FIRST_ORIGIN` on with
            `FEWEST_YEARS` of figures before it.
        years: years ahead.
        draws: draws behind each forecast.
        seed: of the random numbers.
        models: pooled, no_change or drift.

    Returns:
        model, area_code, area, origin, horizon, year, latest_count (at the origin), p2_5, p10,
        p25, p50, p75, p90, p97_5, chance_of_fewer (than the latest count, 0-1), came (NaN where
        not yet known) and held_50, held_80, held_95 (zero or one; NaN where not yet known);
        the authority first.

    Raises:
        InputError: when a model is not one of the three, or no year can be forecast from.
    """
    panel = published_panel(evidence)
    named = evidence.children_in_care.drop_duplicates("area_code")
    names = dict(zip(named["area_code"], named["area"], strict=True))
    if origins is None:
        first = max(FIRST_ORIGIN, int(panel.years[0]) + FEWEST_YEARS)
        origins = range(first, evidence.opening_year)
    asked = Asked(tuple(models), tuple(range(1, years + 1)), draws, seed)
    table = past_forecasts(panel, origins, asked)
    table.insert(2, "area", table["area_code"].map(names))
    return table


def past_forecasts(panel: AnnualPanel, origins: Iterable[int], asked: Asked) -> pd.DataFrame:
    """`hindcast` for every authority of a panel, without the areas' names."""
    for model in asked.models:
        if model not in MODELS:
            raise InputError(
                f"There is no past forecast by '{model}'; there is by {listed(MODELS)}."
            )
    origins = list(origins)
    history = PanelHistory(
        panel,
        tuple((code, TOTAL) for code in panel.codes),
        {origin: constants_at(origin) for origin in origins},
    )
    frames = []
    for origin in origins:
        seen = history.until(origin)
        outcome = history.outcome(origin, asked.horizons)
        latest = seen.panel[TOTAL][:, -1]
        for model, made in forecast_panel_models(seen, outcome.measures, asked, lambda _: None):
            fewer = (made.draws < latest[:, None, None]).mean(axis=-1)
            said = past_forecast(made, outcome, CHANCES, asked.seed)
            said = said.assign(
                model=model,
                origin=origin,
                latest_count=np.repeat(latest, len(asked.horizons)),
                chance_of_fewer=fewer.ravel(),
            )
            frames.append(said.dropna(subset=["p50"]))
    if not any(len(frame) for frame in frames):
        raise InputError("There is no past year that a forecast could have been made from.")
    table = pd.concat(frames, ignore_index=True).rename(columns={"la_code": "area_code"})
    table["year"] = table["origin"] + table["horizon"]
    place = {code: number for number, code in enumerate(panel.codes)}
    table["place"] = table["area_code"].map(place)
    table = table.sort_values(["model", "place", "origin", "horizon"], ignore_index=True)
    return table[list(COLUMNS)]


def past_forecast(
    made: Forecast, outcome: Outcome, chances: tuple[float, ...], seed: int
) -> pd.DataFrame:
    """What a forecast said, and what came.

    Returns:
        la_code, series, horizon, the quantiles (p10 for a chance of 0.1), came, and held_80 and
        the like for each band whose ends are among the chances: zero or one, NaN where what came
        is not known.
    """
    came = outcome.came
    quantiles = dict(zip(chances, made.quantiles(chances, seed), strict=True))
    columns = {_percentile(chance): value for chance, value in quantiles.items()}
    columns["came"] = came
    for level in LEVELS:
        low, high = (quantiles.get(chance) for chance in edges(level))
        if low is not None and high is not None:
            held = (low <= came) & (came <= high)
            columns[f"held_{level}"] = np.where(np.isfinite(came), held, np.nan)
    flat = {name: value.ravel() for name, value in columns.items()}
    return pd.DataFrame(flat, index=outcome.measures.index).reset_index()


def _percentile(chance: float) -> str:
    """Name of a quantile's column.

    >>> _percentile(0.025)
    'p2_5'
    """
    return f"p{100 * chance:g}".replace(".", "_")


def bands_held(table: pd.DataFrame, code: str) -> pd.DataFrame:
    """How often the 80% band held, for one authority and for all the others together.

    Returns:
        model, who ("authority" or "others"), held, forecasts.
    """
    known = table.dropna(subset=["came"])
    who = np.where(known["area_code"] == code, "authority", "others")
    counts = known.assign(who=who).groupby(["model", "who"], sort=False)["held_80"]
    table = counts.agg(held="sum", forecasts="size").reset_index()
    return table.astype({"held": int, "forecasts": int})
