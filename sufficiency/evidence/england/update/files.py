"""Files as publishers put them out, opened: CSV, OpenDocument and Excel, alone, in gzip or zip."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sufficiency.errors import InputError
from sufficiency.evidence.folders import content_of

WORKBOOKS: Final = (".ods", ".xlsx", ".xls")

Rows = list[list[str]]
"""A sheet's cells as text, row by row."""


@dataclass(frozen=True)
class PublishedFile:
    """One file of a publisher.

    Attributes:
        name: as it was downloaded; within a zip, "zip/file".
        sha256: of its bytes as downloaded, before decompression.
        sheets: the cells of each sheet; a CSV is one sheet.
    """

    name: str
    sha256: str
    sheets: tuple[Rows, ...]


def files_in(folder: Path) -> Iterator[PublishedFile]:
    """Every file of the folder that may hold figures, in order of their names.

    Raises:
        InputError: no such folder, nothing in it, or a file that cannot be opened.
    """
    if not folder.is_dir():
        raise InputError(f"There is no folder '{folder}' to read publishers' files from.")
    found = False
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            for name, content in _unpacked(path.name, content_of(path)):
                if Path(_plain(name)).suffix.lower() in (".csv", *WORKBOOKS):
                    found = True
                    yield _opened(name, content)
    if not found:
        raise InputError(
            f"The folder '{folder}' holds no CSV, ODS, Excel or zip file of a publisher."
        )


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file itself, or those within it where it is a zip."""
    if not name.lower().endswith(".zip"):
        yield name, content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in sorted(archive.namelist()):
                if not inner.endswith("/"):
                    yield f"{name}/{inner}", archive.read(inner)
    except (zipfile.BadZipFile, RuntimeError) as error:
        raise InputError(f"{name}: cannot be opened ({error}); download it again.") from error


def _opened(name: str, content: bytes) -> PublishedFile:
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        if name.lower().endswith(".gz"):
            content = gzip.decompress(content)
        if _plain(name).lower().endswith(WORKBOOKS):
            return PublishedFile(name, sha256, tuple(_workbook(content)))
        return PublishedFile(name, sha256, (list(csv.reader(io.StringIO(_text(content)))),))
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        raise InputError(f"{name}: cannot be opened ({error}); download it again.") from error


def _workbook(content: bytes) -> Iterator[Rows]:
    # Imported here: only a year's update opens workbooks of publishers.
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield [[str(cell) for cell in row] for row in rows]
    except CalamineError as error:
        raise OSError(str(error)) from error


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _plain(name: str) -> str:
    """The name without the ending of a gzip file."""
    return name[:-3] if name.lower().endswith(".gz") else name
