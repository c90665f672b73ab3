"""Reading SSDA903 returns: the only place that sees a child, and counts are all that leaves it."""

from __future__ import annotations

from sufficiency.evidence.ssda903.doubts import NOTHING_ALLOWED, Allowed
from sufficiency.evidence.ssda903.monthly import Group, MonthlyEvidence, Steps
from sufficiency.evidence.ssda903.panel import AGE_BANDS
from sufficiency.evidence.ssda903.quality import QualityReport
from sufficiency.evidence.ssda903.reading import (
    Returns,
    import_to_file,
    read_origins,
    read_returns,
    refuse_among_returns,
)

__all__ = [
    "AGE_BANDS",
    "NOTHING_ALLOWED",
    "Allowed",
    "Group",
    "MonthlyEvidence",
    "QualityReport",
    "Returns",
    "Steps",
    "import_to_file",
    "read_origins",
    "read_returns",
    "refuse_among_returns",
]
