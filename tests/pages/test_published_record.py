"""In published mode the record beside the forecast withholds what the tables do."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sufficiency.evidence import Evidence, load_evidence
from sufficiency.pages import charts
from sufficiency.pages.report.page import write_report
from sufficiency.pages.workbook import write_workbook
from sufficiency.placements import FAMILIES
from sufficiency.results.checks import check_tables
from sufficiency.results.contract import CONTRACT
from sufficiency.results.publish.record import (
    areas_shown,
    families_shown,
    filled_shown,
    withheld_by_year,
)
from sufficiency.results.run import Run
from tests.evidence.made_up import CODE, write_folder
from tests.small_run import few_of, figures, scaled, small_run, tables_of

YEARS = range(2020, 2026)
OPENING = pd.Timestamp(2025, 3, 31)


def evidence_with(folder: Path, year: int, category: str, count: float | None) -> Evidence:
    """The made-up record with one count of a year changed, and the rest of it in "other"."""
    path = write_folder(folder) / "placements.csv"
    table = pd.read_csv(path, encoding="utf-8")
    ours = (table["area_code"] == CODE) & (table["year"] == year)
    cell = ours & (table["category"] == category)
    if count is None:
        table["children_31_march"] = table["children_31_march"].astype(float)
        table["flag"] = table["flag"].astype(object)
        table.loc[cell, "flag"] = "suppressed"
    else:
        rest = ours & (table["category"] == ("loc_outside_la" if "loc" in category else "other"))
        table.loc[rest, "children_31_march"] += table.loc[cell, "children_31_march"].iloc[0] - count
    table.loc[cell, "children_31_march"] = np.nan if count is None else count
    table.to_csv(path, index=False, encoding="utf-8")
    return load_evidence(folder)


def run_beside(evidence: Evidence) -> Run:
    """A run so large that none of its own numbers is small, beside that record."""
    return replace(scaled(small_run(scenarios=1, years=2), 20), evidence=evidence)


def with_share_of(run: Run, kind: str, share: float) -> Run:
    """The run in which one type of placement has a share of its usual children."""
    tables = tables_of(run)
    for name in ("placements", "forecast"):
        rows = tables[name]["placement_type"] == kind
        numbers = tables[name].select_dtypes("number").columns
        tables[name].loc[rows, numbers] *= share
    return run.with_tables(tables)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.integers(0, 7), st.integers(0, 200)), min_size=7, max_size=7),
    st.sets(st.integers(0, 6), max_size=3),
    st.sets(st.integers(0, 6), max_size=2),
)
def test_no_withheld_count_is_what_the_total_leaves(
    children: list[int], unknown: set[int], withheld: set[int]
) -> None:
    true = np.array(children, dtype=float)
    counts = pd.DataFrame([true], index=[2020], columns=list(FAMILIES))
    at = np.arange(7)[None, :]
    hidden = counts.notna() & np.isin(at, list(withheld - unknown))
    known = counts.mask(np.isin(at, list(unknown)))
    total = pd.Series([true.sum()], index=[2020])
    kept = withheld_by_year(known, total, hidden).loc[2020].to_numpy()
    assert not ((kept > 0) & (kept < 6)).any()
    blank = np.isnan(kept)
    assert blank[list(withheld | unknown)].all()
    if blank.any() and (true > 0).sum() > 1 and true.sum() >= 12 and not unknown:
        assert (true[blank] > 0).sum() >= 2
        assert true[blank].sum() >= 12


@pytest.mark.slow
def test_a_small_count_of_the_opening_year_cannot_be_had_from_the_chart(tmp_path: Path) -> None:
    evidence = evidence_with(tmp_path, 2025, "other_residential", 4)
    run = few_of(run_beside(evidence), "other_residential", 4.0).published()
    tables = run.tables
    chart = charts.placement_families(run)
    data = chart.data[chart.data["date"] == "31 March 2025"].set_index("placement")["published"]
    gone = set(data.index[data.isna()])
    assert {"Other residential settings", "Placed for adoption"} < gone
    assert len(gone) >= 3
    assert data["All children looked after"] == 491
    panel = chart.figure.axes[FAMILIES.index("placed_for_adoption") + 1]
    assert any("withheld in 2025" in text.get_text() for text in panel.texts)
    need = tables["gap"].query("scenario == 'Baseline' and date == @OPENING")
    assert len(need) == len(FAMILIES)
    shown = families_shown(run, YEARS).loc[2025, list(need["family"])]
    assert shown[need["need_p50"].isna().to_numpy()].isna().all()
    drawn = np.concatenate([line.get_ydata() for ax in chart.figure.axes for line in ax.lines])
    assert 4 not in drawn
    assert not set(data.dropna()) & {4.0, 15.0}


def test_a_count_found_by_subtraction_is_not_shown(tmp_path: Path) -> None:
    evidence = evidence_with(tmp_path, 2023, "placed_for_adoption", None)
    assert evidence.placed("placed_for_adoption")[2023] == 14
    run = run_beside(evidence)
    published = families_shown(run.published(), YEARS)
    gone = published.columns[published.loc[2023].isna()]
    assert set(gone) == {"placed_for_adoption", "other_residential"}
    assert published.drop(index=2023).notna().all(axis=None)
    assert families_shown(run, YEARS).notna().all(axis=None)


@pytest.mark.slow
def test_an_opening_count_found_by_subtraction_is_in_no_table(tmp_path: Path) -> None:
    """15 children placed for adoption, withheld by the publisher; the rest and the total tell."""
    evidence = evidence_with(tmp_path, 2025, "placed_for_adoption", None)
    assert evidence.placed("placed_for_adoption")[2025] == 15
    run = run_beside(evidence).published()
    tables = run.tables
    check_tables(tables, published=True)
    gone = {"placed_for_adoption", "other_residential", "other_placements"}
    for name in ("forecast", "placements"):
        rows = tables[name][tables[name]["placement_type"].isin(gone)]
        assert rows[list(CONTRACT[name].values)].isna().all(axis=None)
    need = tables["gap"].query("date == @OPENING").set_index("family")["need_p50"]
    assert set(need.index[need.isna()]) == gone
    costs = tables["costs"].query("financial_year == '2025/26' and placement_type in @gone")
    assert costs["mean"].isna().all() and len(costs) == 12
    later = tables["costs"].query("financial_year == '2026/27' and placement_type not in @gone")
    assert later["mean"].notna().all()
    assert families_shown(run, YEARS).loc[2025, list(gone)].isna().all()
    for chart in charts.draw_all(run):
        assert not re.search(r"\bnan\b", f"{chart.alt} {charts.markdown(chart)}"), chart.slug
    path = write_report(tmp_path / "r.html", run, ())
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"\bnan\b", page)


def test_a_share_of_all_children_that_is_of_few_is_withheld() -> None:
    run = run_beside(load_evidence())
    before = run.tables
    unit, few = "share of all children looked after", 4 / 652
    rows = [
        ("share_aged_10_or_over", 1 - few, 1 - few, 1 - few, unit, "DfE", "published", np.nan),
        ("share_aged_16_or_over", 0.2, 0.2, 0.2, unit, "DfE", "published", np.nan),
    ]
    more = pd.DataFrame(rows, columns=before["assumptions"].columns)
    after = run.with_tables({"assumptions": more}).published().tables["assumptions"]
    shown = after.set_index("key")["value"]
    assert np.isnan(shown["share_aged_10_or_over"]) and shown["share_aged_16_or_over"] == 0.2


@pytest.mark.slow
def test_filled_places_are_not_shown_where_they_tell_of_few_children(tmp_path: Path) -> None:
    evidence = load_evidence(write_folder(tmp_path))
    rest = evidence.placed("foster") - 105
    assert rest[2022] > 6
    run = run_beside(evidence)
    filled = pd.Series({2022: 105.0, 2023: 4.0, 2024: 105 + rest[2024] - 3, 2025: 105.0})
    assert filled_shown(run, filled).notna().all()
    assert list(filled_shown(run.published(), filled).isna()) == [False, True, True, False]
    few = few_of(run, "in_house_fostering", 3.4).published()
    assert list(filled_shown(few, filled).isna()) == [False, True, True, True]
    data = charts.carers(few).data.set_index("date")
    ofsted = data.loc[data["carers"] == "mainstream", "filled places, published"]
    assert ofsted["31 March 2022"] == 105 and ofsted.loc[["31 March 2025"]].isna().all()


def test_a_small_area_takes_the_other_with_it(tmp_path: Path) -> None:
    evidence = evidence_with(tmp_path, 2024, "loc_inside_la", 3)
    run = run_beside(evidence)
    data = charts.area(run.published()).data.dropna(subset="published")
    assert "31 March 2024" not in set(data["date"])
    assert "31 March 2023" in set(data["date"])
    record = pd.DataFrame({"in_area": [3.0], "out_of_area": [200.0]}, index=[2024])
    assert areas_shown(run, record).notna().all(axis=None)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["in_house_residential", "other_residential"])
def test_no_page_holds_a_withheld_number_of_children(kind: str, tmp_path: Path) -> None:
    """Numbers of the simulation are odd enough to be known again wherever they turn up."""
    run = with_share_of(run_beside(load_evidence()), kind, 0.015)
    published = run.published()
    before, after = run.tables, published.tables
    withheld, numbers = set[float](), set[float]()
    for name in ("placements", "forecast", "gap"):
        values = before[name].select_dtypes("number")
        gone = after[name][values.columns].isna() & values.notna()
        withheld |= figures(values.where(gone))
        numbers |= figures(after[name])
    withheld = {n for n in withheld if n % 1}  # a whole number may be a count of another year
    assert len(withheld) > 20
    assert not withheld & numbers
    drawn = charts.draw_all(published)
    assert "cost_drivers" not in {chart.slug for chart in drawn}
    for chart in drawn:
        if chart.slug != "trial":  # percentages of every council, the same in every run
            assert not withheld & figures(chart.data), chart.slug
    path = write_workbook(tmp_path / "book.xlsx", published)
    book = openpyxl.load_workbook(path, data_only=True)
    cells = {
        round(float(cell), 6)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, int | float)
    }
    assert not withheld & cells
    assert numbers & cells
    formulas = openpyxl.load_workbook(tmp_path / "book.xlsx")["Bridge"]
    assert not any(str(cell.value).startswith("=") for cell in formulas["I"])


def test_nothing_that_the_department_publishes_of_tameside_is_withheld() -> None:
    run = small_run(scenarios=2, years=3)
    published, years = run.published(), range(2015, 2026)
    assert families_shown(published, years).equals(families_shown(run, years))
    for name in ("profile", "provision", "benchmarks"):
        assert len(run.tables[name]) and name not in published.withheld, name
        blank = published.tables[name].isna().sum().sum()
        assert blank == run.tables[name].isna().sum().sum(), name
