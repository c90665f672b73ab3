"""Councils together on the page: opened while one waits, tried, and what each of them gains."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.pages.explore.conftest import serve, visiting
from tests.pages.explore.steps import broken, look_at, recruit, says, settled, told

pytestmark = pytest.mark.slow
MANY = "Councils together: Greater Manchester"
FEW = "Councils together: West of England"


def test_councils_together_are_opened_stopped_tried_and_taken_away(
    browser: Browser, tmp_path: Path
) -> None:
    served = serve(tmp_path, "--draws", "100", "--years", "3")
    try:
        with visiting(browser, served.address, accept_downloads=True) as visit:
            page = visit.page
            page.select_option("#council", MANY)
            page.click("#halt")
            page.wait_for_function("document.querySelector('#about').innerText.includes('Stopped')")
            assert page.input_value("#council") == "Tameside"

            page.select_option("#council", FEW)
            page.wait_for_function(
                "document.querySelector('#about').innerText.includes('3 councils together')"
            )
            told(page, "beyond their own council's places")
            faults = {"opened": broken(page)}
            recruit(page, 10)
            each = says(page, r"“My scenario”: .* beyond own places")
            page.select_option("#applies_to", "region")
            page.wait_for_function(
                "before => !document.querySelector('#told').innerText.includes(before)",
                arg=next(line for line in each.splitlines() if "My scenario" in line),
            )
            for view, words in (
                ("children", "by the councils together"),
                ("carers", "households"),
                ("costs", "cost the councils together"),
                ("levers", "by itself"),
                ("worth", "wrong everywhere alike"),
                ("councils", "is worth most to"),
            ):
                look_at(page, view, words)
                settled(page)
                assert page.locator("#chart svg").count() == 1, view
                faults[view] = broken(page)
            shares = page.locator("#numbers tbody tr td:nth-of-type(1)").all_inner_texts()
            assert sum(float(one.strip("%")) for one in shares) == pytest.approx(100, abs=0.2)
            assert "choose one at the top" in page.inner_text("#question")
            assert not {state: found for state, found in faults.items() if found}
            with page.expect_download() as coming:
                page.click("#tables")
            coming.value.save_as(tmp_path / "tables.zip")
            assert "gains.csv" in zipfile.ZipFile(tmp_path / "tables.zip").namelist()
    finally:
        served.stop()
