"""The texts of a column, each different one once: what a text means is asked once, not row by row.

A region's returns have half a million rows, and a column of codes some twenty different texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Texts:
    """A column of texts.

    Attributes:
        different: each different text, in the order in which the rows have them first; not
            printed, since they hold what must not be.
        which: for each row, the place of its text in `different`.
    """

    different: tuple[str, ...] = field(repr=False)
    which: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, rows: Sequence[str]) -> Texts:
        """From the text of each row."""
        which, different = pd.factorize(np.array(rows, dtype=object))
        return cls(tuple(different), which)

    @classmethod
    def blank(cls, rows: int) -> Texts:
        """So many rows without anything in them."""
        return cls(("",), np.zeros(rows, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.which)

    def mean(self, meaning: Callable[[str], int]) -> np.ndarray:
        """What the text of each row means, as a number."""
        asked = map(meaning, self.different)
        return np.fromiter(asked, dtype=np.int64, count=len(self.different))[self.which]

    def changed(self, change: Callable[[str], str]) -> Texts:
        """Every text changed; those that become alike are one."""
        new = Texts.of(list(map(change, self.different)))
        return Texts(new.different, new.which[self.which])

    def taken(self, rows: np.ndarray | slice) -> Texts:
        """Some of the rows."""
        which, old = pd.factorize(self.which[rows])
        return Texts(tuple([self.different[place] for place in old.tolist()]), which)

    def cells(self) -> list[int]:
        """How many rows have each different text."""
        return np.bincount(self.which, minlength=len(self.different)).tolist()


def one_after_another(columns: Sequence[Texts]) -> Texts:
    """The same column of several tables."""
    every = Texts.of([text for column in columns for text in column.different])
    sizes = [len(column.different) for column in columns]
    begin = np.cumsum(sizes) - sizes
    which = [first + column.which for first, column in zip(begin, columns, strict=True)]
    return Texts(every.different, every.which[np.concatenate(which)])


def together(columns: Sequence[Texts]) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """Which combination of the texts of several columns each row has, (rows,), and those there are.

    Combinations are numbered in the order in which the rows have them first.
    """
    which = columns[0].which
    for column in columns[1:]:
        which = pd.factorize(which * len(column.different) + column.which)[0]
    first = np.zeros(int(which.max(initial=-1)) + 1, dtype=np.int64)
    first[which[::-1]] = np.arange(len(which))[::-1]
    texts = ([column.different[place] for place in column.which[first]] for column in columns)
    return which, list(zip(*texts, strict=True))
