"""Rates by cell: found where there are children to show them, pooled where there are few."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.forecasting.flow.rates_by_cell import fit_rates
from sufficiency.streams import stream


def test_rates_are_found_where_there_are_many_children():
    rng = stream(1, "rates")
    truth = 0.04 * np.array([1.0, 2.0, 0.5])[:, None] * np.array([1.5, 0.7])
    at_risk = np.full((3, 2), 20_000)

    rates = fit_rates(rng.binomial(at_risk, truth).astype(float), at_risk.astype(float))

    assert np.allclose(rates.middle, truth, rtol=0.18)


def test_a_cell_without_children_leans_on_its_row_and_column():
    at_risk = np.full((3, 2), 5000.0)
    events = 0.04 * np.array([1.0, 2.0, 0.5])[:, None] * np.array([1.5, 0.7]) * at_risk
    at_risk[1, 1] = events[1, 1] = 0.0

    middle = fit_rates(events, at_risk).middle

    assert 0.035 < middle[1, 1] < 0.08  # 0.056 if the factors multiply


def test_draws_are_as_uncertain_as_the_events_are_few():
    few, many = (fit_rates(np.array([[n]]), np.array([[n * 20.0]])) for n in (10.0, 1000.0))
    rng = stream(2, "draws")

    spread = [np.log(rates.draw(4000, rng)).std() for rates in (few, many)]

    assert 0.2 < spread[0] < 0.45  # one over the root of ten is 0.32
    assert 0.02 < spread[1] < 0.05


def test_no_event_at_all_is_a_small_chance_and_not_nought():
    middle = fit_rates(np.zeros((2, 2)), np.full((2, 2), 100.0)).middle

    assert (middle > 0).all()
    assert (middle < 0.02).all()


def test_weighted_events_are_worth_more_than_their_sum():
    """Events at half weight, twice as many of them: as sure as the same number at full weight."""
    events, at_risk = np.full((2, 3), 40.0), np.full((2, 3), 1000.0)
    full = fit_rates(events, at_risk)
    half = fit_rates(events / 2, at_risk / 2, worth=2.0)
    rng = np.random.default_rng

    spread = [np.log(found.draw(4000, rng(1))).std(axis=0) for found in (full, half)]
    assert half.middle == pytest.approx(full.middle, rel=0.02)
    assert spread[1] == pytest.approx(spread[0], rel=0.05)
