"""What the page looks at: a council opened, scenarios tried on it, and who may see the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from sufficiency.engine import Forecast, Results, forecast, run_scenario
from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.pages import RunPages
from sufficiency.pages.explore.compared import Compared, View
from sufficiency.pages.explore.region.opened import MARK, OpenedRegion, open_region, stored_region
from sufficiency.pages.explore.shelf import PICTURES, Shelf, what_it_does
from sufficiency.pages.explore.underway import UnderWay
from sufficiency.pages.explore.views import looked_at
from sufficiency.results.kept.reading import read_run
from sufficiency.results.publish.own import has_own_counts
from sufficiency.results.region.reading import is_region
from sufficiency.results.region.tried import TriedTogether
from sufficiency.results.run import Run, make_run
from sufficiency.results.tried import Tried, agrees, beside, whole
from sufficiency.scenarios import Scenario

_KEPT: Final = 24
"""Answers that a council keeps, some 30 MB each, so that going back to one takes no time."""


@dataclass(frozen=True)
class Asked:
    """What the command was asked to open.

    Attributes:
        authority: a council of England by name; None is the usual one.
        run: the folder of an earlier run, in its place.
        ssda903: the council's own returns; counts alone are kept of them.
        evidence: a folder of the council's own tables.
        even_so: go on where returns count otherwise than the published record.
        publish: whether small numbers are withheld on the page.
        served: whether others reach the page over a network, and so write nothing to this machine.
        years, draws, seed: as in a run.
    """

    authority: str | None = None
    run: Path | None = None
    ssda903: Path | None = None
    evidence: Path | None = None
    even_so: bool = False
    publish: bool = False
    served: bool = False
    years: int = 5
    draws: int = 2000
    seed: int = 1


@dataclass(frozen=True, eq=False)
class Opened:
    """A council as the page has it.

    Attributes:
        shown: its baseline, or a stored run, as the reader may see it.
        inside: the baseline's run with its forecast; None where nothing can be tried.
        why_not: why nothing can be tried on it, as a sentence; blank where it can.
        publish: whether small numbers are withheld.
        kept: answers by what the scenario does, whatever it is called.
        pictures: views and their pictures, by what is looked at.
    """

    shown: Run
    inside: Run | None
    why_not: str = ""
    publish: bool = False
    kept: Shelf[Tried] = field(default_factory=lambda: Shelf(_KEPT))
    pictures: Shelf[Any] = field(default_factory=lambda: Shelf(PICTURES))
    is_region = False

    @property
    def name(self) -> str:
        return self.shown.facts.authority

    @property
    def about(self) -> str:
        facts = self.shown.facts
        return (
            f"{facts.authority}, from 31 March {facts.opening_year} to 31 March "
            f"{facts.horizon_year}: {facts.draws:,} simulated futures. {facts.estimates}"
        )

    @property
    def opening_year(self) -> int:
        return self.shown.facts.opening_year

    @property
    def evidence(self) -> Evidence:
        return self.shown.evidence

    @property
    def forecast(self) -> Forecast:
        assert self.inside is not None and self.inside.results is not None
        return self.inside.results.forecast

    @property
    def marches(self) -> tuple[int, ...]:
        """Years whose 31 March is forecast."""
        facts = self.shown.facts
        return tuple(range(facts.first_ahead, facts.horizon_year + 1))

    def tried(self, scenario: Scenario) -> Tried:
        """A scenario run on the forecast; the answer is kept.

        Raises:
            InputError: when the evidence lacks an assumption that a lever needs.
        """
        forecast = self.forecast
        return self.kept.get(
            what_it_does(scenario), lambda: Tried(forecast, run_scenario(forecast, scenario))
        )

    def looking(self, tried: Mapping[str, Tried], year: int) -> Callable[[str], View]:
        """What looks at the baseline with scenarios beside it, on a 31 March, by a view's name."""
        return partial(looked_at, of=Compared(self._compared(tried), tried, year))

    def _compared(self, tried: Mapping[str, Tried]) -> Run:
        """The baseline with scenarios beside it, as the reader may see them."""
        if self.inside is None:
            return self.shown
        if self.publish:
            return whole(self.inside, tried).published()
        return beside(self.inside, tried)

    def taken_away(self, tried: Mapping[str, Tried], appraised: bool = True) -> Run:
        """The same as a run with all of its tables, for files that leave the page.

        Args:
            tried: the scenarios by name.
            appraised: whether with what finance asks, which takes some seconds more.
        """
        if self.inside is None:
            return self.shown
        made = whole(self.inside, tried)
        made = made.appraised if appraised else made
        return made.published() if self.publish else made


Place = Opened | OpenedRegion
"""What the page looks at: one council, or councils together."""
Answer = Tried | TriedTogether
"""What a scenario comes to there."""


def open_asked(asked: Asked) -> Place:
    """Open what the command was asked for.

    Raises:
        InputError: when the evidence, the returns or the run cannot be read.
    """
    if asked.run is not None:
        stored = _stored_region if is_region(asked.run) else _stored
        return stored(asked.run, asked)
    if asked.ssda903 is None and asked.evidence is None:
        return open_place(asked.authority, asked)
    evidence = load_evidence(
        asked.authority, asked.ssda903, evidence=asked.evidence, even_so=asked.even_so
    )
    return _opened(evidence, asked)


def open_place(name: str | None, asked: Asked, way: UnderWay | None = None) -> Place:
    """A council of the record of England, or councils together; the last few are kept.

    Args:
        name: a council's, or one of `region.regions`; None is the usual council.
        asked: how it is to be opened.
        way: is told how many councils are done, where there are several.

    Raises:
        InputError: when it is not known or cannot be forecast.
        Enough: when the reader has had enough of waiting.
    """
    size = (asked.years, asked.draws, asked.seed)
    if name is not None and name.startswith(MARK):
        if asked.publish:
            raise InputError("Councils together are not shown where small numbers are withheld.")
        return open_region(name, size, way or UnderWay())
    return _COUNCILS.get((name, asked.publish, size), lambda: _opened(load_evidence(name), asked))


_COUNCILS: Final[Shelf[Opened]] = Shelf(4)


def _opened(evidence: Evidence, asked: Asked) -> Opened:
    baseline = forecast(evidence, asked.years, asked.draws, asked.seed)
    inside = make_run(Results(baseline, ()), pages=RunPages())
    if not asked.publish:
        return Opened(inside, inside)
    if has_own_counts(evidence):
        return Opened(
            inside.published(),
            None,
            "Counts of the council's own are published here, and one scenario after another could "
            "narrow a count that is withheld: nothing can be tried. Open the page without "
            "--publish, on the council's own machine.",
            publish=True,
        )
    return Opened(inside.published(), inside, publish=True)


def _stored_region(folder: Path, asked: Asked) -> OpenedRegion:
    if asked.publish:
        raise InputError(
            f"The region's run in '{folder}' holds small numbers, and none are withheld of a "
            "region: leave --publish and --host out, or add --internal."
        )
    return stored_region(folder)


def _stored(folder: Path, asked: Asked) -> Opened:
    """An earlier run: tried on where its forecast can be made again, or else looked at."""
    run = read_run(folder, RunPages())
    if asked.publish and not run.is_published:
        run = run.published()
    if run.is_published:
        return Opened(run, None, "This run is published: it can be looked at.", publish=True)
    facts = run.facts
    if facts.counted_to is not None:
        return Opened(
            run,
            None,
            "This run was made of returns, which a run does not keep: it can be looked at. To try "
            "scenarios, give the returns again: sufficiency explore --ssda903 FOLDER.",
        )
    years = facts.horizon_year - facts.opening_year
    again = forecast(run.evidence, years, facts.draws, facts.seed or 1)
    inside = make_run(Results(again, ()), pages=RunPages())
    if not agrees(inside, run):
        raise InputError(
            f"This version no longer makes the numbers of the run in '{folder}' (made by version "
            f"{facts.version}): make the run again, or open the council with --authority."
        )
    return Opened(inside, inside)
