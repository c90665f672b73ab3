"""What is in the folder: tables with titles above them, workbooks, damaged zips."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_returns
from tests.ssda903.small import EPISODES, HEADER, birth, count, episode

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


@pytest.mark.parametrize("name", ["e.csv", "e.txt"])
def test_a_workbook_under_another_name_is_refused_with_the_way_out(small, name):
    (small / name).write_bytes(WORKBOOK)

    with pytest.raises(InputError, match=rf"{name} is a workbook .* 'CSV UTF-8"):
        read_returns(small)


def test_a_folder_of_workbooks_is_told_how_to_save_them(tmp_path):
    for name in ("Episodes.xlsx", "Header.XLSX"):
        (tmp_path / name).write_bytes(WORKBOOK)

    with pytest.raises(InputError, match=r"2 Excel workbooks are there.*'CSV UTF-8"):
        read_returns(tmp_path)


def test_a_workbook_alone_is_told_how_to_save_it(tmp_path):
    with zipfile.ZipFile(tmp_path / "return.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with zipfile.ZipFile(tmp_path / "return.zip", "w") as archive:
        archive.write(tmp_path / "return.xlsx", "return.xlsx")

    for name in ("return.xlsx", "return.zip"):
        with pytest.raises(InputError, match="An Excel workbook is there"):
            read_returns(tmp_path / name)


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
