"""Scenarios tried on a group of councils while a reader waits: each council's part, added up.

What comes of it is what a region's run has of the same councils, futures and scenario: the same
functions forecast a council, run its part and add the draws up. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from sufficiency.engine import BASELINE, Forecast
from sufficiency.errors import InputError
from sufficiency.evidence.loading import the_record
from sufficiency.evidence.regions import Region, shared_region
from sufficiency.ranges import RANGE_STATISTICS, statistics
from sufficiency.results.region.council import CouncilTask, forecast_council, run_part
from sufficiency.results.region.draws import COSTS, draws_of
from sufficiency.results.region.members import council_rows, gains_of, joint_table
from sufficiency.results.region.provision import provision_table
from sufficiency.results.region.run import RegionRun, record_of, within
from sufficiency.results.region.shares import children_by_key
from sufficiency.results.region.sums import Sums, add_up, region_tables, savings_table
from sufficiency.scenarios import Scenario


@dataclass(frozen=True, eq=False)
class Part:
    """One council of a group, forecast.

    Attributes:
        code, name: of the council.
        forecast: its baseline.
        order: which of its draws stands in each future of the group, (draws,).
        own: its baseline's draws.
    """

    code: str
    name: str
    forecast: Forecast
    order: np.ndarray
    own: Sums


@dataclass(frozen=True, eq=False)
class TriedTogether:
    """One scenario on every council of a group, added up draw by draw.

    Attributes:
        base: the group's baseline.
        scenario: as the reader has it.
        values: column of the draws -> (draws, years + 1), as `Sums.values` has a scenario's.
        gains: what it saves each council (`members.gains_of`).
    """

    base: Sums
    scenario: Scenario
    values: Mapping[str, np.ndarray]
    gains: pd.DataFrame

    @property
    def name(self) -> str:
        return self.scenario.name

    def told_as(self, scenario: Scenario) -> TriedTogether:
        """The same answer under the name that its scenario has now."""
        return replace(self, scenario=scenario)

    @property
    def sums(self) -> Sums:
        """The baseline's and the scenario's."""
        both = {BASELINE: self.base.values[BASELINE], self.name: self.values}
        return Sums(self.base.years, both)

    def change(self, *columns: str) -> np.ndarray:
        """What it changes in columns added up, draw by draw, (draws, years + 1)."""
        return self.sums.of(self.name, *columns) - self.sums.of(BASELINE, *columns)

    def saved(self) -> np.ndarray:
        """GBP saved over all years at base-year prices, (draws,)."""
        return -self.change(*COSTS)[:, 1:].sum(axis=1)

    def steps(self, alone: Sequence[TriedTogether]) -> list[dict[str, float]]:
        """What is saved over all years, as `RANGE_STATISTICS`, by each part of the scenario.

        Args:
            alone: each of its levers by itself.

        Returns:
            For each lever, then what they do only together, then all of it; means of all but the
            last add to the last.
        """
        parts, whole = [one.saved() for one in alone], self.saved()
        together = whole - np.sum(parts, axis=0)
        return [
            {name: float(value) for name, value in statistics(saved, RANGE_STATISTICS).items()}
            for saved in (*parts, together, whole)
        ]

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Its own rows of the region's tables."""
        alone = region_tables(Sums(self.base.years, {self.name: self.values}))
        return alone | {"savings": savings_table(self.sums), "gains": self.gains}


@dataclass(frozen=True, eq=False)
class Together:
    """Councils forecast together, to try scenarios on.

    Attributes:
        where: the region.
        parts: the councils that could be forecast.
        faults: those that could not, each with the reason.
        children: key by which a scenario is shared -> code -> children at the opening.
        base: the baseline's draws, added up.
        tables: the baseline's tables, as a region's run has them.
        record: children looked after by all of them, by year.
    """

    where: Region
    parts: tuple[Part, ...]
    faults: tuple[str, ...]
    children: Mapping[str, Mapping[str, float]]
    base: Sums
    tables: Mapping[str, pd.DataFrame]
    record: pd.Series

    def tried(self, scenario: Scenario) -> TriedTogether:
        """A scenario on every council: each does it, or its share where it is the region's.

        Raises:
            InputError: when a council's evidence lacks an assumption that a lever needs.
        """
        parts, gains = [], []
        for part in self.parts:
            share = self._share(scenario, part)
            result = run_part(part.forecast, part.order, scenario, share)
            draws = draws_of([result], part.order)
            both = Sums(part.own.years, {**part.own.values, **add_up([draws]).values})
            shares = {} if share is None else {scenario.name: share}
            parts.append(draws)
            gains.append(gains_of(both, (part.name, part.code), shares))
        values = add_up(parts).values[scenario.name]
        rows = pd.concat(gains, ignore_index=True).sort_values("mean", ascending=False)
        return TriedTogether(self.base, scenario, values, rows.reset_index(drop=True))

    def _share(self, scenario: Scenario, part: Part) -> float | None:
        if scenario.applies_to != "region":
            return None
        children = self.children[scenario.shared_by]
        return children[part.code] / sum(children.values())

    def beside(self, tried: Mapping[str, TriedTogether]) -> RegionRun:
        """The baseline with scenarios beside it, as a region's pages are given a run.

        Args:
            tried: scenarios by the name that each is to have.
        """

        def rows(name: str) -> list[pd.DataFrame]:
            return [one.tables[name].assign(scenario=told) for told, one in tried.items()]

        tables = dict(self.tables)
        if tried:
            for name in ("placements", "carers", "gap", "costs"):
                tables[name] = pd.concat([self.tables[name], *rows(name)], ignore_index=True)
            for name in ("savings", "gains"):
                tables[name] = pd.concat(rows(name), ignore_index=True)
            tables["joint"] = joint_table(tables["gains"], tables["savings"])
        return RegionRun(
            name=self.where.name,
            source=self.where.source,
            members={part.code: part.name for part in self.parts},
            faults=self.faults,
            years=self.base.years,
            scenarios=(BASELINE, *tried),
            draws=self.base.draws,
            tables=tables,
            record=self.record,
            within=within(self.where),
        )


def forecast_together(
    where: Region, size: tuple[int, int, int], told: Callable[[int], None]
) -> Together:
    """Forecast every council of a region, one after the other, in this process.

    Args:
        where: the region.
        size: years, draws and seed, as of a run.
        told: is given how many councils are done, after each; what it raises stops the work.

    Raises:
        InputError: when fewer than two councils can be forecast.
    """
    parts, faults = [], []
    for number, one in enumerate(where.members, start=1):
        task = CouncilTask(one.code, one.name, shared_region(one), (), {}, *size)
        try:
            baseline, order = forecast_council(task)
        except InputError as fault:
            faults.append(f"{one.name}: {fault}")
        else:
            own = add_up([draws_of([baseline.baseline], order)])
            parts.append(Part(one.code, one.name, baseline, order, own))
        told(number)
    if len(parts) < 2:
        said = f"Fewer than two councils of {where.name} could be forecast."
        raise InputError("\n".join([said, *faults]))
    record, first = the_record(None), parts[0]
    members = {part.code: part.name for part in parts}
    base = _added([part.own for part in parts])
    rows = [
        council_rows(part.own, (part.name, part.code), part.forecast.evidence.costed)
        for part in parts
    ]
    tables = region_tables(base)
    gains = gains_of(first.own, (first.name, first.code), {})  # no scenario, and so no rows
    tables |= {
        "councils": pd.concat(rows, ignore_index=True),
        "gains": gains,
        "joint": joint_table(gains, tables["savings"]),
        "provision": provision_table(record, members),
    }
    children = children_by_key(record, list(members))
    known = record_of(record, list(members), base.years[0])
    return Together(where, tuple(parts), tuple(faults), children, base, tables, known)


def _added(councils: Sequence[Sums]) -> Sums:
    """Councils' baselines added up, in their order."""
    names = councils[0].values[BASELINE]
    added = {name: np.sum([one.of(BASELINE, name) for one in councils], axis=0) for name in names}
    return Sums(councils[0].years, {BASELINE: added})
