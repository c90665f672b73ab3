"""What is in the folder: tables with titles above them, workbooks, damaged zips."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_returns
from tests.evidence.ssda903.small import EPISODES, HEADER, birth, count, episode

WORKBOOK = b"PK\x03\x04" + bytes(60)


@pytest.fixture
def small(returns) -> Path:
    return returns("y", [episode("a", "01/05/2019")], [birth("a")])


@pytest.mark.parametrize(
    "title",
    [
        "Children looked after, run on 1 May; all teams\n",
        "\n\n,,,\n",
        "Report:;SSDA903\nPrinted by:;someone\n\n",
        "x\n" * 19,
    ],
)
def test_headings_are_found_below_a_title(small, title):
    file = small / "y" / "Episodes.csv"
    file.write_text(title + file.read_text(encoding="utf-8"), encoding="utf-8")

    read = read_returns(small)

    assert count(read, "stock", "2019-05-31") == 1
    assert read.report.count("ragged") == read.report.set_aside == 0


def test_a_damaged_workbook_is_told_what_to_do(small):
    (small / "e.xlsx").write_bytes(WORKBOOK)

    with pytest.raises(InputError, match=r'e.xlsx is a workbook that cannot .* --ignore "e.xlsx"'):
        read_returns(small)


def test_a_damaged_file_in_a_zip_is_named(tmp_path):
    place = tmp_path / "z.zip"
    rows = [episode(f"c{n}", "01/05/2019") for n in range(500)]
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Episodes.csv", "\n".join([EPISODES, *rows]))
        archive.writestr("Header.csv", "\n".join([HEADER, birth("c1")]))
    data = bytearray(place.read_bytes())
    data[300:600] = bytes(300)
    place.write_bytes(data)

    with pytest.raises(InputError, match=r"Episodes.csv in the zip z.zip .* it is damaged"):
        read_returns(place)
