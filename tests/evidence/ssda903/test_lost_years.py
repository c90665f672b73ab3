"""A whole year that is not there: under another name, in an empty folder, without its exits."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import Allowed, read_returns
from tests.evidence.ssda903 import faults
from tests.evidence.ssda903.faults import Returns
from tests.evidence.ssda903.test_faults import chosen, clean, same


def read(returns: Returns, place: Path):
    return read_returns(faults.write(returns, place / "r"))


@pytest.mark.parametrize("place", ["middle", "last"])
def test_an_earlier_return_under_a_later_name_stops(place, tmp_path):
    returns, _ = clean(100, 6, 7)
    year = chosen(returns, place)[0]
    before = sorted(returns)[sorted(returns).index(year) - 1]

    with pytest.raises(InputError, match=rf"named as the return of {year}, and nothing in it"):
        read({**returns, year: returns[before]}, tmp_path)


@pytest.mark.parametrize("place", ["last", "all"])
def test_dates_of_a_1904_workbook_stop(place, tmp_path):
    returns, _ = clean(100, 6, 7)
    how = (faults.DATES, faults.filled(lambda text: str(int(faults.serial(text)) - 1462)))
    for year in chosen(returns, place):
        returns = faults.damaged(returns, year, how, 1.0, 1)

    with pytest.raises(InputError, match=r"moved by four years \(by the 1904 dates"):
        read(returns, tmp_path)


def test_returns_all_named_after_the_year_after_their_own_are_read(tmp_path):
    returns, truth = clean(100, 6, 7)
    later = {f"{int(year[:4]) + 1}-{int(year[-2:]) + 1:02d}": t for year, t in returns.items()}

    assert same(read(later, tmp_path).monthly, truth)


def test_an_empty_folder_named_after_a_year_stops_and_another_does_not(tmp_path):
    returns, truth = clean(40, 5, 2)
    place = faults.write(returns, tmp_path / "r")
    (place / "archive").mkdir()
    assert same(read_returns(place).monthly, truth)

    (place / "2026-27").mkdir()
    with pytest.raises(InputError, match="2026-27 is an empty folder, named after a year"):
        read_returns(place)
    assert same(read_returns(place, allowed=Allowed(("2026-27",))).monthly, truth)


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_return_whose_exits_were_emptied_stops(place, tmp_path):
    returns, _ = clean(100, 6, 7)
    year = chosen(returns, place)[0]
    rows = list(csv.DictReader(io.StringIO(returns[year]["Episodes"])))
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    table.writeheader()
    for row in rows:
        table.writerow(row if row["REC"] == "X1" else {**row, "DEC": "", "REC": ""})

    with pytest.raises(InputError, match=r"DEC|not in the return"):
        read({**returns, year: {**returns[year], "Episodes": out.getvalue()}}, tmp_path)


def test_placements_coded_anew_between_returns_are_counted_in_the_report(tmp_path):
    returns, _ = clean(100, 6, 7)
    year = sorted(returns)[2]
    head, *rows = returns[year]["Episodes"].strip("\n").split("\n")
    at = head.split(",").index("PLACE")
    changed = 0
    for place, row in enumerate(rows):
        parts = row.split(",")
        if parts[at] == "K2" and not parts[head.split(",").index("DEC")] and changed < 2:
            parts[at], changed = "P1", changed + 1
            rows[place] = ",".join(parts)
    tables = {**returns[year], "Episodes": "\n".join([head, *rows]) + "\n"}

    assert changed == 2
    assert read({**returns, year: tables}, tmp_path).report.count("recoded") >= 2
