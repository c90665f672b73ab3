"""Files are written whole or not at all (invariant 9)."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.writing import atomic_file, checked_folder, is_ours, output_folder, sign, written

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="of systems that have these signals")


def run(path: Path, text: str, name: str = "report.html") -> None:
    with output_folder(path) as folder:
        (folder / "tables").mkdir()
        (folder / "tables" / name).write_text(text, encoding="utf-8")
        sign(folder, {"seed": 1})


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_run_appears_whole_with_its_record_and_nothing_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "outputs" / "somewhere"
    run(out, "new")
    assert names(tmp_path) == [
        "outputs/somewhere/manifest.json",
        "outputs/somewhere/tables/report.html",
    ]
    record = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert record["files"] == ["manifest.json", "tables/report.html"]
    assert is_ours(out)


def test_a_second_run_replaces_the_first_and_its_left_over_files(tmp_path: Path) -> None:
    run(tmp_path / "out", "old", name="gone.csv")
    run(tmp_path / "out", "new")
    assert names(tmp_path) == ["out/manifest.json", "out/tables/report.html"]
    assert (tmp_path / "out/tables/report.html").read_text(encoding="utf-8") == "new"


def test_a_file_a_person_put_there_is_carried_over(tmp_path: Path) -> None:
    run(tmp_path / "out", "old")
    (tmp_path / "out/tables/my notes.txt").write_text("mine", encoding="utf-8")
    for text in ("new", "newer"):
        run(tmp_path / "out", text)
        assert (tmp_path / "out/tables/my notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_a_person_put_there_is_never_overwritten(tmp_path: Path) -> None:
    run(tmp_path / "out", "old", name="first.csv")
    (tmp_path / "out/tables/report.html").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="put there by hand"):
        run(tmp_path / "out", "new", name="report.html")
    assert (tmp_path / "out/tables/report.html").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "out/tables/first.csv").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("fault", [RuntimeError, InputError, KeyboardInterrupt])
def test_a_run_that_fails_leaves_the_last_one_whole(
    tmp_path: Path, fault: type[BaseException]
) -> None:
    run(tmp_path / "out", "old")
    with pytest.raises(fault), output_folder(tmp_path / "out") as folder:
        (folder / "report.html").write_text("half", encoding="utf-8")
        raise fault("stopped")
    assert names(tmp_path) == ["out/manifest.json", "out/tables/report.html"]
    assert (tmp_path / "out/tables/report.html").read_text(encoding="utf-8") == "old"


def test_a_run_that_fails_leaves_no_folders_it_made(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stopped"), output_folder(tmp_path / "a/b/c"):
        raise ValueError("stopped")
    assert list(tmp_path.iterdir()) == []


def test_an_unsigned_run_is_our_fault_and_is_not_put_in_place(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="without signing"), output_folder(tmp_path / "out"):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failing", [1, 2])
def test_a_failed_swap_puts_the_last_run_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """As on Windows when a file of the old run is open in another program."""
    run(tmp_path / "out", "old")
    calls = 0
    replace = Path.replace

    def broken(source: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise PermissionError(13, "in use by another process")
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(InputError, match=r"in use by another process.*open in another"):
        run(tmp_path / "out", "new")
    assert names(tmp_path) == ["out/manifest.json", "out/tables/report.html"]
    assert (tmp_path / "out/tables/report.html").read_text(encoding="utf-8") == "old"


def test_a_run_killed_between_the_renames_is_mended_by_the_next(tmp_path: Path) -> None:
    run(tmp_path / "out", "old")
    (tmp_path / "out").rename(tmp_path / ".out.sufficiency-old")
    with pytest.raises(ValueError, match="stopped"), output_folder(tmp_path / "out"):
        raise ValueError("stopped")
    assert names(tmp_path) == ["out/manifest.json", "out/tables/report.html"]


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    run(tmp_path / "out", "old")
    shutil.copytree(tmp_path / "out", tmp_path / ".out.sufficiency-old")
    (tmp_path / ".out.sufficiency-new" / "tables").mkdir(parents=True)
    (tmp_path / ".out.sufficiency-new" / "tables" / "half.csv").write_text("half", "utf-8")
    run(tmp_path / "out", "new")
    assert names(tmp_path) == ["out/manifest.json", "out/tables/report.html"]


def test_two_runs_at_once_into_one_folder_are_refused(tmp_path: Path) -> None:
    with output_folder(tmp_path / "out") as folder:
        with pytest.raises(InputError, match="Another run is writing"):
            run(tmp_path / "out", "second")
        (folder / "a.txt").write_text("first", encoding="utf-8")
        sign(folder, {})
    assert names(tmp_path) == ["out/a.txt", "out/manifest.json"]


def foreign(path: Path, record: str | None) -> Path:
    path.mkdir()
    (path / "thesis.docx").write_text("precious", encoding="utf-8")
    if record is not None:
        (path / "manifest.json").write_text(record, encoding="utf-8")
    return path


@pytest.mark.parametrize("record", [None, "{}", "not json", "[]", '{"made_by": "someone else"}'])
def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path, record: str | None) -> None:
    theirs = foreign(tmp_path / "out", record)
    before = names(tmp_path)
    with pytest.raises(InputError, match="holds files but no manifest"):
        run(theirs, "new")
    assert names(tmp_path) == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    run(tmp_path / "out", "new")
    assert names(tmp_path) == ["out/manifest.json", "out/tables/report.html"]


def test_an_output_path_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("precious", encoding="utf-8")
    for path in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(InputError):
            run(path, "new")
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out").read_text(encoding="utf-8") == "precious"


def test_the_folder_one_works_in_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for path in (".", "..", Path(tmp_path.anchor)):
        with pytest.raises(InputError, match="working in"):
            run(Path(path), "new")


def test_a_place_that_cannot_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(InputError, match="Permission denied"):
        run(tmp_path / "out", "new")
    with pytest.raises(InputError, match="Permission denied"):
        run(tmp_path / "deep" / "out", "new")
    assert list(tmp_path.iterdir()) == []


def test_one_file_is_replaced_whole_or_left(tmp_path: Path) -> None:
    out = tmp_path / "new folder" / "forecast.csv"
    with atomic_file(out) as path:
        assert path.suffix == ".csv"
        path.write_text("first", encoding="utf-8")
    with pytest.raises(ValueError, match="stopped"), atomic_file(out) as path:
        path.write_text("half", encoding="utf-8")
        raise ValueError("stopped")
    assert out.read_text(encoding="utf-8") == "first"
    assert names(tmp_path) == ["new folder/forecast.csv"]


def test_one_file_is_not_written_over_a_folder_or_a_device(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"), atomic_file(tmp_path):
        pass
    if Path(os.devnull).exists():
        with pytest.raises(InputError, match="not an ordinary file"), atomic_file(os.devnull):
            pass


def test_a_folder_of_an_earlier_version_is_still_ours(tmp_path: Path) -> None:
    run(tmp_path / "out", "old")
    (tmp_path / "out" / "manifest.json").rename(tmp_path / "out" / "record.json")
    run(tmp_path / "out", "new")
    assert "out/tables/report.html" in names(tmp_path)
    assert (tmp_path / "out/tables/report.html").read_text(encoding="utf-8") == "new"


def test_what_was_written_can_be_told(tmp_path: Path) -> None:
    run(tmp_path / "out", "new")
    with atomic_file(tmp_path / "a.csv") as path:
        path.write_text("a", encoding="utf-8")
    with pytest.raises(ValueError, match="stopped"), output_folder(tmp_path / "failed"):
        raise ValueError("stopped")
    assert written()[-2:] == (tmp_path / "out", tmp_path / "a.csv")


# --- a path that is none ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["out\udcff", "out\ud800", "out\0", "x" * 300])
def test_a_path_that_cannot_be_written_at_is_refused_before_the_work(
    tmp_path: Path, name: str
) -> None:
    worked = False
    with pytest.raises(InputError) as wrong, output_folder(tmp_path / name):
        worked = True
    assert not worked and str(wrong.value).isprintable()
    with pytest.raises(InputError), atomic_file(tmp_path / name):
        worked = True
    assert not worked and list(tmp_path.iterdir()) == []


def test_a_folder_that_will_be_refused_can_be_asked_about_first(tmp_path: Path) -> None:
    assert checked_folder(tmp_path / "new") == tmp_path / "new"
    with pytest.raises(InputError, match="not be replaced"):
        checked_folder(foreign(tmp_path / "theirs", None))


# --- no room ------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_want_of_room_is_said_and_the_last_run_is_whole(tmp_path: Path, number: int) -> None:
    run(tmp_path / "out", "old")
    with pytest.raises(InputError, match="no room") as wrong, output_folder(tmp_path / "out"):
        try:
            raise OSError(number, os.strerror(number))
        except OSError as fault:
            raise RuntimeError("a library's own fault") from fault
    assert "What stood there before is as it was" in str(wrong.value)
    assert names(tmp_path) == ["out/manifest.json", "out/tables/report.html"]
    assert (tmp_path / "out/tables/report.html").read_text(encoding="utf-8") == "old"


def test_a_fault_of_ours_is_not_taken_for_want_of_room(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), output_folder(tmp_path / "out") as folder:
        (folder / "nowhere" / "a.txt").write_text("a", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), output_folder(tmp_path / "out"):
        raise ZeroDivisionError


def _text(folder: Path) -> None:
    (folder / "a.txt").write_text("x" * 200_000, encoding="utf-8")


def _table(folder: Path) -> None:
    import pandas as pd

    pd.DataFrame({"children": range(50_000)}).to_csv(folder / "a.csv")


def _workbook(folder: Path) -> None:
    import numpy as np
    import xlsxwriter

    with xlsxwriter.Workbook(str(folder / "a.xlsx")) as book:
        book.add_worksheet().write_column(0, 0, np.random.default_rng(1).random(20_000))


@POSIX
@pytest.mark.parametrize("write", [_text, _table, _workbook])
def test_a_limit_on_the_size_of_a_file_is_said_whoever_writes(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    import resource

    run(tmp_path / "out", "old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with pytest.raises(InputError, match="no room"), output_folder(tmp_path / "out") as folder:
            write(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert names(tmp_path) == ["out/manifest.json", "out/tables/report.html"]


# --- two at once, and the end at any moment -----------------------------------------------

WRITER = """
import sys, time
from pathlib import Path
from sufficiency.errors import InputError
from sufficiency.stopping import Stopped, listening
from sufficiency.writing import output_folder, sign

out, words, pause, times = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
replace = Path.replace

def slowly(source, target):
    done = replace(source, target)
    time.sleep(pause)
    return done

Path.replace = slowly
refused = 0
try:
    with listening():
        print("ready", flush=True)
        for _ in range(times):
            try:
                with output_folder(out) as folder:
                    for number in range(10):
                        (folder / f"{number}.txt").write_text(words, encoding="utf-8")
                        time.sleep(pause / 10)
                    sign(folder, {})
            except InputError as fault:
                if "Another run" not in str(fault):
                    raise
                refused += 1
            time.sleep(5 * pause)  # leaves the other its turn
except Stopped as stopped:
    sys.exit(stopped.exit_code)
print(refused)
"""


def writer(out: Path, words: str, pause: float, times: int = 1) -> subprocess.Popen[str]:
    """A process that writes runs into a folder, slowed at each step by a pause in seconds."""
    command = [sys.executable, "-c", WRITER, out, words, str(pause), str(times)]
    begun = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert begun.stdout is not None and begun.stdout.readline() == "ready\n"
    return begun


def whole(out: Path) -> str:
    """The words of a run that is whole: ten files alike, the manifest, and nothing beside."""
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    assert is_ours(out) and len(names(out)) == 11
    found = {path.read_text(encoding="utf-8") for path in out.glob("*.txt")}
    assert len(found) == 1
    return found.pop()


def test_a_run_that_begins_in_the_middle_of_a_swap_is_refused(tmp_path: Path) -> None:
    """The gap between the two renames, widened to half a second."""
    out = tmp_path / "out"
    assert writer(out, "old", 0).wait(20) == 0
    first = writer(out, "first", 0.5)
    aside = tmp_path / ".out.sufficiency-old"
    while first.poll() is None and not aside.exists():
        time.sleep(0.005)
    assert aside.exists() and not out.exists(), "the gap was missed"
    with pytest.raises(InputError, match="Another run is writing"):
        run(out, "second")
    assert first.wait(20) == 0
    assert whole(out) == "first"


@pytest.mark.slow
def test_two_processes_that_write_one_folder_over_and_over_leave_it_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    both = [writer(out, words, 0.01, 100) for words in ("first", "second")]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    refused = [int(text) for text in said]
    assert all(count < 100 for count in refused) and sum(refused) > 0, refused
    assert whole(out) in ("first", "second")


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("moment", range(20))
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_a_run_ended_at_any_moment_leaves_the_old_run_or_the_new_one(
    tmp_path: Path, name: str, moment: int
) -> None:
    out = tmp_path / "out"
    assert writer(out, "old", 0).wait(20) == 0
    new = writer(out, "new", 0.1)  # a tenth of a second of writing, then one for each rename
    time.sleep(random.Random(f"{name} {moment}").uniform(0, 0.4))
    new.send_signal(getattr(signal, name))
    code = new.wait(20)
    if name == "SIGTERM":
        assert code in (0, 128 + signal.SIGTERM, -signal.SIGTERM)  # the last: all was done
        assert whole(out) in ("old", "new")
    assert writer(out, "next", 0).wait(20) == 0
    assert whole(out) == "next"
