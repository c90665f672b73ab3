"""Need by age: a family's children as old as it had them, but for those whom levers moved.

Whom a lever moves or adds is of the ages it names and grows older; the others of the family are as
old as its children were at the opening.
"""

from __future__ import annotations

import numpy as np

from sufficiency.capacity.need import Moved, Need
from sufficiency.flows import BANDS
from sufficiency.placements import family_position

_10, _16 = BANDS.index("10-15"), BANDS.index("16-17")


def need_by_age(need: Need, shares: np.ndarray, at: slice = slice(None)) -> np.ndarray:
    """Children by family and age, (draws, dates, families, bands): over bands the family's need.

    Args:
        shares: of the children of each family by band if no lever moves any, (draws, families,
            bands).
        at: which month ends.
    """
    path = need.path[:, at]
    unmoved = path.copy()
    for moved in need.moved:
        away = _from_opening(moved.children, at)
        unmoved[..., moved.origin] += away
        unmoved[..., moved.destination] -= away
    found = unmoved[..., None] * shares[:, None]
    for family, children in need.added.items():
        f, there = family_position(family), _from_opening(children, at)
        found[..., f, :] -= there[..., None] * shares[:, None, f]
        found[..., f, _16] += there
    for moved in need.moved:
        bands = _by_band(moved, shares[:, moved.origin], at)
        found[..., moved.origin, :] -= bands
        found[..., moved.destination, :] += bands
    return _none_below_nil(found, path) if need.moved or need.added else found


def _by_band(moved: Moved, shares: np.ndarray, at: slice) -> np.ndarray:
    """Those moved, by age, (draws, dates, bands)."""
    children = _from_opening(moved.children, at)
    if moved.aged_16 is None:
        return np.asarray(children[..., None] * shares[:, None])
    found = np.zeros((*children.shape, len(BANDS)))
    found[..., _16] = _from_opening(moved.aged_16, at)
    found[..., _10] = np.maximum(children - found[..., _16], 0.0)
    return found


def _none_below_nil(found: np.ndarray, path: np.ndarray) -> np.ndarray:
    """The same with no band below nil: what one lacks is taken from the others of its family.

    As many are moved as the ages together allow: in a draw a few more of one than there are.
    """
    held = np.maximum(found, 0.0)
    together = held.sum(axis=-1)
    scale = np.divide(path, together, out=np.ones_like(path), where=together > 0)
    return np.asarray(held * scale[..., None])


def _from_opening(flow: np.ndarray, at: slice) -> np.ndarray:
    """A stock by month with nil at the opening, at some month ends."""
    return np.concatenate([np.zeros_like(flow[:, :1]), flow], axis=1)[:, at]
