"""The pictures of docs/tour.md, taken of the page itself: `make tour`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.pages.explore.conftest import chromium, serve, visiting
from tests.pages.explore.steps import add, fill, look_at, recruit, says, settled

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 800}


def main() -> None:
    """Take every picture, at the width of a desk and of a telephone."""
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        served = serve(Path(folder), "--authority", "Stockport")
        try:
            browser = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            with visiting(browser, served.address, viewport=WIDE, reduced_motion="reduce") as visit:
                _tour(visit.page)
            browser.close()
        finally:
            served.stop()


def _tour(page: Page) -> None:
    _take(page, "open")
    page.fill("#name", "Ten households a year")
    lever = recruit(page, 10)
    says(page, "Ten households a year”: .* beyond own places")
    settled(page)
    fill(page, lever, additional_households_a_year_low=7, additional_households_a_year_high=13)
    says(page, "before the last change”: .* beyond own places")
    _take(page, "answer")
    page.click("#keep")
    page.wait_for_selector("#kept li")
    home = add(page, "open_home")
    fill(page, home, places=4, occupancy="0.85", **{"from": "2027-10"})
    page.fill("#name", "Ten households and a home")
    look_at(page, "costs", "“Ten households and a home”")
    _take(page, "compare")
    page.check("#meeting")
    _take(page, "meeting")
    page.uncheck("#meeting")
    page.set_viewport_size(NARROW)
    _take(page, "narrow", "#answer")


def _take(page: Page, name: str, place: str = "header") -> None:
    page.wait_for_selector("#chart svg")
    settled(page)
    for part in (page.locator("fieldset.lever").last, page.locator(place)):
        if part.is_visible():
            part.evaluate("part => part.scrollIntoView()")
    page.wait_for_timeout(500)
    path = IMAGES / f"tour-{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:  # 256 colours are enough, and a third of the bytes
        picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
