"""The rules of merging, one by one, on returns small enough to count by eye."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.evidence.ssda903 import read_returns
from sufficiency.evidence.ssda903.merging import rolled_back
from sufficiency.evidence.ssda903.panel import UNSEEN_DAYS
from sufficiency.evidence.ssda903.spells import birthday, days
from tests.evidence.ssda903.small import birth, count, episode, flows


def test_a_child_counts_from_the_first_day_and_not_on_the_day_of_leaving(returns):
    folder = returns(
        "2020",
        [episode("a", "30/04/2019", "31/05/2019", "E4A"), episode("b", "31/05/2019")],
        [birth("a"), birth("b")],
    )

    read = read_returns(folder)

    assert count(read, "stock", "2019-04-30") == 1
    assert count(read, "stock", "2019-05-31") == 1
    assert count(read, "stock", "2020-03-31") == 1
    assert count(read, "exits", "2019-05-31") == 1
    assert flows(read, "entries") == 2
    assert (read.report.first, read.report.last) == ("2019-03-31", "2020-03-31")


def test_the_latest_view_of_an_episode_wins(returns):
    returns("first", [episode("a", "01/06/2018", place="K2", provider="PR4")], [birth("a")])
    folder = returns(
        "second",
        [
            episode("a", "01/06/2018", "15/09/2019", "E4A", place="U6", provider="PR1"),
            episode("b", "01/06/2019"),
        ],
        [birth("a"), birth("b")],
    )

    read = read_returns(folder)

    assert count(read, "stock", "2018-06-30", "in_house_fostering") == 1
    assert count(read, "stock", "2018-06-30", "external_residential") == 0
    assert count(read, "exits", "2019-09-30") == 1
    assert count(read, "stock", "2020-03-31") == 1


@pytest.mark.parametrize("first_end", [("", ""), ("20/08/2019", "X1"), ("20/08/2019", "E4A")])
def test_an_episode_open_or_overlapping_ends_when_the_next_begins(returns, first_end):
    folder = returns(
        "y",
        [
            episode("a", "01/05/2019", *first_end, place="U6"),
            episode("a", "01/07/2019", place="K2", provider="PR4", rne="P"),
        ],
        [birth("a")],
    )

    read = read_returns(folder)

    assert count(read, "stock", "2019-06-30", "in_house_fostering") == 1
    assert count(read, "stock", "2019-07-31", "in_house_fostering") == 0
    assert count(read, "stock", "2019-07-31", "external_residential") == 1
    assert flows(read, "exits") == 0
    assert flows(read, "moves") == 1
    assert read.report.count("left_open") + read.report.count("overlap") == 1


def test_short_breaks_are_taken_out_only_after_they_have_closed_what_came_before(returns):
    """The full episode left open must not run on under the short break that follows it."""
    folder = returns(
        "y",
        [
            episode("a", "01/05/2019"),
            episode("a", "01/07/2019", legal="V4", rne="L"),
            episode("b", "01/07/2019", legal="v3"),
        ],
        [birth("a"), birth("b")],
    )

    read = read_returns(folder)

    assert count(read, "stock", "2019-06-30") == 1
    assert count(read, "stock", "2019-07-31") == 0
    assert read.report.count("short_break") == 2


def test_leaving_short_breaks_for_full_care_is_an_entry(returns):
    folder = returns(
        "y",
        [
            episode("a", "01/05/2019", "01/07/2019", "X1", legal="V4"),
            episode("a", "01/07/2019", legal="C2", rne="L"),
        ],
        [birth("a")],
    )

    read = read_returns(folder)

    assert count(read, "entries", "2019-07-31") == flows(read, "entries") == 1


def test_moves_are_p_and_b_and_nothing_else(returns):
    codes = ["S", "L", "P", "B", "T", "U"]
    kinds = ["U6", "U6", "U6", "K2", "K3", "U6"]
    starts = [f"01/{month:02d}/2019" for month in range(5, 11)]
    rows = [
        episode("a", start, end, "X1" if end else "", place, "PR4", code)
        for start, end, place, code in zip(starts, [*starts[1:], ""], kinds, codes, strict=True)
    ]

    read = read_returns(returns("y", rows, [birth("a")]))

    assert flows(read, "moves") == 2
    assert count(read, "moves", "2019-07-31", "agency_fostering") == 1
    assert count(read, "moves", "2019-08-31", "external_residential") == 1
    assert read.monthly.changes.sum() == 2
    assert count(read, "stock", "2019-09-30", "supported_accommodation") == 1


def test_a_temporary_placement_keeps_the_type_it_interrupts_and_is_no_move(returns):
    folder = returns(
        "y",
        [
            episode("a", "01/05/2019", "25/05/2019", "X1", place="U4", provider="PR1"),
            episode("a", "25/05/2019", "05/06/2019", "X1", "T0", "PR4", "P"),
            episode("a", "05/06/2019", "", "", "U4", "PR1", "P"),
            episode("b", "01/05/2019", "20/05/2019", "X1", place="K2", provider="PR4"),
            episode("b", "20/05/2019", "05/06/2019", "X1", "t1", "PR4", "P"),
            episode("b", "05/06/2019", "", "", "U4", "PR1", "P"),
        ],
        [birth("a"), birth("b")],
    )

    read = read_returns(folder)

    assert count(read, "stock", "2019-05-31", "in_house_fostering") == 1
    assert count(read, "stock", "2019-05-31", "external_residential") == 1
    assert count(read, "stock", "2019-06-30", "in_house_fostering") == 2
    assert flows(read, "moves") == 1


def test_a_temporary_placement_that_comes_first_takes_what_follows(returns):
    assert rolled_back(
        pd.Series([-1, 3, -1, -1, -1]).to_numpy(),
        pd.Series([False, True, True, True, False]).to_numpy(),
    )[0].tolist() == [3, 3, 3, 3, 9]


def test_x1_before_a_gap_is_reported_and_is_neither_exit_nor_entry(returns):
    folder = returns(
        "y",
        [
            episode("a", "01/05/2019", "10/06/2019", "X1"),
            episode("a", "20/08/2019", rne="P"),
        ],
        [birth("a")],
    )

    read = read_returns(folder)

    assert read.report.count("x1_gap") == 1
    assert flows(read, "exits") == 0
    assert flows(read, "entries") == 1
    assert count(read, "stock", "2019-07-31") == 0


def test_a_night_between_x1_and_the_next_episode_is_filled(returns):
    folder = returns(
        "y",
        [
            episode("a", "01/05/2019", "31/05/2019", "X1"),
            episode("a", "01/06/2019", rne="P"),
        ],
        [birth("a")],
    )

    read = read_returns(folder)

    assert count(read, "stock", "2019-05-31") == 1
    assert read.report.count("x1_gap") == 0
    assert flows(read, "moves") == 1


def test_a_child_who_comes_back_is_two_entries_and_an_exit(returns):
    folder = returns(
        "y",
        [
            episode("a", "01/05/2019", "10/06/2019", "E4A"),
            episode("a", "20/08/2019"),
        ],
        [birth("a")],
    )

    read = read_returns(folder)

    assert (flows(read, "entries"), flows(read, "exits")) == (2, 1)


def test_when_a_child_in_care_before_the_record_came_is_known_by_rne_s_alone(returns):
    """A return holds the episode open on its 1 April, and not the one that it went on from."""
    folder = returns(
        "2020",
        [
            episode("began", "01/01/2019"),
            episode("moved", "01/01/2019", rne="P"),
            episode("came", "01/05/2019"),
        ],
        [birth(child) for child in ("began", "moved", "came")],
    )

    read = read_returns(folder)

    assert flows(read, "entries") == 1
    now = read.monthly.now
    stayed = [days("2020-03-31") - days(day) for day in ("2019-05-01", "2019-01-01")]
    known = [stay * 12 // 365 for stay in (*stayed, stayed[1] + UNSEEN_DAYS)]
    assert sorted(np.repeat(now.care_months, now.children)) == known
    assert np.repeat(now.place_months, now.children).max() == known[1]


def test_ageing_is_by_birthday(returns):
    """Twelve sixteenth birthdays on the twelve firsts of the month; one leaves at 18."""
    folder = returns(
        "y",
        [episode(f"c{m}", "01/04/2019") for m in range(1, 13)] + [episode("old", "01/04/2019")],
        [birth(f"c{m}", f"01/{m:02d}/{2004 if m < 4 else 2003}") for m in range(1, 13)]
        + [birth("old", "01/03/2002")],
    )

    read = read_returns(folder)

    by_age = read.monthly.stock.sum(axis=1)
    assert by_age[1:, 3].tolist() == [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert by_age[-1, 4] == 12
    assert by_age[-2, 4] == 12  # eleven of the twelve, and the one about to turn 18 ...
    assert read.report.count("past_18") == 1  # ... on 1 March
    assert read.monthly.aged_out[-1].sum() == 1


def test_a_child_of_29_february_has_birthdays_on_1_march_in_other_years():
    born = np.array([days("2004-02-29"), days("2004-02-28")])

    assert birthday(born, 18).tolist() == [days("2022-03-01"), days("2022-02-28")]
    assert birthday(born, 16).tolist() == [days("2020-02-29"), days("2020-02-28")]


def test_an_open_episode_that_the_next_return_does_not_hold_ends_between_them(returns):
    returns("1", [episode("a", "01/05/2018"), episode("b", "01/05/2018")], [birth("a"), birth("b")])
    folder = returns("2", [episode("b", "01/05/2018"), episode("c", "01/05/2019")], [birth("b")])

    read = read_returns(folder)

    assert count(read, "stock", "2019-03-31") == 2
    assert count(read, "stock", "2019-04-30") == 1
    assert read.report.count("vanished") == 1
    assert read.report.count("no_birthday") == 1


@pytest.mark.parametrize(
    ("place", "provider", "kind"),
    [
        ("U1", "PR1", "kinship_fostering"),
        ("u3", "pr4", "kinship_fostering"),
        ("U4", "PR1", "in_house_fostering"),
        ("U6", "PR2", "agency_fostering"),
        ("U5", "", "agency_fostering"),
        ("K2", "PR1", "in_house_residential"),
        ("K2", "PR5", "external_residential"),
        ("K1", "PR1", "external_residential"),
        ("K3", "PR4", "supported_accommodation"),
        ("H5", "PR4", "supported_accommodation"),
        ("P2", "PR4", "supported_accommodation"),
        ("P3", "PR0", "supported_accommodation"),
        ("P1", "PR0", "placed_with_parents"),
        ("A6", "PR1", "placed_for_adoption"),
        ("S1", "PR4", "other_residential"),
        ("R5", "PR4", "other_residential"),
        ("Z1", "PR4", "other_placements"),
        ("Z14", "PR4", "other_placements"),
    ],
)
def test_codes_of_every_year_are_read(returns, place, provider, kind):
    folder = returns(
        "y", [episode("a", "01/05/2019", place=place, provider=provider)], [birth("a")]
    )

    assert count(read_returns(folder), "stock", "2019-05-31", kind) == 1


def test_a_code_of_another_year_is_read_with_a_warning(returns):
    folder = returns(
        "y",
        [episode("a", "01/05/2024", place="H5"), episode("b", "01/05/2024", place="K3")],
        [birth("a"), birth("b")],
    )

    assert read_returns(folder).report.count("other_year") == 1


def test_a_return_made_in_the_middle_of_the_year_ends_at_the_last_month_end(returns):
    days = pd.date_range("2023-04-01", "2025-09-20", freq="3D").strftime("%d/%m/%Y")
    folder = returns(
        "y",
        [episode(f"c{n}", day, "25/09/2025", "E4A") for n, day in enumerate(days)],
        [birth(f"c{n}") for n in range(len(days))],
    )

    assert read_returns(folder).report.last == "2025-08-31"


def test_length_of_stay_counts_open_cases_as_not_ended(returns):
    folder = returns(
        "y",
        [episode("a", "01/05/2019", "15/08/2019", "E4A"), episode("b", "01/05/2019")],
        [birth("a"), birth("b", "01/05/2019")],
    )

    stays = read_returns(folder).monthly.stays

    assert stays[2, 3, 1] == 1  # came at six, left after three months
    assert stays[0, 11, 0] == 1  # came at birth, still there
    assert stays.sum() == 2
