"""From opening the page to the chapter, each step timed; and back by the command line."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from sufficiency.pages.explore.wording import money
from sufficiency.results.lookup import indexed, only
from sufficiency.scenarios import load_scenarios
from sufficiency.verbs import open_run
from tests.pages.explore.conftest import PATIENCE, Served, serve, visiting
from tests.pages.explore.steps import add, fill, look_at, recruit, says, settled

pytestmark = pytest.mark.slow
MOVES = (11, 12, 13, 14, 15)
CLOCK = 100.0
"""Ticks a second of the times in /proc."""


def cpu(served: Served) -> float:
    """Seconds of processor that the server has used."""
    stat = Path(f"/proc/{served.process.pid}/stat").read_text(encoding="utf-8")
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK


def test_the_whole_journey(browser: Browser, tmp_path: Path) -> None:
    times: dict[str, float] = {}
    began = time.perf_counter()

    def step(name: str) -> None:
        nonlocal began
        times[name] = time.perf_counter() - began
        began = time.perf_counter()

    served = serve(tmp_path, "--authority", "Stockport")
    step("open the command")
    try:
        with visiting(browser, served.address, accept_downloads=True) as visit:
            page = visit.page
            step("open the page")
            page.select_option("#council", "Stockport")
            lever = recruit(page, 10)
            page.fill("#name", "Ten households and a home")
            page.select_option("#view", "carers")
            page.select_option("#year", "2030")
            says(page, r"approved on 31 March 2030")
            says(page, r"“Ten households and a home”: \d+ to \d+ more \(middle \d+\) households")
            page.wait_for_function(
                "document.querySelector('#chart').innerText.includes('Ten households and a home')"
            )
            step("add ten households a year, read the difference at March 2030")

            look_at(page, "need", "beyond own places")
            used, waited = [], []
            for households in MOVES:
                before, start = cpu(served), time.perf_counter()
                fill(page, lever, additional_households_a_year_high=households)
                page.wait_for_function(
                    "words => document.querySelector('#reading').innerText.includes(words)",
                    arg=f"10 to {households} ",
                )
                settled(page)
                waited.append(time.perf_counter() - start)
                used.append(cpu(served) - before)
            print("from control to picture:", [f"{one:.2f}" for one in waited])
            assert statistics.median(used) < 1.0, "an answer and its picture in under a second"
            step("move a number five times")

            page.click("#keep")
            page.wait_for_selector("#kept li")
            home = add(page, "open_home")
            fill(page, home, places=4, occupancy="0.85", **{"from": "2027-10"})
            look_at(page, "costs", "as kept")
            step("add a home and compare")

            page.select_option("#measure", "in_house_percent")
            page.fill("#amount", "60")
            page.fill("#when", "2030-03")
            page.click("#ask")
            page.wait_for_function(
                "/It takes|No value|no more than/.test("
                "document.querySelector('#answered').innerText)"
            )
            assert "60% of children in foster homes" in page.inner_text("#answered")
            step("seek 60% in house by March 2030")

            shown = page.locator("#numbers table").inner_text()
            page.click("#save")
            page.wait_for_selector("#saved p.done")
            assert '--authority "Stockport" --scenarios' in page.inner_text("#saved")
            step("save")
            with page.expect_download(timeout=5 * PATIENCE) as coming:
                page.click("#chapter")
            coming.value.save_as(tmp_path / "chapter.docx")
            assert (tmp_path / "chapter.docx").read_bytes()[:2] == b"PK"
            step("download the chapter")

            served.process.kill()  # in the middle of it
            served.process.wait()
            work = urlsplit(page.url).query
            served = serve(tmp_path, "--authority", "Stockport")
            page.goto(f"{served.address}&{work}")
            page.wait_for_selector("fieldset.lever >> nth=1")
            assert page.input_value("#name") == "Ten households and a home"
            assert page.locator("#kept li").count() == 1, "what was kept beside it"
            page.wait_for_selector(
                "#begins option[value='Ten households and a home']", state="attached"
            )
            step("come back after the command was killed and started again")
    finally:
        served.stop()
    print({name: f"{seconds:.1f} s" for name, seconds in times.items()})

    (file,) = (tmp_path / "scenarios").glob("*.yaml")
    (scenario,) = load_scenarios(file)
    assert [lever.lever for lever in scenario.levers] == ["recruit_carers", "open_home"]
    command = [sys.executable, "-m", "sufficiency", "run", "--authority", "Stockport"]
    rest = ["--scenarios", str(file), "--tables-only", "--out", str(tmp_path / "out")]
    subprocess.run([*command, *rest], check=True, cwd=tmp_path, capture_output=True)
    tables = open_run(tmp_path / "out").tables
    for name, keys in (("costs", {"placement_type": "total"}), ("savings", {})):
        rows = only(tables[name], scenario=scenario.name, price_basis="nominal", **keys)
        assert len(rows) == 5
        for row in indexed(rows, "financial_year").values():
            assert money(row) in shown, "the command line gives the numbers that the page showed"
