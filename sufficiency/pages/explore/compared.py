"""What is looked at together, and what looking at it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from sufficiency.pages.charts import Chart, chart_named
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import march
from sufficiency.results.run import Run
from sufficiency.results.tried import Tried


@dataclass(frozen=True)
class Compared:
    """What is looked at together.

    Attributes:
        run: the baseline with the scenarios beside it, as the reader may see them.
        tried: the scenarios by what they are called, the one in hand last.
        year: whose 31 March, and the financial year that ends on it, is told.
    """

    run: Run
    tried: Mapping[str, Tried]
    year: int

    @property
    def names(self) -> tuple[str, ...]:
        return (BASELINE, *self.run.facts.scenario_names)

    @property
    def in_hand(self) -> tuple[str, Tried]:
        """The scenario that is being built."""
        return list(self.tried.items())[-1]

    def chart(self, name: str) -> Callable[[], Chart]:
        """Draws a chart of what is looked at, by the name of its files."""
        return partial(chart_named, self.run, name)

    def chart_of_the_end(self, name: str, table: str) -> Callable[[], Chart]:
        """Draws a chart of the end of a table, as of the 31 March that is told."""
        whole = self.run.tables[table]
        until = {table: whole[whole["date"] <= march(self.year)]}
        return partial(chart_named, replace(self.run, tables=until), name)


@dataclass(frozen=True)
class View:
    """One thing to look at: what it says, its numbers in words, and what draws its chart."""

    title: str
    sentences: tuple[str, ...]
    table: pd.DataFrame
    draw: Callable[[], Chart] | None
