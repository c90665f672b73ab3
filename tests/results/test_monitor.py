"""Monitoring: what has happened is held, the rest is forecast, and the range keeps its word."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from sufficiency.cli import app
from sufficiency.errors import InputError
from sufficiency.evidence.ledger import Ledger, TypeBudget, read_ledger, read_type_budget
from sufficiency.evidence.placement_list import read_placement_list
from sufficiency.placements import position
from sufficiency.results.monitor.month import month_of
from sufficiency.results.monitor.outturn import days_of, forecast_outturn, going_of
from sufficiency.results.monitor.periods import by_period
from sufficiency.results.monitor.returns import FEW, beside_returns
from sufficiency.streams import stream
from tests.pages.accessible import faults_of
from tests.results.monitor_years import KINDS, TYPES, as_known, made_up_year


def ledger_file(folder: Path, ledger: Ledger) -> Path:
    rows = []
    for m in range(ledger.months):
        year, month = divmod(int(ledger.financial_year[:4]) * 12 + 3 + m, 12)
        for k, kind in enumerate(ledger.types):
            rows.append((f"{year}-{month + 1:02d}", kind, ledger.weeks[m, k], ledger.spend[m, k]))
    path = folder / "ledger.csv"
    columns = ["month", "placement_type", "weeks", "spend"]
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    return path


def budget_file(folder: Path, seed: int = 1) -> Path:
    weeks, spend = made_up_year("steady", seed)
    path = folder / "budget.csv"
    pd.DataFrame(
        {"placement_type": TYPES, "weeks": weeks.sum(0) * 0.97, "budget": spend.sum(0) * 0.95}
    ).to_csv(path, index=False)
    return path


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    ledger, _ = as_known("steady", 1, 6)
    again = read_ledger(ledger_file(tmp_path, ledger))
    assert again.financial_year == "2025/26"
    assert set(again.types) == set(ledger.types)
    order = [ledger.types.index(kind) for kind in again.types]
    np.testing.assert_allclose(again.spend, ledger.spend[:, order])


def test_days_are_those_of_the_calendar() -> None:
    assert days_of("2027/28").sum() == 366
    assert days_of("2025/26").tolist()[:3] == [30, 31, 30]


def test_months_so_far_stand_and_only_the_rest_is_uncertain() -> None:
    ledger, _ = as_known("steady", 2, 8)
    found = forecast_outturn(ledger, draws=200)
    np.testing.assert_allclose(found.spend[:, :8].mean(0), ledger.spend)
    assert (found.spend[:, 8:].std(0) > 0).all()
    assert (found.late == 0).all()


def test_a_whole_year_is_its_own_outturn() -> None:
    ledger, truth = as_known("steady", 3, 12)
    np.testing.assert_allclose(forecast_outturn(ledger, draws=100).total, truth)


def test_invoices_to_come_are_counted_and_run_rate_would_miss_them() -> None:
    ledger, truth = as_known("late", 4, 9)
    found = forecast_outturn(ledger, draws=500)
    assert (found.late == 3).all()
    run_rate = ledger.spend.sum() * 365 / days_of("2025/26")[:9].sum()
    assert run_rate < 0.9 * truth
    assert found.total.mean() == pytest.approx(truth, rel=0.06)


def test_the_variance_adds_by_type_and_in_total() -> None:
    ledger, _ = as_known("jump", 5, 7)
    weeks, spend = made_up_year("steady", 5)
    budget = TypeBudget(ledger.types, weeks.sum(0), spend.sum(0))
    found = forecast_outturn(ledger, draws=200)
    periods = by_period(ledger, budget, draws=200, seed=1)
    month = month_of(ledger, budget, found, periods)
    table = month.outturn
    parts = table[["numbers", "mix", "weekly_cost"]].sum(axis=1)
    np.testing.assert_allclose(parts, table["variance"], rtol=1e-9)
    np.testing.assert_allclose(table["variance"], table["mean"] - table["budget"])
    assert table["mean"].iloc[:-1].sum() == pytest.approx(table["mean"].iloc[-1])
    # Mix moves money between types: over all of them, numbers are at the budget's mean cost.
    grown = found.weeks.mean(0).sum() / weeks.sum() - 1
    assert table["numbers"].iloc[-1] == pytest.approx(grown * spend.sum(), rel=1e-9)
    # The last period is the month's own; the first knew least.
    assert periods["period"].tolist() == list(range(1, 8))
    assert periods["chance_within"].iloc[-1] == month.chance_within
    assert periods["contingency"].iloc[-1] == pytest.approx(month.contingency)
    assert periods["contingency"].iloc[0] > 1.5 * periods["contingency"].iloc[-1]


def test_the_ledger_stands_beside_what_the_returns_count() -> None:
    """Thirty children of one type and two of another at every month end; a ledger a week short."""
    dates = pd.date_range("2025-03-31", periods=4, freq="ME")
    stock = np.zeros((4, 10, 6))
    stock[:, position("agency_fostering"), 2] = 30
    stock[:, position("external_residential"), 3] = 2
    counted = SimpleNamespace(dates=dates, by_type=stock.sum(axis=2))
    weeks = np.array([[30 * 30 / 7 - 1], [30 * 31 / 7], [30 * 30 / 7], [100.0]])
    ledger = Ledger("2025/26", ("agency_fostering",), weeks, weeks * 1000)
    table = beside_returns(ledger, counted)
    assert table["month"].unique().tolist() == ["2025-04", "2025-05", "2025-06"]
    found = table.set_index(["month", "placement_type"])
    assert found.loc[("2025-04", "agency_fostering"), "difference"] == pytest.approx(-1)
    assert found.loc[("2025-05", "agency_fostering"), "difference"] == pytest.approx(0)
    assert found.loc[("2025-05", FEW), "weeks_returns"] == pytest.approx(2 * 31 / 7)
    assert set(table["placement_type"]) == {"agency_fostering", FEW}
    early = SimpleNamespace(dates=dates - pd.DateOffset(years=1), by_type=counted.by_type)
    with pytest.raises(InputError, match=r"returns end in 2024-06.*begins in 2025-04"):
        beside_returns(ledger, early)


def test_the_command_writes_a_page_a_workbook_and_tables(tmp_path: Path) -> None:
    first, second = (as_known("steady", 1, months)[0] for months in (5, 6))
    budget = budget_file(tmp_path)
    last = tmp_path / "p5"
    run = CliRunner().invoke
    files = ["--ledger", str(ledger_file(tmp_path, first)), "--budget", str(budget)]
    assert run(app, ["monitor", *files, "--out", str(last), "--draws", "200"]).exit_code == 0
    ledger_file(tmp_path, second)
    listed = tmp_path / "list.csv"
    rows = [f"C{n},12,Home,{5000 + n}" for n in range(6)]
    listed.write_text("\n".join(["identifier,age,type,weekly_cost", *rows]), encoding="utf-8")
    more = ["--last", str(last), "--placements", str(listed)]
    again = [*files, *more, "--out", str(tmp_path / "p6"), "--draws", "200"]
    found = run(app, ["monitor", *again])
    assert found.exit_code == 0, found.output
    assert "budget" in found.output
    made = tmp_path / "p6"
    assert {p.name for p in made.iterdir()} == {
        "tables", "monitor.html", "monitor.xlsx", "manifest.json"
    }  # fmt: skip
    changed = pd.read_csv(made / "tables" / "changed.csv")
    np.testing.assert_allclose(
        changed["change"], changed["this_month"] - changed["last_month"], atol=0.011
    )
    page = (made / "monitor.html").read_text(encoding="utf-8")
    assert "Period 6 of 2025/26" in page and "Run-rate" in page
    book = openpyxl.load_workbook(made / "monitor.xlsx")
    sheets = ["Summary", "Monitoring", "Profile", "Periods", "Changed", "Placements"]
    assert book.sheetnames == sheets
    told = " ".join(str(row[1].value) for row in book["Summary"].iter_rows(min_row=3))
    assert "The year is expected to come to" in told
    assert faults_of(made / "monitor.xlsx") == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2025-13,agency_fostering,1,1", "2025-13"),
        ("2025-04,agency_fosterng,1,1", "agency_fostering"),
        ("2025-04,agency_fostering,-1,1", "0 or more"),
        ("2025-04,agency_fostering,1,£5", "number"),
        ("2026-04,agency_fostering,1,1", "more than one financial year"),
        ("2025-07,agency_fostering,1,1", "2025-06"),
    ],
)
def test_a_wrong_ledger_is_refused_with_its_row(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "ledger.csv"
    rows = ["month,placement_type,weeks,spend", "2025-04,in_house_fostering,10,5000",
            "2025-05,in_house_fostering,10,5000", line]  # fmt: skip
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_ledger(path)


def test_a_type_without_a_budget_is_named(tmp_path: Path) -> None:
    ledger, _ = as_known("steady", 1, 3)
    path = tmp_path / "budget.csv"
    path.write_text("placement_type,weeks,budget\nagency_fostering,10,100\n", encoding="utf-8")
    with pytest.raises(InputError, match="in_house_fostering"):
        read_type_budget(path, ledger)


def test_nothing_of_one_child_leaves_a_list_of_placements(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = [f"SECRET{n},{10 + n % 8},Home,{4000 + 37 * n}" for n in range(30)]
    rows += ["SECRET99,17,Lodge,9999.99"]
    path.write_text(
        "\n".join(["Child ID,Age,Type of provision,Total weekly cost", *rows]), encoding="utf-8"
    )
    held = read_placement_list(path).summed
    text = held.to_csv()
    assert "SECRET" not in text and "9999" not in text and "Lodge" not in text
    by = held.set_index("placements_of")
    assert by.loc["Home", "placements"] == 30
    assert by.loc["the 20 dearest", "placements"] == 20
    # Four of seventeen: too few for a sum.
    assert by.loc["turn 18 within a year", "placements"] == 4
    assert np.isnan(by.loc["turn 18 within a year", "weekly_cost"])


def test_a_list_in_other_words_is_read_with_a_file_that_says_them(tmp_path: Path) -> None:
    path, columns = tmp_path / "list.csv", tmp_path / "columns.csv"
    rows = [f"C{n},12,Home,{5000 + n}" for n in range(6)]
    path.write_text("\n".join(["YP,Years,Setting,Fee", *rows]), encoding="utf-8")
    with pytest.raises(InputError, match=r"no column for 'identifier'.*--columns"):
        read_placement_list(path)
    theirs = {"identifier": "YP", "age": "Years", "type": "Setting", "weekly_cost": "Fee"}
    lines = [f"{ours},{words}" for ours, words in theirs.items()]
    columns.write_text("\n".join(["ours,theirs", *lines]), encoding="utf-8")
    held = read_placement_list(path, columns).summed.set_index("placements_of")
    assert held.loc["Home", "placements"] == 6
    assert held.loc["Home", "weekly_cost"] == 30_015
    columns.write_text("ours,theirs\nage_years,Years\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 2.*'age_years'"):
        read_placement_list(path, columns)


def test_latest_months_that_depart_turn_where_children_go_and_leave_it_less_sure() -> None:
    steady = going_of(np.full(9, 0.002), 0.01)
    turned = going_of(np.array([*[0.002] * 6, 0.03, 0.03, 0.03]), 0.01)
    draws = [of.drawn(4000, stream(1, "going")) for of in (steady, turned)]
    assert draws[1].mean() > 0.015 > 0.006 > draws[0].mean() > 0.0
    assert draws[1].std() > 1.2 * draws[0].std()
    # Nothing is known of a year of one month.
    assert going_of(np.zeros(0), 0.01).mean.tolist() == [0.0]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_from_month_6_the_80_range_holds_as_often_as_it_says(kind: str) -> None:
    """300 made-up years of each kind, from month 6 to month 11: by luck 2 in 100 more or less."""
    held = []
    for seed in range(300):
        for months in range(6, 12):
            ledger, truth = as_known(kind, seed, months)
            low, high = np.quantile(forecast_outturn(ledger, draws=400).total, [0.1, 0.9])
            held.append(low <= truth <= high)
    assert 0.74 <= np.mean(held) <= 0.86
