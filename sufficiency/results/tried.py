"""A scenario that is tried on a page: what comes of it, each table worked out when it is asked for.

A page that answers while its reader moves a number has time for the tables in view and no more.
They are the tables of a run on each 31 March, made by the same functions, so that a number tried is
the number that the command line gives for the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from sufficiency.engine import Forecast, Result, Results
from sufficiency.money import (
    appraisal_rows,
    appraisal_settings,
    cost_table,
    saving_table,
)
from sufficiency.results.differences import Course, changes_of, differences_table
from sufficiency.results.facts import (
    LeverFacts,
    ScenarioFacts,
    residential_share,
    rests_on_residential,
)
from sufficiency.results.finance.after_plan import APPRAISED_YEARS
from sufficiency.results.finance.appraise import counted, measures
from sufficiency.results.gap import gap_table
from sufficiency.results.rows import MARCHES
from sufficiency.results.run import Run, make_run
from sufficiency.results.tables import carers_table, placements_table
from sufficiency.results.waterfall import waterfall
from sufficiency.scenarios import Scenario


@dataclass(frozen=True, eq=False)
class Tried:
    """One scenario on a forecast; each table is worked out once, when it is first asked for."""

    forecast: Forecast
    result: Result

    @property
    def name(self) -> str:
        return self.result.name

    @property
    def scenario(self) -> Scenario:
        """What is tried."""
        assert self.result.scenario is not None, "the baseline is not tried: it is always there"
        return self.result.scenario

    def told_as(self, scenario: Scenario) -> Tried:
        """The same answer under the name and the reason that its scenario has now."""
        told = scenario.with_evidence(self.forecast.evidence)
        return Tried(self.forecast, replace(self.result, name=told.name, scenario=told))

    @cached_property
    def facts(self) -> ScenarioFacts:
        """What a chart says of the scenario; what rests on its shares is asked for apart."""
        scenario = self.scenario
        return ScenarioFacts(
            name=scenario.name,
            why=scenario.why,
            displaces_residential_share=residential_share(scenario),
            premise=scenario.premise or "",
            levers=tuple(LeverFacts(k.lever, str(k.size or "")) for k in scenario.levers),
        )

    @cached_property
    def placements(self) -> pd.DataFrame:
        return placements_table(self.name, Course(self.result.projection), MARCHES)

    @cached_property
    def carers(self) -> pd.DataFrame:
        return carers_table([(self.name, self.result.projection)], MARCHES)

    @cached_property
    def gap(self) -> pd.DataFrame:
        return gap_table([(self.name, self.result.projection)], None, MARCHES)

    @cached_property
    def costs(self) -> pd.DataFrame:
        return cost_table(
            {self.name: self.result.costs}, self.forecast.prices, self.forecast.calendar
        )

    @cached_property
    def savings(self) -> pd.DataFrame:
        base = self.forecast.baseline
        costs = {base.name: base.costs, self.name: self.result.costs}
        return saving_table(costs, self.forecast.calendar, base.name)

    @cached_property
    def waterfall(self) -> pd.DataFrame:
        """What each lever does alone, and what they do only together."""
        return waterfall(self.forecast, self.result)

    @cached_property
    def appraisal(self) -> pd.DataFrame:
        """Net present value, payback and benefit over cost within the plan; as a run has them.

        What comes in ten years takes a longer forecast, which is not had while a number moves.
        """
        settings = appraisal_settings(self.forecast.evidence)
        years = counted(Results(self.forecast, (self.result,)))
        found = measures(years.plan[self.name], self.scenario, settings, years.year_zero)
        within = self.forecast.calendar.years - years.ends[self.name] + APPRAISED_YEARS
        rows = appraisal_rows(self.name, within, found)
        columns = ["scenario", "years", "measure", "mean", "p10", "p50", "p90"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Against the baseline in every month, as a run has it."""
        return differences_table(Results(self.forecast, (self.result,)))

    @cached_property
    def rests_on_residential(self) -> float | None:
        """GBP of the mean saving of the last year that rest on places taken out of homes."""
        return rests_on_residential(self.forecast, self.result)

    @cached_property
    def _changes(self) -> dict[str, pd.DataFrame]:
        return {}

    def change(self, measure: str) -> pd.DataFrame:
        """What it changes against the baseline on each 31 March, draw by draw.

        Args:
            measure: one of `sufficiency.results.differences.MEASURES`.
        """
        if measure not in self._changes:
            now, base = (Course(r.projection) for r in (self.result, self.forecast.baseline))
            self._changes[measure] = changes_of(now, base, MARCHES, (measure,))
        return self._changes[measure]


_OF_A_SCENARIO = ("placements", "carers", "gap", "costs", "savings", "waterfall", "differences")


class _Beside(Mapping[str, pd.DataFrame]):
    """The baseline's tables with the rows of scenarios after its own, as they are asked for."""

    def __init__(self, base: Mapping[str, pd.DataFrame], tried: Mapping[str, Tried]) -> None:
        self.base = base
        self.tried = tried

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in _OF_A_SCENARIO:
            return self.base[name]
        mine = [getattr(one, name).assign(scenario=told) for told, one in self.tried.items()]
        rows = [self.base[name]] if name in self.base else []
        frames = [frame for frame in (*rows, *mine) if len(frame)]
        return pd.concat(frames, ignore_index=True) if frames else self.base[name]

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*self.base, *(_OF_A_SCENARIO if self.tried else ())))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def beside(base: Run, tried: Mapping[str, Tried]) -> Run:
    """The baseline's run with scenarios beside it, for charts and sentences to be made from.

    Its tables of children, carers, gaps and money hold the scenarios; the others hold the baseline
    alone. `whole` makes a run of which all of them do.

    Args:
        base: the run of the baseline alone, internal.
        tried: scenarios on its forecast, by the name that each is to have.
    """
    told = tuple(replace(one.facts, name=name) for name, one in tried.items())
    facts = replace(base.facts, scenarios=told)
    return replace(base, tables=_Beside(base.tables, tried), facts=facts, results=None)


def whole(base: Run, tried: Mapping[str, Tried]) -> Run:
    """A run with all of its tables, the same that the command line makes of the same scenarios."""
    assert base.results is not None, "a run that is tried on holds its forecast"
    named = tuple(replace(one.result, name=name) for name, one in tried.items())
    results = Results(base.results.forecast, named)
    return make_run(results, pages=base.pages, budget=base.budget)


def agrees(run: Run, stored: Run) -> bool:
    """Whether a baseline made again is the one of a stored run, to the figures of its files."""
    keys = ["date", "placement_type"]
    now, then = (made.tables["forecast"].set_index(keys)["p50"] for made in (run, stored))
    return now.index.equals(then.index) and bool(np.allclose(now, then, rtol=1e-5))
