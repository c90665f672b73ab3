"""A run: what every page, notebook and document is given, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import pandas as pd

from sufficiency.engine import Results
from sufficiency.errors import InputError
from sufficiency.evidence import Evidence
from sufficiency.money import Budget, budget_table, saving_over_horizon, saving_table
from sufficiency.results.facts import BASELINE, RunFacts, run_facts
from sufficiency.results.market import market_table
from sufficiency.results.publish.disclosure import withhold
from sufficiency.results.publish.own import published_facts
from sufficiency.results.publish.rounding import rounded_record
from sufficiency.results.tables import run_tables
from sufficiency.results.waterfall import waterfalls
from sufficiency.writing import atomic_file, output_folder, sign

if TYPE_CHECKING:
    from sufficiency.results.finance import Asked, Finance
    from sufficiency.results.local import Published

Audience = Literal["internal", "published"]
"""Who may see a run: everybody inside the council, or anybody."""
_MEASURED = ("tornado", "tornado_step_down", "waterfall")
"""Charts of what is measured by running again, and so only when it is asked for."""


class Pages(Protocol):
    """What shows a run to a reader. Whoever composes a run hands it in: results know no pages."""

    def headlines(self, run: Run) -> tuple[str, ...]:
        """Sentences with numbers and ranges, most important first."""

    def card(self, run: Run) -> tuple[tuple[str, str], ...]:
        """What a run says of itself when it is printed: names and what they hold."""

    def summary(self, run: Run) -> pd.DataFrame:
        """Scenarios side by side in plain words."""

    def table(self, run: Run, name: str) -> Any:
        """A table as a reader would print it."""

    def chart(self, run: Run, name: str) -> Any:
        """A chart by the name of its files: it has a title, a figure, words and numbers."""

    def workbook(self, run: Run, path: Path) -> None:
        """Write the workbook."""

    def charts(self, run: Run, folder: Path) -> None:
        """Write every chart, and the table of the gap, into a folder that is there."""


@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """One run as every page is given it: nothing else is handed to a page.

    Tables are those a run writes, with the same columns; each method that gives one gives a copy.

    Attributes:
        tables: The tables of the contract by name; where published, with withheld figures blank.
        evidence: The record the run starts from.
        facts: Who, when, how many draws, which scenarios.
        finance: What a finance officer asks; None where it was not asked for, or is not to be
            shown to anybody.
        budget: The approved budget, if there is one.
        audience: Who may see it. No copy loses it.
        results: The engine's answer, for what has to be run again; None where a run was read back
            or is published: it holds the numbers that are withheld.
        withheld: Figures withheld from each table that lost any.
        pages: What shows the run; None where it is used for its numbers alone.
    """

    tables: Mapping[str, pd.DataFrame]
    evidence: Evidence
    facts: RunFacts
    finance: Finance | None = None
    budget: Budget | None = None
    audience: Audience = "internal"
    results: Results | None = None
    withheld: Mapping[str, int] = field(default_factory=dict)
    pages: Pages | None = None

    @property
    def is_published(self) -> bool:
        """Whether small numbers are withheld, so that a page must say so."""
        return self.audience == "published"

    # --- other runs made from this one ----------------------------------------------------

    def published(self) -> Run:
        """This run as anybody may see it: small numbers blank, with what would reveal them.

        See `sufficiency.results.publish.disclosure` for the rule. What is left is rounded to whole
        children and £0.1m, history too. Neither the engine's answer nor the finance model goes
        with it, since both hold what is withheld; nor do the sentences on why each kind of
        placement rises or falls, nor the seed: with it the run could be made again on one guess
        after another at a withheld count, until one fits.
        """
        if self.is_published:
            return self
        left = withhold(self.tables, self.evidence)
        market = market_table(left.tables["gap"], self.facts)
        run = replace(
            self,
            tables={**left.tables, "market": market},
            withheld=left.withheld,
            audience="published",
            evidence=rounded_record(self.evidence),
            facts=published_facts(self.facts, self.evidence),
            finance=None,
            results=None,
        )
        return run.with_headlines()

    @cached_property
    def appraised(self) -> Run:
        """This run with what a finance officer asks, and the tables that come of it.

        Appraises the scenarios, tries the assumptions and runs each lever alone, which takes some
        seconds; once done it is kept. A run that holds it already, or cannot run again, is given
        back as it is.
        """
        if self.finance is not None or self.results is None:
            return self
        return self.with_answers(None)

    def with_answers(self, asked: Asked | None) -> Run:
        """`appraised`, where what takes running again may have been asked for before."""
        from sufficiency.results.finance import finance

        assert self.results is not None, "a run read back is not run again"
        money = finance(self.results, self.tables, self.budget, asked)
        more = {
            "waterfall": waterfalls(self.results),
            "appraisal": money.appraisal,
            "tornado": money.tornado,
            "assumptions": money.assumptions,
        }
        run = replace(self, finance=money, tables={**self.tables, **more})
        return run.with_headlines()

    def with_tables(self, tables: Mapping[str, pd.DataFrame]) -> Run:
        """This run with more tables, or others in their place."""
        return replace(self, tables={**self.tables, **tables})

    def with_headlines(self) -> Run:
        """This run with the sentences that its tables bear out; none where it has no pages."""
        found = () if self.pages is None else self.pages.headlines(self)
        return replace(self, facts=replace(self.facts, headlines=found))

    # --- tables ---------------------------------------------------------------------------

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
        return self.tables["savings"].copy()

    def savings_over_all_years(self) -> pd.DataFrame:
        """Saving of each scenario over the whole projection, undiscounted, GBP.

        Raises:
            InputError: when the run holds no draws: the range of a sum is not had from ranges.
        """
        if self.results is None:
            raise InputError(
                "Savings over all years are summed draw by draw, and a run that is published or "
                "read back holds no draws; ask the run they were made from."
            )
        saved = set(self.tables["savings"]["scenario"])
        against = next(r.name for r in self.results.all if r.name not in saved)
        return saving_over_horizon({r.name: r.costs for r in self.results.all}, against)

    def bridge(self) -> pd.DataFrame:
        """The walk from one year's cost to the next, GBP nominal."""
        return self.tables["bridge"].copy()

    def prices(self) -> pd.DataFrame:
        """Weekly prices by placement type and financial year, GBP a child, nominal and real."""
        return self.tables["prices"].copy()

    def waterfall(self, *months: str) -> pd.DataFrame:
        """What each lever contributes to its scenario, and what they do only together.

        Args:
            months: dates for children besides each 31 March, as "2028-09".

        Raises:
            InputError: when the run has no such table, or not for those months, and cannot run
                again; or when a month is not in the projection.
        """
        if months and self.results is not None:
            return waterfalls(self.results, months)
        tables = self.tables if "waterfall" in self.tables else self.appraised.tables
        if months or "waterfall" not in tables:
            raise InputError("This run has no waterfall, and cannot run its levers again.")
        return tables["waterfall"].copy()

    # --- pages ----------------------------------------------------------------------------

    def summary(self) -> pd.DataFrame:
        """Scenarios side by side in plain words: children, cost, saving and its chance."""
        return self._shown_by().summary(self)

    def table(self, name: str) -> Any:
        """A table as a reader would print it, such as "costs", "gap" or "worth".

        Raises:
            InputError: when there is no such table, or the run has nothing for it.
        """
        return self._shown_by().table(self, name)

    def chart(self, name: str) -> Any:
        """A chart by the name of its files, such as "costs" or "need_and_supply".

        Raises:
            InputError: when there is no such chart, or nothing to draw in it.
        """
        measured = name in _MEASURED and name not in self.tables
        run = self.appraised if measured else self
        return self._shown_by().chart(run, name)

    def plot_placements(self) -> Any:
        """Children by placement type, scenarios beside the baseline."""
        return self.chart("placement_types_scenarios")

    def plot_costs(self) -> Any:
        """Cost by scenario and financial year, with its range."""
        return self.chart("costs")

    def plot_savings(self) -> Any:
        """Saving by scenario and financial year, with its range."""
        return self.chart("savings")

    def to_excel(self, path: str | Path) -> Path:
        """Write the workbook of the run; returns where it is."""
        pages, run = self._shown_by(), self.appraised
        with atomic_file(path) as building:
            pages.workbook(run, building)
        return Path(path)

    def keep_charts(self, folder: str | Path) -> Path:
        """Write every chart as SVG, PNG and words, and gap.csv, into a folder; returns where it is.

        Raises:
            InputError: when the folder holds what is not ours, or cannot be written.
        """
        pages = self._shown_by()
        with output_folder(folder) as building:
            pages.charts(self, building)
            sign(building, {"charts of": self.facts.authority, "audience": self.audience})
        return Path(folder)

    def _shown_by(self) -> Pages:
        if self.pages is None:
            raise InputError(
                "This run was made without pages; make it with sufficiency.compare or "
                "sufficiency.run, or read it with sufficiency.open_run."
            )
        return self.pages

    def __repr__(self) -> str:
        facts = self.facts
        title = f"Run of {facts.authority}, {facts.opening_year} to {facts.horizon_year}"
        rows = () if self.pages is None else self.pages.card(self)
        width = max((len(name) for name, _ in rows), default=0)
        return "\n".join(
            [f"{title} ({self.audience})", *(f"  {name:{width}}  {text}" for name, text in rows)]
        )

    def _repr_html_(self) -> str:
        title, *_ = repr(self).splitlines()
        rows = () if self.pages is None else self.pages.card(self)
        cells = "".join(
            f'<tr><th scope="row" style="text-align: left">{escape(name)}</th>'
            f'<td style="text-align: left">{escape(text)}</td></tr>'
            for name, text in rows
        )
        return f"<table><caption>{escape(title)}</caption><tbody>{cells}</tbody></table>"


def make_run(
    results: Results,
    against: str = BASELINE,
    pages: Pages | None = None,
    budget: Budget | None = None,
    known: Published | None = None,
) -> Run:
    """Sum the engine's answer up into a run; what finance asks is worked out when it is asked.

    Args:
        results: The engine's answer.
        against: The scenario that savings are against.
        pages: What shows the run.
        budget: The approved budget, if there is one.
        known: What is published of the authority, where that was put together before.

    Raises:
        InputError: when there is no scenario of that name.
    """
    tables = run_tables(results, known)
    costs = {result.name: result.costs for result in results.all}
    other = results.named(against).name
    forecast = results.forecast
    if other != forecast.baseline.name:
        tables["savings"] = saving_table(costs, forecast.calendar, other)
    tables["budget"] = budget_table(costs, forecast.prices, forecast.calendar, budget)
    facts = run_facts(results, headlines=())
    tables["market"] = market_table(tables["gap"], facts)
    run = Run(tables, forecast.evidence, facts, budget=budget, results=results, pages=pages)
    return run.with_headlines()
