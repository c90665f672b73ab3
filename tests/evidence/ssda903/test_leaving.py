"""Endings emptied, moved or gone in one return: those who turn 18 in care show them, or numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_returns
from sufficiency.evidence.ssda903.leaving import Leaving, fewer_said, refuse_odd_leaving
from sufficiency.evidence.ssda903.tables import Source
from tests.evidence.ssda903 import faults
from tests.evidence.ssda903.faults import BROKEN
from tests.evidence.ssda903.small import birth, count, episode
from tests.evidence.ssda903.test_faults import clean

LAST = "2025-26"
CHANGES = {
    **BROKEN,
    "exits three weeks early": faults.of_leaving(lambda row: faults.days_later(row, ("DEC",), -21)),
}


def changed(name: str, share: float, place: Path) -> Path:
    """Three returns of 300 children, a share of the rows of the last one changed."""
    returns, _ = clean(300, 3, 4)
    return faults.write(faults.broken(returns, LAST, CHANGES[name], share), place / "r")


def test_a_third_of_the_exits_of_the_last_return_emptied_stops(tmp_path):
    """Some fifteen children too many in care, whom no later return can show to have left."""
    place = changed("exits emptied", 0.3, tmp_path)

    with pytest.raises(
        InputError, match=rf"{LAST}/Episodes.csv: \d+ of \d+ young people who turned"
    ):
        read_returns(place)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("exits three weeks late", "shown in care after it|two days or more after"),
        ("exits three weeks early", "do not leave on it"),
    ],
)
def test_exits_moved_by_three_weeks_stop(name, said, tmp_path):
    with pytest.raises(InputError, match=said):
        read_returns(changed(name, 1.0, tmp_path))


def test_in_one_return_alone_those_of_18_end_on_their_birthday_and_are_told(returns):
    stay = [episode(f"c{n}", f"{1 + n:02d}/05/2020") for n in range(3)]
    late = episode("z", "20/03/2022")
    born = [birth(f"c{n}", "15/09/2003") for n in range(3)]
    read = read_returns(returns("2021-22", [*stay, late], [*born, birth("z")]))

    assert count(read, "stock", "2021-08-31") - count(read, "stock", "2021-09-30") == 3
    assert read.report.count("past_18") == 3


TABLES = [Source(f"{year}/Episodes.csv", "Episodes", {}, (), 0) for year in (2020, 2021, 2022)]


def leaving(left: int = 100, beyond: int = 0, off: int = 0, others: int = 0, late: int = 0):
    """Three returns of 300 children, 100 of whom leave and 20 turn 18; the last as given.

    In all three so many leave after their 18th birthday (late).
    """
    usual = np.array([300.0] * 3)
    return Leaving(
        left=np.array([100, 100, left]),
        exposed=usual,
        at_18=np.array([20] * 3),
        beyond=np.array([others, others, beyond]),
        late=np.array([late] * 3),
        around=np.array([20] * 3),
        off=np.array([2, 2, off]),
    )


@pytest.mark.parametrize("found", [leaving(), leaving(left=75, beyond=2, off=6, late=2)])
def test_what_chance_and_councils_do_goes_on_without_a_word(found):
    refuse_odd_leaving(found, TABLES)
    assert fewer_said(found, TABLES) == []


def test_that_all_returns_alike_leave_some_of_18_open_stops_nothing():
    """Some systems end no episode at 18, and the rules do; some extracts have no true DOB."""
    alike = leaving(beyond=10, others=10)
    refuse_odd_leaving(replace(alike, off=np.array([18, 19, 20])), TABLES)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (leaving(beyond=4), "2022/Episodes.csv: 4 of 20 young people who turned 18"),
        (leaving(late=4), "4 of 20 young people who turned 18 in care leave it two days or more"),
        (leaving(off=12), "2022/Episodes.csv: of 20 young people .* 12 do not leave on it"),
        (leaving(left=20), "2022/Episodes.csv: 20 children leave .* about 100 would be usual"),
    ],
)
def test_what_neither_does_stops(found, said):
    with pytest.raises(InputError, match=said):
        refuse_odd_leaving(found, TABLES)


def test_a_year_with_as_few_exits_as_one_in_twenty_is_told():
    found = leaving(left=60)

    refuse_odd_leaving(found, TABLES)
    assert "60 children leave care in its year, where about 100" in fewer_said(found, TABLES)[0]
