"""Tables, arrays and small dataclasses as JSON, and back, to the last bit of every number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd

T = TypeVar("T")
_KIND = "is a"


def to_plain(value: Any) -> Any:
    """What JSON can hold of a table, an array, a dataclass or what is made of them.

    Raises:
        TypeError: when it holds anything else.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | np.floating):
        if np.isinf(value):
            return {_KIND: "number", "value": str(float(value))}
        return None if np.isnan(value) else float(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, np.ndarray):
        return {_KIND: "array", "values": to_plain(value.tolist())}
    if isinstance(value, pd.Timestamp):
        return {_KIND: "date", "value": value.isoformat()}
    if isinstance(value, pd.DataFrame):
        columns = [
            {"name": str(name), "type": _type(column), "values": to_plain(column.tolist())}
            for name, column in value.items()
        ]
        return {_KIND: "table", "columns": columns}
    if isinstance(value, tuple):
        return {_KIND: "tuple", "values": [to_plain(part) for part in value]}
    if isinstance(value, list):
        return [to_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {_KIND: "mapping", "values": {key: to_plain(part) for key, part in value.items()}}
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} is not kept with a run")


def from_plain(value: Any) -> Any:
    """What `to_plain` was given; a dataclass comes back as a dictionary of its fields."""
    if isinstance(value, list):
        return [from_plain(part) for part in value]
    if not isinstance(value, dict):
        return value
    kind = value.get(_KIND)
    if kind == "number":
        return float(value["value"])
    if kind == "array":
        return np.array(from_plain(value["values"]), dtype=np.float64)
    if kind == "date":
        return pd.Timestamp(value["value"])
    if kind == "table":
        return pd.DataFrame({c["name"]: _column(c) for c in value["columns"]})
    if kind == "tuple":
        return tuple(from_plain(part) for part in value["values"])
    if kind == "mapping":
        return {key: from_plain(part) for key, part in value["values"].items()}
    return {key: from_plain(part) for key, part in value.items()}


def _type(column: pd.Series) -> str:
    """How a column is read back: dates, whole numbers, numbers, or words as they are."""
    return {"M": "date", "i": "int64", "f": "float64", "b": "bool"}.get(column.dtype.kind, "words")


def _column(column: Mapping[str, Any]) -> pd.Series:
    values = [from_plain(value) for value in column["values"]]
    if column["type"] == "date":
        return pd.Series(pd.to_datetime(values))
    if column["type"] == "words":
        return pd.Series(values, dtype=None if values else "str")
    return pd.Series(values, dtype=column["type"])
