"""From the text of a file to a typed table, with every fault said in a reader's words.

pandera makes the checks. Importing it takes a second: import this where a council's own files are
read. The package's own tables passed the same checks in a test: `read_trusted` reads them without.
"""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from sufficiency.errors import closest, listed, quoted
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.reading import as_dates, as_numbers, as_yes_no, read_cells
from sufficiency.evidence.schemas.columns import Column, Schema


def read_table(file: str, content: bytes, schema: Schema, faults: Faults) -> pd.DataFrame:
    """Read and check one file.

    Args:
        file: its name.
        content: its bytes.
        schema: what it may hold.
        faults: where faults are noted.

    Returns:
        The typed table indexed by spreadsheet row; without columns when it could not be read
        as a table, and with unknown cells where faults were noted.
    """
    needed = [name for name, column in schema.columns.items() if column.required]
    spare = [name for name in schema.columns if name not in needed]
    cells = read_cells(file, content, needed, faults, spare)
    if cells is None:
        return pd.DataFrame()
    known = Faults()
    table = pd.DataFrame(
        {
            name: _typed(file, name, cells[name], column, known)
            for name, column in schema.columns.items()
        }
    )
    for sentence in known.by_file.get(file, []):
        faults.by_file.setdefault(file, []).append(sentence)
    try:
        _checked(schema).validate(table, lazy=True)
    except SchemaErrors as errors:
        _translate(file, errors.failure_cases, cells, table, schema, faults)
    return table


def _checked(schema: Schema) -> pa.DataFrameSchema:
    """The checks of a schema."""
    columns = {name: _column(column) for name, column in schema.columns.items()}
    return pa.DataFrameSchema(columns, unique=list(schema.key), strict=True)


def _column(column: Column) -> pa.Column:
    """The checks of a column, in the order in which the first that fails is said."""
    checks = []
    if column.kind == "text" and not column.blank:
        checks.append(pa.Check(lambda cells: cells != "", error="must not be blank"))
    if column.words:
        words = ["", *column.words] if column.blank else list(column.words)
        checks.append(pa.Check.isin(words, error=column.allowed))
    if column.form:
        checks.append(pa.Check.str_matches(rf"^(?:{column.form})$", error=column.allowed))
    if column.least is not None and column.most is not None:
        checks.append(pa.Check.in_range(column.least, column.most, error=column.allowed))
    elif column.least is not None:
        checks.append(pa.Check.ge(column.least, error=column.allowed))
    return pa.Column(
        None if column.kind == "text" else column.dtype,
        checks,
        nullable=column.blank and column.kind != "text",
        required=column.required,
    )


def _typed(file: str, name: str, cells: pd.Series, column: Column, faults: Faults) -> pd.Series:
    """Text in the type that the schema asks for; what does not fit is noted and left unknown."""
    kind = column.kind
    if kind == "text":
        return cells
    if kind == "date":
        return as_dates(file, name, cells, faults).astype("datetime64[ns]")
    if kind == "yes_no":
        return as_yes_no(file, name, cells, faults)
    numbers = as_numbers(file, name, cells, whole=kind == "whole", faults=faults)
    return numbers.astype("int64") if column.dtype == "int64" and numbers.notna().all() else numbers


def _translate(
    file: str,
    cases: pd.DataFrame,
    cells: pd.DataFrame,
    table: pd.DataFrame,
    schema: Schema,
    faults: Faults,
) -> None:
    """Turn pandera's failure cases into sentences, rows with the same fault in one."""
    said: set[tuple[int, str]] = set()
    rows_of: dict[tuple[str, str, str], list[int]] = {}
    for case in cases.to_dict("records"):
        row, name, check = case["index"], str(case["column"]), str(case["check"])
        if check == "multiple_fields_uniqueness" or pd.isna(row) or (int(row), name) in said:
            continue
        said.add((int(row), name))
        rows_of.setdefault((name, str(cells.at[int(row), name]), check), []).append(int(row))
    for (name, raw, check), rows in sorted(rows_of.items(), key=lambda item: min(item[1])):
        if not raw:
            faults.add(file, "must not be blank.", sorted(rows), name)
        elif check != "not_nullable":  # otherwise the text was refused when it was read
            hint = closest(raw, schema.columns[name].words)
            faults.add(file, f"found {quoted(raw)}; {check}.{hint}", sorted(rows), name)
    _note_repeats(file, table, list(schema.key), faults)


def _note_repeats(file: str, table: pd.DataFrame, key: list[str], faults: Faults) -> None:
    keyed = table.dropna(subset=key)
    if keyed.empty:
        return
    same = keyed.index.to_series().groupby([keyed[name] for name in key], sort=False)
    first = same.transform("first")
    for row in keyed.index[keyed.duplicated(key)]:
        faults.add(file, f"repeats row {first[row]}: the same {listed(key)}.", row=int(row))
