"""Places go on as England's; an authority's own trend weighs what the record gives it."""

from dataclasses import replace

import numpy as np
import pytest

from sufficiency.capacity.places_trend import (
    EMBEDDED,
    PlacesOpening,
    growth_paths,
    own_trend_weight,
    places_constants,
    refit_places,
    yearly_growth,
)

OWN = {2023: -0.10, 2024: -0.08, 2025: -0.06}


def test_a_trend_that_is_noise_weighs_nothing_and_one_that_lasts_weighs_all():
    rng = np.random.default_rng(1)
    noise = rng.normal(0, 0.1, (4000, 3))
    lasting = np.repeat(rng.normal(0, 0.1, (4000, 1)), 3, axis=1)
    both = rng.normal(0, 0.1 / np.sqrt(3), (4000, 1)) + noise

    assert own_trend_weight(noise) < 0.05
    assert own_trend_weight(lasting) == pytest.approx(1.0)
    assert own_trend_weight(both) == pytest.approx(0.5, abs=0.05)
    assert own_trend_weight(noise[:, :2]) == 0.0


def test_growth_is_englands_with_the_own_trend_at_its_weight():
    constants = places_constants()
    nation = np.mean([constants.england[y] for y in OWN])
    beside = np.mean([OWN[y] - constants.england[y] for y in OWN])

    assert yearly_growth(constants, 2025, {}) == pytest.approx(nation)
    assert yearly_growth(constants, 2025, {2025: -0.5}) == pytest.approx(nation)
    with_own = yearly_growth(constants, 2025, OWN)
    assert with_own == pytest.approx(nation + constants.own_weight * beside)


def test_nothing_later_than_the_opening_is_looked_at():
    constants = places_constants()
    planted = replace(constants, england=constants.england | {2025: 3.0})

    assert yearly_growth(planted, 2024, OWN) == yearly_growth(constants, 2024, OWN)


def test_errors_have_the_spread_and_the_tails_they_should():
    constants = replace(places_constants(), step=1e-9)
    opening = PlacesOpening("E1", 200.0, -0.03)

    path = growth_paths(opening, 5, constants, 40_000, 1)

    expected = np.sqrt((constants.per_place / 200 + constants.floor) * np.arange(1, 6))
    around = path + 0.03 * np.arange(1, 6)
    np.testing.assert_allclose(around.std(axis=0), expected, rtol=0.05)
    kurtosis = (around[:, 0] ** 4).mean() / (around[:, 0] ** 2).mean() ** 2
    assert kurtosis > 4  # a normal has 3


def test_councils_share_englands_error():
    constants = replace(places_constants(), per_place=0.0, floor=1e-12)
    paths = [growth_paths(PlacesOpening(c, 200.0, 0.0), 3, constants, 500, 1) for c in "AB"]

    np.testing.assert_allclose(paths[0], paths[1], atol=1e-4)


def test_the_spread_is_found_again_and_the_band_holds_what_it_says():
    rng = np.random.default_rng(2)
    opening = rng.uniform(50, 500, (600, 1))
    steps = rng.standard_t(5, (600, 4)) * np.sqrt(0.6 * (1.5 / opening + 0.003))
    places = opening * np.exp(np.cumsum(np.insert(steps, 0, 0, axis=1), axis=1))
    england = dict.fromkeys(range(2022, 2026), 0.0)

    found = refit_places(places, np.arange(2021, 2026), england, "made up")

    assert found.per_place / 150 + found.floor == pytest.approx(1.5 / 150 + 0.003, rel=0.15)
    held = []
    for row in range(200):
        start = PlacesOpening(f"a{row}", float(opening[row, 0]), 0.0)
        low, high = np.quantile(growth_paths(start, 2, found, 800, 1)[:, 1], [0.1, 0.9])
        held.append(low <= np.log(places[row, 2] / places[row, 0]) <= high)
    assert np.mean(held) == pytest.approx(0.8, abs=0.08)


def test_what_ships_reads_back_as_it_was_written():
    assert EMBEDDED.read_text(encoding="utf-8") == places_constants().to_json()
