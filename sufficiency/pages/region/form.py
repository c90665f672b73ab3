"""A group of councils in a notebook: boxes that ask for it, and the folder that it writes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

import pandas as pd

from sufficiency.errors import InputError, closest, listed
from sufficiency.pages.printed.table import Printed, rows
from sufficiency.pages.words import millions, thousands

_WIDE: Final = {"description_width": "12em"}
_COUNTS: Final = ("forecast", "placements", "carers", "gap", "provision", "councils")
"""Tables of children, households and places; the others are of money."""
_SHARES: Final = ("share", "probability_saves")


@dataclass(frozen=True)
class Picture:
    """A chart as it was written, with its words for who cannot see it."""

    path: Path

    def _repr_html_(self) -> str:
        words = self.path.with_suffix(".md").read_text(encoding="utf-8").split("\n\n")[2]
        picture = b64encode(self.path.read_bytes()).decode("ascii")
        return (
            f'<img alt="{escape(words)}" style="max-width: 100%" '
            f'src="data:image/svg+xml;base64,{picture}">'
        )


@dataclass(frozen=True)
class WrittenRegion:
    """The folder that a region's run wrote."""

    folder: Path

    def chart(self, name: str) -> Picture:
        """A chart by the name of its files.

        Raises:
            InputError: when there is none of that name.
        """
        return Picture(self._file("charts", name, "svg"))

    def table(self, name: str) -> Printed:
        """A table of the region, in whole numbers and £m.

        Raises:
            InputError: when there is none of that name.
        """
        table = pd.read_csv(self._file("tables", name, "csv"), encoding="utf-8")
        prices = ", GBP at base-year prices"
        if "price_basis" in table:
            prices = ", GBP nominal"
            table = table[table["price_basis"] == "nominal"].drop(columns="price_basis")
        shown = thousands if name in _COUNTS else millions
        text = table.apply(
            lambda column: _in_words(column, _percent if column.name in _SHARES else shown)
        ).reset_index(drop=True)
        text = text.rename(columns=lambda key: str(key).replace("_", " ").capitalize())
        named = {n + 1: row for n, row in enumerate(text.to_dict("records"))}
        unit = "" if name in _COUNTS else prices
        return Printed(f"{name.replace('_', ' ').capitalize()}{unit}", rows(named))

    def _file(self, kind: str, name: str, ending: str) -> Path:
        path = self.folder / kind / f"{name}.{ending}"
        if not path.is_file():
            known = sorted(file.stem for file in (self.folder / kind).glob(f"*.{ending}"))
            raise InputError(
                f"There is no '{name}' in {kind}; there are {listed(known)}.{closest(name, known)}"
            )
        return path

    def __repr__(self) -> str:
        return f"A run of councils together in {self.folder}: open its report.html first."


class RegionForm:
    """Boxes for a name, the councils and how many years; `run(folder)` makes the run."""

    def __init__(
        self, name: str, councils: str, draws: int, make: Callable[[RegionForm, Path], Path]
    ) -> None:
        from ipywidgets import IntText, Text, VBox

        self._make = make
        self._name = Text(value=name, description="Name", style=_WIDE)
        self._councils = Text(
            value=councils,
            description="Councils, with commas",
            placeholder="blank: those of the region of that name",
            style=_WIDE,
        )
        self._years = IntText(value=5, description="Years ahead", style=_WIDE)
        self._draws = IntText(value=draws, description="Simulated futures", style=_WIDE)
        self.widget = VBox([self._name, self._councils, self._years, self._draws])

    @property
    def name(self) -> str:
        return str(self._name.value)

    @property
    def councils(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self._councils.value.split(",") if part.strip())

    @property
    def years(self) -> int:
        return int(self._years.value)

    @property
    def draws(self) -> int:
        return int(self._draws.value)

    def run(self, out: str | Path) -> WrittenRegion:
        """Forecast the councils, add them up and write tables and pages into a folder.

        Raises:
            InputError: when a council is not known, or the folder holds what is not ours.
        """
        return WrittenRegion(self._make(self, Path(out)))

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget)


def _percent(share: float) -> str:
    return f"{int(100 * share)}%"


def _in_words(column: pd.Series, shown: Callable[[float], str]) -> Any:
    if pd.api.types.is_numeric_dtype(column) and column.name != "year":
        return column.map(lambda value: "" if value != value else shown(value))
    return column.astype(str)
