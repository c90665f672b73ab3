"""The flow model's forecast by family of placement: what a run from returns is built on."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903 import MonthlyEvidence
from sufficiency.forecasting.family_forecast import FamilyForecast
from sufficiency.forecasting.flow.fit import fit_flow_model
from sufficiency.forecasting.flow.model import refuse_short
from sufficiency.forecasting.flow.paths import simulate_with_arrivals
from sufficiency.months import Calendar, date_in_words
from sufficiency.placements import FAMILIES, TYPES_OF, position

MODEL: Final = "flow"
SMALL: Final = 6
"""Counts below this are not put into words, which published pages show too."""


def families_from_returns(
    monthly: MonthlyEvidence, calendar: Calendar, draws: int, seed: int
) -> FamilyForecast:
    """Forecast every family of placement from monthly counts.

    The months that the returns have counted since the opening are as counted in every draw; the
    flow model (`models/flow.md`) goes on from the last of them. It forecasts each type; families
    are their sums, and capacity says who provides within a family.

    Args:
        monthly: as counted from returns.
        calendar: opens on a 31 March of the counts, with as many months counted as it has since.
        draws: number of equally likely paths.
        seed: of the random numbers.

    Raises:
        InputError: when the returns are too short.
    """
    refuse_short(monthly)
    first = monthly.marches[calendar.opening_year]
    ahead = calendar.months - calendar.counted
    stock, came = simulate_with_arrivals(fit_flow_model(monthly), ahead, draws, seed)
    counted = np.repeat(monthly.by_type[None, first:-1].astype(float), draws, axis=0)
    by_type = np.concatenate([counted, stock], axis=1)
    paths = np.stack(
        [
            by_type[..., [position(kind) for kind in TYPES_OF[family]]].sum(-1)
            for family in FAMILIES
        ],
        axis=-1,
    )
    return FamilyForecast(
        dates=calendar.dates,
        families=FAMILIES,
        paths=paths,
        seed=seed,
        model=MODEL,
        explanation=_explained(monthly, stock.sum(axis=2), came),
    )


def _explained(monthly: MonthlyEvidence, total: np.ndarray, came: np.ndarray) -> pd.DataFrame:
    """Who is expected to come and to leave in the first year, beside the year before.

    Args:
        total: children looked after, (draws, months + 1). came: who come, (draws, months).
    """
    now, months = float(total[0, 0]), min(12, came.shape[1])
    arrive = came[:, :months].sum(axis=1)
    leave = arrive - (total[:, months] - total[:, 0])
    arrived = int(monthly.arrivals[-12:].sum())
    before = monthly.by_type[-min(13, len(monthly.dates))].sum()
    left = arrived - int(now - before)
    soon = (monthly.now.months_left >= 0) & (monthly.now.months_left < 12)
    adult = int(monthly.now.children[soon].sum())
    day = date_in_words(monthly.dates[-1])
    rows = [
        ("arrivals", arrive.mean(), _range("come into care", arrive, months, day, arrived)),
        ("leaving", -leave.mean(), _range("leave care", leave, months, day, left)),
    ]
    if adult >= SMALL:
        rows.append(
            (
                "turning 18",
                np.nan,
                f"{adult} of the children looked after on {day} turn 18 within twelve months of "
                "it, if they are still in care then.",
            )
        )
    return pd.DataFrame(
        {
            "term": [term for term, _, _ in rows],
            "effect_one_year_percent": [100 * effect / max(now, 1.0) for _, effect, _ in rows],
            "words": [words for _, _, words in rows],
        }
    )


def _range(what: str, ahead: np.ndarray, months: int, day: str, before: int) -> str:
    low, high = np.quantile(ahead, [0.1, 0.9])
    span = "twelve months" if months == 12 else f"{months} months"
    said = (
        f"Between {low:.0f} and {high:.0f} children are expected to {what} in the {span} after "
        f"{day} (4 in 5 chance)"
    )
    return f"{said}; {before} did in the twelve months before." if before >= SMALL else f"{said}."
