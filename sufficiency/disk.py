"""What the system says when it will not write, as sentences a person can act on."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sufficiency.errors import InputError, quoted

_NO_ROOM: Final = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_FULL: Final = 64 * 1024
"""Bytes free below which a write that failed for no reason given failed for want of space."""


def whole_path(path: Path | str) -> Path:
    """A path from the root down, refused before any work when it is no path to write at."""
    try:
        str(path).encode("utf-8")
        return Path(path).expanduser().resolve()
    except UnicodeEncodeError:
        raise InputError(
            f"{quoted(path)} cannot be written in UTF-8, as the files of a run name it; name "
            "another place with --out."
        ) from None
    except (OSError, RuntimeError, ValueError) as fault:  # a null, a circle of links, no home
        raise InputError(f"{quoted(path)} is no place to write to ({fault}).") from fault


@contextmanager
def said_clearly(target: Path) -> Iterator[None]:
    """Say in a sentence why the system would not let us write."""
    try:
        yield
    except OSError as fault:
        if fault.errno in _NO_ROOM:
            raise _no_room(target) from fault
        raise InputError(
            f"{target} cannot be written ({fault.strerror or type(fault).__name__}); close any "
            "file of it that is open in another program, or name a place you may write to."
        ) from fault


@contextmanager
def room_said(target: Path) -> Iterator[None]:
    """Say in a sentence that space ran out while a run wrote its files, whoever wrote them."""
    try:
        yield
    except Exception as fault:
        if isinstance(fault, InputError) or not _for_want_of_room(fault, target):
            raise
        raise _no_room(target) from fault


def _for_want_of_room(fault: BaseException, target: Path) -> bool:
    """Whether a fault, or what it came of, is that the system had no space for a file.

    Libraries that write pictures and workbooks pass on a fault of the system without its number,
    so a failed write on a full disk counts.
    """
    chain: list[BaseException] = []
    cause: BaseException | None = fault
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    faults = [f for f in chain if isinstance(f, OSError)]
    if any(f.errno in _NO_ROOM for f in faults):
        return True
    return any(f.errno is None for f in faults) and shutil.disk_usage(target.parent).free < _FULL


def _no_room(target: Path) -> InputError:
    return InputError(
        f"There is no room to write {target}: the disk is full, or a quota or a limit on the size "
        "of a file is reached. Make room there and in the folder of temporary files, or name "
        "another place with --out. What stood there before is as it was."
    )
