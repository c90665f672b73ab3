"""Rates that made-up children live by: of the right size, not estimates of any authority.

Orders of magnitude after Department for Education, Children looked after in England, 2024-25
(types at 31 March, ages and reasons) and its placement durations; rounded by hand.
"""

from __future__ import annotations

from typing import Final

import numpy as np

AGE_CUTS: Final = (0, 1, 5, 10, 16)
AGE_SHARES: Final = np.array([0.19, 0.17, 0.20, 0.30, 0.14])
"""Ages of children who start to be looked after, other than UASC."""

FIRST_TYPE: Final = np.array(
    [
        # connected, own, agency, own home, home, supported, parents, adoption, residential, other
        [0.28, 0.36, 0.18, 0.00, 0.00, 0.00, 0.13, 0.02, 0.02, 0.01],
        [0.30, 0.34, 0.22, 0.00, 0.01, 0.00, 0.11, 0.00, 0.01, 0.01],
        [0.26, 0.30, 0.28, 0.01, 0.04, 0.00, 0.09, 0.00, 0.01, 0.01],
        [0.17, 0.22, 0.26, 0.03, 0.19, 0.01, 0.07, 0.00, 0.02, 0.03],
        [0.07, 0.09, 0.15, 0.03, 0.18, 0.34, 0.04, 0.00, 0.03, 0.07],
    ]
)
"""First placement by age band."""

NEXT_TYPE: Final = np.array(
    [
        [0.30, 0.20, 0.12, 0.00, 0.00, 0.00, 0.12, 0.24, 0.01, 0.01],
        [0.30, 0.20, 0.18, 0.00, 0.01, 0.00, 0.12, 0.18, 0.00, 0.01],
        [0.25, 0.22, 0.30, 0.01, 0.06, 0.00, 0.12, 0.03, 0.00, 0.01],
        [0.14, 0.16, 0.26, 0.05, 0.26, 0.01, 0.07, 0.00, 0.02, 0.03],
        [0.05, 0.06, 0.12, 0.04, 0.20, 0.42, 0.03, 0.00, 0.02, 0.06],
    ]
)
"""Placement after a change, by age band."""

UASC_SHARE: Final = 0.07
UASC_TYPE: Final = np.array([0.02, 0.08, 0.30, 0.00, 0.05, 0.50, 0.00, 0.00, 0.00, 0.05])

CARE_CUTS: Final = (0, 30, 91, 183, 365, 730, 1826)
"""Days looked after from which a rate of leaving holds."""
LEAVE: Final = np.array([0.095, 0.055, 0.038, 0.034, 0.030, 0.012, 0.006])
"""Chance of leaving care in a month, by time looked after."""
LEAVE_AGE: Final = np.array([1.2, 1.1, 0.9, 0.8, 1.0])
LEAVE_TYPE: Final = np.array([1.1, 0.9, 0.8, 0.8, 0.8, 1.0, 1.6, 2.5, 1.0, 1.0])

PLACE_CUTS: Final = (0, 30, 91, 183, 365, 730)
"""Days in the placement from which a rate of moving holds."""
MOVE: Final = np.array([0.12, 0.07, 0.04, 0.025, 0.015, 0.008])
MOVE_TYPE: Final = np.array([0.6, 0.9, 1.0, 1.2, 1.2, 1.3, 0.5, 0.15, 1.3, 1.6])
SAME_CARER: Final = 0.04
"""Share of changes of placement in which the carer stays (RNE T or U)."""

RETURNS: Final = 0.12
"""Share of children who leave before 17 and come back, on average after 500 days."""
RETURN_DAYS: Final = 500.0

SIBLINGS: Final = np.array([0.72, 0.19, 0.09])
"""Share of families from which one, two or three children come on the same day."""
SAME_PLACE: Final = 0.7
"""Chance that a brother or sister is placed in the same type."""

SEASON: Final = np.array([0.0, 0.02, 0.08, 0.0, 0.05, 0.06, 0.06, -0.12, 0.0, 0.05, 0.02, -0.14])
"""Log change of entries by month, January first."""

DAYS_A_MONTH: Final = 365.25 / 12
