"""Random valid scenarios, as a file would write them."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from sufficiency.evidence import Evidence, load_evidence
from sufficiency.scenarios import Scenario
from tests.scenarios.rows import ROWS

months = st.tuples(st.integers(2025, 2028), st.integers(1, 12)).map(lambda m: f"{m[0]}-{m[1]:02d}")
levers = st.one_of(
    *(
        st.fixed_dictionaries(
            {
                "lever": st.just(name),
                "from": months,
                "source": st.just("assumption"),
                "ramp_months": st.integers(0, 18),
                **row.tried,
            }
        )
        for name, row in ROWS.items()
    )
)


@cache
def embedded() -> Evidence:
    """The evidence that comes with the product, read once."""
    return load_evidence()


def scenario_of(*lever_dicts: dict[str, Any]) -> Scenario:
    """A scenario with these levers, and nothing left to the evidence."""
    values = {"name": "Tried out", "why": "To test the engine.", "levers": list(lever_dicts)}
    return Scenario.model_validate(values).with_evidence(embedded())
