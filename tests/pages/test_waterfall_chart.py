"""The waterfall of levers: its bars add to the whole, and its words say what its numbers say."""

from __future__ import annotations

import pandas as pd
import pytest

from sufficiency.engine import forecast, run_scenarios
from sufficiency.evidence import load_evidence
from sufficiency.pages.charts import Chart, waterfall
from sufficiency.results.waterfall import waterfalls
from tests.scenarios.strategies import scenario_of
from tests.small_run import small_run

pytestmark = pytest.mark.slow

LEVERS = [
    {"lever": "reduce_entries", "percent": 10, "why": "Edge of care."},
    {"lever": "step_down_from_residential", "children_a_year": 6},
    {"lever": "retain_carers", "fewer_leaving_percent": 20},
]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    levers = [{**lever, "from": "2026-04", "source": "assumption"} for lever in LEVERS]
    results = run_scenarios(forecast(load_evidence(), draws=200), [scenario_of(*levers)])
    return waterfalls(results)


def drawn(table: pd.DataFrame) -> Chart | None:
    return waterfall(small_run(years=5).with_tables({"waterfall": table}))


def test_the_bars_add_to_the_whole(table: pd.DataFrame) -> None:
    chart = drawn(table)
    assert chart is not None
    means = chart.data["mean (£m)"]
    apart = 0.05 * len(means)  # each figure is rounded once, the whole as well
    assert means.iloc[:-1].sum() == pytest.approx(means.iloc[-1], abs=apart)
    saving = table[(table["measure"] == "saving") & (table["price_basis"] == "real")]
    last = saving[saving["period"] == "2029/30"]
    assert last["mean"].iloc[:-1].sum() == pytest.approx(last["mean"].iloc[-1], abs=0.01)


def test_it_says_that_it_is_a_scenario_and_in_which_prices(table: pd.DataFrame) -> None:
    chart = drawn(table)
    assert chart is not None
    texts = chart.figure.findobj(lambda artist: hasattr(artist, "get_text"))
    words = " ".join(text.get_text() for text in texts)
    assert "SCENARIO" in words and "2024/25 prices" in words.replace("\n", " ")
    assert "Edge of care" in chart.alt and "2029/30" in chart.alt


def test_without_two_levers_there_is_nothing_to_show(table: pd.DataFrame) -> None:
    assert waterfall(small_run(years=5)) is None
    assert drawn(table.iloc[:0]) is None
