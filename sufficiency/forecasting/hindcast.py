"""What the method would have said from each past March, and what came.

Each forecast is made from the figures up to its 31 March and with constants estimated from nothing
later. What hindsight remains is said in `HINDSIGHT`, and wherever the table is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence
from sufficiency.forecasting.candidates import DRIFT, NO_CHANGE, Candidate, Pooled
from sufficiency.forecasting.constants import constants_at
from sufficiency.forecasting.panel import Panel
from sufficiency.forecasting.published import published_panel
from sufficiency.forecasting.series import TOTAL

FIRST_ORIGIN: Final = 2014
"""First 31 March that a past forecast is made from: the first with rates in the evidence, and five
years of growth to estimate the constants from."""

FEWEST_YEARS: Final = 4
"""Years of record before the first past forecast: momentum and the spread need some."""

HINDSIGHT: Final = (
    "what counts, and how its effect grows over the years, was chosen in 2026 with all years in "
    "view; the statistical neighbours are those of 2025; figures are as last published; and the "
    "authority may be one of the 72 that the method was estimated on, up to each March"
)
"""What a past forecast knows that nobody knew at the time."""

LEVELS: Final = (50, 80, 95)

_MODELS: Final[dict[str, Callable[[int], Candidate | None]]] = {
    "pooled": lambda origin: None if (c := constants_at(origin)) is None else Pooled(c),
    "no_change": lambda _: NO_CHANGE,
    "drift": lambda _: DRIFT,
}


def hindcast(
    evidence: Evidence,
    origins: Iterable[int] | None = None,
    years: int = 3,
    draws: int = 2000,
    seed: int = 1,
    models: Iterable[str] = ("pooled",),
) -> pd.DataFrame:
    """Forecasts of the total from past years, for the authority and those it is compared with.

    The others lack neighbours and a group of their own in the evidence, so those two terms drop
    out for them.

    Args:
        evidence: the published record.
        origins: 31 Marches to forecast from; unless given, every one from `FIRST_ORIGIN` on with
            `FEWEST_YEARS` of record before it.
        years: years ahead.
        draws: draws behind each forecast.
        seed: of the random numbers.
        models: pooled, no_change or drift.

    Returns:
        model, area_code, area, origin, horizon, year, latest_count (at the origin), p2_5, p10,
        p25, p50, p75, p90, p97_5, chance_of_fewer (than the latest count, 0-1), came (NaN where
        not yet known) and held_50, held_80, held_95 (nought or one; NaN where not yet known);
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
    table = past_forecasts(panel, list(origins), years, draws, seed, models)
    table.insert(2, "area", table["area_code"].map(names))
    return table


def past_forecasts(
    panel: Panel,
    origins: Iterable[int],
    years: int,
    draws: int,
    seed: int,
    models: Iterable[str] = ("pooled",),
) -> pd.DataFrame:
    """`hindcast` for every authority of a panel, without the areas' names."""
    frames = []
    for model in models:
        if model not in _MODELS:
            raise InputError(f"There is no past forecast by '{model}'; there is by {[*_MODELS]}.")
        for origin in origins:
            candidate = _MODELS[model](origin)
            if candidate is not None:
                seen = panel.until(origin)
                made = candidate.draws(seen, origin, years, draws, seed)[TOTAL]
                frames.append(_against_what_came(panel, seen, made, model, origin))
    if not frames:
        raise InputError("There is no past year that a forecast could have been made from.")
    table = pd.concat(frames, ignore_index=True)
    first = {code: place for place, code in enumerate(panel.codes)}
    order = table.assign(place=table["area_code"].map(first), model_place=table["model"])
    return table.loc[order.sort_values(["model", "place", "origin", "horizon"]).index].reset_index(
        drop=True
    )


def bands_held(table: pd.DataFrame, code: str) -> pd.DataFrame:
    """How often the 80% band held, for one authority and for all the others together.

    Returns:
        model, who ("authority" or "others"), held, forecasts.
    """
    known = table.dropna(subset=["came"])
    who = np.where(known["area_code"] == code, "authority", "others")
    counts = known.assign(who=who).groupby(["model", "who"], sort=False)["held_80"]
    found = counts.agg(held="sum", forecasts="size").reset_index()
    return found.astype({"held": int, "forecasts": int})


def _against_what_came(
    panel: Panel, seen: Panel, made: np.ndarray, model: str, origin: int
) -> pd.DataFrame:
    frames = []
    at = len(seen.years) - 1
    for step in range(made.shape[1]):
        chances = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
        quantiles = dict(zip(chances, np.quantile(made[:, step], chances, axis=-1), strict=True))
        year = origin + step + 1
        later = at + step + 1 < len(panel.years)
        came = panel[TOTAL][:, at + step + 1] if later else np.full(len(panel.codes), np.nan)
        latest = seen[TOTAL][:, -1]
        frame = pd.DataFrame(
            {
                "model": model,
                "area_code": list(panel.codes),
                "origin": origin,
                "horizon": step + 1,
                "year": year,
                "latest_count": latest,
            }
            | {f"p{100 * c:g}".replace(".", "_"): value for c, value in quantiles.items()}
            | {"chance_of_fewer": (made[:, step] < latest[:, None]).mean(axis=-1), "came": came}
        )
        for level in LEVELS:
            edge = (1 - level / 100) / 2
            low, high = quantiles[round(edge, 3)], quantiles[round(1 - edge, 3)]
            frame[f"held_{level}"] = np.where(
                np.isfinite(came), (low <= came) & (came <= high), np.nan
            )
        frames.append(frame)
    table = pd.concat(frames, ignore_index=True)
    return table.dropna(subset=["p50"])
