"""Factors of the outturn's lines: shrunk toward both together, the rest said and not lost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sufficiency.errors import InputError
from sufficiency.evidence import load_evidence
from sufficiency.money.shrinkage import estimate_weights, factors_of
from sufficiency.money.shrunk import FACTORS, WEIGHTS, shrunk_factors, standing

pounds = st.floats(1e5, 1e9)
COLUMNS = ("line", "factor", "joint", "section_251")


@given(pounds, pounds, pounds, pounds)
def test_a_factor_lies_between_its_own_and_the_joint_one(residential, fostering, first, second):
    outturn = {"residential": residential, "fostering": fostering}
    modelled = {"residential": first, "fostering": second}
    joint = (residential + fostering) / (first + second)
    for line, shrunk in shrunk_factors(outturn, modelled).items():
        explained = shrunk.factor * modelled[line]
        assert shrunk.factor > 0
        assert explained + shrunk.residual == pytest.approx(outturn[line])
        own = outturn[line] / modelled[line]
        low, high = sorted([own, joint])
        assert low * (1 - 1e-9) <= shrunk.factor <= high * (1 + 1e-9)
        far = not 0.67 <= own / joint <= 1.5
        assert shrunk.joint_alone == far
        if far:
            assert shrunk.factor == pytest.approx(joint)


def test_lines_that_agree_are_scaled_as_they_were():
    shrunk = shrunk_factors(
        {"residential": 2.2e7, "fostering": 1.1e7}, {"residential": 2e7, "fostering": 1e7}
    )
    assert [line.factor for line in shrunk.values()] == pytest.approx([1.1, 1.1])
    assert all(abs(line.residual) < 1 and not line.joint_alone for line in shrunk.values())


def test_nothing_spent_is_refused():
    with pytest.raises(InputError, match="nothing on the priced lines"):
        shrunk_factors({"residential": 0.0, "fostering": 0.0}, {"residential": 1.0})


def test_the_weights_are_those_of_the_stored_factors():
    stored = pd.read_csv(FACTORS)
    found = estimate_weights(stored)
    assert {line: round(max(slope, 0.0), 2) for line, slope in found.items()} == WEIGHTS
    assert stored["code"].nunique() > 130


@pytest.mark.parametrize("name", ["Tameside", "Camden"])  # Camden returned no asylum line
def test_the_stored_factors_are_those_of_today(name):
    found = pd.DataFrame(factors_of(load_evidence(name)), columns=["code", *COLUMNS])
    stored = pd.read_csv(FACTORS)
    rows = stored[stored["code"] == found["code"][0]]
    assert rows["line"].tolist() == found["line"].tolist()
    np.testing.assert_allclose(rows[list(COLUMNS[1:])], found[list(COLUMNS[1:])], atol=1e-3)


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
    lower, of = standing("fostering", middle)
    assert lower == pytest.approx(0.5, abs=0.01) and of == stored["code"].nunique()
    assert standing("fostering", 0.0) == (0.0, of) and standing("fostering", 99.0) == (1.0, of)
