"""What stands beside the numbers so that they do not mislead, and the summary of scenarios."""

from __future__ import annotations

from pathlib import Path

import pytest

from sufficiency.engine import Results, forecast, run_scenarios
from sufficiency.evidence import load_evidence
from sufficiency.pages.remarks import cautions, standing_empty
from sufficiency.pages.summary import summary_table
from sufficiency.results.lookup import one
from sufficiency.results.run import make_run
from sufficiency.scenarios import load_scenarios

pytestmark = pytest.mark.slow

SCENARIOS = Path(__file__).parents[2] / "scenarios"
GROW = "Grow in-house fostering"


@pytest.fixture(scope="module")
def results() -> Results:
    return run_scenarios(forecast(load_evidence(), draws=200), load_scenarios(SCENARIOS))


def test_the_summary_says_what_of_the_saving_rests_on_homes(results: Results) -> None:
    table = summary_table(make_run(results))
    assert table.loc[GROW, "Of new places, from homes"] == "5%"
    assert " of a mean of £" in table.loc[GROW, "What rests on that"]
    assert table.loc["Permanence", "What rests on that"] == ""


def test_cautions_are_of_the_run_s_own_numbers(results: Results) -> None:
    run = make_run(results)
    tables = run.tables
    falling, homes = cautions(run)
    assert falling.startswith("Other placements are forecast to fall from 43 children")
    cost = one(
        tables["costs"],
        scenario="Baseline",
        financial_year="2029/30",
        placement_type="other_placements",
        price_basis="real",
    )
    assert f"and not £{cost['mean'] / 1e6:.1f}m in 2029/30" in falling
    assert "by 4% on average" in homes
    steady = tables["forecast"].assign(p50=tables["forecast"]["mean"].max())
    assert len(cautions(run.with_tables({"forecast": steady}))) == 1


def test_empty_places_are_usable_less_filled(results: Results) -> None:
    run = make_run(results)
    said = standing_empty(run)
    assert "stand empty" in said and "115 filled" in said
    withheld = run.tables["carers"].assign(filled_places_p50=float("nan"))
    assert "stand empty" not in standing_empty(run.with_tables({"carers": withheld}))
