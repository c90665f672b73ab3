"""What a page says about a run besides its tables: who, when, how many draws, which scenarios."""

from __future__ import annotations

from dataclasses import dataclass

BASELINE = "Baseline"
"""The name, in every table, of the forecast with no lever."""


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
    """

    authority: str
    opening_year: int
    horizon_year: int
    draws: int
    seed: int
    scenarios: tuple[ScenarioFacts, ...]
    headlines: tuple[str, ...]
    version: str

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """Names of the scenarios in the order pages show them, without the baseline."""
        return tuple(scenario.name for scenario in self.scenarios)

    def scenario(self, name: str) -> ScenarioFacts | None:
        """The facts of the scenario of that name, or None: the baseline has no file."""
        return next(
            (scenario for scenario in self.scenarios if scenario.name == name), None
        )
