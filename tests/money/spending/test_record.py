"""The record beside the forecast: what councils' spending did over as many years."""

import numpy as np
import pytest

from sufficiency.money.spending.record import EMBEDDED, growth_record, refit_record


def test_growth_is_taken_over_every_spell_since_2016():
    years = np.arange(2012, 2020)
    spending = np.log(
        np.array([[90, 95, 99, 99, 100, 110, 121, 133.1], [1, 1, 1, 1, 50, 45, 40.5, 36.45]])
    )

    found = refit_record(spending, years)

    assert found.growth[3][1] == pytest.approx(np.sqrt(1.331 * 0.729) - 1)
    low, _, high = found.growth[1]
    assert (low, high) == (pytest.approx(-0.1), pytest.approx(0.1))
    assert found.councils == 2


def test_the_sentence_says_fall_where_one_in_ten_fell():
    one, five = growth_record().sentence(1), growth_record().sentence(5)

    assert "a fall of" in one and "10%" in one
    assert "58%" in five and "23% or less" in five
    assert growth_record().sentence(9) == five


def test_what_ships_reads_back_as_it_was_written():
    assert EMBEDDED.read_text(encoding="utf-8") == growth_record().to_json()
