"""What an 80% range means everywhere: normal between its ends, one in ten below and above."""

from __future__ import annotations

from typing import Final

HALF_80: Final = 1.2815515655446004
"""Half the width of an 80% range in standard deviations of a normal distribution."""
