"""The guide for commissioners works as it stands: its file, commands, Python and figures."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pandas as pd
import pytest

from sufficiency import cli
from sufficiency.engine import Forecast, forecast, run_scenario
from sufficiency.scenarios import load_scenarios

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guide-for-commissioners.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, flags=re.S)


def command(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Run one command of the guide and give what it prints, to a file where the guide says so."""
    words = shlex.split(line.removeprefix("$ sufficiency "))
    target = words[words.index(">") + 1] if ">" in words else None
    arguments = words[: words.index(">")] if target else words
    with pytest.raises(SystemExit) as done:
        cli.main(arguments)
    printed = capsys.readouterr()
    assert done.value.code == 0, printed.err
    if target:
        Path(target).write_text(printed.out, encoding="utf-8")
    return printed.out


def test_the_guide_works_from_the_first_command_to_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    (written,) = blocks("yaml")
    first, *lines = [line for block in blocks("console") for line in block.splitlines() if line]
    assert len(lines) == 5
    command(first, capsys)
    assert load_scenarios("ten-households.yaml")
    Path("ten-households.yaml").write_text(written, encoding="utf-8")
    told = [command(line, capsys) for line in lines]

    quoted = " ".join(re.sub(r"^> ?", "", x) for x in GUIDE.splitlines() if x.startswith(">"))
    assert quoted in " ".join(told[0].split())
    children = pd.read_csv("trial/tables/placements.csv")
    assert set(children["scenario"]) == {"Baseline", "Ten more households a year"}
    assert "It takes" in told[2] and "at most 70 children" in told[2]
    assert "No value from 0 to 60 households a year" in told[3]
    assert "live in external children's homes" in " ".join(told[4].split())

    exec("\n".join(blocks("python")), {})
    printed = capsys.readouterr().out
    assert "probability_saves" in printed
    assert "interaction" in printed


@pytest.fixture(scope="module")
def usual() -> Forecast:
    from sufficiency.evidence import load_evidence

    return forecast(load_evidence(), years=5, draws=2000, seed=1)


def test_the_figures_the_guide_reads_out_are_those_of_a_run(
    usual: Forecast, tmp_path: Path
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(blocks("yaml")[0], encoding="utf-8")
    (scenario,) = load_scenarios(path)
    result = run_scenario(usual, scenario)
    change = (result.projection.placements - usual.baseline.projection.placements)[:, -1].mean(0)
    in_house, agency, homes = change[1], change[2], change[4]
    (more, fewer) = re.search(
        r"about (\d+) more children live with our own carers and\s+(\d+) fewer", GUIDE
    ).groups()  # type: ignore[union-attr]
    assert (round(in_house), round(-agency)) == (int(more), int(fewer))
    assert 1 <= -homes <= 2
    saving = (usual.baseline.costs.total("real") - result.costs.total("real")).mean(0)
    assert saving[2] < 0 < saving[4]
