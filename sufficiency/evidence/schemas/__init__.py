"""What each file of evidence may hold: pandera schemas, one file a concern.

Importing this package imports pandera, which takes a moment: import it where files are read.
"""

from __future__ import annotations

import pandera.pandas as pa

from sufficiency.evidence.schemas.authority import SCHEMAS as AUTHORITY
from sufficiency.evidence.schemas.children import SCHEMAS as CHILDREN
from sufficiency.evidence.schemas.context import SCHEMAS as CONTEXT
from sufficiency.evidence.schemas.fostering import SCHEMAS as FOSTERING
from sufficiency.evidence.schemas.money import SCHEMAS as MONEY
from sufficiency.evidence.schemas.national import SCHEMAS as NATIONAL
from sufficiency.evidence.schemas.provision import SCHEMAS as PROVISION

SCHEMAS: dict[str, pa.DataFrameSchema] = (
    AUTHORITY | CHILDREN | FOSTERING | MONEY | CONTEXT | NATIONAL | PROVISION
)
"""Schema of each table by its name (the file's name without .csv)."""
