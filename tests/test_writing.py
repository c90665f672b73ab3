"""Files are written whole or not at all (invariant 9)."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.writing import atomic_file, is_ours, output_folder, sign


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
