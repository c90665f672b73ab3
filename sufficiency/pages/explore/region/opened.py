"""A group of councils as the page has it: forecast to try scenarios on, or a run to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from sufficiency.engine import BASELINE
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.evidence.regions import known_regions, region
from sufficiency.pages.explore.compared import View
from sufficiency.pages.explore.region.compared import ComparedRegion
from sufficiency.pages.explore.region.views import looked_at
from sufficiency.pages.explore.shelf import PICTURES, Shelf, what_it_does
from sufficiency.pages.explore.underway import UnderWay
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.region.reading import read_region
from sufficiency.results.region.run import RegionRun
from sufficiency.results.region.tried import Together, TriedTogether, forecast_together
from sufficiency.scenarios import Scenario

MARK: Final = "Councils together: "
"""Begins a region's name in the choice of councils, where a council may have the same name."""
MOST_COUNCILS: Final = 15
"""Councils that a page can hold forecasts of: a larger region is run by `sufficiency region`."""
DRAWS: Final = 500
"""Simulated futures of each council, at most: so many that ten councils answer within a second."""
_OPENED: Final[Shelf[OpenedRegion]] = Shelf(1)
_TO_QUOTE: Final = " For figures to quote, save the scenario and run sufficiency region."
_WRITTEN: Final = (
    "This is a region's run as it was written: it can be looked at. To try scenarios on its "
    "councils together, start sufficiency explore without --run and choose them at the top; it "
    "takes a forecast of each."
)


@dataclass(frozen=True, eq=False)
class OpenedRegion:
    """Councils together, on the page.

    Attributes:
        shown: the run of the baseline, or one that was written.
        inside: the councils' forecasts; None where nothing can be tried.
        why_not: why nothing can be tried, as a sentence; blank where it can.
        kept: answers by what the scenario does.
        pictures: views and their pictures, by what is looked at.
    """

    shown: RegionRun
    inside: Together | None = None
    why_not: str = ""
    kept: Shelf[TriedTogether] = field(default_factory=lambda: Shelf(20))
    pictures: Shelf[Any] = field(default_factory=lambda: Shelf(PICTURES))
    is_region = True
    publish = False

    @property
    def name(self) -> str:
        return MARK + self.shown.name

    @property
    def about(self) -> str:
        run = self.shown
        said = "" if self.inside is None else _TO_QUOTE
        left_out = f" Left out: {'; '.join(run.faults)}." if run.faults else ""
        return (
            f"{run.name}: {len(run.members)} councils together, from 31 March {run.years[0]} to "
            f"31 March {run.years[-1]}: {run.draws:,} simulated futures, added up draw by draw."
            f"{said}{left_out}"
        )

    @property
    def opening_year(self) -> int:
        return self.shown.years[0]

    @property
    def marches(self) -> tuple[int, ...]:
        """Years whose 31 March is forecast."""
        return self.shown.years[1:]

    @cached_property
    def evidence(self) -> Evidence:
        """That of the council with most children, to read what a file leaves to the record."""
        if self.inside is None:
            return load_evidence(next(iter(self.shown.members)))
        parts = self.inside.parts
        biggest = max(parts, key=lambda part: part.own.of(BASELINE, *PLACEMENT_TYPES)[:, 0].mean())
        return biggest.forecast.evidence

    def tried(self, scenario: Scenario) -> TriedTogether:
        """A scenario run on every council and added up; the answer is kept.

        Raises:
            InputError: when a council's evidence lacks an assumption that a lever needs.
        """
        inside = self.inside
        assert inside is not None
        return self.kept.get(what_it_does(scenario), lambda: inside.tried(scenario))

    def looking(self, tried: Mapping[str, TriedTogether], year: int) -> Callable[[str], View]:
        """What looks at the baseline with scenarios beside it, on a 31 March, by a view's name."""
        of = ComparedRegion(self.taken_away(tried), tried, year, self.tried)
        return partial(looked_at, of=of)

    def taken_away(self, tried: Mapping[str, TriedTogether]) -> RegionRun:
        """The same as a run, under the names that the scenarios are to have."""
        if self.inside is None:
            return self.shown
        return self.inside.beside(tried)


def regions() -> tuple[str, ...]:
    """What there is to choose: names of councils together, marked."""
    return tuple(
        MARK + name for name in known_regions() if len(region(name).members) <= MOST_COUNCILS
    )


def open_region(marked: str, size: tuple[int, int, int], way: UnderWay) -> OpenedRegion:
    """Forecast the councils of a region; the last one is kept, for whoever opens it next.

    Args:
        marked: its name as `regions` has it.
        size: years, draws and seed.
        way: is told how many councils are done.

    Raises:
        InputError: when there is no such region, or it cannot be forecast.
        Enough: when the reader has had enough.
    """
    where = region(marked.removeprefix(MARK))
    years, draws, seed = size
    less = min(draws, DRAWS)

    def opened() -> OpenedRegion:
        inside = forecast_together(where, (years, less, seed), way.told)
        return OpenedRegion(inside.beside({}), inside)

    return _OPENED.get((where.members, years, less, seed), opened)


def stored_region(folder: Path) -> OpenedRegion:
    """A region's run as it was written to a folder.

    Raises:
        InputError: when it cannot be read.
    """
    return OpenedRegion(read_region(folder), None, _WRITTEN)
