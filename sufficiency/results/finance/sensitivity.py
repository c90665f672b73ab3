"""Which assumptions matter: each run again at its low and its high, on the same few draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from sufficiency.capacity import draw_capacity
from sufficiency.engine import Forecast, Result, at_capacity, at_prices, run_scenario
from sufficiency.evidence import Evidence, placements_at
from sufficiency.money import (
    SPENDING_LEVEL,
    AppraisalSettings,
    BaseYear,
    GrowthSettings,
    Volumes,
    appraisal_settings,
    draw_prices,
    npv,
    tornado,
)
from sufficiency.results.finance.again import Again
from sufficiency.results.finance.flows import net_by_year
from sufficiency.results.finance.levers import (
    displacing,
    leaving_homes_at,
    recruiting,
    stepping_down,
)
from sufficiency.results.finance.repriced import with_prices
from sufficiency.scenarios import Scenario
from sufficiency.scenarios.levers import DISPLACEMENT, STEP_DOWN_PRICE, StepDown

BASELINE_COST: Final = "Cost of the baseline over all years"
_OF_PRICES: Final = tuple(
    f"weekly_price_{kind}"
    for kind in (
        "external_residential",
        "other_placements",
        "supported_accommodation",
        "agency_fostering",
        "in_house_fostering",
        "kinship_fostering",
    )
)
_OF_CAPACITY: Final = (
    "suited_to_in_house",
    "household_leaving_rate_a_year",
    "suited_to_own_home",
    "usable_share_of_places",
)
_OF_APPRAISAL: Final = ("discount_rate_real", "optimism_bias_savings", "optimism_bias_costs")

_OF_LEVERS: Final = {DISPLACEMENT: displacing, STEP_DOWN_PRICE: leaving_homes_at}
"""Numbers that a scenario's levers hold, by how to change them."""


def measure(of: Again, assumptions: pd.DataFrame) -> pd.DataFrame:
    """The tornado: what each assumption moves, between the ends of its range.

    Outcomes are the baseline's cost over the years of the plan (GBP real, undiscounted) and the net
    present values, over ten years, of the first scenario that recruits carers and of the first in
    which children step down, where there are such. Prices are scaled to the outturn again each
    time, so that a dearer type makes others cheaper: that is how the model works. The share
    displaced from children's homes is always among them.

    Args:
        of: the run, to be run again.
        assumptions: its assumptions table.

    Returns:
        As `sufficiency.money.tornado`: outcome, key, low, high, at_low, middle, at_high, swing.
    """
    recruits, steps = recruiting(of.scenarios), stepping_down(of.scenarios)
    chosen = [s for s in (recruits, steps[0] if steps else None) if s is not None]
    lab = _Lab(of, tuple({s.name: s for s in chosen}.values()))
    keys = [*_OF_PRICES, SPENDING_LEVEL, *_OF_CAPACITY]
    if chosen:
        keys += _OF_APPRAISAL
    if recruits is not None:
        keys.append(DISPLACEMENT)
    tested = assumptions[assumptions["key"].isin(keys)].drop_duplicates("key")
    ranged = tested.assign(**_discount_range(tested))
    if steps is not None:
        ranged = pd.concat([ranged, _step_down_price(steps[1])], ignore_index=True)
    return tornado(lab.run, ranged, lab.outcomes(of.small, lab.results))


def _step_down_price(lever: StepDown) -> pd.DataFrame:
    """What the homes that are left cost is the scenario's own: its range as a row to be tried."""
    share = lever.price_percent_of_average
    return pd.DataFrame(
        [{"key": STEP_DOWN_PRICE, "low": share.low / 100, "high": share.high / 100}]
    )


def _discount_range(tested: pd.DataFrame) -> dict[str, pd.Series]:
    """The discount rate is a setting without a range: it is tried a point either way."""
    setting = tested["key"] == "discount_rate_real"
    return {
        "low": tested["low"].where(~setting, tested["value"] - 0.01),
        "high": tested["high"].where(~setting, tested["value"] + 0.01),
    }


class _Lab:
    """Runs again with one assumption changed; what it leaves alone is not run again."""

    def __init__(self, of: Again, scenarios: tuple[Scenario, ...]) -> None:
        self.of = of
        self.small = of.small
        self.scenarios = scenarios
        self.results = tuple(run_scenario(of.small, scenario) for scenario in scenarios)
        opening, small = of.small.calendar.opening_year, of.small
        self.before = placements_at(small.evidence, opening - 1, small.draws, small.seed)

    def run(self, key: str, value: float) -> Mapping[str, float]:
        small = self.small
        if key in _OF_LEVERS:
            changed = (_OF_LEVERS[key](scenario, value) for scenario in self.scenarios)
            return self.outcomes(small, tuple(map(self._run, changed)))
        if key in _OF_APPRAISAL:
            name = key.replace("optimism_", "").removesuffix("_real")
            settings = appraisal_settings(small.evidence)
            return self.outcomes(small, self.results, replace(settings, **{name: value}))
        if key == SPENDING_LEVEL:
            fixed = replace(small.prices.settings, level=value)
            return self._at_prices_of(self._repriced(small.evidence, fixed))
        if key in _OF_PRICES:
            kind = key.removeprefix("weekly_price_")
            return self._at_prices_of(self._repriced(_priced(small.evidence, kind, value)))
        again = _with_capacity(small, _assuming(small.evidence, key, value))
        results = (at_capacity(result, again.parameters, again) for result in self.results)
        return self.outcomes(again, tuple(results))

    def _run(self, scenario: Scenario) -> Result:
        """A scenario's result; one that nothing was changed of has been run."""
        known = (r for r, one in zip(self.results, self.scenarios, strict=True) if one == scenario)
        return next(known, None) or run_scenario(self.small, scenario)

    def _repriced(self, evidence: Evidence, settings: GrowthSettings | None = None) -> Forecast:
        """The forecast with prices drawn again; children and places as they were."""
        of = self.small
        parameters, costs = of.parameters, of.baseline.costs
        base = BaseYear(self.before, parameters.opening, parameters.home_places_at_opening)
        volumes = Volumes(costs.child_days, costs.place_days)
        weighed = settings or of.prices.settings
        return with_prices(of, draw_prices(evidence, base, volumes, of.calendar, of.seed, weighed))

    def _at_prices_of(self, again: Forecast) -> dict[str, float]:
        """Outcomes at other prices: children and places stay as they were."""
        results = (at_prices(result, again.prices, again.calendar) for result in self.results)
        return self.outcomes(again, tuple(results))

    def outcomes(
        self,
        of: Forecast,
        results: tuple[Result, ...],
        settings: AppraisalSettings | None = None,
    ) -> dict[str, float]:
        cost = of.baseline.costs.total("real")[:, : self.of.plan_years]
        found = {BASELINE_COST: float(cost.sum(axis=1).mean())}
        weighed = settings or appraisal_settings(of.evidence)
        for result in results:
            net = net_by_year(result, of, weighed)[:, : self.of.ends[result.name]]
            value = npv(net, weighed.discount_rate, self.of.year_zero)
            found[f"Net present value of {result.name}"] = float(value.mean())
        return found


def _with_capacity(of: Forecast, evidence: Evidence) -> Forecast:
    """The forecast with carers and matching drawn again; need and prices as they were."""
    parameters = draw_capacity(evidence, of.parameters.turnover, of.calendar, of.draws, of.seed)
    baseline = at_capacity(of.baseline, parameters, of)
    return replace(of, evidence=evidence, parameters=parameters, baseline=baseline)


def _priced(evidence: Evidence, kind: str, value: float) -> Evidence:
    """The evidence with a listed price at a value and no range of its own."""
    table = evidence.prices
    here = table["placement_type"] == kind
    for column in ("weekly_price", "low", "high"):
        table[column] = table[column].astype("float64").where(~here, value)
    return evidence.with_tables({"prices": table})


def _assuming(evidence: Evidence, key: str, value: float) -> Evidence:
    """The evidence with an assumption at a value and no range of its own."""
    table = evidence.assumptions
    here = table["key"] == key
    for column in ("value", "low", "high"):
        table[column] = table[column].astype("float64").where(~here, value)
    return evidence.with_tables({"assumptions": table})
