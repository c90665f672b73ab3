"""The caption of a chart: what the page says of it, and what stands in the picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """The caption of a chart.

    Attributes:
        full: Unit, price basis, how to read it, definitions, date, source and licence.
        source: The line in the picture: where the figures come from.
    """

    full: str
    source: str
