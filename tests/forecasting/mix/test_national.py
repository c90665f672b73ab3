"""England's errors: their size follows the law, and the step is found again from a long record."""

import numpy as np
import pytest

from sufficiency.forecasting.mix.national import (
    WANDERS,
    drift_errors,
    national_variance,
    recent_drift,
    step_of,
)


def _nation(years, step, rng):
    """A series whose level is jolted each year and whose drift wanders."""
    drift = np.cumsum(rng.normal(0, WANDERS * step, years))
    return np.cumsum(drift + rng.normal(0, step, years))


def test_the_drift_is_the_mean_of_the_last_three_changes_known():
    assert recent_drift(np.array([9.0, 1.0, 2.0, 3.0])) == 2.0
    assert recent_drift(np.array([np.nan, 0.5])) == 0.5
    assert recent_drift(np.array([])) == 0.0


@pytest.mark.parametrize("horizon", [1, 3, 5])
def test_the_law_gives_the_spread_of_errors_of_a_series_that_follows_it(horizon):
    rng = np.random.default_rng(1)
    errors = [drift_errors(_nation(10 + horizon, 0.05, rng), horizon)[-1] for _ in range(4000)]

    expected = np.sqrt(national_variance(0.05, np.array([float(horizon)])))[0]

    assert np.std(errors) == pytest.approx(expected, rel=0.06)


def test_the_step_is_found_again_from_past_errors():
    rng = np.random.default_rng(2)
    series = [_nation(16, 0.05, rng) for _ in range(300)]
    errors = {h: np.concatenate([drift_errors(one, h)[3:] for one in series]) for h in (1, 2, 3)}

    assert step_of(errors) == pytest.approx(0.05, rel=0.06)


def test_with_nothing_seen_the_prior_stands_and_with_much_seen_it_is_forgotten():
    prior = 0.1**2 * national_variance(1.0, np.array([1.0]))[0]
    many = {1: np.full(1000, 0.01)}

    assert step_of({}, prior, 2.0) == pytest.approx(0.1)
    assert step_of(many, prior, 2.0) == pytest.approx(step_of(many), rel=0.15)
    with pytest.raises(ValueError, match="nothing to tell"):
        step_of({})


def test_the_future_of_a_series_moves_no_error_before_it():
    rng = np.random.default_rng(3)
    series = _nation(16, 0.05, rng)
    changed = np.where(np.arange(16) > 10, series + 5, series)

    np.testing.assert_array_equal(drift_errors(series, 2)[:8], drift_errors(changed, 2)[:8])
