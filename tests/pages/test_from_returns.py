"""Pages of a run from returns: what is counted is not called an estimate, nor a forecast."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from openpyxl import load_workbook

from sufficiency.evidence import load_evidence
from sufficiency.pages import charts
from sufficiency.pages.headlines import headlines
from sufficiency.pages.report import tables as report_tables
from sufficiency.pages.report.page import write_report
from sufficiency.pages.workbook import write_workbook
from tests.pages.tables_fixture import make_facts, make_past_forecasts, make_tables


@pytest.fixture(scope="module")
def facts():
    return replace(make_facts(2), counted_to=pd.Timestamp("2026-09-30"), model="flow")


@pytest.fixture(scope="module")
def tables():
    return make_tables(2) | {"past_forecasts": make_past_forecasts()}


def test_what_is_counted_and_what_is_forecast(facts):
    published = make_facts(2)

    assert (published.counted, published.first_ahead) == (0, published.opening_year + 1)
    assert (facts.counted, facts.first_ahead) == (18, 2027)
    assert replace(facts, counted_to=pd.Timestamp("2026-03-31")).first_ahead == 2027
    assert replace(facts, counted_to=pd.Timestamp("2026-02-28")).first_ahead == 2026
    assert published.estimated and not facts.estimated


def test_tables_call_counted_years_counted(tables, facts):
    rows = report_tables.numbers_table(tables, facts).rows

    assert [row[1] for row in rows[:3]] == ["counted", "counted", "forecast"]
    names = [row[0] for row in report_tables.types_table(tables, facts).rows]
    assert not any("estimate" in name for name in names)
    assert report_tables.types_table(tables, facts).columns[1] == "31 March 2026"


def test_the_headline_starts_where_the_count_ends(tables, facts):
    said = " ".join(headlines(tables, load_evidence(), facts))

    assert "looked after on 30 September 2026" in said
    assert "on 31 March 2027" in said
    assert "an estimated" not in said


def test_charts_say_what_is_counted_and_leave_out_another_methods_past(tables, facts):
    evidence = load_evidence()
    drawn = charts.children_in_care(tables, evidence, facts)

    assert "the council's own SSDA903 returns to 30 September 2026" in drawn.note
    words = " ".join(text.get_text() for text in drawn.figure.texts)
    assert "counted in the council's returns to 30 September 2026" in words.replace("\n", " ")
    for other in (charts.past_forecasts, charts.methods_compared, charts.budget_expectation):
        assert other(tables, evidence, facts) is None
    assert charts.past_forecasts_from_returns(tables, evidence, facts) is not None


def test_the_report_tells_its_own_track_record(tables, facts, tmp_path):
    page = write_report(tmp_path / "r.html", tables, load_evidence(), facts, ()).read_text("utf-8")

    held, made = int(tables["past_forecasts"]["held_80"].sum()), len(tables["past_forecasts"])
    assert f"it held {held} of {made}" in page
    assert "72 English authorities" not in page
    without = {name: table for name, table in tables.items() if name != "past_forecasts"}
    page = write_report(tmp_path / "r.html", without, load_evidence(), facts, ()).read_text("utf-8")
    assert "too short to try it on this council's own past" in page


def test_the_workbook_says_counted(tables, facts, tmp_path):
    write_workbook(tmp_path / "w.xlsx", tables, load_evidence(), facts)

    book = load_workbook(tmp_path / "w.xlsx")
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    assert any(cell.startswith("Children by placement type are counted in") for cell in cells)
    assert "counted in returns" in cells
    assert not any("(estimate)" in cell for cell in cells)
