"""Files are written whole or not at all, and nothing that is not ours is replaced.

A run builds in a hidden folder beside the one asked for and swaps the two at the end, so that
a reader never meets half a run and a failed run leaves the last good one untouched. A lock
beside the folder is held until the swap and the clearing up are done. A folder is ours when it
holds a `manifest.json` that says so. Files a person has put among ours are carried over to the
new folder: the manifest lists what the run wrote.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from sufficiency.disk import room_said, said_clearly, whole_path
from sufficiency.errors import InputError
from sufficiency.stopping import uninterrupted

MANIFEST: Final = "manifest.json"
MADE_BY: Final = "sufficiency"
_EARLIER_MANIFEST: Final = "record.json"
_written: Final[list[Path]] = []


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
    """Whether a folder holds a manifest that this product wrote, under its name of any version."""
    return bool(manifest_of(folder))


def written() -> tuple[Path, ...]:
    """What this process has put in its place so far: a message must not say that nothing was."""
    return tuple(_written)


def checked_folder(path: Path | str) -> Path:
    """The whole path of a folder to write, which a run may make or replace.

    Raises:
        InputError: when `path` is a file, a folder that is not ours, the folder one is
            working in, or no path that can be written down.
    """
    target = whole_path(path)
    working = Path.cwd().resolve()
    if target == working or target in working.parents:
        raise InputError(f"{target} is the folder you are working in; name a folder inside it.")
    with said_clearly(target):
        if target.exists() and not target.is_dir():
            raise InputError(f"{target} is a file; --out must name a folder.")
        if target.is_dir() and not is_ours(target) and any(target.iterdir()):
            raise InputError(
                f"{target} holds files but no {MANIFEST} of ours, so it will not be replaced; "
                "name a new folder, or one that an earlier run made."
            )
    return target


@contextmanager
def output_folder(path: Path | str) -> Iterator[Path]:
    """Yield an empty folder to fill; put it at `path` when the block ends well.

    The block must call `sign` last. When it raises, or the swap fails, what was at `path` is
    left as it was and nothing else is left behind.

    Raises:
        InputError: when `path` is refused by `checked_folder`, is in use by another run, cannot
            be written, or there is no room for what the block writes.
        RuntimeError: when the block ended without a signed manifest (a fault of ours).
    """
    target = checked_folder(path)
    building, aside = _hidden(target, "new"), _hidden(target, "old")
    with locked(target):
        try:
            with said_clearly(target):
                _mend_interrupted(target, aside)
                if building.exists():
                    shutil.rmtree(building)
                building.mkdir()
            with room_said(target):
                yield building
                if not is_ours(building):
                    raise RuntimeError(f"the run ended without signing {MANIFEST}")
                _carry_over(target, building)
            with uninterrupted():
                _swap(building, target, aside)
                _written.append(target)
        except BaseException:
            with uninterrupted():
                shutil.rmtree(building, ignore_errors=True)
            raise


@contextmanager
def atomic_file(path: Path | str) -> Iterator[Path]:
    """Yield a path to write one file at; put it at `path`, whole, when the block ends well.

    A file already at `path` is replaced, as with any command's `--out`; a failed block leaves
    it as it was.

    Raises:
        InputError: when `path` is a folder or a device, is being written by another run, cannot
            be written, or there is no room for it.
    """
    target = whole_path(path)
    with said_clearly(target):
        if target.exists() and not target.is_file():
            kind = "a folder" if target.is_dir() else "not an ordinary file"
            raise InputError(f"{target} is {kind}; name the file to write.")
    building = _hidden(target, f"part{target.suffix}")
    with locked(target):
        try:
            with said_clearly(target):
                building.write_bytes(b"")
            with room_said(target):
                yield building
            with said_clearly(target), uninterrupted():
                building.replace(target)
                _written.append(target)
        except BaseException:
            with uninterrupted(), suppress(OSError):
                building.unlink(missing_ok=True)
            raise


def _hidden(target: Path, state: str) -> Path:
    """A hidden sibling, named so that nobody else has a use for the name."""
    return target.with_name(f".{target.name}.{MADE_BY}-{state}")


def manifest_of(folder: Path) -> dict[str, Any]:
    """What a run of ours recorded in a folder, or nothing."""
    for name in (MANIFEST, _EARLIER_MANIFEST):
        with suppress(OSError, ValueError):
            found = json.loads((folder / name).read_text(encoding="utf-8"))
            if isinstance(found, dict) and found.get("made_by") == MADE_BY:
                return found
    return {}


def _files(folder: Path) -> set[str]:
    """Names of the files under a folder, with forward slashes."""
    files = (p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    return {p.relative_to(folder).as_posix() for p in files}


def _make_parents(target: Path) -> list[Path]:
    """Make the folders above the target; return those made, deepest last."""
    made: list[Path] = []
    try:
        for parent in [parent for parent in target.parents if not parent.exists()][::-1]:
            with suppress(FileExistsError):  # another run has just made it
                parent.mkdir()
                made.append(parent)
    except OSError:
        _remove_parents(made)
        raise
    return made


def _remove_parents(made: list[Path]) -> None:
    """Remove folders made for a run, unless it was put in them."""
    with suppress(OSError):
        for parent in reversed(made):
            parent.rmdir()


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold the lock beside a target, making the folders above it; leave neither behind."""
    lock = FileLock(_hidden(target, "lock"), timeout=0)
    made: list[Path] = []
    try:
        with said_clearly(target), uninterrupted():
            made += _make_parents(target)
            _take(lock, target)
        yield
    finally:
        with uninterrupted():
            if lock.is_locked:
                with suppress(OSError):  # on Windows it goes as it is let go
                    Path(lock.lock_file).unlink()
                lock.release()
            _remove_parents(made)


def _take(lock: FileLock, target: Path) -> None:
    """Take a lock, or refuse what another run is writing."""
    try:
        lock.acquire()
    except Timeout:
        raise InputError(
            f"Another run is writing to {target}; wait for it to end or name another place."
        ) from None


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
        with said_clearly(target):
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
