"""Dates, areas, UASC, years, and what made-up returns look like by year."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_returns
from sufficiency.evidence.ssda903.codes import (
    PLACES,
    REASON_NAMES,
    out_of_year,
    reason_of,
    type_of,
)
from sufficiency.evidence.ssda903.csvs import decoded
from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE, read_day, year_of
from sufficiency.evidence.ssda903.spells import days, month_ends
from sufficiency.evidence.ssda903.years import latest_day, return_year
from sufficiency.evidence.synthetic import make_world
from sufficiency.evidence.synthetic.returns import write_returns
from tests.evidence.ssda903.small import birth, episode

WAYS = ["01/04/2019", "1/4/2019", "2019-04-01", "2019-04-01 00:00:00", "2019-04-01T00:00:00Z"]
WAYS += ["43556", "43556.0", "20190401", "01042019", "1 April 2019", "Monday, 1st April 2019"]
WAYS += ["April 1, 2019", "01/04/2019 12:00:00 AM", "1/4/2019 9:15 p.m.", "2019-04-01 00:00"]
WAYS += ["2019-04-01T00:00:00+01:00", "2019-03-31T23:00:00Z", "2019-04-01T00:00:00.000Z"]
WAYS += ["01-04-2019", "01.04.2019", "1-Apr-19", "01-April-2019", " 2019/4/1 ", "01/04/19"]


@pytest.mark.parametrize("text", WAYS)
def test_a_date_may_be_written_in_many_ways(text):
    assert read_day(text) == days("2019-04-01")


@pytest.mark.parametrize("text", ["31/02/2020", "04/31/2019", "2019", "x", "435560", "01/04/1019"])
def test_what_is_no_date_is_not_guessed(text):
    assert read_day(text) == UNREADABLE


def test_a_time_with_an_offset_that_leaves_the_day_in_doubt_is_not_guessed():
    assert read_day("2019-12-31T23:00:00-05:00") == UNREADABLE
    assert read_day("2019-06-30T23:30:00Z") == UNREADABLE
    assert read_day("2019-12-31T23:30:00Z") == days("2019-12-31")


@pytest.mark.parametrize(
    "text", ["", "  ", "NULL", "nan", "<NA>", "(null)", "-", ".", "00/01/1900"]
)
def test_nothing_is_nothing(text):
    assert read_day(text) == BLANK


def test_years_of_returns_and_month_ends():
    ends = [days("2020-03-31"), days("2020-04-01")]

    assert year_of(np.array(ends)).tolist() == [2020, 2021]
    assert month_ends(days("2019-12-31"), days("2020-03-31")).tolist() == [
        days(day) for day in ("2019-12-31", "2020-01-31", "2020-02-29", "2020-03-31")
    ]


def test_a_slip_of_the_pen_does_not_make_a_later_return():
    usual = np.arange(days("2018-04-01"), days("2019-03-20"))
    slips = np.append(usual, [days("2091-02-01"), BLANK, UNREADABLE])

    assert latest_day(slips, np.array([BLANK])) == days("2019-03-19")
    assert latest_day(usual, np.array([days("2019-04-20")])) == days("2019-03-19")


def test_a_small_return_in_which_only_endings_fall_is_of_the_year_of_the_endings():
    started = np.full(4, days("2018-06-01"))
    ended = np.array([days("2019-06-01"), BLANK, BLANK, BLANK])

    assert latest_day(started, ended) == days("2019-06-01")


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2019-20/e.csv", 2020),
        ("Return 2019_2020/e.csv", 2020),
        ("x201920.csv", 2020),
        ("2018-19/e.csv", 2019),
        ("2017-18/e.csv", 2019),
        ("2020.csv", 2019),
        ("2030-31/e.csv", 2019),
    ],
)
def test_a_name_may_make_a_return_later_and_never_earlier(name, year):
    assert return_year(days("2018-06-01"), name) == year


def test_every_place_has_a_type_or_is_temporary():
    for place in PLACES:
        assert type_of(place, "PR4") >= -1
    assert type_of("Q9", "PR1") == -2


def test_codes_come_and_go_with_the_year():
    assert out_of_year("K3", 2023) and not out_of_year("K3", 2024)
    assert out_of_year("H5", 2024) and not out_of_year("H5", 2023)
    assert out_of_year("Z1", 2026) and not out_of_year("Z1", 2025)
    assert out_of_year("Z12", 2025) and not out_of_year("Z12", 2026)


def test_reasons_are_grouped():
    assert REASON_NAMES[reason_of("E11")] == "adopted"
    assert REASON_NAMES[reason_of("E45")] == "special_guardianship"
    assert REASON_NAMES[reason_of("E99")] == "unknown"
    assert reason_of("X1") == reason_of("") == -1


def test_area_is_unknown_without_a_lookup_and_told_with_one(returns, tmp_path):
    rows = [
        episode("a", "01/05/2019"),
        episode("b", "01/05/2019").replace("QX2 2ZZ", "ol6 6dl"),
        episode("c", "01/05/2019").replace("QX2 2ZZ", "M1 1AA"),
    ]
    folder = returns("y", rows, [birth(child) for child in "abc"])
    (tmp_path / "areas.csv").write_text("Postcode,Area\nOL6,in\nM11AA,Out\n", encoding="utf-8")

    without, told = read_returns(folder), read_returns(folder, tmp_path / "areas.csv")

    assert without.monthly.area[-1].sum(axis=0).tolist() == [0, 0, 3]
    assert told.monthly.area[-1].sum(axis=0).tolist() == [1, 1, 1]


def test_a_lookup_of_another_form_is_refused(returns, tmp_path):
    folder = returns("y", [episode("a", "01/05/2019")], [birth("a")])
    (tmp_path / "areas.csv").write_text("postcode,area\nOL6,near\n", encoding="utf-8")

    with pytest.raises(InputError, match="row 2: the area is 'near'; it must be 'in' or 'out'"):
        read_returns(folder, tmp_path / "areas.csv")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_lookup_with_any_line_ends_and_a_postcode_twice_is_read(returns, tmp_path, end):
    folder = returns("y", [episode("a", "01/05/2019")], [birth("a")])
    text = "postcode,area\nQX2,in\n\nqx2 ,In\n".replace("\n", end)
    (tmp_path / "areas.csv").write_bytes(text.encode())

    told = read_returns(folder, tmp_path / "areas.csv")

    assert told.monthly.area[-1].sum(axis=0).tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("postcode,area\nQX2 2ZZ,in\nM1,in\nqx22zz,out\n", "rows 2 and 4 have the same postcode"),
        ("postcode,area\n,in\n", "row 2 has no postcode"),
        ("postcode,area,area\nQX2,in,out\n", "each once"),
        ("", "needs the columns"),
        ('postcode,area\n"QX2,in\n', "not a comma-separated table"),
        ("postcode,area" + "," * 1_000 + "\n", "1,002 columns"),
    ],
)
def test_a_lookup_that_says_two_things_or_nothing_is_refused(returns, tmp_path, text, says):
    folder = returns("y", [episode("a", "01/05/2019")], [birth("a")])
    (tmp_path / "areas.csv").write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match=says):
        read_returns(folder, tmp_path / "areas.csv")


def test_asylum_seeking_children_are_counted_until_they_cease_to_be(returns):
    folder = returns(
        "y",
        [episode("a", "01/05/2019"), episode("b", "01/05/2019"), episode("c", "01/05/2019")],
        [birth(child) for child in "abc"],
        ["a,1,15/06/2012,15/06/2030", "b,1,15/06/2012,01/01/2019"],
    )

    assert read_returns(folder).monthly.uasc[-1].sum() == 1


def test_made_up_returns_have_the_codes_of_their_year():
    returns = write_returns(make_world(300, 5, 1), 1)

    places = {year: set(tables["Episodes"]["PLACE"]) for year, tables in returns.items()}
    assert "K3" not in places[2023] and {"H5", "P2"} & places[2023]
    assert "K3" in places[2024] and not {"H5", "P2"} & places[2024]
    assert "Z1" in places[2025] and "Z1" not in places[2026]
    assert places[2026] & {"Z11", "Z12", "Z13", "Z14"}
    assert set(returns[2024]["Header"]["SEX"]) == {"1", "2"}
    assert set(returns[2025]["Header"]["SEX"]) == {"M", "F"}


def test_made_up_returns_have_what_real_ones_have():
    returns = write_returns(make_world(400, 5, 1), 1)
    rows = pd.concat([tables["Episodes"] for tables in returns.values()])

    assert {"S", "P", "L", "T", "B", "U"} == set(rows["RNE"])
    assert {"V3", "V4"} <= set(rows["LS"])
    assert {"T0", "T1", "T2", "T3", "T4"} & set(rows["PLACE"])
    assert (rows["DEC"] == "").any() and (rows["REC"] == "X1").any()
    starts = rows[rows["RNE"] == "S"].drop_duplicates(["CHILD", "DECOM"])
    assert starts["CHILD"].duplicated().any()  # children who come back
    together = starts.groupby("DECOM").size()
    assert (together >= 2).sum() > 30  # brothers and sisters
    assert all(len(tables["UASC"]) for tables in returns.values())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_the_encodings_of_spreadsheets(encoding):
    assert decoded("CHILD,é£\n".encode(encoding)) == "CHILD,é£\n"
