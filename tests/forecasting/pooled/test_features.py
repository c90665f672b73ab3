"""What the forecast leans on, checked by hand on a few years."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sufficiency.forecasting.pooled.by_type import categories, share_features
from sufficiency.forecasting.pooled.features import (
    five_year_mean,
    national_growth,
    total_features,
    uasc_change,
)
from sufficiency.forecasting.pooled.monthly_paths import between_years
from sufficiency.forecasting.pooled.panel import panel_from_arrays
from sufficiency.forecasting.pooled.splits import measure_split, split_paths

YEARS = np.arange(2020, 2024)
NAN = np.nan


def test_a_withheld_number_of_unaccompanied_children_counts_as_two() -> None:
    panel = panel_from_arrays(
        ("A", "B"),
        YEARS,
        {"looked_after": [[200.0] * 4] * 2, "uasc": [[NAN, 6, NAN, 12], [NAN] * 4]},
    )
    change = uasc_change(panel)
    assert change[0, 2:] == pytest.approx([-4 / 200, 10 / 200])
    assert np.isnan(change[0, :2]).all()  # before the first figure nothing is known
    assert np.isnan(change[1]).all()


def test_terms_are_set_against_the_nation() -> None:
    panel = panel_from_arrays(
        ("A",),
        YEARS,
        {
            "looked_after": [[100.0, 110, 110, 121]],
            "england_looked_after": [[1000.0, 1050, 1050, 1050]],
            "rate_per_10000": [[NAN, NAN, NAN, 90]],
            "neighbours_rate_per_10000": [[NAN, NAN, NAN, 60]],
            "group_log_growth_5y": [[NAN, NAN, NAN, 0.03]],
            "group_authorities": [[12.0] * 4],
        },
    )
    features = total_features(panel)
    assert features["own_momentum"][0, 1] == pytest.approx(np.log(1.1 / 1.05))
    assert features["own_momentum"][0, 3] == pytest.approx(np.log(1.1))
    assert features["neighbours_gap"][0, 3] == pytest.approx(np.log(1.5))
    nation = np.log(1.05) / 3
    assert features["group_trend"][0, 3] == pytest.approx((0.03 - nation) * 12 / 20)


def test_twenty_authorities_stand_in_for_the_nation_and_nineteen_do_not() -> None:
    for many, known in ((20, True), (19, False)):
        total = np.tile([100.0, 102, 104, 106], (many, 1))
        panel = panel_from_arrays(
            tuple(f"A{i}" for i in range(many)), YEARS, {"looked_after": total}
        )
        growth = national_growth(panel)
        assert np.isfinite(growth[1:]).all() == known


def test_the_mean_of_up_to_five_years() -> None:
    got = five_year_mean(np.array([NAN, 1.0, 2, 3, 4, 5, 6]))
    assert got[1:] == pytest.approx([1, 1.5, 2, 2.5, 3, 4])


def test_shares_are_set_against_the_others_from_eight_up() -> None:
    rng = np.random.default_rng(0)
    total = np.full((8, 4), 100.0)
    foster = rng.uniform(50, 80, (8, 4))
    with_others = share_features(foster, total)
    assert with_others["others_share"].mean(axis=0) == pytest.approx(np.zeros(4))
    assert with_others["own_share"].mean(axis=0) == pytest.approx(np.zeros(4))
    alone = share_features(foster[:7], total[:7])
    assert np.isnan(alone["others_share"]).all()
    logs = np.log(foster[0] / 100)
    assert alone["own_share"][0, 2] == pytest.approx(logs[2] - logs[:3].mean())


def test_a_withheld_group_takes_its_last_share_for_three_years_and_then_joins_the_rest() -> None:
    values = {
        "looked_after": [[100.0, 200, 200, 200, 200]],
        "foster": [[60.0, NAN, NAN, NAN, NAN]],
        "homes_and_supported": [[10.0] * 5],
        "placed_with_parents": [[10.0] * 5],
        "placed_for_adoption": [[5.0] * 5],
    }
    groups = categories(panel_from_arrays(("A",), np.arange(2020, 2025), values))
    assert groups.children[0, :4, 0] == pytest.approx([60, 120, 120, 120])
    assert groups.age[0, :4, 0].tolist() == [0, 1, 2, 3]
    assert np.isnan(groups.children[0, 4, 0])
    assert groups.children[0, :, 4] == pytest.approx([15, 55, 55, 55, 175])
    assert groups.lumped[0].tolist() == [False] * 4 + [True]


def test_months_lie_on_a_line_between_the_yearly_values() -> None:
    line = between_years(np.array(10.0), np.array([22.0, 10.0]), 24)
    assert line[:13] == pytest.approx(np.arange(10, 23))
    assert line[12:] == pytest.approx(np.arange(22, 9, -1))


def test_a_split_goes_back_to_its_usual_value_and_widens_as_measured() -> None:
    rng = np.random.default_rng(2)
    steps = rng.choice([-0.2, 0.2], size=(30, 6))
    odds = np.cumsum(steps, axis=1)
    first = 1000 / (1 + np.exp(-odds))
    history = pd.DataFrame(
        {
            "area_code": np.repeat([f"A{i:02d}" for i in range(30)], 6),
            "year": np.tile(np.arange(2020, 2026), 30),
            "first": first.ravel(),
            "second": 1000 - first.ravel(),
        }
    )
    split = measure_split(history, "A00", (900.0, 100.0))
    assert split.step == pytest.approx(0.2, rel=0.01)
    assert split.usual == pytest.approx(odds[0].mean(), abs=0.01)
    assert abs(split.lean) < 0.05  # the two together are a thousand throughout
    share = split_paths(split, np.full((20_000, 13), 1000.0), 1, "test")
    assert (share[:, 0] == 0.9).all()
    drawn = np.log(share / (1 - share))
    away = np.log(9.0) - split.usual
    assert drawn[:, 12].mean() - split.usual == pytest.approx(0.7 * away, rel=0.02)
    # A year of independent steps of 0.2 over the root of twelve, a little of each forgotten.
    assert 0.16 < drawn[:, 12].std() < 0.2


def test_a_part_that_comes_and_goes_takes_the_change_of_the_two_together() -> None:
    rng = np.random.default_rng(5)
    steady = np.full((60, 6), 600.0)
    moving = 400 * np.exp(np.cumsum(rng.normal(0, 0.2, (60, 6)), axis=1))
    history = pd.DataFrame(
        {
            "area_code": np.repeat([f"A{i:02d}" for i in range(60)], 6),
            "year": np.tile(np.arange(2020, 2026), 60),
            "first": steady.ravel(),
            "second": moving.ravel(),
        }
    )
    split = measure_split(history, "A00", (600.0, 400.0))
    both = 1000 * np.exp(np.linspace(0, 1, 13) * rng.normal(0, 0.08, (5000, 1)))
    first = both * split_paths(split, both, 1, "test")

    assert split.lean < -1.5
    apart = both * split_paths(replace(split, lean=0.0), both, 1, "test")
    assert first[:, 12].std() < 0.5 * apart[:, 12].std()
    assert first[:, 12].mean() == pytest.approx(apart[:, 12].mean(), rel=0.01)
