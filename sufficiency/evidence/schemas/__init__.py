"""What each file of evidence may hold, one file a concern."""

from __future__ import annotations

from sufficiency.evidence.schemas.authority import SCHEMAS as AUTHORITY
from sufficiency.evidence.schemas.children import SCHEMAS as CHILDREN
from sufficiency.evidence.schemas.columns import Schema
from sufficiency.evidence.schemas.context import SCHEMAS as CONTEXT
from sufficiency.evidence.schemas.fostering import SCHEMAS as FOSTERING
from sufficiency.evidence.schemas.money import SCHEMAS as MONEY
from sufficiency.evidence.schemas.national import SCHEMAS as NATIONAL
from sufficiency.evidence.schemas.provision import SCHEMAS as PROVISION

SCHEMAS: dict[str, Schema] = (
    AUTHORITY | CHILDREN | FOSTERING | MONEY | CONTEXT | NATIONAL | PROVISION
)
"""Schema of each table by its name (the file's name without .csv)."""
