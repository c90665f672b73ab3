"""What the chain says from one opening: draws of children, places and spending."""

from __future__ import annotations

import numpy as np

from sufficiency.capacity.places_trend import PlacesOpening, growth_paths, yearly_growth
from sufficiency.forecasting.mix.model import with_mix
from sufficiency.forecasting.pooled.annual import annual_draws, outlook
from sufficiency.forecasting.pooled.series import CATEGORIES, TOTAL
from sufficiency.money.spending.model import (
    FEATURES,
    SpendingOpening,
    inflation_errors,
    spending_paths,
)
from sufficiency.trial.by_type import Seen, types_draws
from sufficiency.trial.chain import ChainConstants, WholeRecord

YEARS = 5
EXPECTED_INFLATION = 0.02
"""Log inflation that was expected at any opening: official forecasts of the time are not held, and
they went back to the Bank of England's target of 2% within two years."""

EXPENSIVE = "expensive_children"
PLACES = "mainstream_places"
SPENDING, SPENDING_REAL = "spending", "spending_real"
_FOSTER = CATEGORIES.index("foster")


def children_draws(
    seen: WholeRecord, constants: ChainConstants, rows: np.ndarray, draws: int, seed: int
) -> dict[int, np.ndarray]:
    """Children by category of the authorities asked for, opening first: row -> (draws, 6, 5).

    Args:
        seen: the record as it was known.
        constants: of the other half.
        rows: authorities wanted (indices); those without an opening count are left out.
        draws: how many.
        seed: of the random numbers.
    """
    year = int(seen.children.years[-1])
    view = outlook(seen.children.filled, constants.total.reaching(YEARS))
    ready = (view.origins == year) & view.whole & np.isfinite(view.opening).all(axis=1)
    wanted = [int(row) for row in rows if ready[row]]
    _, groups = annual_draws(view.rows(wanted), draws, seed)
    years = np.arange(YEARS + 1, dtype=float)
    found = {}
    for place, row in enumerate(wanted):
        opening = np.broadcast_to(view.opening[row], (draws, 1, len(CATEGORIES)))
        path = np.concatenate([opening, groups[place].transpose(2, 0, 1)], axis=1)
        found[row] = with_mix(path, years, constants.mix, year, view.codes[row], seed)
    return found


def children_measures(path: np.ndarray) -> dict[str, np.ndarray]:
    """The total, each category and the expensive group, each (horizons, draws)."""
    ahead = path[:, 1:].transpose(1, 2, 0)
    by_name = {name: ahead[:, k] for k, name in enumerate(CATEGORIES)}
    by_name[TOTAL] = ahead.sum(axis=1)
    by_name[EXPENSIVE] = by_name["homes_and_supported"] + by_name["rest"]
    return by_name


def places_draws(
    seen: WholeRecord, constants: ChainConstants, row: int, draws: int, seed: int
) -> np.ndarray | None:
    """Approved mainstream places of an authority, (horizons, draws); None without an opening."""
    start = _places_opening(seen, constants, row)
    if start is None or constants.places is None:
        return None
    path = growth_paths(start, YEARS, constants.places, draws, seed)
    return np.asarray(start.places * np.exp(path.T))


def placement_types(
    seen: WholeRecord, constants: ChainConstants, row: int, path: np.ndarray, seed: int
) -> dict[str, np.ndarray]:
    """Children of an authority by placement type, as `by_type.types_draws` gives them.

    None where its places or its split at the opening are not known.
    """
    places = _places_opening(seen, constants, row)
    if places is None or constants.places is None:
        return {}
    return types_draws(Seen(seen.split, row, places, constants.places, seen.turning), path, seed)


def _places_opening(seen: WholeRecord, constants: ChainConstants, row: int) -> PlacesOpening | None:
    """Approved mainstream places at the opening, where known, and where they are heading."""
    places = seen.places.places[row]
    opening, year = places[-1], int(seen.places.years[-1])
    if constants.places is None or not opening > 0:
        return None
    changes = np.diff(np.log(places))
    own = {
        int(y): float(change)
        for y, change in zip(seen.places.years[1:], changes, strict=True)
        if np.isfinite(change)
    }
    growth = yearly_growth(constants.places, year, own)
    return PlacesOpening(seen.children.codes[row], float(opening), growth)


def spending_draws(
    seen: WholeRecord,
    constants: ChainConstants,
    row: int,
    path: np.ndarray,
    seed: int,
) -> dict[str, np.ndarray]:
    """Spending of an authority over its opening year's, as logs: measure -> (horizons, draws).

    Args:
        seen: the record as it was known.
        constants: of the other half.
        row: of the authority.
        path: its children by category, the opening first, (draws, 6, 5).
        seed: of the random numbers.
    """
    panel = seen.spending.panel
    if constants.spending is None or not np.isfinite(panel.spending[row, -1]):
        return {}
    last = len(panel.years) - 1
    found = panel.features(last)
    beside = found[row] - np.nanmedian(found, axis=0)
    opening = SpendingOpening(
        int(panel.years[-1]),
        dict(zip(FEATURES, np.nan_to_num(beside).tolist(), strict=True)),
        float(np.nan_to_num(panel.children[row, last], nan=450.0)),
    )
    group = path[..., 1] + path[..., 4]
    expensive, fostered = ((x[:, 1:] + x[:, :-1]) / 2 for x in (group, path[..., _FOSTER]))
    code = seen.children.codes[row]
    real = spending_paths(opening, expensive, fostered, constants.spending, code, seed)
    expected = EXPECTED_INFLATION * np.arange(1, YEARS + 1)
    nominal = real + expected + inflation_errors(YEARS, len(real), seed)
    return {SPENDING_REAL: real.T, SPENDING: nominal.T}
