"""The report is one that a councillor reads: short, plain, true to the tables, and accessible."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.pages.report import write_report
from sufficiency.pages.report.changed import changed, how_it_did
from sufficiency.pages.report.front import front
from sufficiency.pages.report.page import CHARTS
from sufficiency.pages.report.sections import sections
from sufficiency.results.lookup import all_ages, march, one
from sufficiency.results.run import Run
from tests.pages.reading import reading
from tests.pages.test_annex import Page, chart
from tests.small_run import changed as changed_run
from tests.small_run import few_of, small_run

SHOWN = tuple(chart(slug) for slugs in CHARTS.values() for slug in slugs[:1])
JARGON = ("what came", "foretold", "backed neither way", "places fall free", "P90", "percentile")


class Prose(HTMLParser):
    """Paragraphs and points that a reader meets outside tables, charts and lists of contents."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.parts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "li", "dd", "table", "nav", "figure", "footer", "style"):
            self.open.append(tag)
            if tag in ("p", "li", "dd"):
                self.parts.append("")

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        apart = {"table", "nav", "figure", "footer", "style"} & set(self.open)
        if self.open and not apart:
            self.parts[-1] += data


@pytest.fixture(scope="module")
def html(run: Run, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    return write_report(path, run, SHOWN).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_the_first_page_is_short_and_plain(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    found = front(run)
    read = reading([one.words for one in found.sentences])  # their names are no sentences
    names = reading([one.name for one in found.sentences])
    with capsys.disabled():
        print(f"\nfirst page: {read}, and {names.words} words of names")
    assert read.words + names.words < 250
    assert read.sentence <= 20 and read.longest <= 30
    assert read.age <= 13
    assert len(found.table.rows) == run.facts.horizon_year - run.facts.opening_year + 1


def test_the_report_is_short_and_plain(html: str, capsys: pytest.CaptureFixture[str]) -> None:
    bare = re.sub(r"<style.*?</style>", "", html, flags=re.S)
    everything = len(re.sub(r"<[^>]+>", " ", bare).split())
    read = reading([part for part in Prose(html).parts if part.strip()])
    with capsys.disabled():
        print(f"\nreport: {everything} words with its tables; its prose: {read}")
    assert everything < 2500
    assert read.sentence <= 20
    assert read.age <= 14
    assert not [word for word in JARGON if word in html]


def test_every_term_of_the_trade_is_explained(page: Page) -> None:
    glossary = page.text[page.text.index("Words used here", 900) :]
    for term in ("UASC", "RO3", "section 251", "Connected carers", "Nominal and real", "SSDA903"):
        assert term in glossary, term


def test_the_first_page_says_what_the_tables_say(run: Run) -> None:
    facts = run.facts
    words = " ".join(sentence.words for sentence in front(run).sentences)
    for family in ("fostering", "homes"):
        keys = {"scenario": "Baseline", "family": family, "date": march(facts.horizon_year)}
        row = one(all_ages(run.tables), **keys)
        assert f"between {row['gap_p10']:.0f} and {row['gap_p90']:.0f} children" in words
        assert f"The middle is {row['gap_p50']:.0f}, of about {row['need_p50']:.0f}" in words
    assert "saves most" in words and "A forecast is not a target" in words


def test_it_asks_for_nothing_from_anywhere(html: str, page: Page) -> None:
    assert not page.all("script", "link", "iframe", "object", "embed", "base")
    for _, attributes in page.tags:
        for name in ("src", "href"):
            value = (attributes.get(name) or "#").removeprefix("annex.html")
            assert not value or value.startswith(("#", "data:image/")), value
    assert "http" not in re.sub(r'src="data:[^"]*"', "", html)


def test_links_into_the_annex_lead_to_its_figures(page: Page) -> None:
    ids = {str(attributes["id"]) for _, attributes in page.tags if "id" in attributes}
    links = [str(link["href"]) for link in page.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    figures = {c.slug.replace("_", "-") for c in SHOWN}
    assert {link.removeprefix("annex.html#") for link in links if "annex.html#" in link} == figures


def test_headings_are_in_order_and_tables_have_captions(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(page.all("caption")) == len(page.all("table")) >= 6
    assert all(image["alt"] for image in page.all("img"))


def test_only_what_may_be_wider_than_a_phone_is_a_region_that_scrolls(page: Page) -> None:
    regions = [a for tag, a in page.tags if a.get("class") == "scroll" and "tabindex" in a]
    tables = [a for tag, a in page.tags if tag == "table" and a.get("class") in ("wide", "words")]
    assert 0 < len(regions) == len(tables) < len(page.all("table"))


def test_withheld_figures_leave_their_sentence_out_and_are_marked(run: Run, tmp_path: Path) -> None:
    few = few_of(run, "in_house_residential", 3.0).published()
    text = Page(write_report(tmp_path / "p.html", few, ()).read_text(encoding="utf-8")).text
    assert "nan" not in text.lower().split()
    assert "c: withheld" in text and "(withheld)" not in text


def test_without_scenarios_nothing_is_said_to_save(tmp_path: Path) -> None:
    alone = small_run(scenarios=0, years=1)
    assert "options" not in [section.key for section in sections(alone)]
    path = write_report(tmp_path / "a.html", alone, ())
    assert "saves most" not in path.read_text(encoding="utf-8")


def test_what_changed_sets_two_forecasts_side_by_side(run: Run, tmp_path: Path) -> None:
    found = changed(run, run)
    assert all(row[1] == row[2] for row in found.table.rows)
    total = [row for row in found.table.rows if row[0].startswith("Children in care")]
    last = one(run.tables["forecast"], placement_type="total", date=march(run.facts.horizon_year))
    assert total[-1][2].startswith(f"{last['p50']:.0f} (")
    path = write_report(tmp_path / "c.html", run, (), earlier=run)
    assert "What changed since the last forecast" in path.read_text(encoding="utf-8")
    other = changed_run(run, authority="Elsewhere")
    with pytest.raises(InputError, match="Elsewhere"):
        changed(run, other)


def test_an_earlier_forecast_is_judged_by_what_is_known_now(run: Run) -> None:
    opening = run.facts.opening_year
    table = run.tables["forecast"]
    back = table["date"] - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0)
    earlier = changed_run(run, {"forecast": table.assign(date=back)}, opening_year=opening - 1)
    now = one(table, placement_type="total", date=march(opening))["p50"]
    then = one(earlier.tables["forecast"], placement_type="total", date=march(opening))
    held = "inside" if then["p10"] <= now <= then["p90"] else "outside"
    (words,) = how_it_did(run, earlier)
    assert f"There were {now:.0f}: {held} the range" in words
