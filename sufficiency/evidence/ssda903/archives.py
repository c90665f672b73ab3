"""The files that a folder or zip holds, every one of them: none is passed over without a word."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sufficiency.errors import InputError, quoted
from sufficiency.evidence.ssda903.years import named_years

LARGEST: Final = 200_000_000
"""Bytes of one file: a large authority's Episodes of ten years are below five million."""
LARGEST_OF_ALL: Final = 600_000_000
MOST_FILES: Final = 2_000
DEEPEST: Final = 3
"""Zips within zips."""
_SYSTEM: Final = ("thumbs.db", "desktop.ini", "__macosx")
WORKBOOKS: Final = (".xlsx", ".xlsm", ".xltx", ".xlsb", ".ods")
ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True)
class File:
    """A file found: its path below the place given, and its bytes.

    `fault` says why it could not be opened, where it could not: then there are no bytes.
    """

    name: str
    data: bytes = field(repr=False)
    fault: str = ""


def files_in(place: Path) -> Iterator[File]:
    """Every file in a folder (its sub-folders and zips too) or in a zip, or the file itself.

    Raises:
        InputError: when a folder cannot be looked into, or there is more than any return holds.
    """
    count = total = 0
    for file in _files(place):
        count, total = count + 1, total + len(file.data)
        if count > MOST_FILES:
            raise InputError(
                f"{place} holds more than {MOST_FILES:,} files, more than returns have; name the "
                "folder of the returns alone."
            )
        if total > LARGEST_OF_ALL:
            raise InputError(
                f"The files in {place} are more than {LARGEST_OF_ALL / 1e6:.0f} MB together, more "
                "than returns are; name the folder of the returns alone."
            )
        yield file


def shown_name(name: str) -> str:
    """A file's name as messages and reports show it: nothing hidden in it, no part too long."""
    return "/".join(quoted(part)[1:-1] for part in name.split("/"))


def is_system(name: str) -> bool:
    """Whether a file is one that Windows, macOS or Excel leaves about, by its name."""
    parts = name.lower().split("/")
    return any(part.startswith((".", "~")) or part in _SYSTEM for part in parts)


def _files(place: Path) -> Iterator[File]:
    if not place.is_dir():
        name = shown_name(place.name)
        yield from _opened(name, _bytes(place, name), 0)
        return
    for path, name in _walk(place):
        if is_system(name):
            yield File(name, b"")
        elif path.is_symlink() and path.is_dir():
            yield File(name, b"", "is a link to a folder: copy that folder here")
        elif path.is_dir():
            yield File(name, b"", "is an empty folder, named after a year")
        elif not path.is_file():
            yield File(name, b"", "is no file that can be read: a broken link, or a device")
        else:
            yield from _opened(name, _bytes(path, name), 0)


def _walk(place: Path) -> list[tuple[Path, str]]:
    def refuse(fault: OSError) -> None:
        raise InputError(
            f"The folder {quoted(fault.filename)} cannot be looked into "
            f"({fault.strerror or type(fault).__name__}): a return might be in it. Ask for access "
            "to it, or move it elsewhere."
        ) from None

    found = []
    for folder, folders, names in os.walk(place, onerror=refuse):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        found += [here / name for name in (*names, *links)]
        if not folders and not names and here != place and named_years(here.name):
            found.append(here)
    return sorted((path, shown_name(path.relative_to(place).as_posix())) for path in found)


def _bytes(path: Path, name: str) -> bytes:
    try:
        _bounded(name, path.stat().st_size)
        return path.read_bytes()
    except OSError as fault:
        raise InputError(
            f"{path} cannot be read ({fault.strerror or type(fault).__name__})."
        ) from None


def _opened(name: str, data: bytes, depth: int) -> Iterator[File]:
    """The file itself, or what is in it where it is a zip and no workbook."""
    if not data.startswith(ZIP) and not name.lower().endswith(".zip"):
        yield File(name, data)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
            if any(entry.filename == "[Content_Types].xml" for entry in entries):
                _bounded(name, sum(entry.file_size for entry in entries))
                yield File(name, data)
                return
            if depth >= DEEPEST or len(entries) > MOST_FILES:
                yield File(name, b"", "is a zip of zips of zips, or of too many files: unpack it")
                return
            for entry in entries:
                inner = f"{name}/{shown_name(entry.filename)}"
                if entry.is_dir():
                    continue
                if is_system(entry.filename):
                    yield File(inner, b"")
                    continue
                _bounded(inner, entry.file_size)
                yield from _opened(inner, _unpacked(archive, entry, name), depth + 1)
    except InputError:
        raise
    except Exception:
        if name.lower().endswith(WORKBOOKS):
            yield File(name, b"", "is a workbook that cannot be opened: damaged or cut off")
            return
        # struct, zlib and zipfile raise errors of their own on a damaged table of contents.
        yield File(
            name,
            b"",
            "is not a zip that can be read: it is damaged or incomplete. Copy it or make it again",
        )


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    try:
        with archive.open(entry) as stream:
            data = stream.read(LARGEST + 1)
    except Exception as fault:
        # zlib, lzma and zipfile each raise errors of their own on a damaged member.
        if entry.flag_bits & 1:
            why = "the zip has a password. Unpack it, and name the folder"
        elif isinstance(fault, NotImplementedError):
            why = "it is packed in a way that is not known here. Unpack it, and name the folder"
        else:
            why = "it is damaged. Copy the zip or make it again"
        raise InputError(
            f"{shown_name(entry.filename)} in the zip {name} cannot be unpacked: {why}."
        ) from None
    _bounded(name, len(data))
    return data


def _bounded(name: str, size: int) -> None:
    """Refuse what no return is as large as, before it is opened."""
    if size > LARGEST:
        raise InputError(
            f"{name} is {size / 1e6:.0f} MB; a file of a return is below "
            f"{LARGEST / 1e6:.0f} MB. Is it the right file?"
        )
