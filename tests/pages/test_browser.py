"""The report and its annex in a browser: no fault that axe finds, on a phone, dark and printed.

The browser is Debian's Chromium; what drives it and looks for faults is the extra `browser` of
pyproject.toml, which the environment of conda does without.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sufficiency.pages.charts import draw_all
from sufficiency.pages.report import write_annex, write_report
from tests.small_run import appraised_run, with_past_forecasts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

PAGES = ("report.html", "annex.html")
PHONE = 320
SCROLLS = "one => one.scrollWidth > one.clientWidth + 1"
"""Whether an element holds more than it shows."""

SIX_ROWS = """rows => {
    while (rows.children.length < 6) rows.append(rows.lastElementChild.cloneNode(true))
}"""
"""As many rows as the first table of a run of five years has."""
HIDDEN = """all => all.filter(one => !one.checkVisibility({contentVisibilityAuto: true}))
    .map(one => one.innerText.slice(0, 80))"""
"""The elements that a reader would not see, closed details among them."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = with_past_forecasts(appraised_run())
    charts = draw_all(made)
    place = tmp_path_factory.mktemp("pages")
    write_report(place / "report.html", made, charts)
    write_annex(place / "annex.html", made, charts)
    return place


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "this check needs Chromium (Debian: chromium)"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


def opened(browser: Browser, path: Path, width: int = 1280) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.route("http*://**", lambda route: pytest.fail(f"it asks for {route.request.url}"))
    page.goto(path.as_uri())
    return page


def with_everything_open(page: Page) -> Page:
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    return page


def faults(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def test_faults_and_sideways_scrolling_are_seen(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    wide = "<html><img src='#'><p style='width: 500px'>Wider than a phone</p></html>"
    path.write_text(wide, encoding="utf-8")
    with opened(browser, path, PHONE) as page:
        assert {fault.split(":")[0] for fault in faults(page)} >= {"image-alt", "html-has-lang"}
        assert page.locator("html").evaluate(SCROLLS)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_fault_on_a_desk_on_a_phone_or_in_the_dark(
    browser: Browser, folder: Path, name: str
) -> None:
    for width in (1280, PHONE):
        with with_everything_open(opened(browser, folder / name, width)) as page:
            assert not faults(page), width
            page.emulate_media(color_scheme="dark")
            assert not faults(page), f"dark, {width}"


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_scrolls_only_down_and_tab_stops_only_where_a_table_scrolls(
    browser: Browser, folder: Path, name: str
) -> None:
    with with_everything_open(opened(browser, folder / name, PHONE)) as page:
        assert not page.locator("html").evaluate(SCROLLS)
        for region in page.locator(".scroll").all():
            stops = region.get_attribute("tabindex") == "0"
            assert region.evaluate(SCROLLS) == stops, region.inner_text()[:80]


@pytest.mark.parametrize("name", PAGES)
def test_print_keeps_contents_figures_and_every_row(
    browser: Browser, folder: Path, name: str
) -> None:
    with opened(browser, folder / name) as page:
        page.emulate_media(media="print")
        for shown in ("nav", "figure img", "tbody tr"):
            hidden = page.locator(shown).evaluate_all(HIDDEN)
            assert page.locator(shown).count() and not hidden, shown


def test_what_is_in_short_prints_on_one_page_with_its_chart(browser: Browser, folder: Path) -> None:
    a_millimetre = 96 / 25.4
    wide, high = (round(side * a_millimetre) for side in (210 - 2 * 16, 297 - 16 - 18))
    with opened(browser, folder / "report.html", wide) as page:
        page.emulate_media(media="print")
        chart = page.locator(".front figure img")
        assert chart.count() == 1
        assert chart.evaluate("one => one.width") >= 160 * a_millimetre - 1, "under 8 points"
        page.locator(".front tbody").evaluate(SIX_ROWS)
        bottom = page.locator(".front").evaluate("front => front.getBoundingClientRect().bottom")
        assert 0.5 * high < bottom < high
        assert not page.locator(".front").evaluate(SCROLLS)
