"""The workbook holds what the tables hold, adds up, prints, and never runs what a user typed."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sufficiency.capacity.recruitment import ENQUIRIES
from sufficiency.pages.workbook import write_workbook
from sufficiency.pages.workbook.front import CONTENTS
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.facts import BASELINE, ScenarioFacts
from sufficiency.results.lookup import march, one
from sufficiency.results.publish.disclosure import MARK
from sufficiency.results.run import Run
from tests.pages.accessible import faults_of
from tests.small_run import changed, few_of, small_run

pytestmark = pytest.mark.slow

FORMULA = re.compile(r"^=(SUM\([A-Z]+\d+:[A-Z]+\d+\)|[^()]*[A-Z]+\d+[+-][^()]*[A-Z]+\d+)$")


@pytest.fixture(scope="module")
def path(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workbook(tmp_path_factory.mktemp("book") / "a.xlsx", run)


def lines(sheet: Worksheet, *names: str) -> dict[str, list[object]]:
    """Rows of a sheet whose first cells are these names, by what the next cell says."""
    return {
        str(row[len(names)]): list(row[len(names) + 1 :])
        for row in sheet.iter_rows(values_only=True)
        if row[: len(names)] == names
    }


def test_two_writes_are_alike_to_the_byte(path: Path, run: Run, tmp_path: Path) -> None:
    again = write_workbook(tmp_path / "b.xlsx", run)
    assert again.read_bytes() == path.read_bytes()


def test_every_sheet_says_what_it_is_and_prints_at_9_points_or_more(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Contents", *(name for name, _ in CONTENTS)]
    for sheet in book:
        assert sheet["A1"].value
        says = [str(sheet[cell].value) for cell in ("A2", "A3", "A4")]
        for line, start in zip(says, ("Unit:", "Source:", "Date:"), strict=True):
            assert line.startswith(start), sheet.title
        assert prints_at_9_points(sheet), sheet.title
    assert faults_of(path) == []
    for name in ("Forecast", "Placements", "Costs nominal", "Savings", "Assumptions"):
        assert book[name].freeze_panes


def prints_at_9_points(sheet: Worksheet) -> bool:
    """Whether its columns fit across its paper at nine tenths of the 10 points of its type."""
    setup = sheet.page_setup
    sides = {9: (210, 297), 8: (297, 420)}[int(setup.paperSize)]  # A4 and A3, mm
    paper = sides[setup.orientation == "landscape"] - 25.4 * 2 * sheet.page_margins.left
    pixels = sum(7.42 * column.width + 5 for column in sheet.column_dimensions.values())
    return setup.scale == 90 and pixels * 25.4 / 96 * 0.9 <= paper


def test_properties_name_the_run_and_do_not_come_from_the_clock(path: Path, run: Run) -> None:
    facts = run.facts
    properties = openpyxl.load_workbook(path).properties
    assert properties.created == datetime(facts.opening_year, 3, 31)
    assert properties.creator == "sufficiency"
    assert facts.authority in str(properties.title)


@pytest.mark.parametrize("basis", ["nominal", "real"])
def test_costs_are_those_of_the_table(path: Path, run: Run, basis: str) -> None:
    tables = run.tables
    sheet = openpyxl.load_workbook(path, data_only=True)[f"Costs {basis}"]
    costs = tables["costs"].query("price_basis == @basis")
    for scenario, of_scenario in costs.groupby("scenario"):
        held = lines(sheet, str(scenario))
        by_type = of_scenario.pivot(index="placement_type", columns="financial_year")
        np.testing.assert_allclose(held["Total modelled"], by_type["mean"].loc["total"])
        np.testing.assert_allclose(
            held["Total modelled: 1 in 5 above"], by_type["p80"].loc["total"]
        )
        np.testing.assert_allclose(
            held["External children's homes (estimate)"],
            by_type["mean"].loc["external_residential"],
        )
        both = by_type["mean"].loc["total"] + by_type["mean"].loc["not_modelled"]
        np.testing.assert_allclose(held["All spending on children looked after"], both)


def test_savings_bridge_and_children_are_those_of_the_tables(path: Path, run: Run) -> None:
    tables, facts = run.tables, run.facts
    book = openpyxl.load_workbook(path, data_only=True)
    name = facts.scenario_names[-1]
    saved = tables["savings"].query("scenario == @name and price_basis == 'real'")
    held = lines(book["Savings"], name, "real")
    np.testing.assert_allclose(held["Saving, mean"], saved["mean"])
    np.testing.assert_allclose(held["1 in 10 below"], saved["p10"])
    to = [row[9] for row in book["Bridge"].iter_rows(min_row=7, values_only=True) if row[0]]
    np.testing.assert_allclose(to, tables["bridge"]["to"])
    total = one(tables["forecast"], date=march(2027), placement_type="total")
    row = lines(book["Placements"], BASELINE)["All children looked after"]
    assert row[2] == pytest.approx(total["mean"])


def test_every_formula_gives_the_value_written_with_it(path: Path) -> None:
    live, cached = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    formulas = 0
    for sheet in live:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert FORMULA.match(str(cell.value)), cell.value
                    value = calculated(cached, sheet.title, str(cell.value))
                    assert cached[sheet.title][cell.coordinate].value == pytest.approx(value)
                    formulas += 1
    assert formulas > 100


def calculated(book: openpyxl.Workbook, sheet: str, formula: str) -> float:
    """The value of a sum of a range, or of a sum or difference of two cells."""
    if formula.startswith("=SUM("):
        cells = [cell for row in book[sheet][formula[5:-1]] for cell in row]
        return sum(float(cell.value) for cell in cells)
    parts = re.findall(r"([+-]?)(?:'([^']+)'!)?([A-Z]+\d+)", formula[1:])
    return sum(
        (-1 if sign == "-" else 1) * float(book[name or sheet][cell].value)
        for sign, name, cell in parts
    )


def test_what_a_user_typed_is_text_and_never_a_formula(run: Run, tmp_path: Path) -> None:
    tables, facts = run.tables, run.facts
    bad = ['=HYPERLINK("http://x","y")', '+1+cmd|" /C calc"!A0']
    names = dict(zip(facts.scenario_names, bad, strict=True))
    renamed = {
        name: frame.assign(scenario=frame["scenario"].replace(names))
        if "scenario" in frame
        else frame
        for name, frame in tables.items()
    }
    key = {"key": "=2+3", "unit": "@SUM(1)", "source": "-1", "quality": "http://example.org"}
    renamed["assumptions"] = renamed["assumptions"].assign(**key)
    typed = changed(
        run,
        renamed,
        authority="=A1 & Sons",
        scenarios=tuple(ScenarioFacts(name, "@why", None, "-premise") for name in bad),
        headlines=("=1+1", "+headline"),
    )
    path = write_workbook(tmp_path / "typed.xlsx", typed)
    book = openpyxl.load_workbook(path)
    found = set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert FORMULA.match(str(cell.value)), cell.value
                elif isinstance(cell.value, str):
                    found.add(cell.value)
    assert {*bad, "=1+1", "+headline", "@SUM(1)", "-1"} <= found
    below_the_link = book["Assumptions"].iter_rows(min_row=6)
    assert all(cell.hyperlink is None for row in below_the_link for cell in row)


def test_withheld_figures_are_marked_and_totals_are_then_no_live_sums(
    run: Run, tmp_path: Path
) -> None:
    few = few_of(run, "other_residential", 3.0).published()
    path = write_workbook(tmp_path / "p.xlsx", few)
    book = openpyxl.load_workbook(path)
    held = lines(book["Costs nominal"], BASELINE)
    assert set(held["Other residential settings"]) == {MARK}
    assert set(held["Placed for adoption"]) == {MARK}
    assert all(isinstance(value, int | float) for value in held["Total modelled"])
    text = " ".join(str(c.value) for row in book["Notes"].iter_rows() for c in row)
    assert "withheld" in text


def test_remarks_stand_on_the_first_sheet_and_in_the_notes(run: Run, tmp_path: Path) -> None:
    told = changed(run, remarks=("‘Grow’ was written for Weirshire.",))
    book = openpyxl.load_workbook(write_workbook(tmp_path / "r.xlsx", told))
    for name in ("Contents", "Notes"):
        cells = [cell.value for row in book[name].iter_rows() for cell in row]
        assert told.facts.remarks[0] in cells


def test_savings_say_what_their_ranges_leave_out(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Savings"]
    said = " ".join(str(cell.value) for cell in sheet["A"])
    assert "0% to 15% is not in them" in said


def test_recruitment_holds_households_and_the_enquiries_they_take(path: Path, run: Run) -> None:
    tables = run.tables
    book = openpyxl.load_workbook(path)
    flow = tables["households"].query(
        "scenario == 'Baseline' and kind == 'mainstream' and flow == 'approved'"
    )
    rows = [r for r in book["Recruitment"].iter_rows(values_only=True) if r[0] == BASELINE]
    middle = {r[2]: r[4:] for r in rows if r[1] == "Mainstream carers" and r[3] == "middle"}
    np.testing.assert_allclose(middle["Households approved in the year"], flow["p50"])
    each = one(tables["assumptions"], key=ENQUIRIES)["value"]
    np.testing.assert_allclose(middle["Enquiries that approvals take"], each * flow["p50"])


def test_children_for_want_of_a_foster_home_are_shown_where_there_are_any(tmp_path: Path) -> None:
    run = small_run(4)
    book = openpyxl.load_workbook(write_workbook(tmp_path / "u.xlsx", run))
    rows = book["Need and gap"].iter_rows(values_only=True)
    assert {r[0] for r in rows if "want of" in str(r[2])} == {run.facts.scenario_names[-1]}


def test_a_comparison_with_another_scenario_names_it(run: Run, tmp_path: Path) -> None:
    tables, facts = run.tables, run.facts
    against = facts.scenario_names[0]
    totals = tables["costs"].query("placement_type == 'total'")
    mean = totals.set_index(["scenario", "financial_year", "price_basis"])["mean"]
    other = tables["savings"].copy()
    other["scenario"] = other["scenario"].replace({against: BASELINE})
    other["mean"] = [
        mean[against, row.financial_year, row.price_basis]
        - mean[row.scenario, row.financial_year, row.price_basis]
        for row in other.itertuples()
    ]
    path = write_workbook(tmp_path / "o.xlsx", run.with_tables({"savings": other}))
    sheet = openpyxl.load_workbook(path)["Savings"]
    assert str(sheet["A1"].value).endswith(f"against {against}")
    assert set(lines(sheet, BASELINE)) != set()


def test_types_are_named_in_the_words_of_the_product(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Forecast"]
    shown = [str(row[0]) for row in sheet.iter_rows(min_row=7, max_row=17, values_only=True)]
    assert len(shown) == len(PLACEMENT_TYPES) + 1
    assert [name for name in shown if "estimate" in name] == shown[:5]
