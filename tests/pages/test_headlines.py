"""Headlines say what the numbers say, and only that."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sufficiency.pages.card import _best
from sufficiency.pages.headline_scenarios import scenario_headline
from sufficiency.pages.headlines import headlines
from sufficiency.pages.report.front import best_option
from sufficiency.results.facts import BASELINE, LeverFacts, ScenarioFacts
from sufficiency.results.run import Run
from tests.small_run import changed, small_run

DRIVERS = "it was not numbers. Price and mix of placements drive the money"


def record(spent: dict[str, float], children: dict[int, float]) -> Any:
    """As much of the evidence as the first headline reads."""
    spend = pd.DataFrame(
        {
            "area": "Anywhere",
            "financial_year": list(spent),
            "line": "RO3 CLA total",
            "measure": "total_expenditure",
            "value": list(spent.values()),
        }
    )
    return SimpleNamespace(
        authority=SimpleNamespace(name="Anywhere"),
        spend=spend,
        series=lambda measure: pd.Series(children, dtype=float),
    )


def five_years() -> Run:
    return small_run(3, years=5)


def test_six_sentences_on_the_embedded_record() -> None:
    said = headlines(five_years())
    assert len(said) == 6
    assert said[0] == (
        "Spending on children looked after rose by half in two years, from £47.0m in 2022/23 to "
        "£71.0m in 2024/25 (gross, in cash), while their number stood still (655 to 652 on 31 "
        "March): it was not numbers. Price and mix of placements drive the money, and so do other "
        "services, nearly all of them not modelled here: their line holds £7.2m of the rise of "
        "£24.0m, and the record does not say why."
    )
    for sentence in said[1:4]:
        assert "4 in 5 chance" in sentence
    assert "assumed" in said[3]
    assert "2026/27" in said[4] and "not modelled" in said[4]
    assert "today's numbers and mix" in said[5] and "as England's did" in said[5]
    assert "other placements falling from 43 to" in said[5] and "nobody has decided" in said[5]


@pytest.mark.parametrize(
    ("spent", "children", "says", "drivers"),
    [
        ((40e6, 60e6), (600, 603), "rose by half", True),
        ((40e6, 80e6), (600, 606), "doubled", True),
        ((40e6, 52e6), (600, 780), "rose by 30%", False),
        ((40e6, 40.2e6), (600, 600), "stood still", False),
        ((40e6, 36e6), (600, 500), "fell by 10%", False),
        ((40e6, 52e6), (600, 540), "rose by 30%", True),
    ],
)
def test_the_first_sentence_follows_the_numbers(
    spent: tuple[float, float], children: tuple[float, float], says: str, drivers: bool
) -> None:
    evidence = record(
        {"2022-23": spent[0], "2024-25": spent[1]}, {2023: children[0], 2025: children[1]}
    )
    first = headlines(replace(five_years(), evidence=evidence))[0]
    assert says in first
    assert (DRIVERS in first) == drivers


def test_nothing_is_said_of_spending_that_is_not_known() -> None:
    evidence = record({"2023-24": 40e6, "2024-25": 60e6}, {2024: 600, 2025: 600})
    said = headlines(replace(five_years(), evidence=evidence))
    assert len(said) == 5
    assert not any("Spending on children looked after rose" in sentence for sentence in said)


def test_the_best_scenario_is_the_one_that_saves_most_and_may_save_nothing() -> None:
    run = five_years()
    tables = run.tables
    last = tables["savings"]["financial_year"] == "2029/30"
    worse = tables["savings"].copy()
    numbers = ["mean", "p10", "p50", "p90"]
    worse.loc[last, numbers] = -np.abs(worse.loc[last, numbers]) - 1e6
    best = headlines(run)[3]
    means = tables["savings"][last & (tables["savings"]["price_basis"] == "real")]
    assert str(means.loc[means["mean"].idxmax(), "scenario"]) in best
    none = headlines(run.with_tables({"savings": worse}))[3]
    assert none.startswith("None of the 3 scenarios is expected to save money in 2029/30")
    assert "a cost of" in none


def test_neither_a_price_nor_a_pressure_is_said_to_save_most() -> None:
    """However much it comes to: the next is named, by every page; of those alone nothing is."""
    run = five_years()
    rows = run.tables["savings"]
    last = (rows["financial_year"] == "2029/30") & (rows["price_basis"] == "real")
    most = str(rows.loc[rows[last]["mean"].idxmax(), "scenario"])
    for kind in ("change_price", "change_demand", "limit_agency", "asylum_arrivals"):
        told = changed(run, scenarios=_pulling(run, kind, most))
        for said in (headlines(told)[3], best_option(told), _best(told)):
            assert said and most not in said
    names = run.facts.scenario_names
    nothing = changed(run, scenarios=_pulling(run, "change_price", *names))
    assert best_option(nothing) == _best(nothing) == "" == scenario_headline(nothing)


def _pulling(run: Run, kind: str, *names: str) -> tuple[ScenarioFacts, ...]:
    """The scenarios of a run, some of them with one lever of a kind."""
    return tuple(
        replace(s, levers=(LeverFacts(kind, ""),) if s.name in names else s.levers)
        for s in run.facts.scenarios
    )


def test_a_chance_to_save_stands_beside_the_net_present_value_of_all_the_years_counted() -> None:
    run = five_years()
    names = run.facts.scenario_names
    row = {"measure": "npv", "mean": 2e6, "p10": -1.2e6, "p50": 2.1e6, "p90": 5e6}
    worth = pd.DataFrame(
        [{"scenario": name, "years": years, **row} for name in names for years in (3, 10)]
    )
    worth.loc[worth["years"] == 3, ["p10", "p50", "p90"]] = 9e6
    said = headlines(changed(run, {"appraisal": worth}))[3]
    assert (
        "of saving anything; over 10 years from its first spending its net present value is "
        "£2.1m (−£1.2m to £5.0m)" in said
    )


def test_a_combined_scenario_is_told_apart_from_what_it_is_made_of() -> None:
    run = five_years()
    facts = run.facts
    single, step_down, combined = facts.scenarios
    scenarios = (
        replace(single, levers=(LeverFacts("recruit_carers", ""),)),
        step_down,
        replace(
            combined,
            levers=(
                LeverFacts("recruit_carers", "4 to 10 additional households a year"),
                LeverFacts("open_home", ""),
            ),
            rests_on_residential=40_000.0,
        ),
    )
    keys = {"scenario": combined.name, "measure": "saving", "price_basis": "real"}
    steps = pd.DataFrame(
        [
            {**keys, "period": "2029/30", "step": 1, "lever": "recruit_carers", "mean": 7e5},
            {**keys, "period": "2029/30", "step": 2, "lever": "open_home", "mean": 5e5},
            {**keys, "period": "2029/30", "step": 3, "lever": "interaction", "mean": -2e5},
            {**keys, "period": "2029/30", "step": 4, "lever": "total", "mean": 1e6},
        ]
    )
    told = changed(run, {"waterfall": steps}, scenarios=scenarios)
    said = headlines(told)[3]
    assert "(recruit carers, 4 to 10 additional households a year, an assumption)" in said
    assert "£0.7m comes from one action" in said and "£40,000 rests on 5%" in said
    assert f"Of those that do one thing, “{step_down.name}” saves most" in said
    alone = changed(run, scenarios=tuple(replace(s, levers=()) for s in scenarios))
    assert "one thing" not in headlines(alone)[3]


def test_the_first_year_is_told_where_it_costs_more_than_it_saves() -> None:
    run = five_years()
    tables = run.tables
    savings = tables["savings"].copy()
    changed_from = savings["financial_year"] >= "2027/28"
    numbers = ["mean", "p10", "p50", "p90"]
    savings.loc[~changed_from, numbers] = 0.0
    begins = savings["financial_year"] == "2027/28"
    savings.loc[begins, numbers] = -1.5e6
    said = headlines(run.with_tables({"savings": savings}))[3]
    assert "in 2027/28, its first year, it costs £1.5m more than it saves" in said


def test_a_sentence_whose_numbers_are_withheld_is_left_out() -> None:
    run = five_years()
    tables = run.tables
    gap = tables["gap"].copy()
    gap.loc[gap["scenario"] == BASELINE, ["gap_p10", "gap_p50", "gap_p90"]] = np.nan
    said = headlines(run.with_tables({"gap": gap}))
    assert len(said) == 5
    assert not any("foster carers go on" in sentence or "nan" in sentence for sentence in said)


def test_a_run_without_scenarios_or_of_one_year_has_its_sentences() -> None:
    said = headlines(small_run(scenarios=0, years=1))
    assert len(said) == 5
    assert "31 March 2026" in said[1] and "2030" not in said[1]
    assert "2025/26" in said[3]
