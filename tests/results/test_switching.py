"""How large a programme must be to break even: all its levers together, or plainly no such size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sufficiency.engine import Forecast, Results, forecast, run_scenarios
from sufficiency.evidence import load_evidence
from sufficiency.results.finance.again import again, net_at_sizes
from sufficiency.results.finance.appraise import Appraisals, appraise, counted
from sufficiency.results.finance.levers import Measure, measured_by, sized
from sufficiency.scenarios import Scenario
from sufficiency.scenarios.levers import LEVERS
from tests.scenarios.rows import ROWS, lever

pytestmark = pytest.mark.slow

COST = {"a_year": 60_000}
SUPPORTED = lever("move_to_supported_accommodation", cost=COST)
ADOPTION = lever("speed_adoption", cost=COST)


def named(name: str, *levers: dict[str, Any]) -> Scenario:
    return Scenario.model_validate({"name": name, "why": "To be appraised.", "levers": levers})


SCENARIOS = [
    named("Supported", SUPPORTED),
    named("Half of it", SUPPORTED | {"children_a_year": 4}),
    named("Both", SUPPORTED, ADOPTION),
    named("Cheaper", lever("change_price", percent=-2, cost={"a_year": 40_000})),
    named("Costs nothing", lever("change_demand")),
    named("Saves nothing", lever("bring_closer_to_home", cost=COST)),
    named("With a ceiling", SUPPORTED, lever("limit_agency")),
]


@pytest.fixture(scope="module")
def base() -> Forecast:
    return forecast(load_evidence(), years=3, draws=150, seed=1)


@pytest.fixture(scope="module")
def results(base: Forecast) -> Results:
    return run_scenarios(base, SCENARIOS)


@pytest.fixture(scope="module")
def found(results: Results, base: Forecast) -> Appraisals:
    years = counted(results)
    return appraise(results, years, net_at_sizes(again(results, years)))


def value(found: Appraisals, name: str) -> tuple[float, float, float]:
    chosen = "scenario == @name and measure == 'switching_value' and years == 10"
    (row,) = found.table.query(chosen).to_dict("records")
    return row["p10"], row["p50"], row["p90"]


def words(found: Appraisals, name: str) -> str:
    return str(found.switching.set_index("scenario")["quantity"][name])


def test_a_lever_breaks_even_at_a_number_of_its_own(found: Appraisals) -> None:
    low, middle, high = value(found, "Supported")
    assert 0 < low <= middle <= high < 60
    assert words(found, "Supported") == "children a year to supported accommodation"


def test_where_a_programme_breaks_even_does_not_hang_on_how_much_of_it_is_planned(
    found: Appraisals,
) -> None:
    assert value(found, "Half of it")[1] == pytest.approx(value(found, "Supported")[1], rel=0.1)


def test_at_the_size_found_the_programme_is_worth_what_it_costs(
    found: Appraisals, base: Forecast
) -> None:
    """Run at the middle of the values found, about half of the draws are worth it."""
    _, middle, _ = value(found, "Both")
    assert words(found, "Both") == "times the programme as written"
    tried = run_scenarios(base, sized(SCENARIOS[2], middle).model_copy(update={"name": "Tried"}))
    npv = (
        appraise(tried, counted(tried), {}).table.query("measure == 'npv' and years == 10").iloc[0]
    )
    assert npv["p10"] < 0 < npv["p90"]
    as_written = found.table.query("scenario == 'Both' and measure == 'npv' and years == 10").iloc[
        0
    ]
    assert (npv["p50"] < as_written["p50"]) == (middle < 1)


def test_a_lower_price_is_counted_by_how_much_lower(found: Appraisals) -> None:
    low, middle, high = value(found, "Cheaper")
    assert 0 < low <= middle <= high
    assert words(found, "Cheaper") == "percent lower price"


def test_what_costs_nothing_has_nothing_to_earn_back(found: Appraisals) -> None:
    assert np.isnan(value(found, "Costs nothing")).all()
    assert "nothing is paid that does not grow with it" in words(found, "Costs nothing")


def test_what_saves_nothing_never_breaks_even(found: Appraisals) -> None:
    assert np.isnan(value(found, "Saves nothing")).all()
    assert words(found, "Saves nothing") == "percent fewer children outside the boundary"


def test_a_programme_with_a_lever_of_no_size_has_no_such_size_and_says_why(
    found: Appraisals,
) -> None:
    assert np.isnan(value(found, "With a ceiling")).all()
    assert words(found, "With a ceiling") == "no such size, since limit agency has none"
    assert np.isnan(found.switching.set_index("scenario")["as_written"]["With a ceiling"])


@pytest.mark.parametrize("name", LEVERS)
def test_every_lever_is_measured_by_its_size_or_has_none(name: str) -> None:
    measured = measured_by(named("Alone", lever(name)))
    size = ROWS[name].more
    if size:
        assert size.endswith(measured.words) and measured.as_written
    else:
        assert measured.as_written is None and name.replace("_", " ") in measured.words


def test_levers_of_several_kinds_are_scaled_together() -> None:
    levers = [lever(name) for name in LEVERS if name != "limit_agency"]
    whole = named("All", *levers)
    assert measured_by(whole) == Measure("times the programme as written", 1.0)
    for one, two in zip(whole.levers, sized(whole, 0.5).levers, strict=True):
        assert one.size and two.size
        assert two.size.value.mean == pytest.approx(one.size.value.mean / 2)
