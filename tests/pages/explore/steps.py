"""Steps that a reader takes on the page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def told(page: Page, words: str) -> str:
    """What the answer says, once it says these words."""
    page.wait_for_function(
        "words => document.querySelector('#told').innerText.includes(words)", arg=words
    )
    return page.inner_text("#told")


def says(page: Page, pattern: str) -> str:
    """What the answer says, once it fits a pattern."""
    page.wait_for_function(
        "says => new RegExp(says).test(document.querySelector('#told').innerText)", arg=pattern
    )
    return page.inner_text("#told")


def look_at(page: Page, view: str, words: str) -> str:
    """Another view: what it says, once it says these words."""
    page.select_option("#view", view)
    return told(page, words)


def settled(page: Page) -> None:
    """Once nothing is being worked out for the answer."""
    page.wait_for_function("!document.querySelector('html.shiny-busy, #answer .recalculating')")


def broken(page: Page) -> list[str]:
    """Rules of accessibility that the page breaks as it stands."""
    settled(page)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]


def add(page: Page, lever: str) -> str:
    """Add a lever; how the names of its boxes begin."""
    before = page.locator("fieldset.lever").count()
    page.select_option("#adds", lever)
    page.click("#add")
    page.wait_for_function(
        "n => document.querySelectorAll('fieldset.lever').length > n", arg=before
    )
    name = page.locator("fieldset.lever").nth(before).locator("input").first.get_attribute("id")
    assert name is not None
    return name.split("_")[0]


def fill(page: Page, lever: str, **keys: object) -> None:
    """Type into the boxes of a lever."""
    for key, value in keys.items():
        page.fill(f"#{lever}_{key}", str(value))


def recruit(page: Page, households: int) -> str:
    """Add households a year from April 2027."""
    lever = add(page, "recruit_carers")
    fill(
        page,
        lever,
        additional_households_a_year_low=households,
        additional_households_a_year_high=households,
        months_to_first_placement=8,
    )
    page.fill(f"#{lever}_from", "2027-04")
    return lever
