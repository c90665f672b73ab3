"""Scenario files: found, read, checked and joined to the files they extend."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sufficiency.errors import InputError, closest, listed
from sufficiency.scenarios.file.faults import scenario_of
from sufficiency.scenarios.file.yamltext import Fault, Text, read_text
from sufficiency.scenarios.levers import Lever
from sufficiency.scenarios.scenario import Scenario
from sufficiency.scenarios.values import shown

SUFFIXES: Final = (".yaml", ".yml")
BASELINE: Final = "baseline"
LONGEST_CHAIN: Final = 20


def load_scenarios(path: Path | str) -> tuple[Scenario, ...]:
    """The scenarios of a file, or of every scenario file in a folder, in order of file name.

    Each stands on its own: its levers begin with those of the files it extends. A file that is
    reached by two ways is counted once, so that nothing is done twice.

    Raises:
        InputError: with a line for every fault of every file: the file, the line, the key, what
            was found and what is allowed.
    """
    files = scenario_files(Path(path))
    folder = _Folder(files[0].parent)
    scenarios = {file.name: folder.resolved(file.name) for file in files}
    _same_name(folder, scenarios)
    if folder.faults:
        raise InputError("\n".join(folder.faults))
    return tuple(scenario for scenario in scenarios.values() if scenario)


def scenario_files(path: Path) -> tuple[Path, ...]:
    """The scenario files at a path, in order of name.

    Raises:
        InputError: when there is nothing at the path, or no scenario file.
    """
    if path.is_dir():
        found = _in_folder(path)
        if not found:
            raise InputError(
                f"The folder '{path}' holds no scenario file; their names end in "
                f"{listed(SUFFIXES)}."
            )
        return found
    if not path.is_file():
        beside = _in_folder(path.parent) if path.parent.is_dir() else ()
        hint = closest(path.name, [file.name for file in beside])
        raise InputError(
            f"There is no scenario file or folder called '{path}'; name one with --scenarios.{hint}"
        )
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"'{path}' is not a scenario file; their names end in {listed(SUFFIXES)}.")
    return (path,)


def _in_folder(folder: Path) -> tuple[Path, ...]:
    try:
        inside = sorted(folder.iterdir(), key=lambda file: file.name)
    except OSError as error:
        raise InputError(f"The folder '{folder}' cannot be read ({error.strerror}).") from None
    return tuple(
        file
        for file in inside
        if file.suffix.lower() in SUFFIXES and not file.name.startswith(".") and file.is_file()
    )


@dataclass
class _Folder:
    """The files of one folder as they are read, each once, and the faults found on the way."""

    path: Path
    faults: list[str] = field(default_factory=list)
    texts: dict[str, Text] = field(default_factory=dict)
    scenarios: dict[str, Scenario | None] = field(default_factory=dict)

    def resolved(self, name: str) -> Scenario | None:
        """A file's scenario with the levers of all it extends, or None when a file has faults."""
        files: list[str] = []
        if not self._collect(name, (), files):
            return None
        parts = [scenario for file in files if (scenario := self.scenarios[file])]
        levers = tuple(lever for scenario in parts for lever in _dated(scenario))
        return parts[-1].model_copy(update={"levers": levers, "extends": BASELINE})

    def refuse(self, name: str, key: str, sentence: str) -> None:
        """Add a fault of one of a file's own keys."""
        self._add(name, Fault(self.texts[name].line((key,)), f"{key}: {sentence}"))

    def _collect(self, name: str, above: tuple[str, ...], files: list[str]) -> bool:
        """Add to `files` a file and, before it, those it extends; False when one has faults."""
        if name in files:
            return True
        scenario = self._scenario(name)
        if scenario is None:
            return False
        extends = scenario.extends
        chain = (*above, name)
        for parent in extends if isinstance(extends, tuple) else (extends,):
            if parent == BASELINE:
                continue
            refusal = self._refusal(parent, chain)
            if refusal:
                self.refuse(name, "extends", refusal)
                return False
            if not self._collect(parent, chain, files):
                return False
        files.append(name)
        return True

    def _scenario(self, name: str) -> Scenario | None:
        if name not in self.scenarios:
            self.texts[name] = read_text(self.path / name)
            self.scenarios[name], faults = scenario_of(self.texts[name])
            for fault in faults:
                self._add(name, fault)
        return self.scenarios[name]

    def _refusal(self, parent: str, chain: tuple[str, ...]) -> str | None:
        """Why a file cannot be extended, or None when it can."""
        if parent in chain:
            return f"the files extend each other in a circle: {' -> '.join((*chain, parent))}."
        if len(chain) >= LONGEST_CHAIN:
            return f"the files extend each other more than {LONGEST_CHAIN} deep."
        if "/" in parent or "\\" in parent or parent in {".", ".."}:
            return (
                f"{shown(parent)} is a path; only baseline or the name of a file in the same "
                "folder is allowed."
            )
        known = [file.name for file in _in_folder(self.path)]
        if parent not in known:
            return (
                f"{shown(parent)} is not a scenario file in the same folder; baseline or one of "
                f"those is allowed.{closest(parent, [BASELINE, *known])}"
            )
        return None

    def _add(self, name: str, fault: Fault) -> None:
        line = f", line {fault.line}" if fault.line else ""
        sentence = f"{name}{line}, {fault.sentence}"
        if sentence not in self.faults:
            self.faults.append(sentence)


def _dated(scenario: Scenario) -> list[Lever]:
    """A file's levers, each with the date of its facts: the file's unless it gives its own."""
    return [
        lever
        if lever.premise or not scenario.premise
        else lever.model_copy(update={"premise": scenario.premise})
        for lever in scenario.levers
    ]


def _same_name(folder: _Folder, scenarios: dict[str, Scenario | None]) -> None:
    first: dict[str, str] = {}
    for file, scenario in scenarios.items():
        if scenario is None:
            continue
        other = first.setdefault(scenario.name.casefold(), file)
        if other != file:
            folder.refuse(
                file,
                "name",
                f"{shown(scenario.name)} is also the name in {other}; each scenario needs a name "
                "of its own.",
            )
