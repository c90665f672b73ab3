"""What one return says of another: corrections, withdrawals, drafts and changed identifiers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import Returns, read_returns
from tests.evidence.ssda903.small import birth, births, count, episode, flows

Write = Callable[..., Path]


@pytest.fixture
def two_years(returns: Write) -> Callable[..., Returns]:
    """Ten children who stay, in two returns, and another of whom the two may differ."""

    def read(first: list[str], second: list[str], carried: bool = True) -> Returns:
        stay = [episode(f"c{n}", f"{1 + n:02d}/05/2021") for n in range(10)]
        returns("2021-22", [*stay, *first], [*births(10), birth("x")])
        others = stay if carried else [episode(f"c{n}", "01/09/2022", rne="P") for n in range(10)]
        return read_returns(returns("2022-23", [*others, *second], [*births(10), birth("x")]))

    return read


def test_a_beginning_corrected_to_an_earlier_day_leaves_no_second_child(two_years):
    read = two_years(
        [episode("x", "10/06/2021")], [episode("x", "09/06/2021", "01/08/2022", "E4A")]
    )

    assert count(read, "stock", "2022-07-31") == 11
    assert count(read, "stock", "2022-08-31") == 10
    assert (flows(read, "entries"), flows(read, "exits")) == (11, 1)
    assert read.report.count("withdrawn") == 1


def test_a_beginning_put_off_by_some_days_is_the_same_beginning(two_years):
    read = two_years(
        [episode("x", "28/06/2021")], [episode("x", "02/07/2021", "01/08/2022", "E4A")]
    )

    assert count(read, "stock", "2021-06-30") == 10
    assert count(read, "stock", "2021-07-31") == 11
    assert (flows(read, "entries"), flows(read, "exits")) == (11, 1)


def test_a_move_that_a_later_return_does_not_know_was_never_made(two_years):
    read = two_years(
        [
            episode("x", "10/06/2021", "01/02/2022", "X1", place="U4"),
            episode("x", "01/02/2022", place="K2", provider="PR4", rne="P"),
        ],
        [episode("x", "10/06/2021", "01/08/2022", "E4A", place="U4")],
    )

    assert count(read, "stock", "2022-02-28", "external_residential") == 0
    assert count(read, "stock", "2022-02-28", "in_house_fostering") == 11
    assert flows(read, "moves") == 0
    assert count(read, "stock", "2022-08-31") == 10


def test_an_exit_and_a_return_that_were_withdrawn_leave_the_child_in_care(two_years):
    read = two_years(
        [
            episode("x", "10/06/2021", "01/02/2022", "E4A"),
            episode("x", "10/02/2022", place="K2", provider="PR4"),
        ],
        [episode("x", "10/06/2021", "01/08/2022", "E4A")],
    )

    assert count(read, "stock", "2022-01-31") == count(read, "stock", "2022-02-28") == 11
    assert (flows(read, "entries"), flows(read, "exits")) == (11, 1)


def test_a_move_recorded_late_keeps_the_placement_before_it(two_years):
    """What ended before 1 April is not in the next return: that is no withdrawal."""
    read = two_years(
        [episode("x", "10/06/2021", place="U4")],
        [episode("x", "15/03/2022", place="K2", provider="PR4", rne="P")],
    )

    assert count(read, "stock", "2021-12-31", "in_house_fostering") == 11
    assert count(read, "stock", "2022-03-31", "external_residential") == 1
    assert read.report.count("withdrawn") == 0
    assert read.report.count("left_open") == 1


def test_a_child_who_starts_anew_had_left_when_the_return_carries_over_the_others(two_years):
    read = two_years([episode("x", "10/06/2021")], [episode("x", "01/12/2022")])

    assert count(read, "stock", "2022-03-31") == 11
    assert count(read, "stock", "2022-04-30") == 10
    assert count(read, "stock", "2022-12-31") == 11
    assert (flows(read, "entries"), flows(read, "exits")) == (12, 1)
    assert read.report.count("vanished") == 1


def test_a_return_of_beginnings_alone_says_nothing_of_what_it_does_not_hold(two_years):
    read = two_years([episode("x", "10/06/2021")], [episode("x", "01/12/2022")], carried=False)

    assert count(read, "stock", "2022-04-30") == 11
    assert read.report.count("vanished") == read.report.count("withdrawn") == 0


def test_open_short_breaks_do_not_rule_out_full_care(two_years):
    read = two_years(
        [episode("x", "10/06/2021", legal="V4"), episode("x", "01/09/2021", "01/12/2021", "E4A")],
        [episode("x", "10/06/2021", legal="V4")],
    )

    assert count(read, "stock", "2021-09-30") == 11
    assert read.report.count("withdrawn") == 0


def renamed(returns: Write, name: Callable[[int], str], children: int = 40) -> Path:
    """Two returns of the same children, who have other identifiers in the second."""
    starts = [f"{1 + n % 28:02d}/{5 + n % 7:02d}/2021" for n in range(children)]
    old = [f"{n + 1:05d}" for n in range(children)]
    returns("one", map(episode, old, starts), map(birth, old))
    new = [name(n + 1) for n in range(children)]
    come = [episode("77777", "05/06/2022"), episode("88888", "05/03/2023", "20/03/2023", "E4A")]
    return returns("two", [*map(episode, new, starts), *come], map(birth, [*new, "77777", "88888"]))


@pytest.mark.parametrize("form", ["{}", "{:05d}.0", "{}.0", ' "{:05d}" '])
def test_a_spreadsheet_that_rewrites_identifiers_changes_nothing(returns, form):
    read = read_returns(renamed(returns, form.format))

    assert count(read, "stock", "2022-03-31") == 40
    assert count(read, "stock", "2022-04-30") == 40
    assert read.report.count("vanished") == 0


def test_noughts_that_tell_two_children_apart_are_kept(returns):
    folder = returns(
        "y",
        [episode("0042", "01/05/2021"), episode("42", "01/06/2021", place="K2")],
        [birth("0042"), birth("42")],
    )

    assert count(read_returns(folder), "stock", "2021-06-30") == 2


def test_new_identifiers_from_one_return_to_the_next_are_refused(returns):
    with pytest.raises(InputError, match=r"2020-21|2021-22 and 2022-23, 40 of 40 children") as no:
        read_returns(renamed(returns, "NEW{}".format))

    assert "CHILD" in str(no.value)
    assert "NEW" not in str(no.value)


def test_children_who_leave_between_returns_are_not_taken_for_renamed(returns):
    """Five of forty gone for good, and nobody new who was there before."""
    folder = renamed(returns, lambda n: f"{n:05d}" if n > 5 else f"{n + 5:05d}")

    report = read_returns(folder).report

    assert report.count("vanished") == 5
    assert report.count("newcomers") == 0


def test_too_many_children_who_vanish_between_returns_are_rows_that_are_missing(returns):
    folder = renamed(returns, lambda n: f"{n:05d}" if n > 12 else f"{n + 12:05d}")

    with pytest.raises(InputError, match="12 are not in the return of 2022-23"):
        read_returns(folder)


def test_a_child_recorded_a_year_late_is_counted_and_told(two_years):
    read = two_years([], [episode("x", "10/06/2021"), episode("y", "10/06/2022")])

    assert count(read, "stock", "2021-06-30") == 11
    assert read.report.count("newcomers") == 1


def drafts(returns: Write, first: str, second: str, closed: int) -> Path:
    """A year's return twice: in the second `closed` of twelve have left, in the first none."""
    rows = [episode(f"c{n}", f"{1 + n:02d}/05/2021") for n in range(12)]
    ended = [
        episode(f"c{n}", f"{1 + n:02d}/05/2021", "01/02/2022", "E4A") if n < closed else row
        for n, row in enumerate(rows)
    ]
    late = episode("c0", "05/05/2021")
    returns(first, [*rows[1:], late], births(12))
    return returns(second, ended, births(12))


@pytest.mark.parametrize(("draft", "final"), [("draft", "final"), ("b", "a"), ("a", "b")])
def test_of_a_draft_and_a_final_return_the_one_with_more_endings_speaks(returns, draft, final):
    read = read_returns(drafts(returns, draft, final, closed=4))

    assert count(read, "stock", "2022-01-31") == 12
    assert count(read, "stock", "2022-03-31") == 8
    assert read.report.count("draft") == 12
    assert any("Two returns of 2021-22" in line for line in read.report.lines())


def test_two_halves_of_a_return_are_both_counted(returns):
    rows = [episode(f"c{n}", f"{1 + n:02d}/05/2021") for n in range(12)]
    returns("east", rows[:7], births(12))
    read = read_returns(returns("west", rows[5:], births(12)))

    assert count(read, "stock", "2022-03-31") == 12
    assert read.report.count("draft") == 0
    assert read.report.count("other_view") == 2
