"""The mix: the total stands, the middle is England's, and the numbers are found again."""

from dataclasses import replace

import numpy as np
import pytest

from sufficiency.forecasting.mix.model import (
    EXPENSIVE,
    MixConstants,
    log_odds,
    middle_odds,
    mix_constants,
    with_mix,
)
from sufficiency.forecasting.mix.refit import refit_mix
from sufficiency.forecasting.pooled.series import CATEGORIES

YEARS = np.arange(6.0)
INSIDE = [name in EXPENSIVE for name in CATEGORIES]
STILL = MixConstants(
    pace=0.12, scale=1e-12, floor=0.01, power=0.6, lean=0.0, step=1e-9,
    england={y: -1.5 + 0.05 * (y - 2020) for y in range(2015, 2026)}, source="made up",
)  # fmt: skip


def _groups(draws=300, opening=(400.0, 90.0, 60.0, 20.0, 10.0), seed=1):
    rng = np.random.default_rng(seed)
    steps = rng.normal(0, 0.05, (draws, 5, 5))
    path = np.exp(np.cumsum(np.concatenate([np.zeros((draws, 1, 5)), steps], axis=1), axis=1))
    return np.array(opening) * path


def _share(groups):
    return groups[..., INSIDE].sum(-1) / groups.sum(-1)


def test_the_total_stands_in_every_draw_and_the_opening_is_the_count():
    groups = _groups()

    moved = with_mix(groups, YEARS, mix_constants(), 2025, "E1", 3)

    np.testing.assert_allclose(moved.sum(-1), groups.sum(-1), rtol=1e-12)
    np.testing.assert_allclose(moved[:, 0], groups[:, 0], rtol=1e-12)
    assert (moved >= 0).all()


def test_parts_keep_their_proportions_within_the_group_and_without():
    groups = _groups()

    moved = with_mix(groups, YEARS, mix_constants(), 2025, "E1", 3)

    for inside in (INSIDE, np.logical_not(INSIDE)):
        before, after = groups[..., inside], moved[..., inside]
        np.testing.assert_allclose(
            before / before.sum(-1, keepdims=True), after / after.sum(-1, keepdims=True)
        )


def test_without_errors_a_council_drifts_with_england_and_comes_back_to_it():
    odds = float(log_odds(np.array(100.0), np.array(580.0)))
    moved = with_mix(_groups(), YEARS, STILL, 2025, "E1", 3)

    found = np.log(_share(moved) / (1 - _share(moved)))

    expected = odds + 0.05 * YEARS - (1 - np.exp(-0.12 * YEARS)) * (odds - STILL.england[2025])
    np.testing.assert_allclose(found, np.broadcast_to(expected, found.shape), atol=1e-3)
    assert middle_odds(np.array(odds), YEARS, STILL, 2025) == pytest.approx(expected)


def test_what_england_did_later_is_not_looked_at():
    known = {y: v for y, v in STILL.england.items() if y <= 2020}
    later = replace(STILL, england=STILL.england | {2024: 9.0, 2025: 9.0})

    before = middle_odds(np.array(-1.0), YEARS, replace(STILL, england=known), 2020)

    np.testing.assert_array_equal(before, middle_odds(np.array(-1.0), YEARS, later, 2020))


def test_councils_share_englands_error_and_have_their_own():
    wide = replace(mix_constants(), scale=1e-12, step=0.1)
    own = replace(mix_constants(), step=1e-9)
    same = [_share(with_mix(_groups(2000), YEARS, wide, 2025, c, 3))[:, 5] for c in "AB"]
    apart = [_share(with_mix(_groups(2000), YEARS, own, 2025, c, 3))[:, 5] for c in "AB"]

    assert np.corrcoef(same)[0, 1] > 0.95
    assert abs(np.corrcoef(apart)[0, 1]) < 0.1


@pytest.mark.parametrize("opening", [(400.0, 0.0, 60.0, 20.0, 0.0), (0.0, 5.0, 0.0, 0.0, 2.0)])
def test_a_council_with_none_or_nothing_else_in_the_group_is_left_alone(opening):
    groups = _groups(opening=opening)

    np.testing.assert_array_equal(with_mix(groups, YEARS, mix_constants(), 2025, "E1", 3), groups)


def test_the_numbers_are_found_again_from_councils_that_follow_the_model():
    rng = np.random.default_rng(4)
    authorities, years, pace = 400, np.arange(2010, 2026), 0.15
    nation = -1.5 + 0.05 * np.arange(16)
    odds = np.empty((authorities, 16))
    odds[:, 0] = nation[0] + rng.normal(0, 0.6, authorities)
    for t in range(1, 16):
        back = (1 - np.exp(-pace)) * (odds[:, t - 1] - nation[t - 1])
        odds[:, t] = odds[:, t - 1] + 0.05 - back + rng.normal(0, 0.15, authorities)
    total = np.full_like(odds, 500.0) * np.exp(rng.normal(0, 0.01, odds.shape))
    england = {"looked_after": np.full(16, 80_000.0)}
    england["expensive"] = 80_000 / (1 + np.exp(-nation))

    found = refit_mix(total / (1 + np.exp(-odds)), total, years, england, "made up")

    assert found.pace == pytest.approx(pace, abs=0.02)
    spread = np.sqrt(found.own_variance(100.0, np.array([1.0])))[0]
    assert spread == pytest.approx(0.15, rel=0.1)
    assert found.step == pytest.approx(0.0, abs=1e-3)
    assert found.fitted_to == 2025


def test_what_ships_reads_back_as_it_was_written(tmp_path):
    from sufficiency.forecasting.mix.model import EMBEDDED

    assert EMBEDDED.read_text(encoding="utf-8") == mix_constants().to_json()
