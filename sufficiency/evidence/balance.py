"""The published balance of each year: opening, started, ceased, and what does not add up."""

from __future__ import annotations

import pandas as pd

from sufficiency.evidence.record import Evidence


def yearly_balance(evidence: Evidence) -> pd.DataFrame:
    """Looked after, started and ceased by year to 31 March, with the residual shown.

    DfE counts a child once a year in started and once in ceased however often they enter or
    leave, and the years' returns are revised apart, so opening + started - ceased misses the
    next count by a few children. The residual is actual less expected.

    Returns:
        Columns year, opening, started, ceased, expected, actual, residual; years where all four
        figures are known.
    """
    looked_after = evidence.series("looked_after_31_march")
    frame = pd.DataFrame(
        {
            "opening": looked_after.shift(1),
            "started": evidence.series("started_in_year"),
            "ceased": evidence.series("ceased_in_year"),
            "actual": looked_after,
        }
    ).dropna()
    frame["expected"] = frame["opening"] + frame["started"] - frame["ceased"]
    frame["residual"] = frame["actual"] - frame["expected"]
    frame.index.name = "year"
    order = ["opening", "started", "ceased", "expected", "actual", "residual"]
    return frame[order].reset_index()
