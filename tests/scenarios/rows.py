"""One row for each lever: how a file writes it, what it is tried with, and what is promised of it.

A new lever is a row here; `test_levers.py` and the tests of random scenarios take it from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES
from sufficiency.scenarios.levers.increase_exits import ROUTES

Strategy = st.SearchStrategy[Any]
COMMON: dict[str, Any] = {"from": "2025-06", "source": "assumption"}


def _range(low: float, high: float) -> Strategy:
    number = st.floats(low, high).map(lambda x: round(x, 3))
    pair = st.tuples(number, number).map(lambda p: {"low": min(p), "high": max(p)})
    return st.one_of(number, pair)


def count(whole: float) -> float:
    """Half of a count: counts add."""
    return whole / 2


def cut(percent: float) -> float:
    """Half of a cut, on the scale of -log(1 - p): cuts combine as 1 - (1 - p)(1 - q)."""
    return 100 * (1 - (1 - percent / 100) ** 0.5)


def change(percent: float) -> float:
    """Half of a change up or down: changes multiply."""
    return 100 * ((1 + percent / 100) ** 0.5 - 1)


@dataclass(frozen=True)
class Row:
    """One lever.

    Attributes:
        written: its own keys, as a file would write them: an effect that can be seen.
        tried: random values of its own keys.
        halved: by key, what half of the number is, where two halves are promised to be the whole.
        says: words of the sentence that `written` is read back in.
        more: which way its size is told, with `written`: as the page says it.
    """

    written: dict[str, Any]
    tried: dict[str, Strategy]
    says: str
    more: str = ""
    halved: Mapping[str, Callable[[float], float]] = field(default_factory=dict)


shares = st.integers(0, 20).map(lambda n: n / 20)
some_families = st.lists(st.sampled_from(FAMILIES), min_size=1, unique=True)
one_type = st.sampled_from(PLACEMENT_TYPES).map(lambda kind: {kind: 1.0})


def _two(first: str, second: str) -> Strategy:
    return shares.map(lambda s: {first: s, second: 1 - s})


ROWS: dict[str, Row] = {
    "recruit_carers": Row(
        {"additional_households_a_year": 12, "months_to_first_placement": 3},
        {
            "additional_households_a_year": _range(0, 60),
            "months_to_first_placement": st.integers(0, 12),
            "displaces": _two("agency_fostering", "external_residential"),
        },
        "12 more mainstream fostering households a year are recruited than in the baseline. The "
        "first of them are approved and their places can be filled in September 2025",
        "12 additional households a year",
        {"additional_households_a_year": count},
    ),
    "retain_carers": Row(
        {"fewer_leaving_percent": 36},
        {"fewer_leaving_percent": _range(0, 100), "households_kept_a_year": _range(0, 20)},
        "the rate at which mainstream fostering households leave falls by 36%",
        "36 percent fewer households leaving",
        {"fewer_leaving_percent": cut, "households_kept_a_year": count},
    ),
    "support_connected_carers": Row(
        {"additional_children_a_year": 15, "fewer_moves_percent": 30},
        {"additional_children_a_year": _range(0, 60), "fewer_moves_percent": _range(0, 100)},
        "15 children a year who would have gone to another foster home go to relatives or friends",
        "15 additional children a year with connected carers",
        {"additional_children_a_year": count, "fewer_moves_percent": cut},
    ),
    "support_staying_put": Row(
        {"additional_young_people_a_year": 6, "allowance_a_week": 250},
        {"additional_young_people_a_year": _range(0, 60), "months_each": st.integers(1, 36)},
        "6 more young people a year stay with their in-house foster carers when they turn 18, for "
        "24 months each. They are not in care any more, and the fostering service loses the place",
        "6 more young people a year who stay put",
        {"additional_young_people_a_year": count},
    ),
    "limit_agency": Row(
        {"shrinks_percent_a_year": 20},
        {
            "shrinks_percent_a_year": _range(0, 100),
            "most_places": st.none() | st.integers(0, 200),
        },
        "agencies offer 20% fewer foster homes each year than the baseline uses. Nobody is moved",
        "",
        {"shrinks_percent_a_year": cut},
    ),
    "reduce_entries": Row(
        {"percent": 19},
        {"percent": _range(0, 100), "families": some_families},
        "19% fewer children enter every kind of placement",
        "19 percent fewer entries",
        {"percent": cut},
    ),
    "change_demand": Row(
        {"entries_percent": -25, "families": ["fostering", "homes"]},
        {"entries_percent": _range(-60, 200), "families": some_families},
        "25% fewer children enter Fostering and Children's homes than in the baseline",
        "25 percent fewer entries",
        {"entries_percent": change},
    ),
    "asylum_arrivals": Row(
        {
            "additional_children_a_year": 12,
            "placed_in": {"fostering": 0.5, "supported_accommodation": 0.5},
        },
        {
            "additional_children_a_year": _range(-30, 60),
            "placed_in": _two("fostering", "supported_accommodation"),
        },
        "12 more children seeking asylum alone arrive in a year",
        "12 more children seeking asylum a year",
        {"additional_children_a_year": count},
    ),
    "increase_exits": Row(
        {
            "route": "adoption",
            "additional_children_a_year": 14,
            "from_placement": {"in_house_fostering": 0.5, "kinship_fostering": 0.5},
            "continuing_allowance_a_week": 200,
            "allowance_years": 5,
        },
        {
            "route": st.sampled_from(tuple(ROUTES)),
            "additional_children_a_year": _range(0, 120),
            "from_placement": one_type,
            "continuing_allowance_a_week": st.floats(0, 400).map(lambda x: round(x, 2)),
            "allowance_years": st.integers(1, 6),
        },
        "14 more children a year leave care by adoption, from: Connected carers 50% and In-house "
        "fostering 50%. Of them 0% to 1% (about 0.5%) are back in care within a year and 1% to 4% "
        "(about 2.5%) within six. For 100% of them an allowance of £200 a week goes on for 5 years",
        "14 additional children a year",
        {"additional_children_a_year": count},
    ),
    "speed_adoption": Row(
        {"children_a_year": 18, "months_sooner": 6, "from_placement": {"agency_fostering": 1}},
        {
            "children_a_year": _range(0, 40),
            "months_sooner": _range(0, 24),
            "from_placement": one_type,
        },
        "18 children a year who would be adopted anyway leave their foster home 6 months sooner",
        "18 children a year adopted sooner",
        {"children_a_year": count},
    ),
    "step_down_from_residential": Row(
        {"children_a_year": 10},
        {
            "children_a_year": _range(0, 60),
            "returning_percent": _range(0, 100),
            "price_percent_of_average": _range(1, 100),
        },
        "10 children a year aged 10 or over who live in children's homes move to foster families",
        "10 children a year",
        {"children_a_year": count},
    ),
    "move_to_supported_accommodation": Row(
        {"children_a_year": 8, "from_families": {"homes": 0.6, "fostering": 0.4}},
        {
            "children_a_year": _range(0, 60),
            "from_families": _two("homes", "other_placements"),
        },
        "8 children a year aged 16 or 17 move to registered supported accommodation",
        "8 children a year to supported accommodation",
        {"children_a_year": count},
    ),
    "end_unregistered_placements": Row(
        {"percent": 60, "instead": {"homes": 0.5, "supported_accommodation": 0.5}},
        {"percent": _range(0, 100), "instead": _two("homes", "supported_accommodation")},
        "60% of the children in other placements (unregistered ones among them) live elsewhere",
        "60 percent fewer children in other placements",
        {"percent": cut},
    ),
    "open_home": Row(
        {"places": 4, "occupancy": 0.9},
        {"places": st.integers(1, 12), "occupancy": st.integers(10, 20).map(lambda n: n / 20)},
        "4 places in homes of the council's own; 90% of them can be filled. They open 6",
        "0.9 share of the places that can be filled",
    ),
    "use_regional_home": Row(
        {"places": 2, "occupancy": 0.9, "places_a_home": 3},
        {"places": st.integers(1, 12), "occupancy": st.integers(10, 20).map(lambda n: n / 20)},
        "2 places in homes that councils share; 90% of them can be filled. They open 6",
        "0.9 share of the places that can be filled",
    ),
    "change_price": Row(
        {"placement_type": "agency_fostering", "percent": {"low": -6, "high": -2}},
        {"placement_type": st.sampled_from(PLACEMENT_TYPES), "percent": _range(-50, 50)},
        "the weekly price of Agency fostering changes by -6% to -2% (about -4%)",
        "2 to 6 percent lower price",
        {"percent": change},
    ),
    "bring_closer_to_home": Row(
        {"percent": 40, "placement_types": ["agency_fostering", "external_residential"]},
        {
            "percent": _range(0, 100),
            "placement_types": st.lists(st.sampled_from(PLACEMENT_TYPES), min_size=1, unique=True),
        },
        "40% of the children who live outside the boundary in Agency fostering and External",
        "40 percent fewer children outside the boundary",
        {"percent": cut},
    ),
}


def lever(name: str, **keys: Any) -> dict[str, Any]:
    """A lever of this name as its row writes it, with keys added or put in place of its own."""
    return {"lever": name, **COMMON, **ROWS[name].written, **keys}
