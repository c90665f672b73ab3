"""Worked examples: decay and balance."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.forecasting.flow.markov import expected_stock


def test_a_cohort_without_entries_decays_as_0_9_to_the_t():
    stock = expected_stock(np.array([1000.0]), np.zeros((30, 1)), np.array([[0.9]]))

    assert stock[:, 0] == pytest.approx(1000 * 0.9 ** np.arange(31))


def test_five_a_day_with_a_tenth_leaving_approaches_fifty():
    stock = expected_stock(np.array([0.0]), np.full((200, 1), 5.0), np.array([[0.9]]))

    assert stock[-1, 0] == pytest.approx(50.0, rel=1e-6)
    assert (np.diff(stock[:, 0]) > 0).all()


def test_children_who_move_are_neither_lost_nor_made():
    stay = np.array([[0.7, 0.3], [0.1, 0.9]])

    stock = expected_stock(np.array([10.0, 20.0]), np.zeros((12, 2)), stay)

    assert stock.sum(axis=1) == pytest.approx(np.full(13, 30.0))
