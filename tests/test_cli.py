"""The commands as a user meets them: what they refuse, how they say it, and what they leave."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sufficiency import __version__, cli
from sufficiency.scenarios import load_scenarios
from sufficiency.scenarios.shipped import chosen_scenarios
from tests.evidence.made_up import write_folder

ROOT = Path(__file__).parents[1]
SCENARIO = """
name: Try
why: To try.
premise: 2025-03
levers:
  - lever: recruit_carers
    additional_households_a_year: 5
    from: 2027-04
    months_to_first_placement: 8
    source: assumption
"""


def call(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    """Exit code and what was said on standard error."""
    with pytest.raises(SystemExit) as done:
        cli.main([str(argument) for argument in arguments])
    return int(done.value.code or 0), capsys.readouterr().err


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "try.yaml"
    path.parent.mkdir()
    path.write_text(SCENARIO, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run, which another is to replace."""
    out = tmp_path_factory.mktemp("earlier") / "out"
    small = ("--scenarios", "none", "--draws", "200", "--years", "1", "--tables-only")
    with pytest.raises(SystemExit) as done:
        cli.main(["run", "--out", str(out), *small])
    assert not done.value.code
    return out


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("recruit_carers", "recruit_carer", "Did you mean 'recruit_carers'"),
        (
            "additional_households_a_year",
            "additional_houses_a_year",
            "additional_households_a_year",
        ),
        ("2027-04", "2027-13", "is not a month"),
        ("_year: 5", "_year: -5", "-5 is not allowed"),
        ("source: assumption", "why: no source", "source"),
        ("name: Try", "name: Baseline", "reserved"),
    ],
)
def test_a_wrong_scenario_file_is_refused(
    capsys: pytest.CaptureFixture[str], scenario: Path, old: str, new: str, said: str
) -> None:
    change(scenario, old, new)
    out = scenario.parents[1] / "out"
    code, error = call(capsys, "run", "--scenarios", scenario, "--out", out)
    assert code == 2
    assert said in error and "try.yaml" in error
    assert "Traceback" not in error
    assert not out.exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("children_in_care.csv", "measure", "meazure", "column 'measure'"),
        ("prices.csv", "external_residential,", "external_residential,-", "-6700"),
        ("spend.csv", "2024-25", "2024-5x", "2024-5x"),
    ],
)
def test_wrong_evidence_is_refused(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    scenario: Path,
    file: str,
    old: str,
    new: str,
    said: str,
) -> None:
    evidence = tmp_path / "evidence"
    write_folder(evidence)
    change(evidence / file, old, new)
    out = tmp_path / "out"
    code, error = call(capsys, "run", "--evidence", evidence, "--scenarios", scenario, "--out", out)
    assert code == 2
    assert file in error and said in error
    assert not out.exists()


def test_an_empty_evidence_folder_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, scenario: Path
) -> None:
    (tmp_path / "empty").mkdir()
    code, error = call(
        capsys, "run", "--evidence", tmp_path / "empty", "--scenarios", scenario,
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert code == 2 and "empty" in error


def test_a_folder_without_scenarios_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "none").mkdir()
    code, error = call(capsys, "run", "--scenarios", tmp_path / "none", "--out", tmp_path / "out")
    assert code == 2 and not (tmp_path / "out").exists()
    code, error = call(capsys, "run", "--scenarios", tmp_path / "gone", "--out", tmp_path / "out")
    assert code == 2 and "gone" in error


def test_an_output_path_that_is_not_ours_is_left_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, scenario: Path
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "letter.txt").write_text("Dear all", encoding="utf-8")
    document = tmp_path / "paper.docx"
    document.write_text("A paper", encoding="utf-8")
    before = files(tmp_path)
    for out in (theirs, document, document / "inside"):
        code, error = call(capsys, "run", "--scenarios", scenario, "--out", out)
        assert code == 2 and error.strip(), out
        assert "Traceback" not in error
    assert files(tmp_path) == before


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="permissions bind neither Windows nor root"
)
def test_a_folder_that_cannot_be_written_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, scenario: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    code, error = call(capsys, "run", "--scenarios", scenario, "--out", closed / "out")
    assert code == 2 and "cannot be written" in error


@pytest.mark.parametrize("option", ["--draws", "--years"])
def test_a_setting_out_of_range_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, scenario: Path, option: str
) -> None:
    out = tmp_path / "out"
    code, error = call(capsys, "run", "--scenarios", scenario, "--out", out, option, "0")
    assert code == 2 and "it must be from" in error
    assert not out.exists()


@pytest.mark.slow
def test_a_fault_of_ours_exits_with_one_and_leaves_the_last_run_whole(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    scenario: Path,
    earlier: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = shutil.copytree(earlier, tmp_path / "out")
    arguments = ("run", "--scenarios", scenario, "--out", out, "--draws", "200", "--tables-only")
    before = files(out)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("sufficiency.results.manifest.write_manifest", broken)
    code, error = call(capsys, *arguments)
    assert code == 1 and "Something went wrong in sufficiency itself" in error
    assert files(out) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


def test_forecast_of_a_missing_panel_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, error = call(
        capsys, "forecast", "--panel", tmp_path / "no.csv", "--out", tmp_path / "out.csv"
    )
    assert code == 2 and "no.csv" in error and not (tmp_path / "out.csv").exists()


def test_forecast_of_the_embedded_authority(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "need.csv"
    assert call(capsys, "forecast", "--draws", "300", "--out", out)[0] == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "la_code,year,series,quantile,value"
    assert {line.split(",")[0] for line in lines[1:]} == {"E08000008"}


def test_scenario_commands(capsys: pytest.CaptureFixture[str], scenario: Path) -> None:
    with pytest.raises(SystemExit) as done:
        cli.main(["scenario", "new"])
    starter = capsys.readouterr().out
    assert not done.value.code
    scenario.write_text(starter, encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        cli.main(["scenario", "check", str(scenario)])
    assert not done.value.code and "households" in capsys.readouterr().out


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        cli.main(["--version"])
    assert not done.value.code
    assert capsys.readouterr().out == f"sufficiency {__version__}\n"


@pytest.mark.slow
def test_no_scenarios_is_the_baseline_alone(earlier: Path) -> None:
    placements = (earlier / "tables" / "placements.csv").read_text(encoding="utf-8").splitlines()
    assert {line.split(",")[0] for line in placements[1:]} == {"Baseline"}


def test_scenarios_are_those_named_those_here_or_those_that_come_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shipped = chosen_scenarios(None)
    assert shipped is not None and len(load_scenarios(shipped)) >= 8
    (tmp_path / "scenarios").mkdir()
    assert chosen_scenarios(None) == Path("scenarios")
    assert chosen_scenarios("none") is None and chosen_scenarios("None") is None
    assert chosen_scenarios("mine/a.yaml") == Path("mine/a.yaml")


def test_nothing_that_a_message_repeats_acts_on_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    name = "gone\x1b]0;owned\x07\u202e.yaml"
    code, error = call(capsys, "run", "--scenarios", tmp_path / name, "--out", tmp_path / "out")
    assert code == 2 and r"gone\x1b]0;owned\x07\u202e.yaml" in error
    assert error.replace("\n", "").isprintable()


def test_an_output_path_that_cannot_be_written_is_found_before_anything_is_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, error = call(capsys, "run", "--evidence", tmp_path / "gone", "--out", "out\udcff")
    assert code == 2 and r"out\udcff" in error and "gone" not in error


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a signal to a group of processes")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_run_that_is_stopped_says_so_and_leaves_the_last_one_as_it_was(
    tmp_path: Path, scenario: Path, earlier: Path, name: str
) -> None:
    out = shutil.copytree(earlier, tmp_path / "out")
    arguments = ("run", "--scenarios", str(scenario), "--draws", "200", "--out", str(out))
    before = files(out)
    run = subprocess.Popen(
        [sys.executable, "-m", "sufficiency", *arguments],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    assert run.stderr is not None
    said = ""
    while "Writing the workbook" not in said:  # others draw the charts meanwhile
        more = run.stderr.read(1)
        assert more, said
        said += more
    time.sleep(1)
    os.killpg(run.pid, getattr(signal, name))  # as a terminal does: to the workers too
    said += run.communicate(timeout=60)[1]
    assert run.returncode == 128 + getattr(signal, name)
    assert said.endswith("\nStopped; the earlier output is as it was.\n"), said
    assert "Traceback" not in said
    assert files(out) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


def test_the_shipped_scenarios_check(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        cli.main(["scenario", "check", str(ROOT / "scenarios")])
    assert not done.value.code
    assert "Grow in-house fostering" in capsys.readouterr().out


@pytest.mark.slow
def test_the_whole_run_is_the_same_byte_for_byte_with_any_number_of_workers(
    tmp_path: Path, scenario: Path
) -> None:
    shutil.copy(ROOT / "scenarios" / "templates" / "07-open-homes.yaml", scenario.parent)
    runs = []
    for workers in ("1", "2"):
        out = tmp_path / workers
        asked = ["--scenarios", str(scenario.parent), "--draws", "300", "--out", str(out)]
        command = [sys.executable, "-m", "sufficiency", "run", *asked, "--workers", workers]
        subprocess.run(command, cwd=ROOT, check=True, timeout=300)
        written = files(out)
        written.pop("manifest.json")
        runs.append(written)
    assert runs[0] == runs[1]
    assert len([name for name in runs[0] if name.endswith(".png")]) >= 8
    shutil.rmtree(tmp_path / "1")


def test_authorities_are_listed_by_region_with_what_is_estimated(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["authorities", "--region", "North West"])
    first, *others = capsys.readouterr().out.splitlines()
    assert first == "North West"
    assert "  Tameside (E08000008): full" in others
    assert "  Bolton (E08000001): with estimates (withheld counts of children)" in others


def test_made_up_returns_are_imported_and_forecast(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    returns = tmp_path / "returns"
    assert call(capsys, "synthesise", "--out", returns, "--children", "200")[0] == 0
    counts = tmp_path / "counts.csv"
    code, said = call(capsys, "import", returns, "--out", counts)
    assert code == 0 and "Read" in said
    first = counts.read_text(encoding="utf-8").splitlines()[0]
    assert first == "date,placement_type,measure,children"
    out = tmp_path / "forecast.csv"
    arguments = ("--draws", "200", "--years", "1", "--out", out)
    assert call(capsys, "forecast", "--ssda903", returns, *arguments)[0] == 0
    assert out.read_text(encoding="utf-8").startswith("date,series,quantile,value\n")


def test_returns_and_a_panel_together_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, error = call(
        capsys, "forecast", "--panel", "a.csv", "--ssda903", "b", "--out", tmp_path / "out.csv"
    )
    assert code == 2 and "give one" in error


@pytest.mark.parametrize("option", [("--even-so",), ("--ignore", "notes.csv")])
@pytest.mark.parametrize("command", ["forecast", "backtest", "run"])
def test_what_is_for_returns_alone_is_refused_without_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, option: tuple[str, ...]
) -> None:
    out = tmp_path / "out.csv"
    code, error = call(capsys, command, "--out", out, *option)
    assert code == 2 and "for SSDA903 returns" in error and not out.exists()


@pytest.mark.slow
def test_a_run_of_another_authority_on_a_machine_of_another_language_and_its_chapter(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    scenario: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = time.strftime  # what Python asks for the name of a month

    def portuguese(pattern: str, *when: time.struct_time) -> str:
        return plain(pattern.replace("%B", "março").replace("%b", "mar"), *when)

    monkeypatch.setattr(time, "strftime", portuguese)
    evidence, out, chapter = tmp_path / "evidence", tmp_path / "out", tmp_path / "chapter.docx"
    write_folder(evidence)
    asked = ("--evidence", evidence, "--scenarios", scenario, "--draws", "200", "--workers", "1")
    code, error = call(capsys, "run", *asked, "--out", out)
    assert code == 0, error
    assert {"annex.html", "published.xlsx"} <= {path.name for path in out.iterdir()}
    report = out / "report.html"
    assert report.stat().st_size < 1_500_000
    assert "Weirshire" in report.read_text("utf-8") and "Tameside" not in report.read_text("utf-8")
    written = b"".join(p.read_bytes() for p in out.rglob("*") if p.suffix in (".html", ".md"))
    assert b"March" in written and "março".encode() not in written
    code, error = call(
        capsys, "document", "--run", out, "--out", chapter, "--publish", "--earlier", out
    )
    assert code == 0, error
    assert chapter.stat().st_size > 100_000


def test_a_chapter_needs_a_run_and_the_name_of_a_word_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, error = call(capsys, "document", "--run", tmp_path, "--out", tmp_path / "a.pdf")
    assert code == 2 and ".docx" in error and ".pptx" in error
    code, error = call(capsys, "document", "--run", tmp_path / "no", "--out", tmp_path / "a.docx")
    assert code == 2 and "no folder" in error
    assert not (tmp_path / "a.docx").exists()
