"""What every part of a scenario file shares."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a file: it cannot change, refuses keys it does not have, and explains those it has.

    The text below a key is its description in the schema and wherever a form asks for it.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", serialize_by_alias=True, use_attribute_docstrings=True
    )
