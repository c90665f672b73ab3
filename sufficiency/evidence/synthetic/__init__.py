"""Made-up children whose true numbers are known: nobody's record, for trying and for testing."""

from __future__ import annotations

from sufficiency.evidence.synthetic.folder import synthesise
from sufficiency.evidence.synthetic.world import Truth, World, make_world, truth

__all__ = ["Truth", "World", "make_world", "synthesise", "truth"]
