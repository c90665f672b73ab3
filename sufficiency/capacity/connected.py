"""How far connected carers' share of fostering moves of itself, as the record of councils shows.

Who is found a relative or friend differs from year to year and from council to council, and what a
council will do is not known. So each future has a share of seekers of its own, and the children
follow it as fast as placements turn over. How wide futures lie is set so that the children with
connected carers move, over one to three years, as much as they moved in all councils
(`evidence.split_error`, what is left of yearly changes once errors are taken out).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sufficiency.evidence.split_error import split_error
from sufficiency.flows import Turnover
from sufficiency.placements import TYPES_OF, family_position, position
from sufficiency.streams import stream

MEASURED: Final = np.arange(1, 4)
"""Years ahead over which movements of the record are matched."""

_KINDS = [position(kind) for kind in TYPES_OF["fostering"]]
_FOSTERING = family_position("fostering")


def suited_to_connected(known: np.ndarray, turnover: Turnover, code: str, seed: int) -> np.ndarray:
    """Share of children seeking a foster home for whom a relative or friend is found, (draws,).

    Today's share on average.

    Args:
        known: children by placement type at the latest count, (draws, placement types).
        turnover: of the families.
        code: of the authority, whose random numbers they are.
        seed: of the random numbers.
    """
    fostered = np.maximum(known[:, _KINDS].sum(axis=1), 1e-9)
    share = known[:, _KINDS[0]] / fostered
    settled = (1 - turnover.exit_rate[:, _FOSTERING]) * (1 - turnover.move_rate[:, _FOSTERING])
    reached = 1 - settled[:, None] ** (12 * MEASURED)
    wanted = split_error().moves / fostered[:, None] * MEASURED
    spread = np.sqrt((wanted / np.maximum(reached, 1e-3) ** 2).mean(axis=1))
    normals = stream(seed, "connected carers", code).standard_normal(len(known))
    return np.clip(share + spread * (normals - normals.mean()), 0.0, 1.0)
