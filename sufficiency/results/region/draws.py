"""A council's draws at each 31 March: what is counted and spent, as it adds up with others."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.capacity import Projection
from sufficiency.engine import Result
from sufficiency.placements import PLACEMENT_TYPES, family_position, position

FAMILIES: Final = ("fostering", "homes")
"""Families whose own places have a limit that we know."""
STOCKS: Final = (
    *PLACEMENT_TYPES,
    *("need_fostering", "need_homes", "places_fostering", "places_homes"),
    *("spare_fostering", "spare_homes"),
    *("households", "approved_places", "usable_places", "filled_places", "own_beds"),
)
"""What is counted at each 31 March; households and places are mainstream carers'."""
COSTS: Final = (*(f"cost_{kind}" for kind in PLACEMENT_TYPES), "cost_programme")
"""GBP of the April-March year that ends at a 31 March, at base-year prices."""
NOMINAL: Final = "cost_nominal"
"""GBP of the same year in all, with inflation."""
COLUMNS: Final = (*STOCKS, *COSTS, NOMINAL)


@dataclass(frozen=True, eq=False)
class Draws:
    """A council's draws at each 31 March. Costs are of the year that ends then, none at the first.

    Attributes:
        scenarios: names, the baseline first.
        years: of the 31 Marches, the opening first.
        values: (scenarios, draws, years, `COLUMNS`), in single precision: seven figures.
    """

    scenarios: tuple[str, ...]
    years: tuple[int, ...]
    values: np.ndarray

    def to_bytes(self) -> bytes:
        """As a file holds them."""
        out = io.BytesIO()
        names, years = np.array(self.scenarios), np.array(self.years)
        np.savez(out, scenarios=names, years=years, values=self.values)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Draws:
        """As a file held them."""
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            scenarios = tuple(str(name) for name in held["scenarios"])
            years = tuple(int(year) for year in held["years"])
            return cls(scenarios, years, held["values"])


def draws_of(results: Sequence[Result], order: np.ndarray) -> Draws:
    """The draws of a council's scenarios, each put in the order in which it stands among others.

    Args:
        results: of the council, the baseline first.
        order: which of its draws stands in each future of the region, (draws,).
    """
    years = tuple(int(year) for year in results[0].projection.dates[::12].year)
    values = np.stack([_values(result)[order].astype(np.float32) for result in results])
    return Draws(tuple(result.name for result in results), years, values)


def _values(result: Result) -> np.ndarray:
    """`COLUMNS` of one scenario, (draws, years, columns)."""
    costs = result.costs
    stocks = _stocks(result.projection)
    spent = np.concatenate(
        [costs.real, costs.programme[..., None], costs.total("nominal")[..., None]], axis=-1
    )
    opening = np.zeros((len(spent), 1, spent.shape[-1]))
    return np.concatenate([stocks, np.concatenate([opening, spent], axis=1)], axis=-1)


def _stocks(projection: Projection) -> np.ndarray:
    """`STOCKS` at each 31 March, (draws, years, stocks)."""
    marches = slice(None, None, 12)
    children = projection.placements[:, marches]
    needed, places = projection.need[:, marches], projection.fillable_places
    need = {name: needed[..., family_position(name)] for name in FAMILIES}
    held = {name: np.broadcast_to(places[name][:, marches], need[name].shape) for name in need}
    own = {
        "fostering": children[..., position("kinship_fostering")]
        + children[..., position("in_house_fostering")],
        "homes": children[..., position("in_house_residential")],
    }
    columns = [
        *np.moveaxis(children, -1, 0),
        *need.values(),
        *held.values(),
        *(np.maximum(held[name] - own[name], 0.0) for name in need),
        *(
            of["mainstream"][:, marches]
            for of in (
                projection.households,
                projection.approved_places,
                projection.usable_places,
                projection.filled_places,
            )
        ),
        np.broadcast_to(projection.home_places[:, marches], children.shape[:2]),
    ]
    return np.stack(columns, axis=-1)
