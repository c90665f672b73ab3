"""How much hypothesis tries, and what the tests need of their surroundings.

`HYPOTHESIS_PROFILE` chooses: `default` while working, `ci` (the same examples every time)
where a change is checked, `thorough` for a long look by hand.
"""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")  # no window is there to draw in

settings.register_profile("default", max_examples=15, deadline=None)
settings.register_profile(
    "ci", max_examples=50, deadline=None, derandomize=True, database=None, print_blob=True
)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
