"""What a page says about a run besides its tables: who, when, how many draws, which scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sufficiency._version import __version__
from sufficiency.engine import BASELINE, Forecast, Result, Results, run_scenario
from sufficiency.evidence import estimates_in_words, remarks_on_record, remarks_on_returns
from sufficiency.forecasting.families import MODEL
from sufficiency.placements import ESTIMATED
from sufficiency.scenarios import Scenario
from sufficiency.scenarios.levers import DISPLACEMENT, STEP_DOWN_PRICE, RecruitCarers, is_action
from sufficiency.scenarios.remarks import remarks_on

__all__ = [
    "BASELINE",
    "DISPLACEMENT",
    "STEP_DOWN_PRICE",
    "LeverFacts",
    "RunFacts",
    "ScenarioFacts",
    "residential_share",
    "rests_on_residential",
    "run_facts",
]


@dataclass(frozen=True)
class LeverFacts:
    """One lever of a scenario.

    Attributes:
        kind: Its key in scenario files, such as "recruit_carers".
        size: How much of it there is, such as "3 to 8 children a year"; empty where it has none.
    """

    kind: str
    size: str

    @property
    def words(self) -> str:
        """The lever as a sentence names it."""
        return self.kind.replace("_", " ") + (f", {self.size}" if self.size else "")


@dataclass(frozen=True)
class ScenarioFacts:
    """One scenario file, as far as a page needs to explain it.

    Attributes:
        name: The name in the scenario's file; it is the key in every table.
        why: The reason the file gives for the scenario, in its author's words.
        displaces_residential_share: Share (0-1) of the additional fostering places assumed to go
            to children who would otherwise live in a children's home; None where no lever of the
            scenario rests on such an assumption.
        premise: What the scenario takes to be true, and as at what date.
        rests_on_residential: GBP of the mean saving of the last financial year, at base-year
            prices, that rest on that share: what goes if no new place is taken out of homes.
            None where nothing rests on it.
        levers: The scenario's levers in the order of its file.
    """

    name: str
    why: str
    displaces_residential_share: float | None
    premise: str
    rests_on_residential: float | None = None
    levers: tuple[LeverFacts, ...] = ()

    @property
    def is_single(self) -> bool:
        """Whether the scenario does one kind of thing, and so is no sum of others."""
        return len({lever.kind for lever in self.levers}) <= 1

    @property
    def is_action(self) -> bool:
        """Whether the council does something in it: it is no mere pressure, and no mere price."""
        return is_action(lever.kind for lever in self.levers)


@dataclass(frozen=True)
class RunFacts:
    """One run, as far as a page needs to explain it.

    Attributes:
        authority: Name of the authority, for titles.
        opening_year: Year of the 31 March count the forecast starts from.
        horizon_year: Year of the 31 March the forecast ends on.
        draws: Number of draws behind every range.
        seed: Seed of the run's random streams; None where anybody may see the run.
        scenarios: The scenarios beside the baseline, in the order pages show them.
        headlines: Sentences with numbers and ranges, most important first.
        version: Version of the product that made the run.
        reasons: Sentences that say what moves the forecast of the total, largest effect first.
        mix: Sentences that say why each kind of placement is forecast to rise or fall.
        model: Name of the forecasting method, as in the stored scores.
        remarks: Sentences of caution about this run's inputs: scenarios written for another
            authority, levers that begin too early, prices that the outturn does not bear out.
        estimates: A sentence that says how much of the opening year stands on an estimate of a
            withheld or missing figure; empty where nothing does.
        counted_to: Last month end that the authority's own returns have counted; None where there
            is only the published record.
        areas_counted: Whether those returns know which children are inside the area.
    """

    authority: str
    opening_year: int
    horizon_year: int
    draws: int
    seed: int | None
    scenarios: tuple[ScenarioFacts, ...]
    headlines: tuple[str, ...]
    version: str
    reasons: tuple[str, ...] = ()
    mix: tuple[str, ...] = ()
    model: str = MODEL
    remarks: tuple[str, ...] = ()
    estimates: str = ""
    counted_to: pd.Timestamp | None = None
    areas_counted: bool = False

    @property
    def drawn(self) -> str:
        """How many futures were simulated, and from what seed where it may be said."""
        seed = "" if self.seed is None else f", seed {self.seed}"
        return f"{self.draws:,} simulated futures{seed}"

    def actions(self, rows: pd.DataFrame) -> list[dict[str, Any]]:
        """Rows of scenarios in which the council does something: one of them may be the best.

        What a price or a pressure comes to is nobody's saving.
        """
        others = {scenario.name for scenario in self.scenarios if not scenario.is_action}
        kept = rows[~rows["scenario"].isin(list(others))]
        return [{str(k): value for k, value in row.items()} for row in kept.to_dict("records")]

    @property
    def estimated(self) -> tuple[str, ...]:
        """Placement types whose opening number is an estimate: none where they are counted."""
        return ESTIMATED if self.counted_to is None else ()

    @property
    def counted(self) -> int:
        """Months after the opening that returns have counted."""
        if self.counted_to is None:
            return 0
        return 12 * (self.counted_to.year - self.opening_year) + self.counted_to.month - 3

    @property
    def first_ahead(self) -> int:
        """Year of the first 31 March that is forecast."""
        if self.counted_to is None:
            return self.opening_year + 1
        year = self.counted_to.year
        return year + 1 if self.counted_to >= pd.Timestamp(year, 3, 31) else year

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """Names of the scenarios in the order pages show them, without the baseline."""
        return tuple(scenario.name for scenario in self.scenarios)

    def scenario(self, name: str) -> ScenarioFacts | None:
        """The facts of the scenario of that name, or None: the baseline has no file."""
        return next((scenario for scenario in self.scenarios if scenario.name == name), None)


def run_facts(results: Results, headlines: tuple[str, ...]) -> RunFacts:
    """The facts of a run, from its results."""
    forecast = results.forecast
    returns = forecast.evidence.returns
    files = tuple(result.scenario for result in results.scenarios if result.scenario is not None)
    return RunFacts(
        authority=forecast.evidence.authority.name,
        opening_year=forecast.calendar.opening_year,
        horizon_year=forecast.calendar.opening_year + forecast.calendar.years,
        draws=forecast.draws,
        seed=forecast.seed,
        scenarios=tuple(
            ScenarioFacts(
                name=result.name,
                why=result.scenario.why,
                displaces_residential_share=residential_share(result.scenario),
                premise=result.scenario.premise or "",
                rests_on_residential=rests_on_residential(forecast, result),
                levers=tuple(
                    LeverFacts(lever.lever, str(lever.size or ""))
                    for lever in result.scenario.levers
                ),
            )
            for result in results.scenarios
            if result.scenario is not None
        ),
        headlines=headlines,
        version=__version__,
        reasons=tuple(forecast.families.explanation["words"]),
        mix=tuple(forecast.families.mix.get("words", ())),
        model=forecast.families.model,
        counted_to=None if returns is None else returns.monthly.dates[-1],
        areas_counted=returns is not None and returns.monthly.knows_areas,
        estimates=estimates_in_words(forecast.evidence),
        remarks=(
            *remarks_on_record(forecast.evidence),
            *remarks_on_returns(forecast.evidence),
            *forecast.prices.remarks,
            *remarks_on(files, forecast.evidence, forecast.calendar),
        ),
    )


def rests_on_residential(forecast: Forecast, result: Result) -> float | None:
    """GBP of a scenario's mean saving in the last year that rest on places taken out of homes.

    The scenario is run once more on the same draws, every new fostering place taken from agencies:
    what it then costs more is what rests on the assumption. Base-year prices. None where no new
    place is assumed to come out of homes.
    """
    from sufficiency.results.finance.levers import displacing

    if result.scenario is None or not residential_share(result.scenario):
        return None
    without = run_scenario(forecast, displacing(result.scenario, 0.0))
    more = without.costs.total("real")[:, -1] - result.costs.total("real")[:, -1]
    return float(more.mean())


def residential_share(scenario: Scenario) -> float | None:
    """Share of a scenario's additional fostering places assumed to come out of children's homes.

    Where several levers recruit, the mean of their shares, each weighted by its households.
    """
    levers = [lever for lever in scenario.levers if isinstance(lever, RecruitCarers)]
    households = sum(lever.additional_households_a_year.mean for lever in levers)
    if households == 0:
        return None
    return (
        sum(
            lever.additional_households_a_year.mean
            * lever.displaced.get("external_residential", 0.0)
            for lever in levers
        )
        / households
    )
