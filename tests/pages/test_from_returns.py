"""Pages of a run from returns: what is counted is not called an estimate, nor a forecast."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
from openpyxl import load_workbook

from sufficiency.pages import charts
from sufficiency.pages.headlines import headlines
from sufficiency.pages.report import tables as report_tables
from sufficiency.pages.report.page import write_annex
from sufficiency.pages.workbook import write_workbook
from tests.small_run import changed, small_run, with_past_forecasts

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run():
    counted = {"counted_to": pd.Timestamp("2026-09-30"), "model": "flow"}
    return changed(with_past_forecasts(small_run(2, years=5)), **counted)


def test_what_is_counted_and_what_is_forecast(run):
    facts, published = run.facts, small_run(2, years=5).facts

    assert (published.counted, published.first_ahead) == (0, published.opening_year + 1)
    assert (facts.counted, facts.first_ahead) == (18, 2027)
    assert replace(facts, counted_to=pd.Timestamp("2026-03-31")).first_ahead == 2027
    assert replace(facts, counted_to=pd.Timestamp("2026-02-28")).first_ahead == 2026
    assert published.estimated and not facts.estimated


def test_tables_call_counted_years_counted(run):
    rows = report_tables.numbers_table(run).rows

    assert [row[1] for row in rows[:3]] == ["counted", "counted", "forecast"]
    names = [row[0] for row in report_tables.types_table(run).rows]
    assert not any("estimate" in name for name in names)
    assert report_tables.types_table(run).columns[1] == "31 March 2026"


def test_the_headline_starts_where_the_count_ends(run):
    said = " ".join(headlines(run))

    assert re.search(r"looked after \d+ children on 30 September 2026", said)
    assert "on 31 March 2030. The middle is" in said
    assert "an estimated" not in said


def test_charts_say_what_is_counted_and_leave_out_another_methods_past(run):
    drawn = charts.children_in_care(run)

    assert "the council's own SSDA903 returns to 30 September 2026" in drawn.note.full
    words = " ".join(text.get_text() for text in drawn.figure.texts)
    assert "counted in the council's returns to 30 September 2026" in words.replace("\n", " ")
    for other in (charts.past_forecasts, charts.methods_compared, charts.budget_expectation):
        assert other(run) is None
    assert charts.past_forecasts_from_returns(run) is not None


def test_the_report_tells_its_own_track_record(run, tmp_path):
    page = write_annex(tmp_path / "r.html", run, ()).read_text("utf-8")

    past = run.tables["past_forecasts"]
    held, made = int(past["held_80"].sum()), len(past)
    assert f"it held {held} of {made}" in page
    assert "72 English authorities" not in page
    tables = {name: table for name, table in run.tables.items() if name != "past_forecasts"}
    without = replace(run, tables=tables)
    page = write_annex(tmp_path / "r.html", without, ()).read_text("utf-8")
    assert "too short to try it on this council's own past" in page


def test_the_workbook_says_counted(run, tmp_path):
    write_workbook(tmp_path / "w.xlsx", run)

    book = load_workbook(tmp_path / "w.xlsx")
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    assert any(cell.startswith("Children by placement type are counted in") for cell in cells)
    assert "counted in returns" in cells
    assert not any("(estimate)" in cell for cell in cells)
