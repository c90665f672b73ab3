"""Nothing of any one child in what is written, printed, raised or shown."""

from __future__ import annotations

import json
import logging
import re
import traceback
import zipfile
from pathlib import Path

import pytest

from sufficiency.cli import main
from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import import_to_file, read_origins, read_returns
from sufficiency.evidence.ssda903.files import find_sources
from sufficiency.evidence.ssda903.reading import read_spells
from sufficiency.evidence.ssda903.rows import read_rows
from sufficiency.forecasting.files.returns_backtest import backtest_returns_to_folder
from sufficiency.forecasting.files.returns_forecast import forecast_returns_to_file
from sufficiency.forecasting.files.score_folder import BacktestOptions
from tests.evidence.ssda903.small import EPISODES, HEADER, episode

CHILD = "MARKEDCHILD"
UPN = "M4RKEDUPN0000"
POSTCODE = "ZZ99 9ZZ"
BORN = "23/11/2011"
FAMILY = "MARKEDKIN"
MARKS = (CHILD, FAMILY, UPN, POSTCODE, "ZZ999ZZ", BORN, "2011-11-23")
BORN_AS_A_DAY = re.compile(r"(?<![\w.])15301(?!\w)")  # and not among the digits of a number


def marked(folder: Path, years: int = 5, spoil: str = "") -> Path:
    """Returns full of marked identifiers; `spoil` replaces the PLACE of most rows."""
    for year in range(2020, 2020 + years):
        place = folder / str(year)
        place.mkdir(parents=True)
        rows, header = [], []
        for n in range(60):
            child = f"{CHILD}{n}"
            came = 2019 + n % (years + 1)
            if came > year:
                continue
            start = f"{1 + n % 28:02d}/{4 + n % 9:02d}/{came}"
            row = episode(child, start, place=spoil or ("U6" if n % 2 else "K2"))
            rows.append(row.replace("QV1 1ZZ", POSTCODE).replace("QX2 2ZZ", POSTCODE))
            header.append(f"{child},1,{BORN},WBRI,{UPN},,,{FAMILY}{n // 2}")
        (place / "e.csv").write_text("\n".join([EPISODES, *rows]), encoding="utf-8")
        (place / "h.csv").write_text("\n".join([f"{HEADER},FAMILY", *header]), encoding="utf-8")
    return folder


def assert_clean(text: str) -> None:
    for mark in MARKS:
        assert mark.lower() not in text.lower(), f"{mark} is in: {text[:500]}"
    assert not BORN_AS_A_DAY.search(text), text[:500]


@pytest.mark.slow
def test_nothing_marked_is_in_what_is_written_or_printed(tmp_path, capsys, caplog, monkeypatch):
    folder = marked(tmp_path / "in", years=6)
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    caplog.set_level(logging.DEBUG)

    report = import_to_file(folder, tmp_path / "out" / "import.csv")
    forecast_returns_to_file(folder, 1, 20, 1, tmp_path / "out" / "forecast.csv")
    chosen, cache = ("flow", "no_change", "theta"), tmp_path / "out" / "cache"
    options = BacktestOptions(chosen, 1, cache, 20)
    backtest_returns_to_folder(folder, tmp_path / "out" / "backtest", options)
    print("\n".join(report.lines()), report, report.table.to_string())

    written = [p for p in tmp_path.rglob("*") if p.is_file() and folder not in p.parents]
    kept = {p.name for p in written if cache in p.parents}
    assert kept
    assert {p.name for p in written} - kept == {
        "import.csv",
        "forecast.csv",
        "backtest.csv",
        "fallbacks.csv",
        "manifest.json",
    }
    for path in written:
        assert_clean(path.read_text(encoding="utf-8"))
    said = capsys.readouterr()
    assert_clean(said.out + said.err + caplog.text)
    assert report.children == 60


def whole_run(folder: Path, out: Path, *more: str) -> int:
    """`sufficiency run` from returns, by its command; gives the exit code."""
    ask = ["run", "--ssda903", str(folder), "--even-so", "--out", str(out), "--draws", "100"]
    with pytest.raises(SystemExit) as left:
        main([*ask, *more])
    return int(left.value.code or 0)


def assert_run_clean(out: Path, said: str) -> None:
    """Every file of a run, its workbook unpacked, and what was said."""
    for path in sorted(out.rglob("*")):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                for name in book.namelist():
                    assert_clean(book.read(name).decode("utf-8", errors="replace"))
        elif path.is_file():
            assert_clean(path.read_bytes().decode("utf-8", errors="replace"))
    assert_clean(said)


@pytest.mark.slow
def test_nothing_marked_is_in_the_tables_and_the_record_of_a_run(tmp_path, capsys):
    folder = marked(tmp_path / "in", years=6)

    assert whole_run(folder, tmp_path / "out", "--tables-only") == 0

    said = capsys.readouterr()
    assert_run_clean(tmp_path / "out", said.out + said.err)
    record = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert record["returns"]["rows_read"]["Episodes"] > 100
    assert (tmp_path / "out" / "tables" / "backtest.csv").exists()
    assert "Read 12 files" in said.err


@pytest.mark.slow
def test_nothing_marked_is_in_the_pages_of_a_run(tmp_path, capsys):
    folder = marked(tmp_path / "in", years=6)

    assert whole_run(folder, tmp_path / "out") == 0

    said = capsys.readouterr()
    assert_run_clean(tmp_path / "out", said.out + said.err)
    assert (tmp_path / "out" / "charts" / "past_forecasts_from_returns.svg").exists()


def test_a_run_is_not_written_among_the_returns(tmp_path, capsys):
    folder = marked(tmp_path / "in", years=6)

    assert whole_run(folder, folder / "out", "--tables-only") == 2
    assert "among the returns" in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_nothing_marked_is_shown_by_the_objects_that_hold_it(tmp_path):
    """A traceback or a notebook shows the repr of what it meets."""
    folder = marked(tmp_path / "in")
    sources = find_sources(folder)
    spells, _ = read_spells(folder)

    assert_clean(repr(sources))
    assert_clean(repr(read_rows(sources.sources)))
    assert_clean(repr(spells))
    assert_clean(repr(read_returns(folder)))
    assert_clean(repr(read_origins(folder)))


BROKEN = {
    "places": lambda folder: marked(folder, spoil="Q9"),
    "columns": lambda folder: _edit(marked(folder), "e.csv", "DECOM", f"{CHILD} DECOM"),
    "dates": lambda folder: _edit(marked(folder), "e.csv", "/20", f"/{CHILD}"),
    "birthdays": lambda folder: _edit(marked(folder), "h.csv", BORN, UPN),
    "no header": lambda folder: _remove(marked(folder), "h.csv"),
    "quotes": lambda folder: _edit(marked(folder), "e.csv", ",K2", ',"K2'),
    "gap": lambda folder: _remove(marked(folder), "2022/e.csv"),
    "families": lambda folder: _other_families(marked(folder)),
}


def _edit(folder: Path, name: str, old: str, new: str) -> Path:
    for path in folder.rglob(name):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return folder


def _other_families(folder: Path) -> Path:
    last = folder / "2024" / "h.csv"
    text = last.read_text(encoding="utf-8")
    last.write_text(re.sub(f"{FAMILY}(\\d)", rf"{FAMILY}9\1", text), encoding="utf-8")
    return folder


def _remove(folder: Path, name: str) -> Path:
    for path in folder.rglob("*.csv"):
        if path.as_posix().endswith(name):
            path.unlink()
    return folder


@pytest.mark.parametrize("fault", BROKEN)
def test_nothing_marked_is_in_a_refusal(tmp_path, fault):
    folder = BROKEN[fault](tmp_path / "in")

    with pytest.raises(InputError) as refused:
        import_to_file(folder, tmp_path / "import.csv")

    assert_clean("".join(traceback.format_exception(refused.value)))
    assert not (tmp_path / "import.csv").exists()


def test_returns_are_never_written_over(tmp_path):
    folder = marked(tmp_path / "in")
    before = {path: path.read_bytes() for path in folder.rglob("*.csv")}

    for out in (folder / "2020" / "e.csv", folder / "counts.csv"):
        with pytest.raises(InputError, match="among the returns"):
            import_to_file(folder, out)
        with pytest.raises(InputError, match="among the returns"):
            forecast_returns_to_file(folder, 1, 10, 1, out)
    with pytest.raises(InputError, match="among the returns"):
        backtest_returns_to_folder(folder, folder, BacktestOptions(draws=10))

    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
