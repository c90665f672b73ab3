"""The exits, entries and moves that carry the forecast from one month to the next.

A forecast says how many children each family of placement holds; it does not say who left and
who came. This module finds the smallest flows that reproduce it: exits at the rates published or
counted, entries to care that make up the total, and moves between families for what is left over.
They are kept as shares, so that a scenario with fewer children also has fewer exits and moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class BaselineFlows:
    """Monthly flows of the baseline, each of shape (draws, months, families).

    All are laid out with the draws of a month side by side (`months_first`).

    Attributes:
        exit_share: share of the family's children who leave care in the month.
        move_out_share: share who move to another family, more than move in.
        entries: children credited to the family as they enter care.
        arrival_share: the family's share of all children who arrive in a growing family;
            moves out of one family are spread over the others by it.
    """

    exit_share: np.ndarray
    move_out_share: np.ndarray
    entries: np.ndarray
    arrival_share: np.ndarray


def months_first(values: np.ndarray) -> np.ndarray:
    """A copy in the same order of axes, with the draws of a month side by side in memory.

    A projection takes one month of all draws at a time. With draws on the first axis those lie
    far apart, and most of the time goes on fetching them.

    Args:
        values: any array with draws on its first axis.
    """
    return np.moveaxis(np.moveaxis(values, 0, -1).copy(), -1, 0)


def baseline_flows(paths: np.ndarray, exit_rate: np.ndarray) -> BaselineFlows:
    """Flows that reproduce the forecast exactly, in every draw and month.

    With stock F, next month's stock F' and exits e = exit_rate F, the family's net arrivals are
    n = F' - F + e. Families with n > 0 grow by entries to care and by moves from families with
    n < 0. What arrives in all beyond what is lost is entries; what is lost beyond what arrives
    (the total falls faster than children leave at the usual rates) is more exits. An entry is
    credited to the family that grows: the published record does not say where a child was first
    placed.

    Args:
        paths: children by family at each month end, (draws, months + 1, families).
        exit_rate: share of a family's children who leave care in a month, (draws, families).
    """
    paths = months_first(paths)
    stock, following = paths[:, :-1], paths[:, 1:]
    exits = stock * exit_rate[:, None, :]
    net = following - stock + exits
    arrivals, losses = np.maximum(net, 0.0), np.maximum(-net, 0.0)
    arrived, lost = arrivals.sum(-1, keepdims=True), losses.sum(-1, keepdims=True)
    moved = np.minimum(arrived, lost)
    moves_out = losses * _ratio(moved, lost)
    arrival_share = _ratio(arrivals, arrived)
    return BaselineFlows(
        exit_share=_ratio(exits + losses - moves_out, stock),
        move_out_share=_ratio(moves_out, stock),
        entries=(arrived - moved) * arrival_share,
        arrival_share=arrival_share,
    )


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part over whole, zero where the whole is zero."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
