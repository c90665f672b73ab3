"""The scores against hand sums, integrals and long draws."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.forecasting import scores
from sufficiency.forecasting.scoring.summary import clustered_error


def test_draws_by_hand() -> None:
    # |1-2| and |4-2| average 1.5; pairs (1,1) (1,4) (4,1) (4,4) average 1.5, half of it 0.75.
    assert scores.crps_draws(np.array([1.0, 4.0]), np.array(2.0)) == pytest.approx(0.75)


def test_a_point_forecast_scores_its_absolute_error() -> None:
    assert scores.crps_draws(np.full(7, 10.0), np.array(13.0)) == pytest.approx(3.0)
    assert scores.crps_normal(np.array(10.0), np.array(0.0), np.array(13.0)) == 3.0


@pytest.mark.parametrize("came", [-1.0, 0.3, 2.5])
def test_normal_is_the_integral_of_its_definition(came: float) -> None:
    from scipy.stats import norm

    x = np.linspace(-12, 12, 400_001)
    below = norm.cdf(x, 0.5, 1.3)
    integral = np.trapezoid((below - (came <= x)) ** 2, x)
    got = scores.crps_normal(np.array(0.5), np.array(1.3), np.array(came))
    assert got == pytest.approx(integral, abs=1e-4)


@pytest.mark.parametrize("came", [40.0, 100.0, 190.0])
def test_lognormal_agrees_with_its_draws(came: float) -> None:
    from scipy.special import ndtri

    middle, sd = np.log(100.0), 0.2
    draws = np.exp(middle + sd * ndtri((np.arange(20_000) + 0.5) / 20_000))
    exact = scores.crps_lognormal(np.array(middle), np.array(sd), np.array(came))
    assert scores.crps_draws(draws, np.array(came)) == pytest.approx(exact, rel=2e-3)


def test_no_change_spread_is_the_root_mean_square_of_known_changes() -> None:
    values = np.array([[10.0, 13.0, np.nan, 20.0, 16.0], [5.0, np.nan, 5.0, np.nan, 5.0]])
    spread = scores.no_change_spread(values)
    assert spread[0] == pytest.approx(np.sqrt((3.0**2 + 4.0**2) / 2))
    assert np.isnan(spread[1])


def test_no_change_widens_with_the_root_of_the_horizon() -> None:
    values = np.array([[10.0, 14.0, 10.0]])
    got = scores.crps_no_change(values, 3, np.array([12.0]))
    expected = scores.crps_normal(np.array([10.0]), np.array([4 * np.sqrt(3)]), np.array([12.0]))
    assert got == pytest.approx(expected)


def test_covered_counts_the_middle() -> None:
    draws = np.linspace(0, 100, 1001)[None, :].repeat(3, axis=0)
    assert scores.covered(draws, np.array([9.0, 50.0, 91.0]), 0.8).tolist() == [False, True, False]


def test_scaled_error_over_the_mean_absolute_change() -> None:
    values = np.array([[10.0, 13.0, 12.0], [4.0, 4.0, 4.0]])
    got = scores.scaled_error(values, np.array([12.0, 4.0]), np.array([16.0, 5.0]))
    assert got[0] == pytest.approx(4.0 / 2.0)
    assert np.isnan(got[1])


def test_clustered_error_of_independent_terms_is_the_usual_one() -> None:
    rng = np.random.default_rng(3)
    part = pd.DataFrame({"crps": rng.uniform(0.5, 1.5, 4000), "crps_no_change": 1.0})
    each = clustered_error(part.assign(cluster=range(4000)), part["crps"].mean(), "cluster")
    assert each == pytest.approx(part["crps"].std() / np.sqrt(4000), rel=1e-6)
    # The same terms twice over know no more than once, if they are known to go together.
    twice = pd.concat([part.assign(cluster=range(4000))] * 2)
    assert clustered_error(twice, part["crps"].mean(), "cluster") == pytest.approx(each)
