"""The chart of differences: each with the range of the difference itself."""

from __future__ import annotations

import pytest

from sufficiency.errors import InputError
from sufficiency.pages.charts import differences, waterfall_of
from sufficiency.results.run import Run
from tests.small_run import appraised_run, small_run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run(3)


def test_its_numbers_are_those_of_the_paired_differences(run: Run) -> None:
    chart = differences(run)
    assert chart is not None
    table = run.tables["differences"]
    table = table[(table["date"] == table["date"].max()) & (table["measure"] == "children")]
    agency = table[table["placement_type"] == "agency_fostering"].set_index("scenario")
    shown = chart.data[chart.data["placement"] == "Agency fostering"].set_index("scenario")
    assert list(shown["middle (p50)"]) == pytest.approx(list(agency["p50"]), abs=0.5)
    assert list(shown["low (p10)"]) == pytest.approx(list(agency["p10"]), abs=0.5)
    assert "Agency fostering: from −" in chart.alt
    assert "SCENARIO" in " ".join(text.get_text() for text in chart.figure.texts)


def test_small_differences_are_not_published(run: Run) -> None:
    assert differences(run.published()) is None


def test_a_waterfall_of_any_measure_and_date() -> None:
    run = appraised_run(3, years=5)
    name = run.facts.scenario_names[-1]
    chart = waterfall_of(run, name, "external_residential", "31 March 2028")
    steps = run.waterfall().query(
        "scenario == @name and measure == 'external_residential' and period == '31 March 2028'"
    )
    assert len(chart.data) == len(steps) and "31 March 2028" in chart.title
    assert chart.data["mean"].iloc[-1] == pytest.approx(steps["mean"].iloc[-1], abs=0.5)
    with pytest.raises(InputError, match="external_residential"):
        waterfall_of(run, name, "external_homes", "31 March 2028")
    later = run.waterfall("2028-09")
    assert "30 September 2028" in set(later["period"])
    with pytest.raises(InputError, match="2041-09 is not in the projection"):
        run.waterfall("2041-09")
