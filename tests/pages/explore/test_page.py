"""The page in a real browser: what a commissioner does on it, and who can and cannot see it."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.pages.explore.conftest import PATIENCE, Served, Visit, serve, visiting
from tests.pages.explore.steps import broken, fill, look_at, recruit, says, told

pytestmark = pytest.mark.slow


def test_without_the_token_nothing_is_told(served: Served) -> None:
    bare = served.address.split("?")[0]
    for wrong in (bare, f"{bare}?token=guess", f"{bare}explore.css", f"{bare}websocket/"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(wrong)
        assert refused.value.code == 403


def test_first_steps_choose_a_council_see_it_and_add_carers(visit: Visit) -> None:
    page = visit.page
    assert "token" not in page.url, "the token is not left in the address"

    page.select_option("#council", "Stockport")
    page.wait_for_function("document.querySelector('#about').innerText.startsWith('Stockport,')")
    for view, words in (
        ("children", r"\d+ to \d+ \(middle \d+\) children are looked after on 31 March"),
        ("carers", r"mainstream fostering households"),
        ("costs", r"£[\d.]+m to £[\d.]+m \(middle £[\d.]+m\)"),
        ("need", r"children are beyond the places of the council's own"),
    ):
        page.select_option("#view", view)
        says(page, words)
        page.wait_for_selector("#chart svg[role=img] title", state="attached")
        assert page.locator("#numbers table caption").count() == 1

    lever = recruit(page, 10)
    assert re.search(r"“My scenario”: .* fewer .*beyond own places", told(page, "My scenario"))
    page.wait_for_function("document.querySelector('#chart').innerText.includes('My scenario')")

    fill(page, lever, months_to_first_placement="seven")
    beside = f"#{lever}_months_to_first_placement"
    page.wait_for_function(
        "id => document.querySelector(id).innerText.includes('not a whole number')",
        arg=f"{beside}_fault",
    )
    assert page.get_attribute(beside, "aria-invalid") == "true"
    assert visit.asked and not visit.outside, "nothing is asked of another machine"


def test_no_state_of_the_page_breaks_a_rule_of_accessibility_or_of_small_screens(
    visit: Visit,
) -> None:
    page = visit.page
    found = {"opened": broken(page)}
    lever = recruit(page, 10)
    told(page, "My scenario")
    found["answered"] = broken(page)
    fill(page, lever, additional_households_a_year_low="many")
    page.wait_for_selector(f"#{lever}_additional_households_a_year_fault:not([hidden])")
    found["wrong"] = broken(page)
    fill(page, lever, additional_households_a_year_low="5")
    told(page, "before the last change")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.click("#turn")
    page.wait_for_selector("#slide")
    page.click("#keep")
    page.wait_for_selector("#kept li")
    page.click("#ask")
    page.wait_for_selector("#take, #answered p")
    for view, words in (
        ("children", "looked after"),
        ("carers", "households"),
        ("costs", "cost"),
        ("levers", "by itself"),
        ("worth", "net present value"),
    ):
        look_at(page, view, words)
        page.wait_for_selector("#numbers table")
        found[view] = broken(page)
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 2, "two pages of paper"
    page.check("#meeting")
    found["meeting"] = broken(page)
    page.uncheck("#meeting")
    page.set_viewport_size({"width": 320, "height": 700})
    found["small"] = broken(page)
    assert not {state: faults for state, faults in found.items() if faults}
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, "nothing but tables and charts is wider than a small screen"


def test_everything_is_reached_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
    assert {"council", "begins", "name", "adds", "add", "view", "year", "keep"} <= reached
    page.focus("#add")
    page.keyboard.press("Enter")
    page.wait_for_selector("fieldset.lever")


def test_others_are_served_published_and_warned_of_and_save_nothing_here(
    browser: Browser, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    started = serve(tmp_path, "--host", "127.0.0.1", "--draws", "200")
    try:
        assert "behind its own sign-on" in capfd.readouterr().err
        with visiting(browser, started.address) as visit:
            assert "Small numbers are withheld" in visit.page.inner_text("header")
            recruit(visit.page, 10)
            visit.page.wait_for_function(
                "document.querySelector('#numbers').innerText.includes('My scenario')",
                timeout=5 * PATIENCE,  # withholding small numbers takes some seconds an answer
            )
            assert visit.page.locator("#save").count() == 0
            look_at(visit.page, "worth", "not shown where small numbers are withheld")
    finally:
        started.stop()


def test_of_returns_the_page_is_told_counts_and_no_child(browser: Browser, tmp_path: Path) -> None:
    from sufficiency.evidence.synthetic import synthesise

    returns = tmp_path / "returns"
    synthesise(returns, 400, 4, 1, "steady", ())
    children = set()
    for path in returns.rglob("*.csv"):  # names that no number on the page can be taken for
        heads, *lines = path.read_text(encoding="utf-8").splitlines()
        if not heads.startswith("CHILD,"):
            continue
        children |= {f"Known{line.split(',')[0]}" for line in lines}
        marked = [heads, *(f"Known{line}" for line in lines)]
        path.write_text("\n".join(marked) + "\n", encoding="utf-8")
    started = serve(tmp_path, "--ssda903", str(returns), "--even-so", "--draws", "200")
    try:
        with visiting(browser, started.address) as visit:
            recruit(visit.page, 10)
            told(visit.page, "My scenario")
            heard = "".join(str(part) for part in visit.heard) + visit.page.content()
    finally:
        started.stop()
    assert children and not [child for child in children if child in heard]
    assert str(returns) not in heard
