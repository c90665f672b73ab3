"""Every output of a run is read back, and no figure is found in two versions.

A figure is told by its measure, scenario, date, type and statistic. The tables of the run are as
they were worked out; what is shown of them is rounded once, and every page has that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pandas as pd
import pytest
from docx import Document

from sufficiency.pages.charts import chart_named, draw_all, markdown
from sufficiency.pages.document.chapter import write_chapter
from sufficiency.pages.document.published import write_published
from sufficiency.pages.headline_scenarios import best_option
from sufficiency.pages.report import write_annex, write_report
from sufficiency.pages.report.front import front
from sufficiency.pages.words import UNDER, chance, millions, thousands
from sufficiency.pages.workbook import write_workbook
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, label
from sufficiency.results.facts import BASELINE
from sufficiency.results.figures import cautious, nearest, pounds
from sufficiency.results.gap import ALL_AGES
from sufficiency.results.lookup import march, one, only
from sufficiency.results.manifest import Making, write_manifest
from sufficiency.results.publish.disclosure import MARK
from sufficiency.results.run import Run
from sufficiency.results.shown import shown
from sufficiency.results.table_files import write_tables
from tests.small_run import appraised_run, small_run

pytestmark = pytest.mark.slow

Figure = tuple[str, ...]
"""What a figure is of: measure, scenario, when, what, statistic."""
NAMES = {
    label(kind): kind
    for kind in (*PLACEMENT_TYPES, *FAMILIES, "total", "programme", "not_modelled")
}
STATISTICS = {
    "low (p10)": "p10",
    "middle (p50)": "p50",
    "high (p90)": "p90",
    "mean (£m)": "mean",
    "low (p10) (£m)": "p10",
    "middle (p50) (£m)": "p50",
    "high (p90) (£m)": "p90",
    "p80 (£m)": "p80",
    "1 in 10 below": "p10",
    "middle": "p50",
    "1 in 5 above": "p80",
    "1 in 10 above": "p90",
}
AUDIENCES = ("internal", "published")


@cache
def outputs(audience: str) -> tuple[Run, dict[str, str], dict[str, list[list[object]]]]:
    """A run, its text files by name, and its workbook's cells by sheet."""
    run = appraised_run() if audience == "internal" else appraised_run().published()
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_tables(run, folder / "tables")
        charts = draw_all(run)
        write_report(folder / "report.html", run, charts)
        write_annex(folder / "annex.html", run, charts)
        write_workbook(folder / "book.xlsx", run)
        write_workbook(folder / "plain.xlsx", replace(run, finance=None))
        write_chapter(folder / "chapter.docx", run)
        write_published(folder / "reuse.xlsx", run)
        write_manifest(folder, run, Making())
        texts = {
            path.name: path.read_text("utf-8")
            for path in folder.rglob("*.[chj]*")
            if (path.suffix in (".csv", ".html", ".json"))
        }
        cells = {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
            for name in ("book.xlsx", "plain.xlsx")  # with what finance asks, and without
            for sheet in openpyxl.load_workbook(folder / name, data_only=True)
        }
        cells |= {
            f"reuse: {sheet.title}": [list(row) for row in sheet.iter_rows(values_only=True)]
            for sheet in openpyxl.load_workbook(folder / "reuse.xlsx")
        }
        chapter = Document(str(folder / "chapter.docx"))
        cells["chapter"] = [
            [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells]
            for row in chapter.tables[0].rows
        ]
        texts["chapter"] = "\n".join(line.text for line in chapter.paragraphs)
    texts |= {f"{chart.slug}.md": markdown(chart) for chart in charts}
    return run, texts, cells


# --- what is shown, from the tables ----------------------------------------------------------


@cache
def expected(audience: str) -> dict[Figure, float]:
    """Every figure of the tables of a run, as it is to be shown."""
    run, _, _ = outputs(audience)
    found: dict[Figure, float] = {}
    for name, what in (("placements", "placement_type"), ("area", "area")):
        for row in shown(run, name).to_dict("records"):
            for statistic in ("mean", "p10", "p50", "p90"):
                key = (name, row["scenario"], f"{row['date']:%Y-%m-%d}", row[what], statistic)
                found[key] = row[statistic]
    # What other pages show is of all ages; the bands stand in the annex alone.
    for row in only(shown(run, "gap"), age_band=ALL_AGES).to_dict("records"):
        for column in ("need", "usable_supply", "gap"):
            for statistic in ("p10", "p50", "p90"):
                key = (column, row["scenario"], f"{row['date']:%Y-%m-%d}", row["family"], statistic)
                found[key] = row[f"{column}_{statistic}"]
    for row in shown(run, "costs").to_dict("records"):
        for statistic in ("mean", "p10", "p50", "p80", "p90"):
            year, kind = row["financial_year"], row["placement_type"]
            key = (f"cost {row['price_basis']}", row["scenario"], year, kind, statistic)
            found[key] = row[statistic]
    for row in shown(run, "savings").to_dict("records"):
        for statistic in ("mean", "p10", "p50", "p90", "probability_saves"):
            key = (f"saving {row['price_basis']}", row["scenario"], row["financial_year"])
            found[(*key, "total", statistic)] = row[statistic]
    return found


def agree(audience: str, read: Iterator[tuple[Figure, float]], least: int) -> None:
    """Every figure read is as it is shown, and enough of them were found to tell."""
    right, seen = expected(audience), 0
    wrong = []
    for figure, value in read:
        seen += 1
        truth = right[figure]
        both_blank = value != value and truth != truth
        if not both_blank and not abs(value - truth) < 1e-6 * max(abs(truth), 1):
            wrong.append((figure, value, truth))
    assert wrong == []
    assert seen >= least, f"only {seen} figures were read"


# --- the charts' data -------------------------------------------------------------------------


def table_of(text: str) -> pd.DataFrame:
    """The Markdown table of a chart's page."""
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line] for line in (lines[0], *lines[2:])]
    return pd.DataFrame(rows[1:], columns=rows[0])


def number(text: str) -> float:
    """A number as a page writes it; blank where it is withheld or not known."""
    plain = text.replace("−", "-").replace(",", "")
    return float(plain) if plain else float("nan")


def last_march(run: Run) -> str:
    return f"{march(run.facts.horizon_year):%Y-%m-%d}"


def day_of(words: str) -> str:
    return f"{pd.Timestamp(words):%Y-%m-%d}"


def from_charts(audience: str) -> Iterator[tuple[Figure, float]]:
    run, texts, _ = outputs(audience)
    horizon = last_march(run)
    for row in table_of(texts["placement_types.md"]).to_dict("records"):
        for words in ("low (p10)", "middle (p50)", "high (p90)"):
            kind = NAMES[row["placement"]]
            key = ("placements", BASELINE, day_of(row["date"]), kind, STATISTICS[words])
            yield key, number(row[words])
    for row in table_of(texts["children_in_care.md"]).to_dict("records"):
        for words in ("low (p10)", "middle (p50)", "high (p90)"):
            if row[words]:
                key = ("placements", BASELINE, day_of(row["date"]), "total", STATISTICS[words])
                yield key, number(row[words])
    for row in table_of(texts["placement_types_scenarios.md"]).to_dict("records"):
        for words in ("low (p10)", "middle (p50)", "high (p90)"):
            kind = NAMES[row["placement"]]
            key = ("placements", row["scenario"], horizon, kind, STATISTICS[words])
            yield key, number(row[words])
    for row in table_of(texts["gap_scenarios.md"]).to_dict("records"):
        for words in ("low (p10)", "middle (p50)", "high (p90)"):
            family = NAMES[row["placement"].split(":")[0]]
            yield ("gap", row["scenario"], horizon, family, STATISTICS[words]), number(row[words])
    said = {"need": "need", "own places that can be filled": "usable_supply", "gap": "gap"}
    for row in table_of(texts["need_and_supply.md"]).to_dict("records"):
        for words, measure in said.items():
            for end in ("low (p10)", "middle (p50)", "high (p90)"):
                key = (measure, BASELINE, day_of(row["date"]), NAMES[row["family"]])
                yield (*key, STATISTICS[end]), number(row[f"{words}, {end}"])
    for row in table_of(texts["costs.md"]).to_dict("records"):
        for words in [column for column in row if column in STATISTICS]:
            key = ("cost nominal", row["scenario"], row["financial year"], "total")
            yield (*key, STATISTICS[words]), 1e6 * number(row[words])
    for row in table_of(texts["savings.md"]).to_dict("records"):
        key = ("saving real", row["scenario"], row["financial year"], "total")
        for words in [column for column in row if column in STATISTICS]:
            yield (*key, STATISTICS[words]), 1e6 * number(row[words])
        yield (*key, "probability_saves"), number(row["chance of saving (%)"]) / 100


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_charts_have_what_the_tables_have(audience: str) -> None:
    agree(audience, from_charts(audience), least=150)


# --- the workbook -----------------------------------------------------------------------------


def from_workbook(audience: str) -> Iterator[tuple[Figure, float]]:
    """Cells of the sheets Placements, Costs and Savings, as a page would round what they hold."""
    _, _, sheets = outputs(audience)
    for cells in _under(sheets["Placements"], "Scenario"):
        heads, (scenario, kind, *values) = cells
        name = NAMES.get(str(kind).removesuffix(" (estimate)"))
        if name is None:
            continue
        for head, value in zip(heads[2:], values, strict=True):
            key = ("placements", str(scenario), day_of(str(head)), name, "mean")
            yield key, _cell(value, children=True)
    for basis in ("nominal", "real"):
        for heads, (scenario, line, *values) in _under(sheets[f"Costs {basis}"], "Scenario"):
            kind, statistic = _line(str(line))
            for year, value in zip(heads[2:], values, strict=True):
                if kind:
                    key = (f"cost {basis}", str(scenario), str(year), kind, statistic)
                    yield key, _cell(value)
    for heads, (scenario, basis, what, *values) in _under(sheets["Savings"], "Scenario"):
        statistic = {"Saving, mean": "mean", **STATISTICS}.get(str(what))
        for year, value in zip(heads[3:], values, strict=True):
            if statistic and basis:
                key = (f"saving {basis}", str(scenario), str(year), "total", statistic)
                yield key, _cell(value)
            elif str(what).startswith("Chance that it saves"):
                assert isinstance(value, int | float)
                key = ("saving real", str(scenario), str(year), "total", "probability_saves")
                yield key, float(value)

    if "Ranges" not in sheets:
        return
    for heads, (scenario, line, what, _, _, *values) in _under(sheets["Ranges"], "Scenario"):
        if line == "Total modelled" and what in STATISTICS:
            for year, value in zip(heads[-len(values) :], values, strict=True):
                key = ("cost nominal", str(scenario), str(year), "total", STATISTICS[str(what)])
                yield key, _cell(value)


def _under(rows: list[list[object]], head: str) -> Iterator[tuple[list[object], list[object]]]:
    """The rows of the table whose heading begins with a word, each with the headings."""
    start = next(at for at, row in enumerate(rows) if row[0] == head)
    heads = [cell for cell in rows[start] if cell is not None]
    for row in rows[start + 1 :]:
        if row[0] is None or len([c for c in row if c is not None]) < len(heads) - 1:
            return
        yield heads, row[: len(heads)]


def _line(words: str) -> tuple[str, str]:
    """Placement type and statistic of a line of costs; nothing for one of other things."""
    if words.startswith("Total modelled"):
        return "total", STATISTICS.get(words.removeprefix("Total modelled: "), "mean")
    return NAMES.get(words.removesuffix(" (estimate)"), ""), "mean"


def _cell(value: object, children: bool = False) -> float:
    """What a cell holds as a page would show it."""
    if value == MARK or value is None:
        return float("nan")
    assert isinstance(value, int | float), value
    return float(nearest(value, 1.0) if children else pounds(float(value)))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_workbook_has_what_the_tables_have(audience: str) -> None:
    agree(audience, from_workbook(audience), least=300)


# --- the tables for reuse, and the chapter in Word ---------------------------------------------


def from_tables_for_reuse(audience: str) -> Iterator[tuple[Figure, float]]:
    """Every row of published.xlsx that the tables have too: what is written is what is shown."""
    _, _, sheets = outputs(audience)
    ends = {"Mean": "mean", "Low (p10)": "p10", "Middle (p50)": "p50", "High (p90)": "p90"}
    for sheet, what in (("Children", "placements"), ("Costs", "cost"), ("Gap", "gap")):
        for heads, values in _under(sheets[f"reuse: {sheet}"], "Scenario"):
            row = dict(zip(map(str, heads), values, strict=True))
            when = row["Financial year"] if what == "cost" else day_of(str(row["Date"]))
            kind = NAMES[str(row["Family" if what == "gap" else "Placement type"])]
            name = f"cost {row['Price basis']}" if what == "cost" else what
            for head, value in row.items():
                stem, _, end = head.rpartition(", ")
                statistic = ends.get(end.capitalize())
                measure = stem.lower().replace(" ", "_") if what == "gap" else name
                if statistic and measure != "unplaced":
                    key = (measure, str(row["Scenario"]), str(when), kind, statistic)
                    yield key, float("nan") if value in ("[c]", "[x]") else float(str(value))


def from_chapter(audience: str) -> Iterator[tuple[Figure, float]]:
    """The first table of the chapter, which is that of the report's first page."""
    run, texts, cells = outputs(audience)
    _, *rows = cells["chapter"]
    last = shown(run, "savings").query("price_basis == 'real'")
    last = last[
        last["financial_year"] == f"{run.facts.horizon_year - 1}/{run.facts.horizon_year % 100}"
    ]
    best = run.tables["savings"].loc[last.index, ["scenario", "mean"]].sort_values("mean").iloc[-1]
    prices = f"{run.facts.opening_year - 1}/{run.facts.opening_year % 100} prices"
    assert f"What the best option saves is in {prices}" in texts["chapter"]
    for row in rows:
        year = int(str(row[0]))
        low, middle, high = _with_ends(str(row[1]))
        for statistic, value in (("p10", low), ("p50", middle), ("p90", high)):
            key = ("placements", BASELINE, f"{march(year):%Y-%m-%d}", "total", statistic)
            yield key, value
        if year == run.facts.opening_year:
            continue
        months = f"{year - 1}/{year % 100}"
        yield ("cost nominal", BASELINE, months, "total", "p50"), _money(str(row[-2]))
        yield ("saving real", best["scenario"], months, "total", "p50"), _money(str(row[-1]))


def _with_ends(words: str) -> tuple[float, float, float]:
    """Low, middle and high of '652 (595 to 778)', or of one number three times."""
    numbers = [float(found.replace(",", "")) for found in re.findall(r"[\d,]+", words)]
    middle, low, high = numbers if len(numbers) == 3 else numbers * 3
    return low, middle, high


def _money(words: str) -> float:
    """Pounds of 'costs £0.2m', '£30,000' or 'less than £0.05m'."""
    if words == UNDER or words == f"costs {UNDER}":
        return 0.0
    number = float(re.sub(r"[^\d.]", "", words))
    return (-1 if "costs" in words else 1) * number * (1e6 if words.endswith("m") else 1)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_tables_for_reuse_have_what_the_tables_have(audience: str) -> None:
    agree(audience, from_tables_for_reuse(audience), least=300)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_chapter_has_what_the_tables_have_and_says_its_prices(audience: str) -> None:
    agree(audience, from_chapter(audience), least=15)
    _, texts, cells = outputs(audience)
    said = " ".join(str(cell) for row in cells["reuse: Cover"] for cell in row) + texts["chapter"]
    assert "seed None" not in said and ("seed" in said) is (audience == "internal")


def test_a_published_saving_that_rounds_to_nil_says_that_it_is_less_than_it_can_tell() -> None:
    run = appraised_run()
    small = run.tables["savings"].copy()
    small[["mean", "p10", "p50", "p90"]] = [20_000.0, 10_000.0, 30_000.0, 49_000.0]
    run = run.with_tables({"savings": small})
    assert "The middle is £30,000" in best_option(run)
    published = run.published()
    assert "None is likely to save £0.05m or more" in best_option(published)
    assert (
        "No scenario is likely to save as much as £0.05m" in chart_named(published, "savings").alt
    )
    assert "£0 " not in best_option(published)


# --- words: report, alternative texts, headlines ------------------------------------------------


def said_of(run: Run) -> dict[str, str]:
    """Middles in words as headlines must have them, if at all, by what they are of."""
    forecast = run.tables["forecast"]
    late = one(forecast, placement_type="total", date=march(run.facts.horizon_year))
    costs = run.tables["costs"].query(
        "scenario == 'Baseline' and placement_type == 'total' and price_basis == 'nominal'"
    )
    cost = {str(row["financial_year"]): millions(row["p50"]) for row in costs.to_dict("records")}
    return {f"31 March {run.facts.horizon_year}": thousands(late["p50"]), **cost}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_headlines_are_middles_that_the_tables_hold_and_stand_alike_everywhere(
    audience: str,
) -> None:
    run, texts, _ = outputs(audience)
    held = json.loads(texts["manifest.json"])["facts"]["headlines"]
    assert tuple(held) == run.facts.headlines and len(held) >= 4
    page = unescape(texts["annex.html"])
    assert all(sentence in page for sentence in held)
    known = said_of(run)
    numbers = next(s for s in held if s.startswith("Children. "))
    assert numbers.endswith(f"middle is {known[f'31 March {run.facts.horizon_year}']}.")
    cost = next(s for s in held if s.startswith("Cost. "))
    found = re.search(r"in (\d{4}/\d\d), in that year's prices. The middle is (£[\d.]+m)", cost)
    assert found and known[found[1]] == found[2]
    first = [f"{one.name}. {one.words}" for one in front(run).sentences]
    assert set(first) <= {*held, f"Estimates. {run.facts.estimates}"} and len(first) >= 5


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_report_says_chances_and_types_as_the_tables_do(audience: str) -> None:
    run, texts, _ = outputs(audience)
    page = unescape(texts["report.html"])
    real = run.tables["savings"].query("price_basis == 'real'")
    last = real[real["financial_year"] == real["financial_year"].max()]
    for probability in last["probability_saves"]:
        assert chance(probability) in page
        assert cautious(probability) <= probability
    first = one(
        run.tables["forecast"],
        placement_type="kinship_fostering",
        date=march(run.facts.opening_year),
    )
    cell = r"Connected carers \(estimate\)</th>\s*<td[^>]*>(\d+)"
    row = re.search(cell, page)
    assert row and row[1] == thousands(first["mean"])
    in_annex = re.search(cell, unescape(texts["annex.html"]))
    assert in_annex and in_annex[1] == row[1]
    types = table_of(texts["placement_types.md"]).set_index("placement")["opening, mean"]
    assert types["Connected carers"].iloc[0] == row[1]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_means_and_middles_of_one_thing_are_told_apart(audience: str) -> None:
    _, texts, cells = outputs(audience)
    assert "a mean of" in texts["cost_forecast.md"]
    assert "Each number is a middle" in texts["need_and_supply.md"]
    if audience == "internal":
        words = {str(row[0]) for row in cells["Appraisal"]} | {
            str(row[1]) for row in cells["Appraisal"]
        }
        for over in ("over the plan", "over ten years"):
            assert f"Net present value {over}, mean" in words
            assert f"Net present value {over}" not in words


def test_nobody_is_said_to_live_with_agency_carers_where_they_are_limited() -> None:
    usual = markdown(chart_named(small_run(3), "gap_scenarios"))
    assert "live with agency carers or in homes that others run. " in usual
    limited = markdown(chart_named(small_run(4), "gap_scenarios"))
    assert "under “Scenario number 4" in limited and "find no foster home live in homes" in limited
