"""Finding the files of evidence in a folder."""

from __future__ import annotations

from pathlib import Path

from sufficiency.errors import InputError, closest
from sufficiency.evidence.catalogue import OWN, TABLES, file_of
from sufficiency.evidence.faults import Faults


def tables_in(folder: Path) -> dict[str, bytes]:
    """Content of each table that the folder holds, by the table's name.

    Raises:
        InputError: no such folder, not a folder, no CSV in it, or a CSV whose name is close to
            that of a table which is not there: its figures would go unused without a word.
    """
    if not folder.exists():
        raise InputError(f"There is no folder '{folder}' to read evidence from.")
    if not folder.is_dir():
        raise InputError(f"'{folder}' is a file; give the folder that holds the evidence files.")
    try:
        present = {path.name: path for path in sorted(folder.iterdir()) if path.is_file()}
    except OSError as error:
        raise InputError(f"The folder '{folder}' cannot be read ({error.strerror}).") from error
    csvs = [name for name in present if name.lower().endswith(".csv")]
    found = {name: present[file_of(name)] for name in TABLES if file_of(name) in present}
    if not csvs:
        raise InputError(
            f"The folder '{folder}' holds no CSV files; docs/evidence.md lists those it may hold."
        )
    faults = Faults()
    absent = [file_of(name) for name in TABLES if name not in found]
    for name in csvs:
        hint = closest(name, absent)
        if name.removesuffix(".csv") not in TABLES and hint:
            faults.add(name, f"is not the name of a file of evidence.{hint}")
    faults.raise_any()
    if not found:
        raise InputError(
            f"The folder '{folder}' holds none of the files of evidence that docs/evidence.md "
            f"lists; found {csvs[0]}."
        )
    return {name: content_of(path) for name, path in found.items()}


def all_own(folder: Path, found: dict[str, bytes]) -> None:
    """Every file of an authority that is not in the record of England is there.

    Raises:
        InputError: naming those that are not.
    """
    faults = Faults()
    for name in OWN:
        if name not in found:
            faults.add(
                file_of(name),
                f"is not in the folder '{folder}', and the record of England has no such authority "
                "to take it from.",
            )
    faults.raise_any()


def content_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: when it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read ({error.strerror}).") from error
