"""Make the forecast once; run each scenario on the same draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sufficiency.capacity import (
    CapacityParameters,
    Effects,
    Projection,
    draw_capacity,
    no_effects,
    project,
)
from sufficiency.errors import InputError, closest, need
from sufficiency.evidence import Evidence, placements_at
from sufficiency.flows import baseline_flows, draw_ages, draw_turnover, months_first
from sufficiency.forecasting import FamilyForecast, forecast_families
from sufficiency.money import (
    BaseYear,
    Prices,
    YearCosts,
    draw_prices,
    volumes_of,
    year_costs,
)
from sufficiency.months import Calendar, month_in_words
from sufficiency.placements import position
from sufficiency.ranges import ends
from sufficiency.scenarios import Scenario, Setting, effects_of, load_scenarios

BASELINE = "Baseline"


@dataclass(frozen=True, eq=False)
class Result:
    """One scenario, run: who lives where and what it costs; the baseline has no `scenario`."""

    name: str
    scenario: Scenario | None
    projection: Projection = field(repr=False)
    costs: YearCosts = field(repr=False)


@dataclass(frozen=True, eq=False, repr=False)
class Forecast:
    """The baseline of one authority and all that scenarios share with it.

    Attributes:
        families: the forecast of need.
        setting: what levers act on.
        parameters: carers, homes and matching, drawn once.
        prices: weekly prices, their growth and inflation, drawn once.
        baseline: the forecast carried through capacity with no lever.
    """

    evidence: Evidence
    families: FamilyForecast
    setting: Setting
    parameters: CapacityParameters
    prices: Prices
    baseline: Result

    @property
    def calendar(self) -> Calendar:
        return self.setting.calendar

    @property
    def seed(self) -> int:
        return self.setting.seed

    @property
    def draws(self) -> int:
        return self.setting.draws

    def __repr__(self) -> str:
        opening, calendar = self.evidence.opening_year, self.calendar
        total = self.baseline.projection.total
        low, high = ends(total[:, -1])
        return (
            f"Forecast of {self.evidence.authority.name} from 31 March {opening} to "
            f"31 March {opening + calendar.years}: {self.draws:,} draws, seed {self.seed}\n"
            f"  {total[:, 0].mean():,.0f} children looked after at the opening, "
            f"{low:,.0f} to {high:,.0f} at the end (4 in 5 chance)\n"
            '  To go on: results = sufficiency.run_scenarios(forecast, "scenarios")'
        )


@dataclass(frozen=True, eq=False, repr=False)
class Results:
    """The baseline and the scenarios run beside it, in the order of their files."""

    forecast: Forecast
    scenarios: tuple[Result, ...]

    @property
    def all(self) -> tuple[Result, ...]:
        """The baseline first, then the scenarios."""
        return (self.forecast.baseline, *self.scenarios)

    def __repr__(self) -> str:
        names = [f"  {number}. {r.name}" for number, r in enumerate(self.scenarios, start=1)]
        return "\n".join(
            [
                f"Results for {self.forecast.evidence.authority.name}: the baseline and "
                f"{len(names)} scenarios on the same {self.forecast.draws:,} draws",
                *names[:10],
                *(["  ..."] if len(names) > 10 else []),
                "  To go on: run = sufficiency.compare(results)",
            ]
        )

    def named(self, name: str) -> Result:
        """The result of that name.

        Raises:
            InputError: when there is none.
        """
        for result in self.all:
            if result.name == name:
                return result
        names = [result.name for result in self.all]
        raise InputError(f"There is no scenario '{name}'.{closest(name, names)}")


def forecast(evidence: Evidence, years: int = 5, draws: int = 2000, seed: int = 1) -> Forecast:
    """Forecast need and carry it through capacity and prices with no lever: the baseline.

    Args:
        evidence: the record to start from, as `load_evidence` gives it.
        years: April-March years from the latest 31 March count, 1 to 10.
        draws: simulated futures behind every range, 100 to 20,000.
        seed: the same seed gives the same numbers.

    Raises:
        InputError: when a setting is out of range or the evidence lacks a figure.
    """
    need(evidence, Evidence, "forecast", "evidence, as load_evidence() gives it")
    for what, value, low, high in (("years", years, 1, 10), ("draws", draws, 100, 20_000)):
        need(value, int, "forecast", f"a whole number of {what}")
        if not low <= value <= high:
            raise InputError(f"{what} is {value}; it must be from {low} to {high}.")
    return forecast_over(evidence, years, draws, seed)


def forecast_over(evidence: Evidence, years: int, draws: int, seed: int) -> Forecast:
    """As `forecast`, over as many years as an appraisal counts, which may be more than a plan's.

    Raises:
        InputError: when the evidence lacks a figure.
    """
    calendar = Calendar(evidence.opening_year, years, counted_months(evidence, years))
    families = forecast_families(evidence, calendar, draws, seed)
    turnover = draw_turnover(evidence, draws, seed)
    flows = baseline_flows(families.paths, turnover.exit_rate)
    parameters = draw_capacity(evidence, turnover, calendar, draws, seed)
    base = BaseYear(
        before=placements_at(evidence, calendar.opening_year - 1, draws, seed),
        opening=parameters.opening,
        home_places=parameters.home_places_at_opening,
    )
    setting = Setting(
        calendar,
        months_first(families.paths),
        flows,
        seed,
        ages=draw_ages(evidence, draws, seed),
    )
    projection = _projected(partial(no_effects, draws, calendar.months), setting, parameters)
    volumes = volumes_of(projection.placements, projection.home_places_priced, calendar)
    prices = draw_prices(evidence, base, volumes, calendar, seed)
    baseline = _priced(BASELINE, None, projection, prices, calendar)
    agency = months_first(baseline.projection.placements[:, :, position("agency_fostering")])
    leaving = parameters.mainstream[:, :-1] * parameters.leaving_by_month
    setting = replace(setting, agency=agency, leaving=leaving)
    families = replace(families, paths=setting.need)  # the same numbers, held once
    return Forecast(evidence, families, setting, parameters, prices, baseline)


def counted_months(evidence: Evidence, years: int) -> int:
    """Months after the opening that the authority's returns have counted already.

    Raises:
        InputError: when nothing is left to forecast.
    """
    if evidence.returns is None:
        return 0
    monthly = evidence.returns.monthly
    counted = len(monthly.dates) - 1 - monthly.marches[evidence.opening_year]
    if counted >= 12 * years:
        raise InputError(
            f"The returns count children to {month_in_words(monthly.dates[-1])}, no earlier than "
            f"the projection ends (31 March {evidence.opening_year + years}): ask for "
            f"{counted // 12 + 1} years or more with --years."
        )
    return counted


def run_scenario(forecast: Forecast, scenario: Scenario) -> Result:
    """One scenario on the forecast's draws; what it leaves to the evidence is filled in."""
    scenario = scenario.with_evidence(forecast.evidence)
    effects = partial(effects_of, scenario, forecast.setting)
    projection = _projected(effects, forecast.setting, forecast.parameters)
    return _priced(scenario.name, scenario, projection, forecast.prices, forecast.calendar)


def run_scenarios(
    forecast: Forecast, scenarios: str | Path | Scenario | Iterable[Scenario]
) -> Results:
    """Scenarios on the forecast's draws.

    Args:
        forecast: the baseline and all that scenarios share with it.
        scenarios: a folder of scenario files, one file, or scenarios already loaded.

    Raises:
        InputError: when a file cannot be read; it lists every fault of the file.
    """
    need(forecast, Forecast, "run_scenarios", "a forecast, as forecast() gives it")
    if isinstance(scenarios, str | Path):
        scenarios = load_scenarios(Path(scenarios))
    elif isinstance(scenarios, Scenario):
        scenarios = (scenarios,)
    need(scenarios, Iterable, "run_scenarios", "a folder, a file or a list of scenarios")
    chosen = tuple(scenarios)
    for scenario in chosen:
        need(scenario, Scenario, "run_scenarios", "scenarios, as load_scenarios() gives them")
    return Results(forecast, tuple(run_scenario(forecast, scenario) for scenario in chosen))


def _projected(
    effects: Callable[[], Effects], setting: Setting, parameters: CapacityParameters
) -> Projection:
    return project(setting.calendar.dates, setting.need[:, 0], setting.flows, parameters, effects)


def at_prices(result: Result, prices: Prices, calendar: Calendar) -> Result:
    """The same children in the same places, at other prices."""
    return _priced(result.name, result.scenario, result.projection, prices, calendar)


def at_capacity(result: Result, parameters: CapacityParameters, forecast: Forecast) -> Result:
    """The same children with the same levers, among other carers and homes."""
    projection = replace(result.projection, parameters=parameters)
    return _priced(result.name, result.scenario, projection, forecast.prices, forecast.calendar)


def _priced(
    name: str,
    scenario: Scenario | None,
    projection: Projection,
    prices: Prices,
    calendar: Calendar,
) -> Result:
    costs = year_costs(
        projection.placements,
        projection.home_places_priced,
        projection.spent_on_levers,
        prices,
        calendar,
        projection.price_change,
    )
    return Result(name, scenario, projection, costs)
