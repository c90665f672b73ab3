"""Worked examples: decay, balance, survival."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.flows.stays import median_stay, survival
from sufficiency.forecasting.flow.markov import expected_stock
from sufficiency.forecasting.flow.seasons import season, smooth
from sufficiency.streams import stream


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


def test_survival_counts_open_cases_until_they_are_last_seen():
    """By hand: of ten, two leave and three are last seen in month 1, one leaves in month 2."""
    stays = np.zeros((4, 2), dtype=int)
    stays[0] = (3, 2)
    stays[1] = (0, 1)
    stays[3] = (4, 0)

    table = survival(stays)

    assert table["at_risk"].tolist() == [10, 5, 4, 4]
    assert table["share"].tolist() == pytest.approx([0.8, 0.64, 0.64, 0.64])
    assert np.isnan(median_stay(stays))


def test_survival_of_geometric_stays_is_their_power():
    left = stream(1, "stays").geometric(0.1, 20_000) - 1
    stays = np.zeros((40, 2), dtype=int)
    stays[:, 1] = np.bincount(np.minimum(left, 39), minlength=40)

    share = survival(stays)["share"].to_numpy()

    assert share[:20] == pytest.approx(0.9 ** np.arange(1, 21), abs=0.01)
    assert median_stay(stays) == 7  # 0.9 ** 7 is the first below a half


def test_a_season_earns_its_place_or_is_none():
    rng = stream(2, "season")
    month = np.arange(96) % 12
    wave = 1 + 0.3 * np.sin(2 * np.pi * month / 12)
    strong = rng.poisson(40 * wave).astype(float)
    none = rng.poisson(40, 96).astype(float)

    found = season(strong, smooth(strong), month, 1.0)

    assert np.corrcoef(found, wave[:12])[0, 1] > 0.9
    assert np.abs(season(none, smooth(none), month, 1.0) - 1).max() < 0.12
    assert (season(strong[:24], smooth(strong[:24]), month[:24], 1.0) == 1).all()
