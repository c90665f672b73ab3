"""Young people who stay with their foster carers keep places, and are paid for."""

from __future__ import annotations

import numpy as np
import pytest

from tests.scenarios.engine import WORLD, baseline, run
from tests.scenarios.rows import lever

NAME = "support_staying_put"


def test_each_keeps_a_place_for_as_long_as_they_stay_and_is_out_of_care() -> None:
    """Half a young person a month for a year each: six at a time, and six places fewer."""
    written = lever(NAME, additional_young_people_a_year=6, months_each=12, allowance_a_week=250)
    effects, p = run(WORLD, written)
    kept = effects.places_kept
    assert kept is not None
    assert np.allclose(kept[:, 2:14], 0.5 * np.arange(1, 13)) and np.allclose(kept[:, 14:], 6)
    fewer = (baseline().usable_places["mainstream"] - p.usable_places["mainstream"])[:, 1:]
    assert np.allclose(fewer, kept)
    assert np.array_equal(p.total, baseline().total)
    assert (p.filled_places["mainstream"] <= p.usable_places["mainstream"] + 1e-8).all()
    days = WORLD.setting.calendar.days
    assert np.allclose(effects.programme, kept * 250 * days / 7)


def test_no_more_stay_than_turn_18_with_the_councils_own_carers() -> None:
    """Some 205 of 364 are with them, of whom 22 in 100 are 16 or 17: at most 23 a year."""
    kept = run(WORLD, lever(NAME, additional_young_people_a_year=60))[0].places_kept
    assert kept is not None
    assert 10 < kept[:, 13].mean() < 23
    two = lever(NAME, additional_young_people_a_year=30)
    again = run(WORLD, two, two)[0].places_kept
    assert again == pytest.approx(kept)
