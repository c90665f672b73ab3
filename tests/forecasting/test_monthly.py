"""Monthly series: the season counts, the future is not seen, and what is wrong is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.forecasting.methods.catalogue import MODELS_MONTHLY
from sufficiency.forecasting.monthly import backtest_monthly, monthly_draws
from sufficiency.forecasting.scoring.summary import summary

QUICK = ["no_change", "seasonal_no_change", "drift"]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    months = np.arange(108)
    dates = pd.date_range("2016-04-30", periods=108, freq="ME")
    wave = 25 * np.sin(2 * np.pi * months / 12)
    return pd.DataFrame(
        {
            "seasonal": 400 + wave + rng.normal(0, 2, 108),
            "wandering": 300 + np.cumsum(rng.normal(0, 5, 108)),
        },
        index=dates,
    )


def test_a_season_and_a_walk_are_told_apart_by_the_scores(frame: pd.DataFrame) -> None:
    scores = backtest_monthly(frame, QUICK, draws=200)
    assert scores["origin"].min() >= frame.index[59]
    table = summary(scores, ["model", "series", "horizon"]).set_index(
        ["model", "series", "horizon"]
    )["relative_crps"]
    assert table["seasonal_no_change", "seasonal", 6] < 0.3
    assert table["seasonal_no_change", "wandering", 1] > 1.5
    assert table["no_change", "wandering", 1] == pytest.approx(1, abs=0.03)


def test_no_method_sees_a_planted_future(frame: pd.DataFrame) -> None:
    cut = frame.iloc[:66]
    planted = frame.copy()
    planted.iloc[66:] *= 4
    models = MODELS_MONTHLY
    one = monthly_draws(cut[["seasonal"]], models, 3, 20, 1)
    other = monthly_draws(planted.iloc[:66][["seasonal"]], models, 3, 20, 1)
    for name in models:
        assert np.isfinite(one[name]).all(), name
        np.testing.assert_array_equal(one[name], other[name])


def test_scores_of_a_backtest_do_not_depend_on_what_comes_after_the_outcome(
    frame: pd.DataFrame,
) -> None:
    changed = frame.copy()
    changed.iloc[-1] = 1e4
    one, other = (
        backtest_monthly(case, ["drift"], every=13, draws=50) for case in (frame, changed)
    )
    early = one["origin"] + pd.offsets.MonthEnd(36) < frame.index[-1]
    assert early.any()
    np.testing.assert_array_equal(one["bias"][early], other["bias"][early])


def test_a_gap_and_too_few_months_are_refused(frame: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="60 months; at least 61"):
        backtest_monthly(frame.iloc[:60])
    with pytest.raises(InputError, match="consecutive month ends"):
        backtest_monthly(frame.drop(frame.index[5]))
    with pytest.raises(InputError, match="'seasonal_no_change'"):
        backtest_monthly(frame, ["seasonal"])
