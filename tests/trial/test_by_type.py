"""Who provides, at past openings: the estimate of the split, its error, and where it goes."""

import numpy as np
import pytest

from sufficiency.capacity.places_trend import PlacesOpening, places_constants
from sufficiency.forecasting.pooled.series import CATEGORIES
from sufficiency.placements import position
from sufficiency.trial.by_type import Seen, Turning, types_draws
from sufficiency.trial.split_error import refit_split_error
from sufficiency.trial.split_record import SplitRecord
from tests.trial import made_up

YEARS = np.arange(2020, 2026)
FAMILIES = np.array([400.0, 60.0, 50.0, 40.0, 20.0, 0.0, 10.0])


def _split(councils=3, filled=130.0, own=250.0, places=20.0):
    shape = (councils, len(YEARS))
    counts = {"own_provision": own, "filled": filled, "own_places": places}
    return SplitRecord(
        tuple(f"E0699{i:04d}" for i in range(councils)),
        YEARS,
        np.broadcast_to(FAMILIES, (*shape, 7)).copy(),
        **{name: np.broadcast_to(value, shape).astype(float) for name, value in counts.items()},
    )


def _seen(split, growth):
    places = PlacesOpening("E06990000", 200.0, growth)
    turning = Turning(made_up.LEAVING, made_up.MOVING)
    return Seen(split, 0, places, places_constants(), turning)


def _path(draws=100):
    rng = np.random.default_rng(1)
    opening = np.array([400.0, 110.0, 40.0, 20.0, 10.0])
    steps = np.cumsum(rng.normal(0, 0.05, (draws, 5, 5)), axis=1)
    return opening * np.exp(np.concatenate([np.zeros((draws, 1, 5)), steps], axis=1))


def test_types_add_to_fostering_and_fewer_carers_mean_more_agency_in_every_draw():
    path = _path()
    steady, falling = (types_draws(_seen(_split(), growth), path, 1) for growth in (0.0, -0.2))

    for found in (steady, falling):
        fostered = sum(found[f"{kind}_fostering"] for kind in ("kinship", "in_house", "agency"))
        np.testing.assert_allclose(fostered, path[:, 1:, CATEGORIES.index("foster")].T, rtol=1e-9)
    assert (falling["agency_fostering"] >= steady["agency_fostering"] - 1e-6).all()
    assert falling["in_house_fostering"][-1].mean() < 0.6 * steady["in_house_fostering"][-1].mean()
    assert (steady["external_residential"] <= path[:, 1:, 1].T + 1e-9).all()


def test_the_estimate_is_what_the_published_figures_leave():
    split = _split()

    found = split.estimates[0, 2]

    # Homes 20 x 0.57, supported 4% of 50, adopters 54% of 20; what is left is connected.
    assert found[position("in_house_fostering")] == pytest.approx(130, abs=0.5)
    assert found[position("external_residential")] == pytest.approx(60 - 11.4, abs=0.5)
    own_elsewhere = 20 * 0.57 + 0.04 * 50 + 0.54 * 20
    assert found[position("kinship_fostering")] == pytest.approx(120 - own_elsewhere, abs=1)
    assert found.sum() == pytest.approx(FAMILIES.sum())


def test_no_split_is_made_up_for_a_trust_that_is_recorded_as_voluntary():
    trust = _split(own=100.0)

    assert np.isnan(trust.estimates).all()
    assert types_draws(_seen(trust, 0.0), _path(10), 1) == {}


def test_an_error_of_single_years_is_told_from_children_who_truly_moved():
    rng = np.random.default_rng(4)
    councils, shape = 3000, (3000, len(YEARS))
    moved = 120 + np.cumsum(rng.normal(0, 9, shape), axis=1)
    wrong = rng.normal(0, 8, shape)
    estimates = np.zeros((*shape, 10))
    estimates[..., 0], estimates[..., 1] = moved - wrong, 130 + wrong
    estimates[..., 2] = 400 - estimates[..., 0] - estimates[..., 1]
    split = _split(councils)
    split.__dict__["estimates"] = estimates

    found = refit_split_error(split, np.ones(councils, dtype=bool), "made up")

    assert np.sqrt(400 * found.in_house) == pytest.approx(8, rel=0.05)
    assert np.sqrt(400 * found.own_provision) < 1.5
    assert np.sqrt(400 * found.moves) == pytest.approx(9, rel=0.1)
