"""Published mode withholds small numbers, and what would give them away (invariant 8)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sufficiency.evidence import load_evidence
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, TYPES_OF
from sufficiency.results.checks import check_tables
from sufficiency.results.contract import CONTRACT
from sufficiency.results.facts import BASELINE
from sufficiency.results.gap import ALL_AGES
from sufficiency.results.lookup import only
from sufficiency.results.publish.disclosure import Withheld
from sufficiency.results.publish.disclosure import withhold as withhold_from
from sufficiency.results.publish.rounding import rounded_tables
from tests.small_run import scaled, small_run, tables_of

Tables = dict[str, pd.DataFrame]
DATE = pd.Timestamp("2026-03-31")
WEEKLY = (430.0, 640, 1180, 6900, 7400, 1500, 250, 420, 4200, 3500)
PRICES = dict(zip(PLACEMENT_TYPES, WEEKLY, strict=True))
"""The price list, which assumptions.csv shows."""


def withhold(tables: Tables) -> Withheld:
    """Tables published beside a record whose publisher withheld nothing in the opening year."""
    return withhold_from(tables, load_evidence())


def for_publication(tables: Tables) -> Tables:
    """The tables that are left."""
    return dict(withhold(tables).tables)


def many_children(scenarios: int, years: int) -> Tables:
    """Tables of an authority so large that nothing in them is small, to be changed.

    Without ages, which no published run has (`test_market.py`).
    """
    tables = tables_of(scaled(small_run(scenarios, years), 20))
    whole = {name: only(tables[name], age_band=ALL_AGES) for name in ("gap", "market")}
    return tables | {name: frame.reset_index(drop=True) for name, frame in whole.items()}


@cache
def one_month() -> Tables:
    """Tables of Baseline and one scenario, cut down to one date where they have dates."""
    tables = many_children(1, 1)
    return {
        name: frame[frame["date"] == DATE].reset_index(drop=True) if "date" in frame else frame
        for name, frame in tables.items()
    }


def with_children(baseline: list[float], scenario: list[float] | None = None) -> Tables:
    """Tables whose placements hold these numbers at one date, the same in every statistic."""
    tables = one_month()
    numbers = {
        (name, kind): float(number)
        for name, row in ((BASELINE, baseline), (tables["savings"]["scenario"].iloc[0], scenario))
        for kind, number in [
            *zip(PLACEMENT_TYPES, row or baseline, strict=True),
            ("total", sum(row or baseline)),
        ]
    }
    placements, gap = tables["placements"], tables["gap"]
    keys = zip(placements["scenario"], placements["placement_type"], strict=True)
    children = [numbers[key] for key in keys]
    placements = placements.assign(**dict.fromkeys(CONTRACT["placements"].values, children))
    keys = zip(gap["scenario"], gap["family"], strict=True)
    need = [sum(numbers[name, kind] for kind in TYPES_OF[family]) for name, family in keys]
    gap = gap.assign(**dict.fromkeys(("need_p10", "need_p50", "need_p90"), need))
    third = [numbers[name, "total"] / 3 for name in tables["area"]["scenario"]]
    area = tables["area"].assign(**dict.fromkeys(CONTRACT["area"].values, third))
    forecast = placements[placements["scenario"] == BASELINE].drop(columns="scenario")
    costs = tables["costs"]
    pounds = {
        (name, kind): 52 * price * numbers[name, kind]
        for name, _ in numbers
        for kind, price in PRICES.items()
    }
    for name in {name for name, _ in numbers}:
        pounds[name, "total"] = sum(pounds[name, kind] for kind in PRICES)
    keys = zip(costs["scenario"], costs["placement_type"], strict=True)
    paid = [pounds.get(key, 0.0) for key in keys]
    costs = costs.assign(**dict.fromkeys(CONTRACT["costs"].values, paid))
    new = {"placements": placements, "forecast": forecast, "gap": gap, "area": area}
    new["costs"] = costs
    return {**tables, **new}


def shown(tables: Tables, scenario: str) -> tuple[pd.Series, pd.Series, float]:
    """Types, families (a blank is withheld) and total that a reader sees for one scenario."""
    placements = tables["placements"].query("scenario == @scenario and date == @DATE")
    mean = placements.set_index("placement_type")["mean"]
    gap = tables["gap"].query("scenario == @scenario and date == @DATE")
    need = gap.set_index("family")["need_p50"]
    return mean.reindex(list(PLACEMENT_TYPES)), need.reindex(list(FAMILIES)), mean["total"]


def equations(tables: Tables, scenario: str) -> np.ndarray:
    """What a reader knows of the ten types in one scenario, as linear equations of them.

    Types, families and the total where they are shown; each type's cost where it is shown, and
    the total cost, by the price list.
    """
    types, families, total = shown(tables, scenario)
    known = [np.eye(10)[i] for i in range(10) if not np.isnan(types.iloc[i])]
    known += [
        np.isin(PLACEMENT_TYPES, TYPES_OF[family]).astype(float)
        for family in FAMILIES
        if not np.isnan(families[family])
    ]
    known += [np.ones(10)] * (not np.isnan(total))
    costs = tables["costs"].query("scenario == @scenario and price_basis == 'nominal'")
    paid = costs.set_index("placement_type")["mean"]
    known += [np.eye(10)[PLACEMENT_TYPES.index(k)] for k in PRICES if not np.isnan(paid[k])]
    known += [np.array(list(PRICES.values())) / 1000] * (not np.isnan(paid["total"]))
    return np.array(known).reshape(-1, 10)


def is_given_away(known: np.ndarray, kind: str) -> bool:
    """Whether equations leave one value only for a type.

    They do when the type's unit vector lies in the space that they span.
    """
    more = np.vstack([known, np.eye(10)[PLACEMENT_TYPES.index(kind)]])
    return bool(np.linalg.matrix_rank(more) == np.linalg.matrix_rank(known))


children = st.lists(
    st.one_of(st.integers(0, 7), st.integers(0, 200)), min_size=10, max_size=10
).filter(lambda numbers: sum(numbers) >= 6)


@given(children, children)
def test_no_small_number_is_shown_or_can_be_had_from_sums_and_costs(
    one: list[float], two: list[float]
) -> None:
    before = with_children(one, two)
    after = for_publication(before)
    for scenario in before["placements"]["scenario"].unique():
        true, _, total = shown(before, scenario)
        types, _, _ = shown(after, scenario)
        known = equations(after, scenario)
        for kind in PLACEMENT_TYPES:
            if 0 < true[kind] < 6:
                assert np.isnan(types[kind])
                few_types = (true > 0).sum() <= 2 or total < 12
                assert few_types or not is_given_away(known, kind)


def test_what_protects_one_scenario_is_not_shown_in_another() -> None:
    """Fewer homes places in one scenario; the types no lever moves are alike in both."""
    baseline = [92, 115, 157, 11, 88, 46, 71, 18, 3, 43]
    scenario = [92, 115, 157, 11, 88, 46, 71, 15, 6, 43]
    tables = for_publication(with_children(baseline, scenario))
    for name in tables["placements"]["scenario"].unique():
        types, families, total = shown(tables, name)
        few = {"other_residential", "placed_for_adoption", "other_placements"}
        assert set(types.index[types.isna()]) == few
        assert set(families.index[families.isna()]) == few
        assert total == 644


def test_a_month_between_two_that_are_withheld_is_withheld() -> None:
    before = many_children(1, 1)
    few = (pd.Timestamp(2025, 6, 30), pd.Timestamp(2025, 9, 30))
    for name in ("placements", "forecast"):
        table = before[name]
        rows = (table["placement_type"] == "other_residential") & table["date"].isin(few)
        table.loc[rows, list(CONTRACT[name].values)] = 4.0
    types = for_publication(before)["forecast"].query("placement_type == 'other_residential'")
    blank = types.loc[types["mean"].isna(), "date"]
    assert list(blank) == list(pd.date_range("2025-06-30", "2025-09-30", freq="ME"))


def test_within_a_family_the_next_type_is_withheld_and_the_family_stays() -> None:
    tables = for_publication(with_children([92, 115, 157, 4, 95, 46, 71, 18, 11, 43]))
    types, families, _ = shown(tables, BASELINE)
    few = {"other_residential", "placed_for_adoption"}  # or the costs of the two would tell
    assert set(types.index[types.isna()]) == {"in_house_residential", "external_residential"} | few
    assert set(families.index[families.isna()]) == few
    assert families["homes"] == 99
    supply = tables["gap"].query("date == @DATE and family == 'homes'")
    assert supply[["usable_supply_p50", "gap_p50"]].isna().all(axis=None)


def test_costs_follow_the_children() -> None:
    before = with_children([92, 115, 157, 4, 95, 46, 71, 18, 11, 43])
    costs = for_publication(before)["costs"]
    blank = costs[costs["mean"].isna()]
    assert set(blank["placement_type"]) == {
        *("in_house_residential", "external_residential"),
        *("placed_for_adoption", "other_residential"),
    }
    assert set(blank["financial_year"]) == {"2025/26"}
    assert withhold(before).withheld["costs"] == 5 * len(blank)
    assert blank[["p10", "p50", "p80", "p90"]].isna().all(axis=None)
    bridge = for_publication(before)["bridge"].query("financial_year == '2025/26'")
    assert bridge[["mix", "price"]].isna().all(axis=None)
    assert bridge[["from", "volume", "inflation", "intervention", "to"]].notna().all(axis=None)


def test_a_dear_type_is_not_told_by_what_cheap_ones_cost_with_it() -> None:
    """18 children placed for adoption and 20 with parents cost less than one child at £4,200."""
    tables = for_publication(with_children([92, 115, 157, 11, 88, 46, 20, 18, 3, 60]))
    types, _, _ = shown(tables, BASELINE)
    few = {"other_residential", "placed_for_adoption", "placed_with_parents"}
    assert set(types.index[types.isna()]) == few | {"supported_accommodation"}


def test_an_area_with_few_children_takes_another_with_it() -> None:
    before = many_children(1, 1)
    area = before["area"].copy()
    area.loc[area["area"] == "unknown", list(CONTRACT["area"].values)] = 4.0
    after = for_publication({**before, "area": area})["area"]
    assert after.loc[after["area"] != "in_area", "mean"].isna().all()
    assert after.loc[after["area"] == "in_area", "mean"].notna().all()


def test_the_low_end_of_a_range_is_withheld_alone() -> None:
    before = many_children(1, 1)
    rows = before["placements"]["placement_type"] == "other_residential"
    before["placements"].loc[rows, "p10"] = 5.5
    after = for_publication(before)["placements"]
    assert after.loc[rows, "p10"].isna().all()
    assert after.loc[rows, "mean"].notna().all()


def test_the_other_end_of_a_range_that_adds_to_a_sum_is_withheld() -> None:
    """99 children in homes, known: those elsewhere are most when those in own homes are fewest."""
    before = many_children(1, 1)
    rows = before["placements"]["placement_type"] == "in_house_residential"
    before["placements"].loc[rows, ["p10", "mean"]] = [4.0, 11.0]
    after = for_publication(before)["placements"]
    assert after.loc[rows, "p10"].isna().all()
    assert after.loc[rows, ["mean", "p90"]].notna().all(axis=None)
    others = after[after["placement_type"] == "external_residential"]
    assert others[["p10", "p90"]].isna().all(axis=None)
    assert others[["mean", "p25", "p50", "p75"]].notna().all(axis=None)
    assert after.loc[after["placement_type"] == "agency_fostering", "p90"].notna().all()


def test_a_supply_with_a_small_end_takes_the_ends_of_the_gap() -> None:
    before = many_children(1, 1)
    rows = before["gap"]["family"] == "homes"
    before["gap"].loc[rows, "usable_supply_p10"] = 4.0
    after = for_publication(before)["gap"].loc[rows]
    assert after[["gap_p10", "gap_p90", "usable_supply_p90"]].isna().all(axis=None)
    assert after[["need_p10", "need_p50", "usable_supply_p50", "gap_p50"]].notna().all(axis=None)


def test_a_small_flow_is_not_given_back_by_the_balance_of_its_year() -> None:
    before = many_children(1, 1)
    flows = before["flows"].copy()
    flows.loc[1, "started"] = 3
    after = for_publication({**before, "flows": flows})["flows"]
    assert after.loc[1, ["started", "expected", "residual"]].isna().all()
    assert after.drop(index=1).notna().all(axis=None)


def test_children_by_lever_are_left_out_and_money_is_kept() -> None:
    before = many_children(1, 1)
    steps = pd.DataFrame(
        [("saving", 1, 9e5, 8e5, 1e6), ("children_in_external_homes", 1, -2.5, -4.0, -1.0)],
        columns=["measure", "step", "mean", "p10", "p90"],
    )
    after = for_publication({**before, "waterfall": steps})
    assert after["waterfall"].to_dict("records") == steps.iloc[:1].to_dict("records")


def test_assumed_numbers_of_children_are_withheld_when_small() -> None:
    before = many_children(1, 1)
    rows = [("own_homes_children", 3.0, 1.0, 8.0, "children", "assumption", "D", np.nan)]
    extra = pd.DataFrame(rows, columns=before["assumptions"].columns)
    more = pd.concat([before["assumptions"], extra], ignore_index=True)
    after = for_publication({**before, "assumptions": more})["assumptions"].set_index("key")
    assert after.loc["own_homes_children", ["value", "low", "high"]].isna().all()
    assert after.loc["places_per_household", "value"] == 2.09


def test_large_numbers_are_rounded_and_no_more_and_nothing_given_is_changed() -> None:
    before = many_children(2, 2)
    copies = {name: frame.copy(deep=True) for name, frame in before.items()}
    left = withhold(before)
    assert left.withheld == {}
    ages = before["gap"]["age_band"] == ALL_AGES
    all_ages = {"gap": before["gap"][ages].reset_index(drop=True)}
    rounded = rounded_tables({name: before[name] for name in left.tables} | all_ages)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, copies[name])
    for name, frame in left.tables.items():
        pd.testing.assert_frame_equal(frame, rounded[name], check_dtype=False)
    assert set(before) - set(left.tables) == {
        *("after_care", "asylum", "budget", "differences", "fading", "scenario_flows"),
    }
    children, whole = before["forecast"]["mean"], left.tables["forecast"]["mean"]
    assert ((children - whole).abs() <= 0.5).all() and (whole % 1 == 0).all()


@pytest.mark.parametrize("published", [True, False])
def test_blanks_pass_the_check_in_published_mode_alone(published: bool) -> None:
    tables = for_publication(with_children([92, 115, 157, 4, 95, 46, 71, 18, 11, 43]))
    if published:
        check_tables(tables, published=True)
    else:
        with pytest.raises(AssertionError, match="blank"):
            check_tables(tables)
