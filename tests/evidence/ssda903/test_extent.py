"""Which years and months the returns are of, and what stops a record that would mislead."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_returns
from sufficiency.evidence.ssda903.dates import year_of
from sufficiency.evidence.ssda903.spells import days
from sufficiency.evidence.ssda903.years import latest_day
from tests.evidence.ssda903.small import birth, births, count, episode, flows

NOBODY = np.zeros(0, dtype=np.int64)


def dates(text: str) -> np.ndarray:
    """Days, each written as many times as it happens: '2023-05-01*3 2024-06-01'."""
    listed = [one.split("*") for one in text.split()]
    return np.array([days(day[0]) for day in listed for _ in range(int([*day, "1"][1]))])


@pytest.mark.parametrize(
    ("began", "ended", "name", "year"),
    [
        # A large return with one or two beginnings typed a year too high.
        ("2021-09-01*20 2022-06-01*90 2023-06-01*100 2024-02-01*2", "2023-09-01*80", "", 2024),
        ("2022-06-01*90 2023-06-01*100 2025-02-01*4", "2023-09-01*80", "", 2024),
        # Beginnings of the April after, in an export made then.
        ("2022-06-01*90 2023-06-01*100 2024-04-12*5", "2023-09-01*80 2024-04-09*3", "", 2024),
        # Thirty children, to whom one or two come in the year: its endings are in it alone.
        ("2021-06-01*9 2022-06-01*8 2023-06-01*2", "2023-09-01*3", "", 2024),
        ("2021-06-01*9 2022-06-01*8 2023-06-01*1", "2023-09-01*1", "", 2024),
        # The same with a beginning typed a year too high.
        ("2021-06-01*9 2022-06-01*8 2023-06-01*2 2024-06-01", "2023-09-01*3", "", 2024),
        # Five children: the name settles what dates cannot.
        ("2022-06-01*4 2023-06-01*1", "2022-09-01", "", 2024),
        ("2022-06-01*4 2023-06-01*1", "2022-09-01", "return 2022-23/episodes.csv", 2023),
        ("2022-06-01*90 2023-06-01*1", "", "return 2023-24/episodes.csv", 2024),
        # A name does not move what dates show plainly.
        ("2022-06-01*90 2023-06-01*80", "2023-09-01*60", "2022-23/episodes.csv", 2024),
        # Years of history in one file, with slips both ways.
        ("2019-06-01*50 2020-06-01*60 2021-06-01*40 2022-06-01", "2020-06-01*50", "", 2022),
        ("2022-06-01*4 2091-06-01", "", "", 2023),
    ],
)
def test_the_year_of_a_return_is_the_last_in_which_the_usual_happens(began, ended, name, year):
    latest = latest_day(dates(began), dates(ended) if ended else NOBODY, name)

    assert year_of(np.array([latest])).tolist() == [year]


def busy(year: int, made: str = "") -> list[str]:
    """Forty children who come over a year and leave within months, most of them in it."""
    came = pd.date_range(f"{year - 1}-04-03", f"{year}-03-25", periods=40)
    until = pd.Timestamp(made or f"{year}-03-31")
    return [
        episode(
            f"y{year}c{n}",
            f"{start:%d/%m/%Y}",
            f"{end:%d/%m/%Y}" if end <= until else "",
            "E4A" if end <= until else "",
        )
        for n, (start, end) in enumerate((day, day + pd.Timedelta(days=70)) for day in came)
        if start <= until
    ]


def born(rows: list[str]) -> list[str]:
    return [birth(child) for child in dict.fromkeys(row.split(",")[0] for row in rows)]


@pytest.mark.parametrize("wrong", ["12/02/2025", "12/02/2026", "12/02/2034", "12/02/9999"])
def test_a_year_typed_too_high_neither_moves_a_return_nor_lengthens_the_record(returns, wrong):
    rows = [*busy(2024), episode("x", wrong)]

    read = read_returns(returns("last", rows, born(rows)))

    assert (read.report.returns, read.report.last) == ((2024,), "2024-03-31")
    assert read.report.count("after_return") == 1


def test_a_date_typed_within_the_year_does_not_lengthen_a_return_made_before(returns):
    """Made on 20 September; one beginning of that month is typed as February."""
    rows = [*busy(2025), *busy(2026, made="2025-09-20"), episode("x", "12/02/2026")]

    assert read_returns(returns("last", rows, born(rows))).report.last == "2025-08-31"


def test_a_small_council_that_says_nothing_for_months_is_cut_or_told(returns):
    """Thirty children: nothing after July is no chance, nothing after December may be."""
    changes = pd.date_range("2023-04-05", "2026-03-28", freq="18D")

    def made(until: str):
        rows = [
            episode(f"c{n}", f"{day:%d/%m/%Y}")
            for n, day in enumerate(changes)
            if day <= pd.Timestamp(until)
        ]
        return read_returns(returns(until, rows, born(rows)).joinpath(until)).report

    summer, winter, whole = made("2025-07-20"), made("2025-12-31"), made("2026-03-31")

    assert summer.last == "2025-06-30"
    assert winter.last == "2026-03-31"
    assert [line for line in winter.lines() if "say nothing after 2025-12-" in line]
    assert not whole.remarks


@pytest.mark.parametrize("nothing", ["31/12/2099", "31/12/9999", "01/01/1900", "31/03/2024"])
def test_a_date_that_stands_for_nothing_leaves_the_episode_open(returns, nothing):
    rows = busy(2024)
    left_open = sum(not row.split(",")[7] for row in rows)
    rows = [row if row.split(",")[7] else row.replace("PR1,,", f"PR1,{nothing},") for row in rows]

    read = read_returns(returns("y", rows, born(rows)))

    assert read.report.last == "2024-03-31"
    assert count(read, "stock", "2024-03-31") == left_open > 5
    assert flows(read, "exits") == len(rows) - left_open


def test_a_day_of_extraction_in_dec_is_no_ending(returns):
    """The system gives every open episode the day on which the export was made."""
    rows = [
        row if row.split(",")[7] else row.replace("PR1,,", "PR1,28/03/2024,") for row in busy(2024)
    ]

    assert read_returns(returns("y", rows, born(rows))).report.count("no_date") > 5


def test_an_ending_on_31_march_with_its_reason_is_an_ending(returns):
    folder = returns("y", [episode("a", "01/05/2023", "31/03/2024", "E4A")], [birth("a")])

    assert flows(read_returns(folder), "exits") == 1


def test_returns_of_which_most_endings_lack_a_reason_are_refused(returns):
    rows = [row.replace(",E4A,", ",,") for row in busy(2024)]

    with pytest.raises(InputError, match="have no REC"):
        read_returns(returns("y", rows, born(rows)))


def test_a_record_in_which_hardly_a_child_is_left_is_refused(returns):
    stay = [episode(f"c{n}", "01/05/2023", "20/03/2024", "E4A") for n in range(30)]

    with pytest.raises(InputError, match=r"Of 31 children looked after on 2023-12-31"):
        read_returns(returns("y", [*stay, episode("x", "01/06/2023")], [*births(30), birth("x")]))


def test_a_stray_ending_in_a_missing_year_does_not_stand_for_its_return(returns):
    for year in (2021, 2022, 2024):
        stray = [episode("x", "01/01/2022", "01/09/2022", "E4A")] if year == 2024 else []
        rows = [*busy(year), *stray]
        folder = returns(f"of {year}", rows, born(rows))

    with pytest.raises(InputError, match="2022-23"):
        read_returns(folder)


def test_stray_endings_of_many_years_do_not_begin_the_record_before_its_returns(returns):
    strays = [
        episode(f"s{year}", f"01/05/{year}", f"01/09/{year}", "E4A") for year in range(2008, 2020)
    ]
    rows = [*busy(2024), *strays]

    assert read_returns(returns("y", rows, born(rows))).report.first == "2023-03-31"


def test_a_return_made_in_its_first_days_has_its_first_month_end_alone(returns):
    came = [
        *pd.date_range("2024-04-10", "2025-03-28", freq="9D"),
        *pd.date_range("2025-04-01", periods=4),
    ]
    rows = [episode(f"c{n}", f"{day:%d/%m/%Y}") for n, day in enumerate(came)]

    read = read_returns(returns("y", rows, born(rows)))

    assert read.report.first == read.report.last == "2025-03-31"
    assert count(read, "stock", "2025-03-31") == len(rows) - 4


def test_the_name_of_the_year_after_does_not_move_a_return_in_which_much_happens(returns):
    rows = busy(2025)

    report = read_returns(returns("2025-26", rows, born(rows))).report

    assert (report.first, report.last) == ("2024-03-31", "2025-03-31")
