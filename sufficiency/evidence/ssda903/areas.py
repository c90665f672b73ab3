"""Whether a placement is in the authority's area, from a lookup of postcodes that a user gives."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.csvs import decoded
from sufficiency.evidence.ssda903.spells import AREA_UNKNOWN, IN_AREA, OUT_OF_AREA

_WORDS = {"in": IN_AREA, "in_area": IN_AREA, "out": OUT_OF_AREA, "out_of_area": OUT_OF_AREA}


def read_areas(path: Path | str) -> Callable[[str], int]:
    """A function from a postcode to in area, out of area or unknown.

    Args:
        path: a CSV of `postcode,area` where area is in or out. A postcode may be whole or its
            first half: "OL6 6DL" is looked for before "OL6".

    Raises:
        InputError: when the file is not there, or not of that form.
    """
    file = Path(path)
    try:
        text = decoded(file.read_bytes())
    except OSError as fault:
        raise InputError(f"{file} cannot be read ({fault.strerror}).") from None
    known: dict[str, int] = {}
    rows = csv.DictReader(io.StringIO(text))
    rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or []]
    if not {"postcode", "area"} <= set(rows.fieldnames):
        raise InputError(f"{file.name} needs the columns postcode and area.")
    for number, row in enumerate(rows, 2):
        word = (row["area"] or "").strip().lower().replace(" ", "_")
        if word not in _WORDS:
            raise InputError(f"{file.name}, row {number}: the area must be 'in' or 'out'.")
        known["".join((row["postcode"] or "").upper().split())] = _WORDS[word]

    def area_of(postcode: str) -> int:
        whole = "".join(postcode.upper().split())
        return known.get(whole, known.get(whole[:-3], AREA_UNKNOWN))

    return area_of
