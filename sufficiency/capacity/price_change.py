"""What levers do to weekly prices: by a change of price, and by who is left when some move.

Children who can step down are not the average child of a home, and their homes are not the dearest.
Prices of homes are taken to be spread evenly about the average, from the share of it that the lever
says, and the cheapest to be left first. So the marginal and not the average price is saved: were
everybody to move, it would be the average. What is not saved stands in the price of those left.
"""

from __future__ import annotations

import numpy as np

from sufficiency.capacity.effects import Effects
from sufficiency.capacity.need import Need
from sufficiency.placements import PLACEMENT_TYPES, family_position, position

_EXTERNAL = position("external_residential")
_HOMES = family_position("homes")


def price_change(effects: Effects, need: Need, placements: np.ndarray) -> np.ndarray | None:
    """Factor on every weekly price, (draws, months, placement types); None where none changes."""
    dearer = _homes_left(effects, need, placements)
    if dearer is None and not effects.prices:
        return None
    factor = np.ones((need.path.shape[1] - 1, len(PLACEMENT_TYPES), len(need.path)))
    for kind, change in effects.prices.items():
        factor[:, position(kind)] = change.T
    if dearer is not None:
        factor[:, _EXTERNAL] *= dearer.T
    return np.moveaxis(factor, -1, 0)


def _homes_left(effects: Effects, need: Need, placements: np.ndarray) -> np.ndarray | None:
    """Average price of the external homes still used over that of all, (draws, months).

    With N children of whom m moved, prices from p to 2 - p of the average, those who moved save
    m (1 - (1 - p)(1 - m / N)) averages: the N - m left cost 1 + (1 - p) m / N each.
    """
    left_homes = [
        (1.0 - np.asarray(move.price), _mean_of_month(moved.children))
        for move, moved in zip(effects.moving, need.moved, strict=False)
        if moved.origin == _HOMES and np.any(np.asarray(move.price) != 1.0)
    ]
    if not left_homes:
        return None
    gone = np.sum([children for _, children in left_homes], axis=0)
    unsaved = np.sum([below[..., None] * children for below, children in left_homes], axis=0)
    stock = placements[:, :, _EXTERNAL]
    everyone = (stock[:, :-1] + stock[:, 1:]) / 2 + gone
    share = np.divide(unsaved, everyone, out=np.zeros_like(gone), where=everyone > 0)
    return np.asarray(1.0 + share)


def _mean_of_month(children: np.ndarray) -> np.ndarray:
    """Mean of a month's opening and closing stock, nobody at the opening, (draws, months)."""
    before = np.concatenate([np.zeros_like(children[:, :1]), children[:, :-1]], axis=1)
    return np.asarray((before + children) / 2)
