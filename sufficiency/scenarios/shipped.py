"""The scenario files that come with the product, and which ones a run takes when told nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

NONE: Final = "none"
HERE: Final = Path("scenarios")


def shipped_scenarios() -> Path:
    """The folder of the scenario files that come with the product.

    An installed copy holds them inside the package (setup.py puts them there); a copy of the
    repository has them in its folder `scenarios`, where people edit them.
    """
    installed = Path(__file__).with_name("library")
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
