"""How fast children leave care and change placement, by family."""

from __future__ import annotations

import numpy as np

from sufficiency.evidence import (
    Evidence,
    children_in_england,
    placement_changes_in_england,
    placements_ended_in_england,
)
from sufficiency.flows.rates_counted import counted_turnover
from sufficiency.flows.turnover import Turnover
from sufficiency.placements import FAMILIES
from sufficiency.streams import stream

_YEARS = 3
"""Latest years whose published exits set the level of the authority's own exit rates."""
_EXIT_SPREAD, _MOVE_SPREAD = 0.10, 0.25
"""Standard deviations of the log of the exit and move rates: assumptions. Three years of exits
are known to about 4% by chance alone and differ by 7% between years; England's move rates may
not be the authority's."""


def draw_turnover(evidence: Evidence, draws: int, seed: int) -> Turnover:
    """Exit and move rates: the authority's own where its returns are held, else England's scaled.

    See `rates_counted.counted_turnover` for the first. For the second: in a year, placements that
    end are exits or changes of placement, and both are published for England by type: their
    difference is exits. Applied to the authority's mix they predict its published number of
    children who ceased; all families are scaled alike to agree with its latest three years. Changes
    of status only are no move; of the rest, those from placements of eight weeks or longer count.

    Source: DfE, Children looked after in England, national tables of placements by provider,
    duration and reason for change.
    """
    if evidence.returns is not None:
        settled = evidence.assumption("settled_moves_share").value
        return counted_turnover(evidence.returns.monthly, settled, draws, seed)
    leaving, moving = england_rates(evidence)
    return turnover_about(leaving * local_scale(evidence, leaving), moving, draws, seed)


def england_rates(evidence: Evidence) -> tuple[np.ndarray, np.ndarray]:
    """England's exits and settled moves a year over children, each by family."""
    england = {f: children_in_england(evidence, f) for f in FAMILIES}
    changes = {f: placement_changes_in_england(evidence, f) for f in FAMILIES}
    leaving = np.array(
        [(placements_ended_in_england(evidence, f) - changes[f]) / england[f] for f in FAMILIES]
    )
    settled = evidence.assumption("settled_moves_share").value
    moving = np.array(
        [
            settled
            * (changes[f] - placement_changes_in_england(evidence, f, status_only=True))
            / england[f]
            for f in FAMILIES
        ]
    )
    return leaving, moving


def turnover_about(leaving: np.ndarray, moving: np.ndarray, draws: int, seed: int) -> Turnover:
    """Monthly rates drawn around exits and moves a year, each by family."""
    noise = stream(seed, "turnover").standard_normal((2, draws))
    exits = leaving * np.exp(_EXIT_SPREAD * noise[0])[:, None]
    moves = moving * np.exp(_MOVE_SPREAD * noise[1])[:, None]
    return Turnover(exit_rate=1.0 - np.exp(-exits / 12.0), move_rate=1.0 - np.exp(-moves / 12.0))


def local_scale(evidence: Evidence, leaving: np.ndarray) -> float:
    """The authority's exits over what England's yearly rates by family predict for its mix."""
    published = {
        "fostering": "foster",
        "homes": "homes",
        "supported_accommodation": "supported",
    }
    counts = np.array(
        [evidence.placed(published.get(f, f))[evidence.opening_year] for f in FAMILIES]
    )
    looked_after = evidence.series("looked_after_31_march").dropna()
    ceased = evidence.series("ceased_in_year").dropna()
    years = [y for y in ceased.index if y in looked_after.index and y - 1 in looked_after.index]
    years = years[-_YEARS:]
    average = sum((looked_after[y] + looked_after[y - 1]) / 2 for y in years)
    expected = float((leaving * counts).sum() / counts.sum()) * average
    return float(sum(ceased[y] for y in years)) / expected
