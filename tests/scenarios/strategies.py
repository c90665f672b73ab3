"""Random valid scenarios, as a file would write them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES
from sufficiency.scenarios.levers import Scenario


def _range(low: float, high: float) -> st.SearchStrategy[Any]:
    number = st.floats(low, high).map(lambda x: round(x, 3))
    pair = st.tuples(number, number).map(lambda p: {"low": min(p), "high": max(p)})
    return st.one_of(number, pair)


months = st.tuples(st.integers(2025, 2028), st.integers(1, 12)).map(lambda m: f"{m[0]}-{m[1]:02d}")
shares = st.integers(0, 20).map(lambda n: n / 20)
displaced = shares.map(lambda s: {"agency_fostering": 1 - s, "external_residential": s})


def _lever(name: str, **keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "lever": st.just(name),
            "from": months,
            "source": st.just("assumption"),
            "ramp_months": st.integers(0, 18),
            **keys,
        }
    )


levers = st.one_of(
    _lever(
        "recruit_carers",
        additional_households_a_year=_range(0, 60),
        months_to_first_placement=st.integers(0, 12),
        displaces=displaced,
    ),
    _lever("retain_carers", fewer_leaving_percent=_range(0, 100)),
    _lever(
        "reduce_entries",
        percent=_range(0, 100),
        families=st.lists(st.sampled_from(FAMILIES), min_size=1, unique=True),
    ),
    _lever(
        "increase_exits",
        route=st.just("special_guardianship"),
        additional_children_a_year=_range(0, 120),
        from_placement=st.sampled_from(PLACEMENT_TYPES).map(lambda kind: {kind: 1.0}),
        continuing_allowance_a_week=st.floats(0, 400).map(lambda x: round(x, 2)),
        allowance_years=st.integers(1, 6),
    ),
    _lever("step_down_from_residential", children_a_year=_range(0, 60)),
    _lever(
        "open_home", places=st.integers(1, 12), occupancy=st.integers(10, 20).map(lambda n: n / 20)
    ),
    _lever(
        "support_connected_carers",
        additional_children_a_year=_range(0, 60),
        fewer_moves_percent=_range(0, 100),
    ),
    _lever("limit_agency", shrinks_percent_a_year=_range(0, 100)),
    _lever("limit_agency", shrinks_percent_a_year=_range(0, 30), most_places=st.integers(0, 200)),
    _lever("change_demand", entries_percent=_range(-60, 200)),
    _lever(
        "asylum_arrivals",
        additional_children_a_year=_range(-30, 60),
        placed_in=shares.map(lambda s: {"fostering": s, "supported_accommodation": 1 - s}),
    ),
    _lever(
        "speed_adoption",
        children_a_year=_range(0, 40),
        months_sooner=_range(0, 24),
        from_placement=st.sampled_from(PLACEMENT_TYPES).map(lambda kind: {kind: 1.0}),
    ),
    _lever(
        "move_to_supported_accommodation",
        children_a_year=_range(0, 60),
        from_families=shares.map(lambda s: {"homes": s, "other_placements": 1 - s}),
    ),
    _lever(
        "end_unregistered_placements",
        percent=_range(0, 100),
        instead=shares.map(lambda s: {"homes": s, "supported_accommodation": 1 - s}),
    ),
    _lever(
        "bring_closer_to_home",
        percent=_range(0, 100),
        placement_types=st.lists(st.sampled_from(PLACEMENT_TYPES), min_size=1, unique=True),
    ),
    _lever(
        "change_price", placement_type=st.sampled_from(PLACEMENT_TYPES), percent=_range(-50, 50)
    ),
)


def scenario_of(*lever_dicts: dict[str, Any]) -> Scenario:
    """A scenario with these levers."""
    return Scenario.model_validate(
        {"name": "Tried out", "why": "To test the engine.", "levers": list(lever_dicts)}
    )
