"""Homes open as homes do: registered first, filled over months, priced by size, and built."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy_financial as npf
import pytest
from pydantic import ValidationError

from sufficiency.capacity import Effects, Projection
from tests.scenarios.engine import WORLD, identical, run


def _homes(**keys: Any) -> tuple[Effects, Projection]:
    written = {"lever": "open_home", "from": "2025-06", "occupancy": 1, "source": "assumption"}
    return run(WORLD, {**written, **keys})


def test_a_home_opens_once_registered_and_fills_over_months_and_all_of_it_is_paid_for() -> None:
    effects, _ = _homes(places=4, months_to_register=5, months_to_fill=3)
    held, usable = effects.home_places[0], effects.home_places_usable[0]
    assert not held[:7].any() and (held[7:] == 4).all()
    assert list(usable[6:12]) == [0, 1, 2, 3, 4, 4]


def test_a_place_in_a_small_home_costs_more_than_in_a_large_one() -> None:
    def paid_a_place(places: int, of: int | None = None) -> float:
        keys: dict[str, Any] = {} if of is None else {"places_a_home": of}
        return float(_homes(places=places, **keys)[0].home_places_priced[0, -1]) / places

    assert paid_a_place(4) == paid_a_place(12) == 1.0  # twelve places are three homes
    assert paid_a_place(1) == pytest.approx(2.2)
    assert paid_a_place(2) == pytest.approx(1.4) == paid_a_place(10, of=2)
    assert paid_a_place(10, of=10) == pytest.approx(0.76)


def test_a_regional_place_is_an_own_home_s_without_the_building() -> None:
    built = {"amount": 900_000}
    ours, shared = _homes(places=2, capital=built), _homes(places=2, lever="use_regional_home")
    assert identical(ours[1], shared[1])
    assert ours[0].programme[0, -1] > 0 and not shared[0].programme.any()
    with pytest.raises(ValidationError, match="capital"):
        _homes(places=2, lever="use_regional_home", capital=built)


def test_a_building_is_paid_back_with_interest_or_leased() -> None:
    """A level payment of an annuity: numpy-financial's own, a twelfth a month, also after until."""
    bought = {"amount": 900_000, "grant": 300_000, "life_years": 40, "interest_percent": 3}
    debt = _homes(places=4, capital=bought, until="2026-05")[0].programme[0]
    a_year = -npf.pmt(0.03, 40, 600_000)
    assert np.allclose(debt[2:], a_year / 12) and not debt[:2].any()
    leased = _homes(places=4, lease_a_year=60_000, until="2026-05")[0].programme[0]
    assert np.allclose(leased[2:14], 5_000) and not leased[14:].any()
    with pytest.raises(ValidationError, match="bought or leased"):
        _homes(places=4, capital=bought, lease_a_year=60_000)
