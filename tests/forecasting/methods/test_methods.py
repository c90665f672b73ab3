"""Each method on series whose future is known, and what it does when it cannot be fitted."""

from __future__ import annotations

import logging
import warnings

import numpy as np
import pytest

from sufficiency.errors import InputError
from sufficiency.forecasting.methods.alone import attempt, unbroken
from sufficiency.forecasting.methods.catalogue import METHODS, METHODS_MONTHLY, chosen
from sufficiency.forecasting.methods.mixture import equal_parts
from sufficiency.forecasting.methods.plain import NotFitted, seasonal_no_change
from sufficiency.forecasting.scoring.panel_models import MODELS
from sufficiency.streams import stream

FITTED = ("ets", "sarimax", "unobserved_components", "theta", "prophet")
TRENDING = 400 + 12.0 * np.arange(14) + np.array([0, 5, -4, 3, -6, 2, 4, -3, 0, 6, -5, 1, -2, 3.0])


def drawn(name: str, values: np.ndarray, period: int = 1, horizons: int = 3) -> np.ndarray:
    method = METHODS_MONTHLY[name] if period > 1 else METHODS[name]
    path, reason = attempt(method, values, period, horizons, 400, stream(1, name))
    assert reason == ""
    return path


@pytest.mark.parametrize("name", [name for name in METHODS if name != "no_change"])
def test_a_steady_trend_is_carried_on(name: str) -> None:
    path = drawn(name, TRENDING)
    assert path.shape == (3, 400)
    middle = np.median(path, axis=1)
    # Damping holds a trend back and Theta halves it; none turns it round or doubles it.
    assert TRENDING[-1] < middle[2] < TRENDING[-1] + 2 * 36
    spread = path.std(axis=1)
    assert 1 < spread[0] < 40


def test_no_change_stays_and_widens_with_the_root_of_the_years() -> None:
    path = drawn("no_change", TRENDING, horizons=4)
    assert np.median(path, axis=1) == pytest.approx(TRENDING[-1], abs=6)
    step = np.sqrt((np.diff(TRENDING) ** 2).mean())
    assert path.std(axis=1) == pytest.approx(step * np.sqrt([1, 2, 3, 4]), rel=0.1)


@pytest.mark.slow
def test_a_season_is_carried_on_in_monthly_series() -> None:
    months = np.arange(72)
    wave = 30 * np.sin(2 * np.pi * months / 12)
    values = 500 + wave + np.random.default_rng(3).normal(0, 2, 72)
    ahead = 500 + 30 * np.sin(2 * np.pi * np.arange(72, 84) / 12)
    for name in ("seasonal_no_change", "ets", "unobserved_components", "theta", "prophet"):
        middle = np.median(drawn(name, values, period=12, horizons=12), axis=1)
        assert np.abs(middle - ahead).max() < 12, name
    flat = np.median(drawn("no_change", values, period=12, horizons=12), axis=1)
    assert np.abs(flat - ahead).max() > 20


def test_the_month_a_year_before_and_its_spread() -> None:
    values = np.concatenate([np.arange(12.0), np.arange(12.0) + 10])
    path = seasonal_no_change(values, 12, 14, 2000, stream(1, "test"))
    assert path.mean(axis=1)[:3] == pytest.approx([10, 11, 12], abs=0.5)
    assert path.std(axis=1)[[0, 11, 12]] == pytest.approx([10, 10, 10 * np.sqrt(2)], rel=0.05)


@pytest.mark.parametrize("name", FITTED)
def test_what_cannot_be_fitted_is_counted_and_forecast_by_no_change(name: str) -> None:
    flat = np.full(12, 7.0)
    path, reason = attempt(METHODS[name], flat, 1, 2, 30, stream(1, "x"))
    assert reason == "the series never changes"
    assert (path == 7).all()
    short, reason = attempt(METHODS[name], np.array([5.0, 8.0, 6.0]), 1, 2, 30, stream(1, "x"))
    assert reason == "too few points"
    assert np.isfinite(short).all()


def test_a_fit_that_did_not_converge_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    true = ETSModel.fit

    def fit(self, *args, **kwargs):
        return true(self, *args, **{**kwargs, "maxiter": 0})

    monkeypatch.setattr(ETSModel, "fit", fit)
    _, reason = attempt(METHODS["ets"], TRENDING, 1, 2, 20, stream(1, "x"))
    assert reason == "did not converge"


def test_paths_that_run_away_are_not_used_and_none_is_negative() -> None:
    def away(*_: object) -> np.ndarray:
        return np.full((2, 30), np.inf)

    path, reason = attempt(away, TRENDING, 1, 2, 30, stream(1, "x"))
    assert reason == "its paths ran away"
    assert np.isfinite(path).all()
    small, _ = attempt(METHODS["no_change"], np.array([9.0, 1.0, 3.0]), 1, 3, 200, stream(1, "x"))
    assert small.min() == 0


def test_too_little_for_anything_is_not_forecast() -> None:
    path, reason = attempt(METHODS["drift"], np.array([4.0]), 1, 2, 10, stream(1, "x"))
    assert np.isnan(path).all()
    assert reason == "too few points"
    with pytest.raises(NotFitted):
        METHODS["no_change"](np.array([4.0]), 1, 2, 10, stream(1, "x"))


def test_prophet_is_quiet_and_leaves_numpys_random_numbers_alone(
    capfd: pytest.CaptureFixture[str],
) -> None:
    np.random.seed(11)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    level = logging.getLogger("cmdstanpy").level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one, two = drawn("prophet", TRENDING), drawn("prophet", TRENDING)
    np.testing.assert_array_equal(one, two)
    np.testing.assert_array_equal(before, np.random.get_state()[1])  # noqa: NPY002
    assert logging.getLogger("cmdstanpy").level == level
    said = capfd.readouterr()
    assert "cmdstanpy" not in said.err + said.out


@pytest.mark.parametrize("name", FITTED)
def test_the_same_stream_gives_the_same_draws(name: str) -> None:
    np.testing.assert_array_equal(drawn(name, TRENDING), drawn(name, TRENDING))


def test_a_mixture_takes_as_many_paths_from_each_and_leaves_out_what_is_not_there() -> None:
    one, two = np.zeros((2, 3, 10)), np.ones((2, 3, 10))
    two[1] = np.nan
    mixed = equal_parts([one, two])
    assert mixed[0].mean() == 0.5
    assert (mixed[1] == 0).all()
    # A draw is one method's path through all years.
    assert (mixed[0] == mixed[0][:1]).all()
    assert np.isnan(equal_parts([two, two])[1]).all()


def test_models_are_named() -> None:
    assert chosen(None, MODELS) == MODELS
    assert chosen(["ensemble", "ets"], MODELS) == ("ets", "ensemble")
    with pytest.raises(InputError, match=r"'arima'.*known are"):
        chosen(["arima"], MODELS)
    with pytest.raises(InputError, match="No model"):
        chosen([], MODELS)


def test_only_the_figures_since_the_last_gap_are_used() -> None:
    assert unbroken(np.array([1.0, np.nan, 3.0, 4.0])).tolist() == [3, 4]
    assert unbroken(np.array([1.0, np.nan])).tolist() == []
    path, reason = attempt(METHODS["drift"], np.array([3.0, np.nan]), 1, 2, 10, stream(1, "x"))
    assert np.isnan(path).all() and reason == ""
