"""The scores against hand sums, integrals and long draws."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtri

from sufficiency.forecasting.scoring import scores
from sufficiency.forecasting.scoring.forecasts import Drawn, Normal
from sufficiency.forecasting.scoring.outcome import Measures, Outcome
from sufficiency.forecasting.scoring.summary import clustered_error, score


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


def test_no_change_spread_is_the_root_mean_square_of_known_changes() -> None:
    values = np.array([[10.0, 13.0, np.nan, 20.0, 16.0], [5.0, np.nan, 5.0, np.nan, 5.0]])
    spread = scores.no_change_spread(values)
    assert spread[0] == pytest.approx(np.sqrt((3.0**2 + 4.0**2) / 2))
    assert np.isnan(spread[1])


def outcome(came: float, **given: float) -> Outcome:
    """One series at one horizon."""
    measures = Measures(("A",), ("foster",), (1,))
    level, scale = (np.array([given.get(name, 1.0)]) for name in ("level", "scale"))
    return Outcome(measures, np.array([[came]]), level, scale, np.array([[2.0]]), True)


@pytest.mark.parametrize(("came", "held"), [(9.0, False), (50.0, True), (91.0, False)])
def test_a_band_holds_the_middle_of_the_draws(came: float, held: bool) -> None:
    made = Drawn(np.linspace(0, 100, 1001)[None, None, :] + 1e-9)
    assert score(made, outcome(came), 1)["cover_80"].tolist() == [held]


def test_a_normal_forecast_scores_as_its_own_draws() -> None:
    made = Normal(np.array([[50.0]]), np.array([[4.0]]))
    draws = 50.0 + 4.0 * ndtri((np.arange(20_000) + 0.5) / 20_000)
    exact, drawn = (score(one, outcome(55.0), 1) for one in (made, Drawn(draws[None, None])))
    assert exact["crps"].tolist() == pytest.approx(drawn["crps"].tolist(), rel=1e-3)
    assert exact["bias"].tolist() == pytest.approx([np.log(1.1)])
    for level, held in ((50, False), (80, True), (95, True)):  # 1.25 standard deviations away
        assert exact[f"cover_{level}"].tolist() == drawn[f"cover_{level}"].tolist() == [held]


def test_scores_are_over_the_level_and_the_scale() -> None:
    made = Drawn(np.full((1, 1, 7), 10.4))
    row = score(made, outcome(13.4, level=50.0, scale=2.0), 1).iloc[0]
    assert row["crps"] == pytest.approx(3.0 / 50.0)
    assert row["crps_no_change"] == pytest.approx(2.0 / 50.0)
    assert row["scaled_error"] == pytest.approx(1.5)


def test_what_is_not_known_is_not_scored() -> None:
    assert score(Drawn(np.ones((1, 1, 5))), outcome(np.nan), 1).empty
    assert score(Drawn(np.full((1, 1, 5), np.nan)), outcome(3.0), 1).empty


def test_whole_numbers_are_read_between() -> None:
    """An 80% band of a small count holds about 80% of it, not nearly all."""
    counts = np.random.default_rng(1).poisson(3.0, 20_000).astype(float)
    low, high = Drawn(counts[None, None]).quantiles((0.1, 0.9), 1)[:, 0, 0]
    whole = np.quantile(counts, [0.1, 0.9])
    assert low != whole[0] and high != whole[1]
    spread = counts + np.random.default_rng(2).random(20_000) - 0.5
    assert np.mean((low <= spread) & (spread <= high)) == pytest.approx(0.8, abs=0.01)


def test_the_yearly_change_is_a_mean_over_what_is_known() -> None:
    values = np.array([[10.0, 13.0, 12.0], [4.0, 4.0, 4.0], [1.0, np.nan, 9.0]])
    change = scores.yearly_change(values)
    assert change[0] == pytest.approx(2.0)
    assert np.isnan(change[1:]).all()


def test_clustered_error_of_independent_terms_is_the_usual_one() -> None:
    rng = np.random.default_rng(3)
    part = pd.DataFrame({"crps": rng.uniform(0.5, 1.5, 4000), "crps_no_change": 1.0})
    each = clustered_error(part.assign(cluster=range(4000)), part["crps"].mean(), "cluster")
    assert each == pytest.approx(part["crps"].std() / np.sqrt(4000), rel=1e-6)
    # The same terms twice over know no more than once, if they are known to go together.
    twice = pd.concat([part.assign(cluster=range(4000))] * 2)
    assert clustered_error(twice, part["crps"].mean(), "cluster") == pytest.approx(each)
