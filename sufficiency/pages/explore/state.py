"""What the page looks at: a council opened, scenarios tried on it, and who may see the answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sufficiency.engine import Forecast, Results, forecast, run_scenario
from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.pages import RunPages
from sufficiency.results.kept.reading import read_run
from sufficiency.results.publish.own import has_own_counts
from sufficiency.results.run import Run, make_run
from sufficiency.results.tried import Tried, agrees, beside, whole
from sufficiency.scenarios import Scenario
from sufficiency.scenarios.file.draft import values_of

_KEPT: Final = 60
"""Scenarios a council keeps the answers of, so that going back to one takes no time."""
_WORDS: Final = ("name", "why", "premise", "authority", "source")
"""Keys that change no answer."""


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
    """

    shown: Run
    inside: Run | None
    why_not: str = ""
    publish: bool = False
    kept: dict[str, Tried] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

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
        key = json.dumps(_does(values_of(scenario)), sort_keys=True)
        with self.lock:
            if key not in self.kept:
                while len(self.kept) >= _KEPT:
                    self.kept.pop(next(iter(self.kept)))
                self.kept[key] = Tried(self.forecast, run_scenario(self.forecast, scenario))
            return self.kept[key]

    def compared(self, tried: Mapping[str, Tried]) -> Run:
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


def _does(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a scenario does, without the words about it."""
    done = {key: value for key, value in values.items() if key not in _WORDS}
    return done | {"levers": [_does(lever) for lever in done.pop("levers", ())]}


def open_asked(asked: Asked) -> Opened:
    """Open what the command was asked for.

    Raises:
        InputError: when the evidence, the returns or the run cannot be read.
    """
    if asked.run is not None:
        return _stored(asked.run, asked)
    if asked.ssda903 is None and asked.evidence is None:
        return open_council(asked.authority, asked)
    evidence = load_evidence(
        asked.authority, asked.ssda903, evidence=asked.evidence, even_so=asked.even_so
    )
    return _opened(evidence, asked)


def open_council(name: str | None, asked: Asked) -> Opened:
    """A council of the record of England; the last few are kept, for whoever opens them next."""
    with _OPENING:
        return _council(name, asked.publish, asked.years, asked.draws, asked.seed)


_OPENING: Final = threading.Lock()


@lru_cache(maxsize=4)
def _council(name: str | None, publish: bool, years: int, draws: int, seed: int) -> Opened:
    asked = Asked(publish=publish, years=years, draws=draws, seed=seed)
    return _opened(load_evidence(name), asked)


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
