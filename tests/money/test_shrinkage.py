"""Factors of the outturn's lines: shrunk toward both together, the rest said and not lost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sufficiency.errors import InputError
from sufficiency.money.shrinkage import (
    FACTORS,
    WEIGHTS,
    estimate_weights,
    shrunk_factors,
    standing,
)

pounds = st.floats(1e5, 1e9)


@given(pounds, pounds, st.lists(st.tuples(pounds, pounds), min_size=1, max_size=5))
def test_what_prices_explain_and_what_they_leave_add_to_each_line(residential, fostering, draws):
    outturn = {"residential": residential, "fostering": fostering}
    modelled = {line: np.array([draw[i] for draw in draws]) for i, line in enumerate(outturn)}
    shrunk = shrunk_factors(outturn, modelled)
    for line, spent in outturn.items():
        assert (shrunk.factors[line] > 0).all()
        explained = shrunk.factors[line] * modelled[line]
        assert explained + shrunk.residual[line] == pytest.approx(spent)


@given(pounds, pounds, pounds, pounds)
def test_a_factor_lies_between_its_own_and_the_joint_one(residential, fostering, first, second):
    outturn = {"residential": residential, "fostering": fostering}
    modelled = {"residential": np.array([first]), "fostering": np.array([second])}
    joint = (residential + fostering) / (first + second)
    shrunk = shrunk_factors(outturn, modelled)
    for line in outturn:
        own = outturn[line] / modelled[line][0]
        low, high = sorted([own, joint])
        assert low * (1 - 1e-9) <= shrunk.factors[line][0] <= high * (1 + 1e-9)
        far = not 0.67 <= own / joint <= 1.5
        assert (line in shrunk.joint_alone) == far
        if far:
            assert shrunk.factors[line][0] == pytest.approx(joint)


def test_lines_that_agree_are_scaled_as_they_were():
    shrunk = shrunk_factors(
        {"residential": 2.2e7, "fostering": 1.1e7},
        {"residential": np.array([2e7]), "fostering": np.array([1e7])},
    )
    assert [float(shrunk.factors[line][0]) for line in shrunk.factors] == pytest.approx([1.1, 1.1])
    assert all(abs(left[0]) < 1 for left in shrunk.residual.values())
    assert shrunk.joint_alone == ()


def test_nothing_spent_is_refused():
    with pytest.raises(InputError, match="nothing on the priced lines"):
        shrunk_factors({"residential": 0.0, "fostering": 0.0}, {"residential": np.ones(1)})


def test_the_weights_are_those_of_the_stored_factors():
    stored = pd.read_csv(FACTORS)
    found = estimate_weights(stored)
    assert {line: round(max(slope, 0.0), 2) for line, slope in found.items()} == WEIGHTS
    assert stored["code"].nunique() > 130


def test_weights_find_a_slope_that_is_there():
    rng = np.random.default_rng(3)
    own = rng.normal(0, 0.4, 400)
    table = pd.DataFrame(
        {
            "line": "fostering",
            "joint": 1.1,
            "factor": 1.1 * np.exp(own),
            "section_251": 0.9 * np.exp(0.3 * own + rng.normal(0, 0.05, 400)),
        }
    )
    assert estimate_weights(table)["fostering"] == pytest.approx(0.3, abs=0.02)


def test_where_a_factor_stands_among_all():
    stored = pd.read_csv(FACTORS)
    middle = stored.loc[stored["line"] == "fostering", "factor"].median()
    assert standing("fostering", middle) == pytest.approx(0.5, abs=0.01)
    assert standing("fostering", 0.0) == 0.0 and standing("fostering", 99.0) == 1.0
