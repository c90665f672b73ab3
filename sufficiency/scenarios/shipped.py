"""The scenario files that come with the product, and which ones a run takes when told nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sufficiency.errors import InputError
from sufficiency.scenarios.file.yamltext import read_text
from sufficiency.scenarios.sizes import own_number
from sufficiency.scenarios.values import OWN_NUMBERS, Range, plain

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

NONE: Final = "none"
HERE: Final = Path("scenarios")
TEMPLATES: Final = "templates"
"""Folder, in that of the scenarios, of files whose sizes are shares of any council's own record."""
TOGETHER: Final = "together"
"""Folder, in the same, of what councils do together: a region's run takes them too."""


def shipped_scenarios() -> Path:
    """The folder of the scenario files that come with the product.

    An installed copy holds them inside the package (setup.py puts them there); a copy of the
    repository has them in its folder `scenarios`, where people edit them.
    """
    installed = Path(__file__).with_name("shipped_files")
    return installed if installed.is_dir() else Path(__file__).parents[2] / "scenarios"


def chosen_scenarios(named: str | None) -> Path | None:
    """Where a run takes its scenarios from; None is the baseline alone.

    Args:
        named: A folder or a file, or "none"; None takes the folder `scenarios` of the place one
            works in, or those that come with the product where there is no such folder.
    """
    if named is None:
        return HERE if HERE.is_dir() else shipped_scenarios()
    return None if named.casefold() == NONE else Path(named)


def fitting(chosen: Path | None, authority: str) -> Path | None:
    """The scenarios of a run that was told nothing: the authority's own, or the templates.

    Args:
        chosen: as `chosen_scenarios` gave it; any but its default is left as it is.
        authority: name of the council, or of the region.
    """
    if chosen is None or chosen != chosen_scenarios(None):
        return chosen
    templates = chosen / TEMPLATES
    owners = {str(read_text(file).values.get("authority", "")) for file in _files(chosen)}
    is_ours = authority.casefold() in {owner.casefold() for owner in owners}
    return chosen if is_ours or not any(owners) or not templates.is_dir() else templates


def fitting_region(chosen: Path | None, name: str) -> tuple[Path, ...]:
    """The scenarios of a region's run; told nothing, any council's and what councils do together.

    Args:
        chosen: as `chosen_scenarios` gave it; any but its default is left as it is.
        name: of the region.
    """
    found = fitting(chosen, name)
    if found is None:
        return ()
    together = found.parent / TOGETHER
    is_told = found == chosen or not together.is_dir()
    return (found,) if is_told else (found, together)


def starters(evidence: Evidence) -> dict[str, str]:
    """The templates by file name, with the council's own numbers in place of shares."""
    found = {}
    for file in _files(shipped_scenarios() / TEMPLATES):
        text = file.read_text(encoding="utf-8")
        found[file.name] = _SHARE.sub(lambda share: _in_numbers(share, evidence), text)
    return found


def write_starters(evidence: Evidence, folder: Path) -> tuple[Path, ...]:
    """Write the starters into a folder that is new or empty; the files written.

    Raises:
        InputError: when the folder is not empty, or the record lacks a number that a size is of.
    """
    files = starters(evidence)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"'{folder}' is there already; name a folder that is new or empty.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in files)


_SHARE: Final = re.compile(
    r"[{]low: (?P<low>[\d.]+), high: (?P<high>[\d.]+), of: (?P<of>\w+)[}](?P<note> *#.*)?"
)


def _in_numbers(share: re.Match[str], evidence: Evidence) -> str:
    of = share["of"]
    number = own_number(evidence, of)
    size = Range(float(share["low"]), float(share["high"])).sized(number)
    written = (
        f"{size.low:.10g}" if size.fixed else f"{{low: {size.low:.10g}, high: {size.high:.10g}}}"
    )
    span = share["low"] if size.fixed else f"{share['low']} to {share['high']}"
    return f"{written}  # {span} for each of {plain(round(number))} {OWN_NUMBERS[of]}"


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("*.yaml")))
