"""What a notebook holds: scenarios side by side, as tables, charts and a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from sufficiency.engine import Results
from sufficiency.evidence import Evidence
from sufficiency.money import Budget, saving_over_horizon, saving_table
from sufficiency.pages.summary import summary_table
from sufficiency.results.facts import RunFacts, run_facts
from sufficiency.results.tables import run_tables
from sufficiency.results.waterfall import waterfalls

if TYPE_CHECKING:
    from sufficiency.pages.charts import Chart
    from sufficiency.results.finance import Finance


Audience = Literal["internal", "published"]
"""Who may see a run: everybody inside the council, or anybody."""


@dataclass(frozen=True, repr=False)
class Run:
    """One run as every page is given it: nothing else is handed to a page.

    Attributes:
        tables: The tables of the contract by name; where published, with withheld figures blank.
        evidence: The record the run starts from.
        facts: Who, when, how many draws, which scenarios.
        finance: What a finance officer asks; None where a run was asked for its tables alone.
        budget: The approved budget, if there is one.
        audience: Who may see it. No copy loses it.
        results: The engine's answer, for what has to be run again; None where a run was read back.
    """

    tables: Mapping[str, pd.DataFrame]
    evidence: Evidence
    facts: RunFacts
    finance: Finance | None = None
    budget: Budget | None = None
    audience: Audience = "internal"
    results: Results | None = None

    @property
    def is_published(self) -> bool:
        """Whether small numbers are withheld, so that a page must say so."""
        return self.audience == "published"


@dataclass(frozen=True)
class Comparison:
    """Scenarios compared with one of them, on common draws.

    Tables are the ones a run writes, with the same columns; each call gives a copy.
    """

    results: Results
    against: str

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of the run by name; savings are against the chosen scenario."""
        tables = run_tables(self.results)
        return tables | {"savings": self.savings(), "waterfall": waterfalls(self.results)}

    @cached_property
    def facts(self) -> RunFacts:
        """What a page says of the run."""
        return run_facts(self.results, headlines=())

    @cached_property
    def finance(self) -> Finance:
        """Appraisal, what it turns on, net cost, history: what a finance officer asks."""
        from sufficiency.results.finance import finance

        return finance(self.results, self.tables)

    def waterfall(self) -> pd.DataFrame:
        """What each lever contributes to its scenario, and what they do only together."""
        return self.tables["waterfall"].copy()

    def summary(self) -> pd.DataFrame:
        """Scenarios side by side in plain words: children, cost, saving and its chance."""
        return summary_table(self.tables, self.facts)

    def placements(self) -> pd.DataFrame:
        """Children by scenario, month end and placement type."""
        return self.tables["placements"].copy()

    def carers(self) -> pd.DataFrame:
        """Fostering households and places by scenario and month end."""
        return self.tables["carers"].copy()

    def gap(self) -> pd.DataFrame:
        """Need, own places that can be filled and the gap by scenario, month end and family."""
        return self.tables["gap"].copy()

    def costs(self) -> pd.DataFrame:
        """Cost by scenario, financial year and placement type, GBP, nominal and real."""
        return self.tables["costs"].copy()

    def savings(self) -> pd.DataFrame:
        """Saving by scenario and financial year, GBP; a negative number is a cost."""
        costs = {result.name: result.costs for result in self.results.all}
        return saving_table(costs, self.results.forecast.calendar, self.against)

    def savings_over_all_years(self) -> pd.DataFrame:
        """Saving of each scenario over the whole projection, undiscounted, GBP."""
        costs = {result.name: result.costs for result in self.results.all}
        return saving_over_horizon(costs, self.against)

    def bridge(self) -> pd.DataFrame:
        """The walk from one year's cost to the next, GBP nominal."""
        return self.tables["bridge"].copy()

    def chart(self, name: str) -> Chart:
        """A chart by the name of its files, such as "costs" or "need_and_supply".

        Raises:
            InputError: when there is no such chart.
        """
        from sufficiency.pages.charts import chart_named

        tables = self.tables
        if name == "tornado":  # measured by running, so only when it is asked for
            tables = {**tables, "tornado": self.finance.tornado}
        return chart_named(name, tables, self.results.forecast.evidence, self.facts)

    def plot_placements(self) -> Chart:
        """Children by placement type, scenarios beside the baseline."""
        return self.chart("placement_types_scenarios")

    def plot_costs(self) -> Chart:
        """Cost by scenario and financial year, with its range."""
        return self.chart("costs")

    def plot_savings(self) -> Chart:
        """Saving by scenario and financial year, with its range."""
        return self.chart("savings")

    def to_excel(self, path: str | Path) -> Path:
        """Write the workbook of the comparison; returns where it is."""
        from sufficiency.pages.workbook import write_workbook
        from sufficiency.writing import atomic_file

        evidence, money = self.results.forecast.evidence, self.finance
        tables = self.tables | {"appraisal": money.appraisal, "assumptions": money.assumptions}
        with atomic_file(path) as building:
            write_workbook(building, Run(tables, evidence, self.facts, money))
        return Path(path)


def compare(results: Results, against: str = "Baseline") -> Comparison:
    """Compare scenarios with one of them, the baseline unless another is named.

    Raises:
        InputError: when there is no scenario of that name.
    """
    return Comparison(results, results.named(against).name)
