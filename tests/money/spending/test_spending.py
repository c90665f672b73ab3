"""Spending: the total's path, what moves it, and its split into lines."""

from dataclasses import replace

import numpy as np
import pytest

from sufficiency.money.spending.lines import (
    LINES,
    LineConstants,
    LinesOpening,
    line_constants,
    line_shares,
    refit_lines,
)
from sufficiency.money.spending.model import (
    FEATURES,
    HALF_LIVES,
    LONG_RUN,
    SpendingOpening,
    growth_level,
    half_with_inflation,
    national_paths,
    spending_constants,
    spending_paths,
)
from sufficiency.money.spending.refit import SpendingPanel, half_life_weights, refit_spending

OPENING = SpendingOpening(2024, {}, 600.0)
FLAT = np.full((2000, 5), 150.0)


def _quiet(**changes):
    return replace(spending_constants(), scale=1e-12, step=1e-9, **changes)


def test_england_goes_on_at_its_level_and_fades_to_the_long_run():
    never = _quiet(weights=(0, 0, 0, 0, 0, 1.0))
    two_years = _quiet(weights=(0, 1.0, 0, 0, 0, 0))
    level = growth_level(np.array(list(never.england.values())))[-1]

    go_on = national_paths(2024, 5, 50, never, 1).mean(axis=0)
    fade = national_paths(2024, 5, 50, two_years, 1).mean(axis=0)

    np.testing.assert_allclose(go_on, level * np.arange(1, 6), atol=1e-6)
    yearly = LONG_RUN + (level - LONG_RUN) * 0.5 ** (np.arange(1, 6) / 2)
    np.testing.assert_allclose(fade, np.cumsum(yearly), atol=1e-6)


def test_futures_with_more_children_cost_more_by_part_of_the_difference():
    rng = np.random.default_rng(1)
    more = np.exp(rng.normal(0, 0.1, (2000, 1)))
    constants = _quiet()

    path = spending_paths(OPENING, FLAT * more, FLAT, constants, "E1", 1)
    still = spending_paths(OPENING, FLAT, FLAT, constants, "E1", 1)

    slope = np.polyfit(np.log(more[:, 0]), (path - still)[:, 2], 1)[0]
    assert slope == pytest.approx(constants.children["expensive"], rel=1e-6)
    assert 0.1 < slope < 0.5
    np.testing.assert_allclose((path - still).mean(axis=0), 0, atol=1e-9)


def test_what_is_in_the_door_counts_once_and_level_counts_every_year():
    constants = _quiet()
    plain = spending_paths(OPENING, FLAT, FLAT, constants, "E1", 1)

    def moved(name):
        opening = replace(OPENING, features={name: 0.1})
        return (spending_paths(opening, FLAT, FLAT, constants, "E1", 1) - plain)[0] / 0.1

    np.testing.assert_allclose(moved("expensive_now"), constants.opening["expensive_now"])
    np.testing.assert_allclose(moved("level"), constants.opening["level"] * np.arange(1, 6))


def test_councils_share_england_and_have_an_error_of_their_own():
    constants = spending_constants()
    paths = [spending_paths(OPENING, FLAT, FLAT, constants, c, 1)[:, 2] for c in "AB"]
    nation = national_paths(2024, 5, 2000, constants, 1)[:, 2]

    own = np.sqrt(constants.own_variance(600.0, np.array([3.0])))[0]
    assert (paths[0] - nation).std() == pytest.approx(own, rel=0.05)
    share = nation.var() / paths[0].var()
    assert np.corrcoef(paths)[0, 1] == pytest.approx(share, abs=0.06)


def test_a_doubt_about_inflation_widens_a_nominal_range_the_further_ahead_the_more():
    halves = [half_with_inflation(90.0, 110.0, ahead) for ahead in range(6)]

    assert {half for half, _ in halves} == {10.0}
    wider = [wide for _, wide in halves]
    assert wider[0] == pytest.approx(10.0)
    assert (np.diff(wider) > 0).all()
    # Independent errors add as squares: 10% and 5 x 1.2% x 1.28.
    assert wider[5] == pytest.approx(100 * np.hypot(0.1, 0.0769), rel=0.01)


def test_larger_councils_are_surer():
    variance = spending_constants().own_variance
    assert variance(1500.0, np.array([2.0]))[0] < variance(300.0, np.array([2.0]))[0]


def _panel(rng, effects, authorities=400, years=12):
    """Authorities whose spending follows the model, with children that move at random."""
    size = np.exp(rng.normal(6, 0.5, (authorities, 1)))
    children = size * np.exp(np.cumsum(rng.normal(0, 0.04, (authorities, years + 1)), axis=1))
    expensive = (
        0.2 * children * np.exp(np.cumsum(rng.normal(0, 0.08, (authorities, years + 1)), axis=1))
    )
    over = [(x[:, 1:] + x[:, :-1]) / 2 for x in (expensive, children)]
    spending = np.empty((authorities, years))
    spending[:, 0] = np.log(80_000 * over[1][:, 0]) + rng.normal(0, 0.2, authorities)
    for t in range(1, years):
        moved = effects[0] * np.log(over[0][:, t] / over[0][:, t - 1])
        level = spending[:, t - 1] - np.log(over[1][:, t - 1])
        moved += effects[1] * (level - level.mean())
        spending[:, t] = spending[:, t - 1] + 0.05 + moved + rng.normal(0, 0.05, authorities)
    return SpendingPanel(
        np.arange(2013, 2013 + years), spending, over[0], over[1], over[1],
        np.log(expensive[:, 1:] / over[0]), np.log(children[:, 1:] / over[1]),
        np.log(children[:, 1:]) - np.log(size) + rng.normal(0, 0.3, (authorities, 1)),
    )  # fmt: skip


def test_effects_are_found_again_from_councils_that_follow_the_model():
    panel = _panel(np.random.default_rng(2), effects=(0.3, -0.05))
    england = {int(y): 0.05 for y in panel.years}

    found = refit_spending(panel, england, "made up")

    assert found.children["expensive"] == pytest.approx(0.3, abs=0.05)
    assert found.opening["level"] == pytest.approx(-0.05, abs=0.015)
    assert np.sqrt(found.own_variance(450.0, np.array([1.0])))[0] == pytest.approx(0.05, rel=0.25)


def test_a_record_that_faded_believes_in_fading_and_a_short_one_in_anything():
    faded = LONG_RUN + 0.08 * 0.5 ** np.arange(14)
    steady = np.full(14, 0.07) + np.random.default_rng(3).normal(0, 0.002, 14)

    assert half_life_weights(faded)[0] > 0.9
    assert half_life_weights(steady)[-1] > 0.5
    np.testing.assert_allclose(half_life_weights(np.array([0.05])), 1 / len(HALF_LIVES))


def test_lines_add_to_the_total_in_every_draw_and_move_against_each_other():
    opening = LinesOpening("E1", 2024, np.array([0.5, 0.25, 0.25]))

    shares = line_shares(opening, FLAT, np.ones((2000, 5)), line_constants(), 1)

    np.testing.assert_allclose(shares.sum(-1), 1.0)
    assert (shares > 0).all()
    assert np.corrcoef(shares[:, 1, 0], shares[:, 1, 2])[0, 1] < -0.3


def test_residential_takes_more_in_futures_with_more_children_in_it():
    more = FLAT * np.exp(np.random.default_rng(4).normal(0, 0.2, (2000, 1)))
    opening = LinesOpening("E1", 2024, np.array([0.4, 0.3, 0.3]))

    shares = line_shares(opening, more, np.ones((2000, 5)), line_constants(), 1)

    assert np.corrcoef(np.log(more[:, 0]), shares[:, 0, 0])[0, 1] > 0.1


def test_how_fast_lines_come_back_is_found_again():
    rng = np.random.default_rng(5)
    nation = dict.fromkeys(range(2018, 2026), (0.42, 0.25, 0.33))
    logs = np.log([0.42, 0.25, 0.33]) + rng.normal(0, 0.4, (500, 1, 3))
    path = [logs]
    for _ in range(7):
        distance = path[-1] - np.log([0.42, 0.25, 0.33])
        path.append(path[-1] - (1 - np.exp(-0.2)) * distance + rng.normal(0, 0.05, (500, 1, 3)))
    shares = np.exp(np.concatenate(path, axis=1))

    found = refit_lines(shares, np.full((500, 8), 100.0) * rng.uniform(0.9, 1.1, (500, 8)),
                        nation, "made up")  # fmt: skip

    assert found.pace == pytest.approx(0.2, abs=0.02)
    np.testing.assert_allclose(np.sqrt(found.spread), 0.05, rtol=0.15)


def test_what_ships_reads_back_as_it_was_written():
    from sufficiency.money.spending import lines, model

    assert model.EMBEDDED.read_text(encoding="utf-8") == spending_constants().to_json()
    assert lines.EMBEDDED.read_text(encoding="utf-8") == line_constants().to_json()
    assert isinstance(line_constants(), LineConstants)
    assert set(spending_constants().opening) == set(FEATURES)
    assert len(line_constants().spread) == len(LINES)
