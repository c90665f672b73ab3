"""Headlines say what the numbers say, and only that."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sufficiency.pages.card import _best
from sufficiency.pages.headline_scenarios import best_option, what_it_rests_on
from sufficiency.pages.headlines import headlines
from sufficiency.results.facts import BASELINE, LeverFacts, ScenarioFacts
from sufficiency.results.run import Run
from tests.pages.reading import reading
from tests.small_run import appraised_run, changed, small_run

DRIVERS = "it was not numbers. Price and mix of placements drive the money"
BEST, RESTS = "What could be done", "What that rests on"


def named(run: Run) -> dict[str, str]:
    """What each headline of a run says, by its name."""
    return dict(said.split(". ", 1) for said in headlines(run))  # type: ignore[misc]


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


def test_need_comes_first_then_what_is_missing_then_money() -> None:
    said = named(five_years())
    assert list(said) == [
        *("Children", "Fostering", "Children's homes", "Cost", BEST, RESTS),
        *("Spending so far", "What the forecast banks on", "How to read this"),
    ]
    assert said["Spending so far"] == (
        "Spending on children looked after rose by half in two years, from £47.0m in 2022/23 to "
        "£71.0m in 2024/25 (gross, in cash). The number of children stood still (655 to 652 on 31 "
        "March). So it was not numbers. Price and mix of placements drive the money. So do other "
        "services, nearly all of them not modelled here. Their line holds £7.2m of the rise of "
        "£24.0m, and the record does not say why."
    )
    assert "4 in 5 chance" in said["How to read this"]
    assert "assumption" in said[RESTS]
    assert "in 2026/27" in said["Cost"] and "do not model" in said["Cost"]
    banks = said["What the forecast banks on"]
    assert "today's numbers and mix" in banks and "as England's did" in banks
    assert "other placements falling from 43 to" in banks and "Nobody has decided" in banks


def test_headlines_are_short_and_plain(capsys: pytest.CaptureFixture[str]) -> None:
    read = reading(list(named(appraised_run()).values()))
    with capsys.disabled():
        print(f"\nheadlines: {read}")
    assert read.sentence <= 20 and read.longest <= 30
    assert read.age <= 13


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
def test_what_was_spent_follows_the_numbers(
    spent: tuple[float, float], children: tuple[float, float], says: str, drivers: bool
) -> None:
    evidence = record(
        {"2022-23": spent[0], "2024-25": spent[1]}, {2023: children[0], 2025: children[1]}
    )
    said = named(replace(five_years(), evidence=evidence))["Spending so far"]
    assert says in said
    assert (DRIVERS in said) == drivers


def test_nothing_is_said_of_spending_that_is_not_known() -> None:
    evidence = record({"2023-24": 40e6, "2024-25": 60e6}, {2024: 600, 2025: 600})
    assert "Spending so far" not in named(replace(five_years(), evidence=evidence))


def test_the_best_scenario_is_the_one_that_saves_most_and_may_save_nothing() -> None:
    run = five_years()
    tables = run.tables
    last = tables["savings"]["financial_year"] == "2029/30"
    worse = tables["savings"].copy()
    numbers = ["mean", "p10", "p50", "p90"]
    worse.loc[last, numbers] = -np.abs(worse.loc[last, numbers]) - 1e6
    means = tables["savings"][last & (tables["savings"]["price_basis"] == "real")]
    most = str(means.loc[means["mean"].idxmax(), "scenario"])
    assert f"“{most}” saves most" in named(run)[BEST]
    none = named(run.with_tables({"savings": worse}))[BEST]
    assert "None is likely to save money in 2029/30" in none and "a cost of" in none


def test_neither_a_price_nor_a_pressure_is_said_to_save_most() -> None:
    """However much it comes to: the next is named, by every page; of those alone nothing is."""
    run = five_years()
    rows = run.tables["savings"]
    last = (rows["financial_year"] == "2029/30") & (rows["price_basis"] == "real")
    most = str(rows.loc[rows[last]["mean"].idxmax(), "scenario"])
    for kind in ("change_price", "change_demand", "limit_agency", "asylum_arrivals"):
        told = changed(run, scenarios=_pulling(run, kind, most))
        assert best_option(told) and _best(told)
        for said in (best_option(told), what_it_rests_on(told), _best(told)):
            assert most not in said
    names = run.facts.scenario_names
    nothing = changed(run, scenarios=_pulling(run, "change_price", *names))
    assert best_option(nothing) == _best(nothing) == "" == what_it_rests_on(nothing)


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
    said = named(changed(run, {"appraisal": worth}))
    assert "the chance that it saves is" in said[BEST]
    assert (
        "Over 10 years from its first spending its net present value is between −£1.2m and £5.0m "
        "(middle £2.1m)." in said[RESTS]
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
    said = named(told)[RESTS]
    assert "Of it £0.7m comes from one assumed action (recruit carers, 4 to 10" in said
    assert "Of it £40,000 rests on an assumption: 5% of its new foster places" in said
    assert f"Of those that do one thing, “{step_down.name}” saves most" in said
    alone = changed(run, scenarios=tuple(replace(s, levers=()) for s in scenarios))
    assert "one thing" not in named(alone).get(RESTS, "")


def test_the_first_year_is_told_where_it_costs_more_than_it_saves() -> None:
    run = five_years()
    tables = run.tables
    savings = tables["savings"].copy()
    changed_from = savings["financial_year"] >= "2027/28"
    numbers = ["mean", "p10", "p50", "p90"]
    savings.loc[~changed_from, numbers] = 0.0
    begins = savings["financial_year"] == "2027/28"
    savings.loc[begins, numbers] = -1.5e6
    said = named(run.with_tables({"savings": savings}))[BEST]
    assert "In 2027/28, its first year, it costs £1.5m more than it saves" in said


def test_a_sentence_whose_numbers_are_withheld_is_left_out() -> None:
    run = five_years()
    tables = run.tables
    gap = tables["gap"].copy()
    gap.loc[gap["scenario"] == BASELINE, ["gap_p10", "gap_p50", "gap_p90"]] = np.nan
    said = named(run.with_tables({"gap": gap}))
    assert not {"Fostering", "Children's homes"} & set(said) and "Cost" in said
    assert not any("nan" in words.lower().split() for words in said.values())


def test_a_run_without_scenarios_or_of_one_year_has_its_sentences() -> None:
    said = named(small_run(scenarios=0, years=1))
    assert not {BEST, RESTS} & set(said)
    assert "31 March 2026" in said["Children"] and "2030" not in said["Children"]
    assert "The middle is" in said["Children"] and "2025/26" in said["Cost"]
