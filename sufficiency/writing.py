"""Files are written whole or not at all, and nothing that is not ours is replaced.

A run builds in a hidden folder beside the one asked for and swaps the two at the end, so that
a reader never meets half a run and a failed run leaves the last good one untouched. A folder
is ours when it holds a `manifest.json` that says so. Files a person has put among ours are
carried over to the new folder: the manifest lists what the run wrote.
"""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from sufficiency.errors import InputError

MANIFEST: Final = "manifest.json"
_UNTIL_0_2: Final = "record.json"
"""What a manifest was called; folders that hold one are still ours."""
MADE_BY: Final = "sufficiency"
_LOCK: Final = ".lock"


def sign(folder: Path, manifest: Mapping[str, Any]) -> Path:
    """Write `manifest.json`, the last file of a run: our mark, the manifest, the files' names.

    Args:
        folder: The folder being built, holding every other file of the run.
        manifest: What the run was made from; values that JSON can hold.
    """
    path = folder / MANIFEST
    own = {"made_by": MADE_BY, **manifest, "files": sorted({*_files(folder), MANIFEST})}
    text = json.dumps(own, indent=2, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def is_ours(folder: Path) -> bool:
    """Whether a folder holds a `manifest.json` that this product wrote."""
    return manifest_of(folder).get("made_by") == MADE_BY


@contextmanager
def output_folder(path: Path | str) -> Iterator[Path]:
    """Yield a folder to build in; put it at `path`, whole, when the block ends well.

    The block must call `sign` last. When it raises, or the swap fails, what was at `path` is
    left as it was and nothing else is left behind.

    Raises:
        InputError: when `path` is a file, a folder that is not ours, the folder one is
            working in, in use by another run, or somewhere that cannot be written.
        RuntimeError: when the block ended without a signed manifest (a fault of ours).
    """
    target = Path(path).expanduser().resolve()
    _refuse_folder(target)
    building, aside = _hidden(target, "new"), _hidden(target, "old")
    made = _make_parents(target)
    try:
        lock = _start_building(building, target)
        try:
            _mend_interrupted(target, aside)
            yield building
            if not is_ours(building):
                raise RuntimeError(f"the run ended without signing {MANIFEST}")
            _carry_over(target, building)
            lock.close()
            (building / _LOCK).unlink()
            _swap(building, target, aside)
        except BaseException:
            lock.close()
            shutil.rmtree(building, ignore_errors=True)
            raise
    except BaseException:
        _remove_parents(made)
        raise


@contextmanager
def atomic_file(path: Path | str) -> Iterator[Path]:
    """Yield a path to write one file at; put it at `path`, whole, when the block ends well.

    A file already at `path` is replaced, as with any command's `--out`; a failed block leaves
    it as it was.

    Raises:
        InputError: when `path` is a folder or a device, or cannot be written.
    """
    target = Path(path).expanduser().resolve()
    if target.exists() and not target.is_file():
        kind = "a folder" if target.is_dir() else "not an ordinary file"
        raise InputError(f"{target} is {kind}; name the file to write.")
    building = _hidden(target, "part").with_suffix(target.suffix)
    made = _make_parents(target)
    try:
        with _said_clearly(target):
            building.write_bytes(b"")
        yield building
        with _said_clearly(target):
            building.replace(target)
    except BaseException:
        building.unlink(missing_ok=True)
        _remove_parents(made)
        raise


def _hidden(target: Path, state: str) -> Path:
    """A hidden sibling, named so that nobody else has a use for the name."""
    return target.with_name(f".{target.name}.{MADE_BY}-{state}")


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest that a folder holds, under its name of today or the old one; empty if none."""
    for name in (MANIFEST, _UNTIL_0_2):
        try:
            manifest = json.loads((folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(manifest, dict):
            return manifest
    return {}


def _files(folder: Path) -> set[str]:
    """Names of the files under a folder, with forward slashes, without our own lock."""
    files = (p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    return {p.relative_to(folder).as_posix() for p in files} - {_LOCK}


def _refuse_folder(target: Path) -> None:
    """Refuse a path that a run must not replace."""
    working = Path.cwd().resolve()
    if target == working or target in working.parents:
        raise InputError(f"{target} is the folder you are working in; name a folder inside it.")
    with _said_clearly(target):
        if target.exists() and not target.is_dir():
            raise InputError(f"{target} is a file; --out must name a folder.")
        if target.is_dir() and not is_ours(target) and any(target.iterdir()):
            raise InputError(
                f"{target} holds files but no {MANIFEST} of ours, so it will not be replaced; "
                "name a new folder, or one that an earlier run made."
            )


def _make_parents(target: Path) -> list[Path]:
    """Make the folders above the target; return those made, deepest last."""
    made: list[Path] = []
    try:
        with _said_clearly(target):
            for parent in [parent for parent in target.parents if not parent.exists()][::-1]:
                parent.mkdir()
                made.append(parent)
    except InputError:
        _remove_parents(made)
        raise
    return made


def _remove_parents(made: list[Path]) -> None:
    """Remove folders made for a run that then failed, as long as they are empty."""
    with suppress(OSError):
        for parent in reversed(made):
            parent.rmdir()


def _start_building(building: Path, target: Path) -> BinaryIO:
    """Clear what a dead run left, make the folder to build in and hold its lock."""
    with _said_clearly(target):
        if building.exists():
            _locked(building / _LOCK, target).close()  # refused while another run lives
            shutil.rmtree(building)
        building.mkdir()
        return _locked(building / _LOCK, target)


def _locked(path: Path, target: Path) -> BinaryIO:
    """Open a file and take its lock, which the system lets go when the process ends."""
    file = path.open("ab")
    try:
        _take_lock(file.fileno())
    except OSError as fault:
        if fault.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            file.close()
            raise InputError(
                f"Another run is writing to {target}; wait for it to end or name another folder."
            ) from fault
        # Some network drives have no locks: two runs at once are then not told apart.
    return file


def _take_lock(descriptor: int) -> None:
    """Take an exclusive lock without waiting, on Windows or elsewhere."""
    try:
        import fcntl
    except ModuleNotFoundError:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _carry_over(target: Path, building: Path) -> None:
    """Copy into the new folder the files of the old one that no run wrote."""
    known = manifest_of(target).get("files")
    for name in sorted(_files(target) - set(known)) if isinstance(known, list) else ():
        if (building / name).exists():
            raise InputError(
                f"{target / name} was put there by hand and this run writes a file of that "
                "name; move yours elsewhere and run again."
            )
        (building / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(target / name, building / name, follow_symlinks=False)


def _swap(building: Path, target: Path, aside: Path) -> None:
    """Put the new folder in the old one's place; put the old one back if that fails."""
    existed = target.exists()
    try:
        with _said_clearly(target):
            if is_ours(target):
                target.replace(aside)
            elif existed:
                target.rmdir()  # it was empty; if it no longer is, this fails, nothing is lost
            building.replace(target)
    except BaseException:
        if aside.exists() and not target.exists():
            aside.replace(target)
        elif existed:
            target.mkdir(exist_ok=True)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _mend_interrupted(target: Path, aside: Path) -> None:
    """Mend what a run left when it was stopped in the middle of, or just after, the swap."""
    if is_ours(aside) and not target.exists():
        aside.replace(target)
    elif aside.exists():
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _said_clearly(target: Path) -> Iterator[None]:
    """Say in a sentence why the system would not let us write."""
    try:
        yield
    except OSError as fault:
        raise InputError(
            f"{target} cannot be written ({fault.strerror or type(fault).__name__}); close any "
            "file of it that is open in another program, or name a place you may write to."
        ) from fault
