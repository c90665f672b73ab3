"""What is shared, estimated for each half of the authorities on the other half's past forecasts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sufficiency.forecasting.pooled.constants import embedded_constants
from sufficiency.forecasting.shared.model import SharedConstants
from sufficiency.forecasting.shared.refit import refit_shared
from sufficiency.trial.forecasts import EXPENSIVE, SPENDING, YEARS
from sufficiency.trial.regions.sums import CHEAPER_KEYS

TOTAL = "looked_after"
LARGEST = 2.5
"""Miss in logs, twelvefold, beyond which a count of hardly anyone is not counted."""


def shared_from(
    past: pd.DataFrame, regions: Mapping[str, str], nation: Mapping[int, float], source: str
) -> SharedConstants:
    """Estimate what authorities share.

    Args:
        past: past forecasts of the authorities to estimate from: columns of `openings.COLUMNS`,
            leak-free.
        regions: code -> region.
        nation: children looked after in England by year.
        source: words for the card.
    """
    codes = sorted(set(past["la_code"]) & set(regions))
    names = (TOTAL, EXPENSIVE, SPENDING, *CHEAPER_KEYS.values())
    logs = {name: _logs(past, name, codes) for name in names}
    total, part = logs[TOTAL], logs[EXPENSIVE]
    odds = [_odds(part[k], total[k]) for k in range(2)]
    missed = {
        "total": total[1] - total[0],
        "mix": odds[1] - odds[0],
        "spending": logs[SPENDING][1] - logs[SPENDING][0],
    }
    cheaper = [np.log(np.maximum(np.exp(total[k]) - np.exp(part[k]), 0.5)) for k in range(2)]
    for name, measure in CHEAPER_KEYS.items():
        of = [_odds(logs[measure][k], cheaper[k]) for k in range(2)]
        missed[name] = of[1] - of[0]
    constants = embedded_constants().reaching(3)
    return refit_shared(
        nation,
        tuple(constants.national_growth[:3]),
        {name: _likely(values) for name, values in missed.items()},
        [regions[code] for code in codes],
        source,
    )


def _logs(past: pd.DataFrame, measure: str, codes: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Logs of middles and outcomes, each (openings, authorities, horizons)."""
    rows = past[past["measure"] == measure]
    openings = sorted(set(past["opening_year"]))
    shape = (len(openings), len(codes), YEARS)
    found = np.full((2, *shape), np.nan)
    place = {code: i for i, code in enumerate(codes)}
    rows = rows[rows["la_code"].isin(place)]
    at = (
        rows["opening_year"].map({y: i for i, y in enumerate(openings)}).to_numpy(),
        rows["la_code"].map(place).to_numpy(),
        rows["horizon"].to_numpy() - 1,
    )
    for k, column in enumerate(("p50", "came")):
        found[k][at] = np.log(np.maximum(rows[column].to_numpy(dtype=float), 0.5))
    return found[0], found[1]


def _likely(missed: np.ndarray) -> np.ndarray:
    """Misses without those of next to nobody, where one child more or less is all there is."""
    return np.where(np.abs(missed) < LARGEST, missed, np.nan)


def _odds(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    children, all_children = np.exp(part), np.exp(whole)
    return np.asarray(part - np.log(np.maximum(all_children - children, 0.5)))
