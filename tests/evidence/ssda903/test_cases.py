"""Eleven folders of returns that once lost children without a word, made again from their seed.

Each is the last of six returns of about 100 children, with one thing wrong: the counts are those
of the clean returns (99 children at 31 March 2026, 184 exits), or the file is named and what to
do. Variants of place, share and size are in test_faults.py and test_lost.py.
"""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_returns
from tests.evidence.ssda903 import faults
from tests.evidence.ssda903.faults import FILES, HARMFUL, HARMLESS, Returns
from tests.evidence.ssda903.small import count, flows
from tests.evidence.ssda903.test_faults import LABELS, clean, stacked, without

LAST = "2025-26"


def read(returns: Returns, replace: dict[str, bytes] | None = None):
    with tempfile.TemporaryDirectory() as folder:
        place = faults.write(returns, Path(folder) / "r")
        for name, data in (replace or {}).items():
            (place / name).write_bytes(data)
        return read_returns(place)


def six_returns() -> Returns:
    return clean(100, 6, 7)[0]


def without_last_table() -> Returns:
    returns = six_returns()
    tables = {name: text for name, text in returns[LAST].items() if name != "Episodes"}
    return {**returns, LAST: tables}


@pytest.mark.parametrize(
    "name",
    ["serial", "blank as <NA>", "codes with words", "zero width", "apostrophe", "formula"],
)
def test_what_a_spreadsheet_or_a_web_page_does_to_cells_is_read(name):
    found = read(faults.damaged(six_returns(), LAST, HARMLESS[name], 1.0, 1))

    assert count(found, "stock", "2026-03-31") == 99
    assert flows(found, "exits") == 184
    assert any(f"{LAST}/Episodes.csv, read so" in line for line in found.report.remarks)


def test_identifiers_that_lost_digits_are_refused_and_told_how_to_keep_them():
    returns = six_returns()
    head, *rows = returns[LAST]["Episodes"].strip("\n").split("\n")
    some = [f"9.01E+11,{row.split(',', 1)[1]}" if n % 3 else row for n, row in enumerate(rows)]
    tables = {**returns[LAST], "Episodes": "\n".join([head, *some]) + "\n"}

    for changed in (
        {**returns, LAST: tables},
        faults.damaged(returns, LAST, HARMFUL["scientific"], 1.0, 1),
    ):
        with pytest.raises(InputError, match=rf"{LAST}/.*CHILD.*set CHILD to Text"):
            read(changed)


def test_a_stray_quotation_mark_is_refused_with_its_line():
    data = FILES["stray quote"][1](six_returns()[LAST]["Episodes"])

    with pytest.raises(InputError, match=rf"{LAST}/Episodes.csv, line \d+: a quotation mark"):
        read(without_last_table(), {f"{LAST}/Episodes.csv": data})


def test_the_last_return_as_xml_and_as_a_workbook_is_read():
    returns = six_returns()
    tables = returns[LAST]
    for name, data in (
        ("SSDA903_2025_26.xml", faults.xml_of(tables).encode()),
        ("ssda903 2025-26.xlsx", faults.workbook_of(tables)),
    ):
        found = read({**returns, LAST: {}}, {f"{LAST}/{name}": data})

        assert count(found, "stock", "2026-03-31") == 99
        assert flows(found, "exits") == 184


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("SSDA903_2025_26.xml", b"<?xml version='1.0'?><EXPSSDA903></EXPSSDA903>", "no children"),
        ("ssda903 2025-26.xlsx", b"PK\x03\x04not a real workbook", "cannot be opened"),
        ("Episodes.csv", b"", "is empty"),
    ],
)
def test_a_last_return_without_a_row_is_named(name, data, said):
    with pytest.raises(InputError, match=rf"{LAST}/{name}.*{said}"):
        read(without_last_table(), {f"{LAST}/{name}": data})


def test_children_whom_the_last_return_lacks_end_alike_stacked_and_a_folder_a_year():
    returns = six_returns()
    before = sorted(returns)[-2]
    rows = csv.DictReader(io.StringIO(returns[before]["Episodes"]))
    gone = set(sorted({row["CHILD"] for row in rows if not row["DEC"]})[:17])
    tables = {name: without(text, gone) for name, text in returns[LAST].items()}
    folders = read({**returns, LAST: tables})
    one_file = read({"all": stacked({**returns, LAST: tables}, LABELS["ends in"])})

    assert folders.monthly.by_type.tolist() == one_file.monthly.by_type.tolist()
    assert folders.report.count("vanished") == one_file.report.count("vanished") == 17
    assert count(folders, "stock", "2026-03-31") < 99
