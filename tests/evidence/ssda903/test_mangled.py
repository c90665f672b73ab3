"""However a file is damaged, the end is counts or one clear refusal, and never a fault of ours."""

from __future__ import annotations

import random
import shutil
import zipfile
from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_returns
from sufficiency.evidence.ssda903.reading import _sealed
from sufficiency.evidence.synthetic import synthesise
from tests.evidence.ssda903.mangling import mangle
from tests.evidence.ssda903.small import birth, episode


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("clean") / "s"
    synthesise(folder, children=25, years=2, seed=8)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.csv")
    }


def attempt(clean: dict[str, bytes], place: Path, case: int) -> bool:
    """Whether a damaged return could be read; anything but a refusal fails the test."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    mangle(clean, place, random.Random(case))
    try:
        read = read_returns(place)
    except InputError as refusal:
        assert str(refusal).endswith((".", "?"))
        return False
    assert (read.monthly.by_type >= 0).all()
    assert read.report.table["rows"].ge(0).all()
    return True


def test_damaged_returns_are_read_or_refused(clean, tmp_path):
    read = [attempt(clean, tmp_path / "m", case) for case in range(80)]

    assert 10 < sum(read) < 70  # both ends are met


@pytest.mark.parametrize("case", range(12))
def test_a_damaged_zip_is_read_or_refused(clean, tmp_path, case):
    dice = random.Random(case)
    with zipfile.ZipFile(tmp_path / "z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in clean.items():
            archive.writestr(name, data)
    data = bytearray((tmp_path / "z.zip").read_bytes())
    for _ in range(case):
        data[dice.randrange(len(data))] = dice.randrange(256)
    (tmp_path / "z.zip").write_bytes(data if case % 3 else data[: len(data) * case // 13])

    try:
        read_returns(tmp_path / "z.zip")
    except InputError as refusal:
        assert "zip" in str(refusal)
        assert case != 3 or len(data)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([",01/05/2019,S,C2,N1,U6,PR1,,,,,,"] * 3, "CHILD cannot be read in 3 of 3 rows"),
        (["a,01/05/2019,S,C2,N1,Q7,PR1,,,,,,"], "PLACE is not a code"),
        (["a,soon,S,C2,N1,U6,PR1,,,,,,"], "no row with a date"),
        ([], "Episodes.csv is the Episodes table of a return and has no rows"),
    ],
)
def test_returns_without_a_usable_row_are_refused(returns, rows, said):
    with pytest.raises(InputError, match=said):
        read_returns(returns("y", rows, [birth("a")]))


def test_returns_without_birthdays_are_refused(returns):
    folder = returns("y", [episode("a", "01/05/2019")], [birth("a", "unknown")])

    with pytest.raises(InputError, match="no date of birth"):
        read_returns(folder)


def test_a_year_missing_between_returns_is_named(returns):
    for year in (2018, 2020):
        rows = [
            episode(f"c{n}", f"01/05/{year}", f"{1 + n % 28:02d}/09/{year}", "E4A")
            for n in range(40)
        ]
        folder = returns(f"of {year}", rows, [birth(f"c{n}") for n in range(40)])

    with pytest.raises(InputError, match="2019-20"):
        read_returns(folder)


def test_a_few_children_to_whom_nothing_happens_are_read(returns):
    """The year of a return without a date of its own is told by its name."""
    for year in ("2018-19", "2019-20", "2020-21"):
        folder = returns(year, [episode("a", "01/05/2018")], [birth("a")])

    report = read_returns(folder).report

    assert report.returns == (2019, 2020, 2021)
    assert report.last == "2021-03-31"


def test_a_place_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="is not there"):
        read_returns(tmp_path / "nowhere")


def test_an_empty_folder_is_told_what_it_lacks(tmp_path):
    with pytest.raises(InputError, match="holds no Episodes table"):
        read_returns(tmp_path)


def test_a_missing_column_is_named_with_the_nearest(clean, tmp_path):
    for name, data in clean.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data.replace(b"PLACE_PROVIDER", b"PLACE_PROVIDR"))

    with pytest.raises(InputError, match=r"PLACE_PROVIDER.*Did you mean 'PLACE_PROVIDR'"):
        read_returns(tmp_path)


def test_a_fault_of_ours_says_where_and_not_what():
    @_sealed
    def fails() -> int:
        return int("CHILD12345")

    with pytest.raises(RuntimeError) as fault:
        fails()

    assert "ValueError" in str(fault.value)
    assert "CHILD12345" not in str(fault.value)
    assert fault.value.__context__ is None
