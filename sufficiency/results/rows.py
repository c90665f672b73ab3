"""Rows of a table put under one another: a frame is made once, of whole columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd

Rows = Mapping[str, object]
"""Some rows of a table, by column: a word that stands in all of them, or an array, one a row."""

EVERY_DATE: Final = slice(None)
MARCHES: Final = slice(None, None, 12)
"""Which month ends of a projection a table has: each of them, or each 31 March."""


def stacked(blocks: Iterable[Rows]) -> pd.DataFrame:
    """One table of blocks of rows with the same columns, in order. There is one block at least."""
    columns: dict[str, list[np.ndarray]] = {}
    for block in blocks:
        arrays = {name: np.asarray(values) for name, values in block.items()}
        number = max(len(array) for array in arrays.values() if array.ndim)
        for name, array in arrays.items():
            columns.setdefault(name, []).append(array if array.ndim else np.full(number, array))
    return pd.DataFrame({name: np.concatenate(parts) for name, parts in columns.items()})
