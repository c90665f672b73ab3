"""The doctor says what is missing, in words, and what to do about it."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from sufficiency import writing
from sufficiency.cli import main
from sufficiency.pages import doctor


def test_a_machine_in_order_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "called", lambda: "sufficiency")
    findings = doctor.examine()
    assert not [finding for finding in findings if finding.mend]
    assert doctor.report(findings).endswith("Nothing is missing. To begin: sufficiency explore")


def test_what_is_missing_or_too_old_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    true = metadata.version

    def version(name: str) -> str:
        if name == "shiny":
            raise metadata.PackageNotFoundError(name)
        return "1.0" if name == "pandas" else true(name)

    asked = ["shiny>=1.8", "pandas>=3.0,<4", 'pytest>=9; extra == "dev"']
    monkeypatch.setattr(metadata, "version", version)
    monkeypatch.setattr(metadata, "requires", lambda name: asked)
    with pytest.raises(SystemExit) as ended:
        main(["doctor"])
    said = capsys.readouterr().out
    assert ended.value.code == 2
    assert "MEND  The library shiny is missing." in said
    assert "The library pandas is 1.0; <4,>=3.0 is needed." in said
    assert "requirements.lock" in said and "pytest" not in said


def test_the_command_is_called_as_this_terminal_finds_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / ".venv" / "bin"
    place.mkdir(parents=True)
    (place / "sufficiency").touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", str(place / "python"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    assert doctor.called() == str(Path(".venv") / "bin" / "sufficiency")
    monkeypatch.setenv("PATH", str(place))
    assert doctor.called() == "sufficiency"


def test_outputs_that_are_a_file_or_cannot_be_written_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "outputs").touch()
    assert "which is a file and no folder. Move it" in doctor.report(doctor.examine())
    (tmp_path / "outputs").unlink()
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: False)
    assert "which cannot be written. Start in a folder of your own" in doctor.report(
        doctor.examine()
    )


def test_a_command_whose_library_is_missing_sends_to_the_doctor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone() -> None:
        raise ModuleNotFoundError("No module named 'shiny'", name="shiny")

    monkeypatch.setattr(doctor, "examine", gone)
    monkeypatch.setattr(writing, "_written", [])  # other tests write in this process
    with pytest.raises(SystemExit) as ended:
        main(["doctor"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "The library shiny is not installed; nothing was written." in said
    assert "sufficiency doctor says what is missing" in said


def test_a_record_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUFFICIENCY_RECORD", "nowhere")
    assert "There is no such folder" in doctor.report(doctor.examine())
