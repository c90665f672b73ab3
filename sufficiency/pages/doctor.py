"""`sufficiency doctor`: what is installed, where output goes and what is missing, in words."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sys
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from sufficiency._version import __version__

OLDEST: Final = (3, 11)
ROOM: Final = 200_000_000
"""Bytes that a run and its pages take, with room to spare."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        says: what was found, as a help desk reads it.
        mend: what to do about it; blank where it is as it should be.
    """

    says: str
    mend: str = ""


def examine() -> list[Finding]:
    """Everything that a run, a notebook and the page need of this machine."""
    return [
        _python(),
        *_libraries(),
        _command(),
        _record(),
        _scenarios(),
        _output(),
        _browser(),
        _port(),
    ]


def report(findings: list[Finding]) -> str:
    """The findings as lines, what is to be mended last with what to do."""
    faults = [finding for finding in findings if finding.mend]
    lines = [f"{'MEND' if finding.mend else 'ok':<5} {finding.says}" for finding in findings]
    if not faults:
        return "\n".join([*lines, "", "Nothing is missing. To begin: sufficiency explore"])
    lines += ["", f"{len(faults)} to mend:"]
    return "\n".join([*lines, *(f"- {fault.says} {fault.mend}" for fault in faults)])


def _python() -> Finding:
    version = platform.python_version()
    says = f"sufficiency {__version__}, Python {version} ({sys.executable}) on {platform.system()}."
    if sys.version_info < OLDEST:
        return Finding(says, "Install Python 3.11 or newer.")
    return Finding(says)


def _libraries() -> Iterator[Finding]:
    """What the package asks for, against what is installed; nothing is loaded."""
    from packaging.requirements import Requirement

    try:
        asked = [Requirement(line) for line in metadata.requires("sufficiency") or ()]
    except metadata.PackageNotFoundError:
        yield Finding(
            "sufficiency runs from its folder and is not installed.",
            "Install it: python -m pip install --no-deps --no-build-isolation --editable .",
        )
        return
    needed = [one for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})]
    there = 0
    for requirement in needed:
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield Finding(f"The library {requirement.name} is missing.", _AGAIN)
            continue
        if requirement.specifier.contains(found, prereleases=True):
            there += 1
        else:
            says = f"The library {requirement.name} is {found}; {requirement.specifier} is needed."
            yield Finding(says, _AGAIN)
    yield Finding(f"{there} of {len(needed)} libraries are there, in versions that fit.")


_AGAIN: Final = "Install again: python -m pip install --require-hashes -r requirements.lock"


def called() -> str:
    """How the command is called in this terminal: its name, or where it lies."""
    beside = Path(sys.executable).with_name("sufficiency")
    found = shutil.which("sufficiency")
    if found is not None and Path(found).parent == beside.parent:
        return "sufficiency"
    try:
        return str(beside.relative_to(Path.cwd()))
    except ValueError:
        return str(beside)


def _command() -> Finding:
    name = called()
    if name == "sufficiency":
        return Finding("The command sufficiency is found in this terminal.")
    place = Path(sys.executable).parent
    activate = f"{place / 'activate'}" if os.name == "nt" else f". {place / 'activate'}"
    return Finding(
        f"The command sufficiency is not found in this terminal; {name} is.",
        f"Activate its environment: {activate}",
    )


def _record() -> Finding:
    named = os.environ.get("SUFFICIENCY_RECORD")
    if not named:
        return Finding("The record of England is the one that comes with the package.")
    says = f"The record of England is {named} (SUFFICIENCY_RECORD)."
    if Path(named).is_dir():
        return Finding(says)
    return Finding(says, "There is no such folder: unset SUFFICIENCY_RECORD, or mend it.")


def _scenarios() -> Finding:
    from sufficiency.scenarios.shipped import HERE

    if HERE.is_dir():
        return Finding(f"Scenarios are taken from {HERE.resolve()}.")
    return Finding("Scenarios are those that come with the package: no folder scenarios is here.")


def _output() -> Finding:
    """Whether outputs can be written where the command is started."""
    folder = Path("outputs") if Path("outputs").exists() else Path.cwd()
    says = f"Output goes to {Path.cwd() / 'outputs'}"
    if not folder.is_dir():
        return Finding(
            f"{says}, which is a file and no folder.", "Move it, or give it another name."
        )
    if not os.access(folder, os.W_OK):
        return Finding(f"{says}, which cannot be written.", "Start in a folder of your own.")
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        return Finding(f"{says}, where {free / 1e6:,.0f} MB are free.", "Make room: 200 MB.")
    return Finding(f"{says}, where {free / 1e9:,.0f} GB are free.")


def _browser() -> Finding:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return Finding(
            "No browser is found to open by itself; the page prints its address all the same."
        )
    return Finding("A browser is there for the page.")


def _port() -> Finding:
    try:
        with socket.socket() as ear:
            ear.bind(("127.0.0.1", 0))
    except OSError as fault:
        return Finding(
            f"The page cannot be served on this machine ({fault.strerror}).",
            "Ask the help desk to allow programs to listen on 127.0.0.1.",
        )
    return Finding("The page can be served on this machine, to this machine alone.")
