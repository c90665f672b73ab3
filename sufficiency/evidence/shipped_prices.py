"""The price list that the package has of an authority, whatever the council put in its place."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from sufficiency.evidence.catalogue import EMBEDDED, OVERLAYS, file_of
from sufficiency.evidence.folders import content_of
from sufficiency.evidence.names import ENGLAND_CODE
from sufficiency.evidence.reading import read_trusted
from sufficiency.evidence.schemas import SCHEMAS


@lru_cache(maxsize=4)
def _shipped(code: str) -> pd.DataFrame:
    file = file_of("prices")
    own = OVERLAYS / code / file
    content = content_of(own if own.is_file() else EMBEDDED / file)
    return read_trusted(content, SCHEMAS["prices"])


def shipped_prices(code: str) -> pd.DataFrame:
    """prices.csv as the package has it for the authority with this code."""
    return _shipped(code).copy()


def england_prices() -> pd.DataFrame:
    """prices.csv of every authority that has none of its own: England's starting prices."""
    return shipped_prices(ENGLAND_CODE)
