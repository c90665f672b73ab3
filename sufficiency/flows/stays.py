"""How long children stay, those still there counted for as long as they have stayed.

Kaplan and Meier (1958, Journal of the American Statistical Association 53) with Greenwood's
variance; months in care as whole numbers.
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def survival(stays: np.ndarray) -> pd.DataFrame:
    """Share still looked after by months since coming into care.

    Args:
        stays: children by months looked after and whether that had ended (place 1) or not (place
            0), (months, 2).

    Returns:
        months, at_risk, ended, share, standard_error: the share still there at the end of each
        month.
    """
    ended = stays[:, 1].astype(float)
    leaving = stays.sum(axis=1)
    at_risk = np.cumsum(leaving[::-1])[::-1].astype(float)
    safe = np.maximum(at_risk, 1.0)
    share = np.cumprod(1.0 - ended / safe)
    risk_after = np.maximum(at_risk - ended, 0.5)
    terms = np.where(at_risk > 0, ended / (safe * risk_after), 0.0)
    return pd.DataFrame(
        {
            "months": np.arange(1, len(stays) + 1),
            "at_risk": at_risk.astype(int),
            "ended": ended.astype(int),
            "share": share,
            "standard_error": share * np.sqrt(np.cumsum(terms)),
        }
    )


def median_stay(stays: np.ndarray) -> float:
    """Months by which half have left; NaN while more than half are still there."""
    table = survival(stays)
    below = table.loc[table["share"] <= 0.5, "months"]
    return float(below.iloc[0]) if len(below) else float("nan")
