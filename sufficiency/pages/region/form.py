"""A group of councils in a notebook: boxes that ask for it, and the folder that it writes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

import pandas as pd

from sufficiency.errors import InputError, closest, listed
from sufficiency.pages.notebook_boxes import LABEL
from sufficiency.pages.printed.table import Printed
from sufficiency.pages.region.printed import TABLES

_WIDE: Final = {"description_width": LABEL}
_LONG: Final = {"width": f"calc({LABEL} + 22em)"}


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
        charts = self.folder / "charts"
        known = sorted(path.stem for path in charts.glob("*.svg"))
        if name not in known:
            raise InputError(
                f"There is no chart '{name}'; there are {listed(known)}.{closest(name, known)}"
            )
        return Picture(charts / f"{name}.svg")

    def table(self, name: str) -> Printed:
        """A table of the region as a reader would print it.

        Raises:
            InputError: when there is none of that name.
        """
        if name not in TABLES:
            raise InputError(
                f"There is no table '{name}'; known are {listed(TABLES)}.{closest(name, TABLES)} "
                f"The workbook in {self.folder} has every table."
            )
        path = self.folder / "tables" / f"{name}.csv"
        return TABLES[name](pd.read_csv(path, encoding="utf-8"))

    def __repr__(self) -> str:
        return f"A run of councils together in {self.folder}: open its report.html first."


class RegionForm:
    """Boxes for a name, the councils and how many years; `run(folder)` makes the run."""

    def __init__(
        self, name: str, councils: str, draws: int, make: Callable[[RegionForm, Path], Path]
    ) -> None:
        from ipywidgets import IntText, Text, VBox

        self._make = make
        self._name = Text(value=name, description="Name", style=_WIDE, layout=_LONG)
        self._councils = Text(
            value=councils,
            description="Councils, with commas",
            placeholder="blank: those of the region of that name",
            style=_WIDE,
            layout=_LONG,
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
