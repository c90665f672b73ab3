"""The files in a folder or zip: those to read, and the workbooks that cannot be."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sufficiency.errors import InputError

_LARGEST: Final = 500_000_000
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_NOT_TEXT: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin, new and old, whatever they are called."""
SAVE_AS_CSV: Final = (
    "Open it and save each table of the return with 'Save as', 'CSV UTF-8 (comma delimited)'."
)


def csv_files(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each CSV file.

    Raises:
        InputError: when a file or zip cannot be read, is too large or is a workbook.
    """
    for name, data in _files(path):
        if data.startswith(_NOT_TEXT):
            raise InputError(f"{name} is a workbook or a zip and not a CSV file. {SAVE_AS_CSV}")
        yield name, data


def workbooks(path: Path) -> str:
    """A sentence on the workbooks that are there and are not read, or nothing."""
    try:
        if path.is_dir():
            names = [file.name for file in path.rglob("*")]
        elif path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
        else:
            names = [path.name]
    except (OSError, zipfile.BadZipFile):
        return ""
    number = sum(name.lower().endswith(_WORKBOOKS) for name in names)
    if not number:
        return ""
    said = "An Excel workbook is there" if number == 1 else f"{number} Excel workbooks are there"
    return f" {said}, and workbooks are not read. {SAVE_AS_CSV}"


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                suffix = file.suffix.lower()
                if file.name.startswith((".", "~", "__MACOSX")) or not file.is_file():
                    continue
                name = file.relative_to(path).as_posix()
                if suffix in (".csv", ".txt"):
                    yield name, _bounded(name, file.stat().st_size) or file.read_bytes()
                elif suffix == ".zip":
                    yield from _zipped(name + "/", file)
        elif path.suffix.lower() in _WORKBOOKS:
            return
        elif path.suffix.lower() == ".zip" or zipfile.is_zipfile(path):
            yield from _zipped("", path)
        else:
            yield path.name, path.read_bytes()
    except OSError as fault:
        raise InputError(
            f"{path} cannot be read ({fault.strerror or type(fault).__name__})."
        ) from None


def _zipped(before: str, path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in sorted(archive.infolist(), key=lambda item: item.filename):
                name = before + entry.filename
                last = name.rsplit("/", 1)[-1]
                if last.lower().endswith((".csv", ".txt")) and not last.startswith("."):
                    _bounded(name, entry.file_size)
                    yield name, _unpacked(archive, entry, path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError):
        raise InputError(
            f"{path.name} is not a zip that can be read: it is damaged or incomplete. "
            "Copy it or make it again."
        ) from None
    except Exception as fault:
        # struct raises errors of its own on a damaged table of contents.
        if isinstance(fault, InputError | OSError):
            raise
        raise InputError(
            f"{path.name} is a damaged zip: its list of files cannot be read. "
            "Copy it or make it again."
        ) from None


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> bytes:
    try:
        return archive.read(entry)
    except Exception as fault:
        # zlib, lzma and zipfile each raise errors of their own on a damaged member.
        if entry.flag_bits & 1:
            why = "the zip has a password. Unpack it, and name the folder"
        elif isinstance(fault, NotImplementedError):
            why = "it is packed in a way that is not known here. Unpack it, and name the folder"
        else:
            why = "it is damaged. Copy the zip or make it again"
        raise InputError(
            f"{entry.filename} in the zip {path.name} cannot be unpacked: {why}."
        ) from None


def _bounded(name: str, size: int) -> bytes:
    """Nothing, or a refusal of a file no return is as large as."""
    if size > _LARGEST:
        raise InputError(f"{name} is {size / 1e6:.0f} MB; a file of a return is below 500 MB.")
    return b""
