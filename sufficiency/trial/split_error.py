"""Estimate how far the split of fostering is wrong by itself, and try that on the other half.

    python -m sufficiency.trial.split_error

prints what docs/method.md says of it. `evidence.split_error` says what is estimated, and why so.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.split_error import SplitError
from sufficiency.placements import TYPES_OF, position
from sufficiency.ranges import HALF_80
from sufficiency.trial.halves import in_first_half
from sufficiency.trial.split_record import SplitRecord

KINDS: Final = TYPES_OF["fostering"]
RUNAWAY: Final = 0.98
"""Quantile of changes beyond which one counts as no larger: a wrong return must not set all."""
_MADE_OF: Final = {
    "kinship_fostering": (1.0, 1.0),
    "in_house_fostering": (1.0, 0.0),
    "agency_fostering": (0.0, 1.0),
}
"""Which of the two errors, of places and of own provision, each type takes."""


def refit_split_error(split: SplitRecord, rows: np.ndarray, source: str) -> SplitError:
    """Estimate the two errors from some of the authorities (a mask).

    Each type says how large its own error is; the two errors are fitted to all three, none below
    nought, each as well as its type knows it.

    Raises:
        ValueError: when no authority has an estimate in three years in a row.
    """
    from scipy.optimize import nnls

    parts = {kind: _changes(split, kind, rows) for kind in KINDS}
    taken_back = {kind: -_products(u) for kind, u in parts.items()}
    if not all(len(found) > 1 for found in taken_back.values()):
        raise ValueError("there are too few years to tell the error of the split by")
    sure = np.array([np.sqrt(len(found)) / found.std() for found in taken_back.values()])
    seen = np.array([found.mean() for found in taken_back.values()])
    of = np.array([_MADE_OF[kind] for kind in KINDS])
    (in_house, own_provision), _ = nnls(of * sure[:, None], seen * sure)
    whole = float(np.nanmean(parts["kinship_fostering"] ** 2))
    moves = max(whole - 2 * (in_house + own_provision), 0.0)
    return SplitError(float(in_house), float(own_provision), float(moves), source)


def held(split: SplitRecord) -> pd.DataFrame:
    """How often what is said of connected carers on one half's record held on the other.

    Returns:
        what, councils (number of cases), held (percent of them within the 80% range): changes over
        one year and over two; a year between two others; next year's estimate within the range of
        this year's without its own error, and with it.
    """
    found: dict[str, list[np.ndarray]] = {}
    first = in_first_half(split.codes)
    for half in (first, ~first):
        error = refit_split_error(split, ~half, "the other half")
        noise, moves = error.in_house + error.own_provision, error.moves
        one = _changes(split, "kinship_fostering", half, cut=False)
        before, after = one[:, :-1], one[:, 1:]
        for what, missed, variance in (
            ("change over a year", one, 2 * noise + moves),
            ("change over two years", before + after, 2 * noise + 2 * moves),
            ("a year between two", (after - before) / 2, 1.5 * noise + moves / 2),
            ("next year in this year's range", one, noise),
        ):
            known = np.abs(missed[np.isfinite(missed)])
            found.setdefault(what, []).append(known < HALF_80 * np.sqrt(variance))
    rows = [
        (what, sum(map(len, made)), 100 * np.mean(np.concatenate(made)))
        for what, made in found.items()
    ]
    return pd.DataFrame(rows, columns=["what", "cases", "held"])


def _changes(split: SplitRecord, kind: str, rows: np.ndarray, cut: bool = True) -> np.ndarray:
    """Yearly changes of a type's share of fostering beyond the median's, (authorities, years).

    In children for each child fostered: a count's own error is as large as the root of it.
    """
    fostered = split.families[rows][..., 0]
    change = np.diff(split.estimates[rows][..., position(kind)] / fostered, axis=1)
    known = np.isfinite(change).any(axis=0)
    change, at = change[:, known], ((fostered[:, 1:] + fostered[:, :-1]) / 2)[:, known]
    found = (change - np.nanmedian(change, axis=0)) * np.sqrt(at)
    if not cut:
        return found
    most = np.nanquantile(np.abs(found), RUNAWAY)
    return np.clip(found, -most, most)


def _products(changes: np.ndarray) -> np.ndarray:
    """Products of two changes in a row, those known, (n,)."""
    product = changes[:, :-1] * changes[:, 1:]
    return np.asarray(product[np.isfinite(product)])


if __name__ == "__main__":
    from sufficiency.trial.read import whole_record

    record, _ = whole_record()
    print(held(record.split).round(1).to_string(index=False))
