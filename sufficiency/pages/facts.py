"""What a page says about a run besides its tables: who, when, how many draws, which scenarios."""

from __future__ import annotations

from dataclasses import dataclass

from sufficiency import __version__
from sufficiency.scenarios.levers import RecruitCarers, Scenario
from sufficiency.scenarios.run import BASELINE, Results

__all__ = ["BASELINE", "RunFacts", "ScenarioFacts", "residential_share", "run_facts"]


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
    """

    name: str
    why: str
    displaces_residential_share: float | None
    premise: str


@dataclass(frozen=True)
class RunFacts:
    """One run, as far as a page needs to explain it.

    Attributes:
        authority: Name of the authority, for titles.
        opening_year: Year of the 31 March count the forecast starts from.
        horizon_year: Year of the 31 March the forecast ends on.
        draws: Number of draws behind every range.
        seed: Seed of the run's random streams.
        scenarios: The scenarios beside the baseline, in the order pages show them.
        headlines: Sentences with numbers and ranges, most important first.
        version: Version of the product that made the run.
        reasons: Sentences that say what moves the forecast of the total, largest effect first.
    """

    authority: str
    opening_year: int
    horizon_year: int
    draws: int
    seed: int
    scenarios: tuple[ScenarioFacts, ...]
    headlines: tuple[str, ...]
    version: str
    reasons: tuple[str, ...] = ()

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
            )
            for result in results.scenarios
            if result.scenario is not None
        ),
        headlines=headlines,
        version=__version__,
        reasons=tuple(forecast.families.explanation["words"]),
    )


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
            * lever.displaces.get("external_residential", 0.0)
            for lever in levers
        )
        / households
    )
