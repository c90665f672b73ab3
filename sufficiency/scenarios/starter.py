"""A starter file to edit, a scenario written back as YAML, and the schema for editors."""

from __future__ import annotations

import json
from typing import Any, Final

import yaml

from sufficiency.scenarios.levers import Scenario
from sufficiency.scenarios.presets import presets
from sufficiency.scenarios.yamltext import plain_value

_STARTER: Final = """\
# A scenario: what if? Save it in the scenarios folder, then check it with
#   sufficiency scenario check FILE
# Everything after a # is a note to yourself. All keys are explained in docs/scenario-files.md.

name: My scenario                # what tables and charts will call it
why: >-
  Say here, in a paragraph that could be read out in a meeting, what is proposed, why it should
  work, and what it does not promise.
premise: 2025-03                 # the date of the facts it rests on: year-month
extends: baseline                # or the name of another file in the same folder

levers:
  - lever: recruit_carers        # the others: retain_carers, support_connected_carers,
                                 #   limit_agency, reduce_entries, change_demand, asylum_arrivals,
                                 #   increase_exits, speed_adoption, step_down_from_residential,
                                 #   move_to_supported_accommodation, open_home, change_price,
                                 #   end_unregistered_placements, bring_closer_to_home
    from: 2027-04                # first month
    until: 2030-03               # last month; leave the line out to go on to the end
    ramp_months: 0               # months to build up to the full effect
    additional_households_a_year: {low: 4, high: 10}  # 8 times in 10 between these; or one number
    months_to_first_placement: 8
    displaces: {agency_fostering: 0.95, external_residential: 0.05}  # shares; must add to 1
    cost:                        # GBP at 2024/25 prices
      one_off: 0
      a_year: 90000
      one_off_per_household: 4000
    source:                      # whose word each number is; or write: assumption
      additional_households_a_year: assumption
      months_to_first_placement: assumption
      displaces: assumption
      cost: assumption

  # A preset is a lever with its numbers and sources filled in; docs/scenario-files.md lists them.
  # - preset: family_group_conferencing
  #   from: 2027-04
"""


def new_scenario_text() -> str:
    """A scenario file with a note at every line, ready to edit; it loads as it is."""
    return _STARTER


def json_schema() -> dict[str, Any]:
    """The format of a scenario file as JSON Schema, for editors that check while one types.

    It knows keys, limits and words; what must agree between keys (shares that add to 1, a source
    for every number, until after from) is checked when the file is loaded.
    """
    schema = Scenario.model_json_schema()
    levers = schema["properties"]["levers"]
    levers["items"] = {"anyOf": [levers["items"], {"$ref": "#/$defs/Preset"}]}
    schema["$defs"]["Preset"] = {
        "description": "A named preset; any key of its lever may be given again, with a source.",
        "properties": {
            "preset": {"type": "string", "enum": list(presets())},
            "from": {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$"},
        },
        "required": ["preset", "from"],
        "not": {"required": ["lever"]},
        "type": "object",
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """The schema as the text of the file that is published beside this module."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def to_yaml(scenario: Scenario) -> str:
    """A scenario as the text of a file that loads as the same scenario."""
    written = scenario.model_dump(mode="json", exclude_unset=True)
    text = yaml.dump(_tidy(written), Dumper=_Writer, sort_keys=False, allow_unicode=True, width=99)
    return str(text)


class _Writer(yaml.SafeDumper):
    """Puts quotation marks round a text that our reader would take for something else."""


def _quoted(writer: _Writer, text: str) -> yaml.ScalarNode:
    style = None if isinstance(plain_value(text), str) else "'"
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _quoted)


def _tidy(value: Any) -> Any:
    """Whole numbers without '.0', all the way down."""
    if isinstance(value, dict):
        return {key: _tidy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
