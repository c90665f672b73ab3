"""Whether a placement is in the authority's area, from a lookup of postcodes that a user gives."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from sufficiency.errors import InputError, quoted
from sufficiency.evidence.reading import refuse_too_large, refuse_too_wide
from sufficiency.evidence.ssda903.csvs import decoded
from sufficiency.evidence.ssda903.spells import AREA_UNKNOWN, IN_AREA, OUT_OF_AREA

_COLUMNS = ("postcode", "area")
_WORDS = {"in": IN_AREA, "in_area": IN_AREA, "out": OUT_OF_AREA, "out_of_area": OUT_OF_AREA}


def read_areas(path: Path | str) -> Callable[[str], int]:
    """A function from a postcode to in area, out of area or unknown.

    Args:
        path: a CSV of `postcode,area` where area is in or out. A postcode may be whole or its
            first half: "OL6 6DL" is looked for before "OL6".

    Raises:
        InputError: when the file is not there, not of that form, or has a postcode both in and
            out.
    """
    file = Path(path)
    try:
        refuse_too_large(file.name, file.stat().st_size)
        text = decoded(file.read_bytes())
    except OSError as fault:
        raise InputError(f"{file} cannot be read ({fault.strerror}).") from None
    refuse_too_wide(file.name, text)
    # Line ends of any computer, and none within a cell: no postcode has one.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error as fault:
        raise InputError(f"{file.name} is not a comma-separated table ({fault}).") from None
    header = [name.strip().lower() for name in rows[0]] if rows else []
    if sorted(name for name in header if name in _COLUMNS) != sorted(_COLUMNS):
        raise InputError(f"{file.name} needs the columns postcode and area, each once.")
    places = [header.index(name) for name in _COLUMNS]
    known: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(map(str.strip, row)):
            continue
        postcode, word = (row[place].strip() if place < len(row) else "" for place in places)
        area = _WORDS.get(word.lower().replace(" ", "_"))
        if area is None:
            raise InputError(
                f"{file.name}, row {number}: the area is {quoted(word)}; it must be 'in' or 'out'."
            )
        code = "".join(postcode.upper().split())
        if not code:
            raise InputError(f"{file.name}, row {number} has no postcode.")
        first, before = known.setdefault(code, (number, area))
        if before != area:
            raise InputError(
                f"{file.name}: rows {first} and {number} have the same postcode, 'in' in one and "
                "'out' in the other; keep the one that is right."
            )

    def area_of(postcode: str) -> int:
        whole = "".join(postcode.upper().split())
        return known.get(whole, known.get(whole[:-3], (0, AREA_UNKNOWN)))[1]

    return area_of
