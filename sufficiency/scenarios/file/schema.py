"""The format of scenario files as JSON Schema."""

from __future__ import annotations

from typing import Any

from sufficiency.scenarios.file.presets import presets
from sufficiency.scenarios.scenario import Scenario


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
