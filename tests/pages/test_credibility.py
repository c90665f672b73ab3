"""The charts that say how good the forecast is: what they say is what the numbers say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sufficiency.forecasting.scoring.stored import stored_table
from sufficiency.pages import charts
from sufficiency.results.run import Run
from tests.small_run import changed, small_run


@pytest.fixture(scope="module")
def run() -> Run:
    return changed(small_run(1), draws=300)


def test_past_forecasts_count_what_held_and_own_up_to_what_did_not(run: Run) -> None:
    chart = charts.chart_named(run, "past_forecasts")
    data = chart.data[chart.data["what came"].notna()]
    held = int((data["held"] == "yes").sum())
    inside = data["what came"].between(data["low (p10)"], data["high (p90)"])
    assert held == int(inside.sum())
    assert f"{held} of {len(data)} times" in chart.alt
    assert chart.data["times held"].dropna().iloc[0] == held
    assert "missed: they were too low" in chart.alt
    assert "hindsight" in chart.note.full


def test_the_budget_of_2017_the_method_would_have_missed_the_rise_too(run: Run) -> None:
    chart = charts.chart_named(run, "budget_expectation")
    assert chart.data["what came"].tolist() == [428, 515, 617, 664, 704]
    assert "428," in chart.alt
    assert "it would have missed what came" in chart.alt
    assert "would have missed it too" in chart.note.full
    assert "95% range held none" in chart.note.full


def test_an_authority_whose_budget_said_nothing_has_no_such_chart(run: Run) -> None:
    class Silent:
        def __getattr__(self, name: str) -> object:
            found = getattr(run.evidence, name)
            return found.iloc[:0] if name == "events" else found

    assert charts.budget_expectation(replace(run, evidence=Silent())) is None  # type: ignore[arg-type]


def test_methods_are_shown_best_first_with_their_stored_scores(run: Run) -> None:
    chart = charts.chart_named(run, "methods_compared")
    error = chart.data["error relative to no change (%)"]
    assert error.is_monotonic_increasing
    assert chart.data["method"].iloc[0] == "Pooled (in use)"
    stored = stored_table("by_series").query("model == 'prophet' and series == 'looked_after'")
    shown = chart.data.set_index("method").loc["Prophet", "error relative to no change (%)"]
    assert shown == round(100 * stored["relative_crps"].iloc[0], 1)
    assert "Prophet" in chart.alt and "72 English authorities" in chart.title
