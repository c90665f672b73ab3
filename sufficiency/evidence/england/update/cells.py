"""What the cells of a publisher's table say: figures, symbols, words."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

SYMBOLS: Final = {
    "c": "suppressed",
    "z": "not_applicable",
    "x": "not_available",
    "k": "rounds_to_zero",
    "low": "rounds_to_zero",
    "u": "unreliable",
}
"""Symbols of official statistics for a figure that is not given, and the record's flags."""

_NUMBER = r"-?(?:\d[\d,]*)?\.?\d+(?:[eE][+-]?\d+)?"
_LIST_MARK = re.compile(r"^\s*(?:\d+(?:[a-z](?:\.\d+[ivx]*)?|\.)\.?\s+)?(?:total\s+)?")
_SPARE = re.compile(r"[^a-z0-9]+")


def figures(cells: pd.Series) -> pd.DataFrame:
    """Columns value and flag of cells of text; an unknown symbol is kept as "mark:" and itself."""
    text = cells.str.strip()
    known = text.str.fullmatch(_NUMBER)
    value = pd.to_numeric(text.where(known).str.replace(",", ""), errors="coerce")
    marks = {mark: SYMBOLS.get(mark.lower(), f"mark:{mark}") for mark in text[~known].unique()}
    flag = [marks.get(cell, "") for cell in text]  # a figure has no mark
    return pd.DataFrame({"value": value.astype(np.float64), "flag": flag}, index=cells.index)


def plain(words: str) -> str:
    """Words without case, punctuation, a list's numbering and "total" before them."""
    return _SPARE.sub(" ", _LIST_MARK.sub("", words.lower().replace("'", ""))).strip()
