"""The page in a real browser: what a commissioner does on it, step by step."""

from __future__ import annotations

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page

from tests.pages.explore.conftest import Visit

pytestmark = pytest.mark.slow


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


def told(page: Page, words: str) -> str:
    """What the answer says, once it says these words."""
    page.wait_for_function(
        "words => document.querySelector('#told').innerText.includes(words)", arg=words
    )
    return page.inner_text("#told")


def recruit(page: Page, households: int) -> str:
    name = add(page, "recruit_carers")
    page.fill(f"#{name}_additional_households_a_year_low", str(households))
    page.fill(f"#{name}_additional_households_a_year_high", str(households))
    page.fill(f"#{name}_months_to_first_placement", "8")
    return name


def test_without_the_token_nothing_is_told(address: str) -> None:
    bare = address.split("?")[0]
    for wrong in (bare, f"{bare}?token=guess", f"{bare}explore.css", f"{bare}websocket/"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(wrong)
        assert refused.value.code == 403


def test_first_steps_choose_a_council_see_it_and_add_carers(visit: Visit) -> None:
    page = visit.page
    assert "token" not in page.url, "the token is not left in the address"

    page.select_option("#council", "Stockport")
    page.wait_for_function("document.querySelector('#about').innerText.startsWith('Stockport,')")
    for view, says in (
        ("children", r"\d+ to \d+ \(middle \d+\) children are looked after on 31 March"),
        ("carers", r"mainstream fostering households"),
        ("costs", r"£[\d.]+m to £[\d.]+m \(middle £[\d.]+m\)"),
        ("need", r"children are beyond the places of the council's own"),
    ):
        page.select_option("#view", view)
        page.wait_for_function(
            "says => new RegExp(says).test(document.querySelector('#told').innerText)", arg=says
        )
        page.wait_for_selector("#chart svg[role=img] title", state="attached")
        assert page.locator("#numbers table caption").count() == 1

    name = recruit(page, 10)
    assert re.search(r"“My scenario”: .* fewer .*beyond own places", told(page, "My scenario"))
    page.wait_for_function("document.querySelector('#chart').innerText.includes('My scenario')")

    page.fill(f"#{name}_months_to_first_placement", "seven")
    page.wait_for_function(
        "id => document.querySelector(id).innerText.includes('not a whole number')",
        arg=f"#{name}_months_to_first_placement_fault",
    )
    assert page.get_attribute(f"#{name}_months_to_first_placement", "aria-invalid") == "true"
    assert visit.asked and not visit.outside, "nothing is asked of another machine"
