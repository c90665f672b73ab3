"""Entries and exits account for the stock, and what they leave out is said."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.cli import main
from sufficiency.evidence.ssda903 import read_returns
from sufficiency.evidence.synthetic import synthesise
from tests.evidence.ssda903.small import birth, count, episode, flows


def remarks(read) -> str:
    return " ".join(read.report.remarks)


@pytest.mark.parametrize("rne", ["P", "B", "T", "U", "L"])
@pytest.mark.parametrize("night", ["01/09/2019", "02/09/2019"])
def test_a_child_whose_next_episode_goes_on_has_not_left(returns, rne, night):
    folder = returns(
        "y",
        [
            episode("a", "01/05/2019", "01/09/2019", "E4A"),
            episode("a", night, "10/12/2019", "E4A", place="K2", rne=rne),
        ],
        [birth("a")],
    )

    read = read_returns(folder)

    assert (flows(read, "entries"), flows(read, "exits")) == (1, 1)
    assert count(read, "exits", "2019-12-31") == 1
    assert read.report.count("left_and_on") == 1
    assert read.monthly.exits.sum() == read.monthly.entries.sum()


def test_a_child_who_leaves_and_comes_back_the_same_day_does_both(returns):
    folder = returns(
        "y",
        [episode("a", "01/05/2019", "01/09/2019", "E4A"), episode("a", "01/09/2019", place="K2")],
        [birth("a")],
    )

    read = read_returns(folder)

    assert (flows(read, "entries"), flows(read, "exits")) == (2, 1)
    assert read.report.count("left_and_on") == read.report.count("started_twice") == 0


@pytest.mark.parametrize("end", [("01/09/2019", "X1"), ("", "")])
def test_a_child_who_never_left_does_not_start_again(returns, end):
    folder = returns(
        "y",
        [episode("a", "01/05/2019", *end), episode("a", "01/09/2019", place="K2")],
        [birth("a")],
    )

    read = read_returns(folder)

    assert (flows(read, "entries"), flows(read, "exits")) == (1, 0)
    assert count(read, "stock", "2019-09-30", "in_house_residential") == 1
    assert read.report.count("started_twice") == 1


def test_full_care_that_goes_over_to_short_breaks_is_told(returns):
    folder = returns(
        "y",
        [
            episode("a", "10/06/2019", "01/03/2020", "E4A"),
            episode("a", "01/09/2019", "04/09/2019", "E8", legal="V4"),
        ],
        [birth("a")],
    )

    read = read_returns(folder)

    assert read.report.count("to_short_break") == 1
    assert (flows(read, "entries"), flows(read, "exits")) == (1, 0)
    assert "out of it without leaving care 1, into it without entering 0 " in remarks(read)


def test_what_flows_leave_unexplained_is_what_is_told(returns):
    folder = returns(
        "y",
        [
            episode("a", "01/05/2019", "10/06/2019", "X1"),
            episode("a", "20/08/2019", rne="P"),
            episode("b", "01/05/2019", "10/09/2019", "X1"),
            episode("c", "01/05/2019", "10/09/2019", "E4A"),
        ],
        [birth(child) for child in "abc"],
    )

    read = read_returns(folder)

    assert "out of it without leaving care 2, into it without entering 1 " in remarks(read)
    stock = read.monthly.by_type.sum(axis=1)
    unexplained = np.diff(stock) - read.monthly.entries.sum((1, 2)) + read.monthly.exits.sum((1, 2))
    assert unexplained.sum() == 1 - 2


def test_flows_explain_the_stock_of_dirty_returns_as_well(tmp_path):
    synthesise(tmp_path / "s", children=200, years=4, seed=3, dirt=["all"])

    read = read_returns(tmp_path / "s")

    stock = read.monthly.by_type.sum(axis=1)
    change = read.monthly.entries.sum((1, 2)) - read.monthly.exits.sum((1, 2))
    assert (np.diff(stock) == change).all()
    assert "do not explain" not in remarks(read)


@pytest.mark.parametrize(
    ("place", "provider", "rule"),
    [
        ("U4", "", "unknown_provider"),
        ("K2", "PR9", "unknown_provider"),
        ("U4", "PR0", "parents_provide"),
        ("K2", "PR0", "parents_provide"),
        ("U1", "", None),
        ("P1", "", None),
        ("P1", "PR0", None),
        ("T0", "", None),
        ("K1", "PR9", None),
    ],
)
def test_a_provider_is_a_fault_only_where_the_type_depends_on_it(returns, place, provider, rule):
    folder = returns(
        "y", [episode("a", "01/05/2019", place=place, provider=provider)], [birth("a")]
    )

    report = read_returns(folder).report

    for one in ("unknown_provider", "parents_provide"):
        assert report.count(one) == (one == rule)


@pytest.mark.parametrize("source", [[], ["--ssda903"]])
def test_no_years_ahead_are_refused_and_not_taken_for_the_usual_five(tmp_path, source):
    synthesise(tmp_path / "s", children=20, years=2, seed=1)
    given = [*source, str(tmp_path / "s")] if source else []

    with pytest.raises(SystemExit) as done:
        main(["forecast", *given, "--years", "0", "--out", str(tmp_path / "f.csv")])

    assert done.value.code == 2
    assert not (tmp_path / "f.csv").exists()
