"""Households go where places are heading, and the band is the record's."""

import numpy as np
import pytest

from sufficiency.capacity.carer_rates import carer_rates, places_opening
from sufficiency.capacity.households import household_path, inverse_poisson
from sufficiency.capacity.places_trend import PlacesOpening, places_constants
from sufficiency.evidence import load_evidence
from sufficiency.months import Calendar

CALENDAR = Calendar(2025, 5)
DRAWS = 6000


@pytest.fixture(scope="module")
def path():
    """Places over the opening's at each 31 March, for a council of 200 places."""
    households = np.full(DRAWS, 96)
    leaving = np.full(DRAWS, 0.145)
    rates = carer_rates(PlacesOpening("E1", 200.0, -0.03), households, leaving, CALENDAR, 1)
    rng = np.random.default_rng(1)
    approved = inverse_poisson(rng.random(rates.approvals.shape), rates.approvals)
    stock = household_path(households, rates.leaving, approved, rng.random(approved.shape))
    return stock[:, ::12] / 96


def test_the_middle_goes_on_as_asked(path):
    np.testing.assert_allclose(np.median(path, axis=0), np.exp(-0.03 * np.arange(6)), rtol=0.02)


def test_the_band_is_that_of_the_record_with_the_luck_of_households_in_it(path):
    constants = places_constants()
    variance = (constants.per_place / 200 + constants.floor + constants.step**2) * np.arange(1, 4)
    low, high = np.quantile(np.log(path[:, 1:4]), [0.1, 0.9], axis=0)

    np.testing.assert_allclose((high - low) / 2 / 1.2816, np.sqrt(variance), rtol=0.12)


def test_a_stock_that_falls_faster_than_households_leave_has_no_approvals():
    rates = carer_rates(
        PlacesOpening("E1", 1e9, -0.5), np.full(10, 1000), np.full(10, 0.1), CALENDAR, 1
    )

    assert (rates.approvals == 0).mean() > 0.9
    assert (rates.leaving >= 1 - 0.9 ** (1 / 12)).all()


def test_the_opening_is_read_from_the_evidence():
    opening = places_opening(load_evidence(), 2025)

    assert opening.places == 160
    assert -0.05 < opening.growth < -0.02
