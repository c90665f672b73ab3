"""The annex is one page that needs nothing else, is accessible, and shows what users typed."""

from __future__ import annotations

import base64
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from sufficiency.pages.charts import Chart, svg
from sufficiency.pages.charts.note import Note
from sufficiency.pages.report.page import SECTIONS, write_annex
from sufficiency.pages.report.scores import scores_of
from sufficiency.results.facts import ScenarioFacts
from sufficiency.results.publish.disclosure import NOTE
from sufficiency.results.run import Run
from tests.small_run import changed, few_of, small_run

pytestmark = pytest.mark.slow

CARD = Path(__file__).parents[2] / "models" / "pooled.md"


class Page(HTMLParser):
    """What a reader's browser would meet: tags with their attributes, and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


NOTE_OF_CHART = Note("Unit: children. Source: DfE.", "Source: DfE.")


def chart(slug: str) -> Chart:
    figure = Figure(figsize=(2, 1))
    figure.subplots().plot([1, 2])
    data = pd.DataFrame({"year": ["2025"], "children <n>": [652.0]})
    return Chart(slug, f"Title of {slug}", figure, f"Alt of {slug} & more", data, NOTE_OF_CHART)


CHARTS = tuple(chart(slug) for section in SECTIONS.values() for slug in section[:1])


@pytest.fixture(scope="module")
def html(run: Run, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("annex") / "annex.html"
    return write_annex(path, run, CHARTS).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_it_asks_for_nothing_from_anywhere(html: str, page: Page) -> None:
    assert not page.all("script", "link", "iframe", "object", "embed", "base")
    for _, attributes in page.tags:
        for name in ("src", "href", "srcset", "data", "action", "poster"):
            value = attributes.get(name)
            own = value in (None, "report.html") or value.startswith(("#", "data:image/"))
            assert own, value
        assert not any(name.startswith("on") for name in attributes)
    assert "@import" not in html and "url(" not in html
    assert "http" not in re.sub(r'src="data:[^"]*"', "", html)


def test_every_chart_has_alternative_text_and_its_numbers(html: str, page: Page) -> None:
    images = page.all("img")
    assert [image["alt"] for image in images] == [c.alt for c in CHARTS]
    assert not page.all("svg")
    source = str(images[0]["src"]).removeprefix("data:image/svg+xml;base64,")
    assert base64.b64decode(source) == svg(CHARTS[0])
    assert page.text.count("children <n>") == len(CHARTS)


def test_headings_are_in_order_and_links_lead_somewhere(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    assert set(ids.values()) == {1}
    targets = {str(link["href"])[1:] for link in page.all("a") if link["href"] != "report.html"}
    targets |= {str(a["aria-labelledby"]) for _, a in page.tags if "aria-labelledby" in a}
    assert targets <= set(ids)


def test_language_captions_and_scope_are_given(page: Page) -> None:
    assert page.all("html") == [{"lang": "en-GB"}]
    assert len(page.all("caption")) == len(page.all("table")) >= 8
    assert all(cell.get("scope") in ("col", "row") for cell in page.all("th"))
    assert page.all("meta")[0] == {"charset": "utf-8"}


def test_it_says_what_is_forecast_estimated_and_left_out(page: Page, run: Run) -> None:
    facts = run.facts
    for words in (
        *facts.headlines,
        "It is not a target and not a plan.",
        "marked “estimate”",
        "In-house fostering (estimate)",
        "£71.0m on children looked after in 2024/25",
        "Not modelled: the rest of the outturn",
        "Baseline (forecast)",
        "Open Government Licence v3.0",
        "Crown copyright",
        *facts.scenario_names,
    ):
        assert words in page.text, words


def test_the_numbers_are_those_of_the_tables(page: Page, run: Run) -> None:
    tables, facts = run.tables, run.facts
    last = tables["forecast"].query("placement_type == 'total'").iloc[-1]
    assert f"{last['p10']:.0f} to {last['p90']:.0f}" in page.text
    cost = tables["costs"].query(
        "scenario == 'Baseline' and placement_type == 'total' and price_basis == 'nominal'"
    )
    for row in cost.itertuples():
        assert f"£{row.p10 / 1e6:.1f}m to £{row.p90 / 1e6:.1f}m" in page.text
    share = facts.scenarios[0].displaces_residential_share
    assert share is not None and f"{share:.0%}" in page.text


def test_what_it_says_of_the_method_is_in_the_model_card() -> None:
    rows = [
        [cell.strip() for cell in line.split("|")] for line in CARD.read_text("utf-8").split("\n")
    ]
    series, scores = "", {}
    for row in rows:
        series = row[1] or series if len(row) > 9 else series
        if row[2:3] == ["re-estimated at each origin"]:
            scores[series] = row
    total, homes = scores["looked_after"], scores["homes_and_supported"]
    found = scores_of("pooled")
    assert found.error_less == round(100 * (1 - float(total[3])))
    assert found.held == int(total[7])
    assert found.homes_low == round(100 * float(homes[5]))


def test_two_writes_are_alike_to_the_byte(html: str, run: Run, tmp_path: Path) -> None:
    again = write_annex(tmp_path / "again.html", run, CHARTS)
    assert again.read_bytes() == html.encode("utf-8")
    for drawn in CHARTS:
        (tmp_path / f"{drawn.slug}.svg").write_bytes(svg(drawn))
    reused = write_annex(tmp_path / "r.html", run, CHARTS, pictures=tmp_path)
    assert reused.read_bytes() == html.encode("utf-8")


def test_what_a_user_typed_is_shown_and_never_run(run: Run, tmp_path: Path) -> None:
    tables, facts = run.tables, run.facts
    bad = '<script>alert("1")</script>'
    old = facts.scenario_names[0]
    renamed = {
        name: frame.assign(scenario=frame["scenario"].replace({old: bad}))
        if "scenario" in frame
        else frame
        for name, frame in tables.items()
    }
    renamed["assumptions"] = renamed["assumptions"].assign(source="<img src=x onerror=alert(1)>")
    typed = changed(
        run,
        renamed,
        authority="<b>A & B</b>",
        headlines=("<i>one</i>",),
        scenarios=(ScenarioFacts(bad, "</dd><script>", None, "2019-07"), *facts.scenarios[1:]),
    )
    path = write_annex(tmp_path / "typed.html", typed, ())
    page = Page(path.read_text(encoding="utf-8"))
    assert not page.all("script", "img", "b", "i")
    assert bad in page.text and "<i>one</i>" in page.text
    assert "Premise: July 2019." in page.text


def test_withheld_figures_are_marked_and_explained(run: Run, tmp_path: Path) -> None:
    few = few_of(run, "other_residential", 3.0).published()
    text = Page(write_annex(tmp_path / "p.html", few, ()).read_text(encoding="utf-8")).text
    assert NOTE in text
    assert "Other residential settings c c c" in text
    assert "Placed for adoption c c c" in text
    assert "nan" not in text.lower().split()


def test_a_run_without_scenarios_has_no_section_of_scenarios(tmp_path: Path) -> None:
    path = write_annex(tmp_path / "a.html", small_run(scenarios=0, years=1), ())
    assert "Scenarios compared" not in Page(path.read_text(encoding="utf-8")).text


def test_scores_against_the_past_are_shown_where_the_run_has_them(run: Run, tmp_path: Path) -> None:
    row = ("pooled", "looked_after", 1, 0.9, 0.02, 0.88, 52.0, 81.4, 95.0, 504)
    other = ("drift", "looked_after", 1, 0.9, 0.02, 1.31, 52.0, 71.0, 95.0, 504)
    columns = ["model", "series", "horizon", "mase", "crps", "relative_crps"]
    columns += ["cover_50", "cover_80", "cover_95", "n"]
    scored = run.with_tables({"backtest": pd.DataFrame([row, other], columns=columns)})
    path = write_annex(tmp_path / "b.html", scored, ())
    text = Page(path.read_text(encoding="utf-8")).text
    assert "All children looked after 12% less 81%" in text
    assert "from 504 forecasts" in text and "31% more 71%" not in text
