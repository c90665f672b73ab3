"""Every pound of the authority's total: what is modelled, what is not, and how known each is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sufficiency.ranges import statistics

_HOLDS = {
    "residential": "children's homes, other residential settings, other placements and supported "
    "accommodation",
    "fostering": "connected, in-house and agency fostering, with support to carers",
}
_NAMES = {"residential": "Residential care", "fostering": "Fostering services"}


def boundary(
    factors: pd.DataFrame,
    asylum: float,
    of_asylum: np.ndarray,
    in_other: np.ndarray,
    not_modelled: np.ndarray,
) -> pd.DataFrame:
    """Parts that add to the total in every draw.

    Args:
        factors: line, outturn and residual, as `Scaling.factors`.
        asylum: GBP of the outturn line of children seeking asylum.
        of_asylum: GBP that prices make of them, (draws,).
        in_other: GBP that prices make of children on no scaled line, (draws,).
        not_modelled: the total less all that is modelled, residuals within it, (draws,).

    Returns:
        part, what, status (known, assumed or unknown), mean, p10, p90 in GBP.
    """
    draws, parts = len(not_modelled), []
    residuals = {str(row["line"]): float(row["residual"]) for row in factors.to_dict("records")}
    for row in factors.to_dict("records"):
        line, left = row["line"], residuals[row["line"]]
        what = (
            f"Modelled. The amount is the outturn less its residual; that the line holds "
            f"{_HOLDS[line]}, is assumed."
        )
        parts.append((_NAMES[line], what, "assumed", np.full(draws, row["outturn"] - left)))
    for line, left in residuals.items():
        what = (
            "Outturn of the line that its prices leave, or where negative make more than. Not "
            "modelled: it goes with what is not modelled."
        )
        parts.append((f"Residual of the {line} line", what, "unknown", np.full(draws, left)))
    what = (
        "Modelled at the price of the placement type each is assumed to live in; the outturn line "
        f"of their own is £{asylum / 1e6:.2f}m and the difference is not modelled."
    )
    parts.append(("Children seeking asylum", what, "assumed", of_asylum))
    what = "Modelled at small prices that are assumptions, taken from the other services line."
    parts.append(("Placed with parents and placed for adoption", what, "assumed", in_other))
    what = (
        "Known to be the rest of the total: adoption and special guardianship support, short "
        "breaks, leaving care, education and other services, and staff, by the names of the "
        "lines; how much each of them takes is unknown. It grows as the total does, less what the "
        "other lines take."
    )
    rest = not_modelled - sum(residuals.values())
    parts.append(("Not modelled", what, "unknown", rest))
    return pd.DataFrame(
        [
            {"part": part, "what": what, "status": status, **statistics(of, ("mean", "p10", "p90"))}
            for part, what, status, of in parts
        ]
    )
