"""A lever's form is made from the lever, and gives back what a file holds."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from sufficiency.pages.explore.boxes import Slot, boxes, plainly, values_in
from sufficiency.pages.explore.forms import form
from sufficiency.scenarios import Scenario, load_scenarios
from sufficiency.scenarios.file.draft import checked, values_of
from sufficiency.scenarios.file.presets import preset, presets
from sufficiency.scenarios.levers import LEVERS
from sufficiency.scenarios.levers.described import described
from sufficiency.scenarios.shipped import shipped_scenarios

SHIPPED = [
    scenario
    for folder in (shipped_scenarios(), shipped_scenarios() / "more")
    for scenario in load_scenarios(folder)
]


@pytest.mark.parametrize("kind", LEVERS)
def test_a_form_asks_for_every_key_of_its_lever_with_words_unit_and_limits(kind: str) -> None:
    fields = LEVERS[kind].model_fields
    asked = {key.path[0] for key in described(LEVERS[kind])}
    held = {field.alias or name for name, field in fields.items()}
    assert held - asked == {"lever", "source"}

    text = unescape(str(form(Slot(1, kind), 1)))
    for key in described(LEVERS[kind]):
        assert key.says and plainly(key.says) in text, key.path
        if key.limits is not None and key.asks != "shares":
            assert key.limits.allowed in text
        if key.grade:
            assert plainly(key.grade)[:20] in text
    for box in boxes(Slot(1, kind)):
        assert f'id="{box.name}"' in text and f'for="{box.name}"' in text


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda scenario: scenario.name)
def test_a_form_that_nobody_touches_gives_back_the_scenario(scenario: Scenario) -> None:
    """Before the browser has told of a box, and as it then tells: the text that each box shows."""
    values = values_of(scenario)
    slots = [Slot(n, lever["lever"], lever) for n, lever in enumerate(values["levers"])]
    for typed in (lambda _: lambda name: None, _as_shown):
        levers = [values_in(slot, typed(slot)) for slot in slots]
        assert checked({**values, "levers": levers}).scenario == scenario


def _as_shown(slot: Slot) -> Callable[[str], Any]:
    """Each box's text, read off the form."""
    shown: dict[str, object] = {}
    text = str(form(slot, 1))
    for tag in re.findall(r"<input [^>]*>", text):
        name = re.search(r'id="(\w+)"', tag)[1]
        value = re.search(r'value="([^"]*)"', tag)
        shown[name] = " checked" in tag if 'type="checkbox"' in tag else unescape(value[1])
    for name, inside in re.findall(r'<select id="(\w+)".*?>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="(\w*)" selected', inside)
        shown[name] = chosen[1] if chosen else ""
    return lambda name: shown.get(name)


def test_a_wrong_value_is_told_beside_its_own_box() -> None:
    slot = Slot(7, "open_home", {"from": "2027-04", "places": 4, "source": "assumption"})
    typed = {"lever7_occupancy": "140", "lever7_cost_a_year_low": "-5"}
    values = {"name": "Mine", "why": "To see.", "levers": [values_in(slot, typed.get)]}
    assert checked(values).faults == {
        ("levers", 0, "occupancy"): "140 is not allowed; it must be 0 to 1 (a share).",
        ("levers", 0, "cost", "a_year"): "a range needs both low and high; high is missing.",
    }


def test_a_number_put_beside_sourced_ones_says_assumption_and_takes_no_source_of_theirs() -> None:
    values = preset("mockingbird", **{"from": "2027-04"})
    slot = Slot(3, "retain_carers", values)
    made = values_in(slot, {"lever3_chance_of_no_effect": "0.2"}.get)
    assert made["source"]["chance_of_no_effect"] == "assumption"
    assert made["source"]["fewer_leaving_percent"] == values["source"]["fewer_leaving_percent"]


@pytest.mark.parametrize("name", presets())
def test_a_preset_opens_in_its_form_whole(name: str) -> None:
    values = preset(name, **{"from": "2027-04"})
    made = values_in(Slot(1, values["lever"], copy.deepcopy(values)), lambda box: None)
    both = [
        checked({"name": "Mine", "why": "To see.", "levers": [lever]}).scenario
        for lever in (values, made)
    ]
    assert both[0] is not None and both[0] == both[1]
