"""The six tasks of the guide for finance: one answer each, in the files, the workbook and Python.

One run from the command line and one with other prices serve all of them; LibreOffice works the
workbook out again after each edit, all copies in one go. Tables hold six digits and the bridge
pence: what is compared with them is compared to what they hold.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook.workbook import Workbook
from typer.testing import CliRunner

import sufficiency as sf
from sufficiency.cli import app
from sufficiency.evidence.ledger import read_ledger, read_type_budget
from sufficiency.results.monitor.month import month_of
from sufficiency.results.monitor.outturn import forecast_outturn
from sufficiency.results.monitor.periods import by_period
from sufficiency.results.run import Run
from tests.pages.test_workbook_checks import recalculate_all
from tests.pages.test_workbook_live import needs_soffice, row_of, years

pytestmark = [pytest.mark.slow, needs_soffice]

GUIDE = Path("docs/guide-for-finance.md")
SETTINGS = ("--years", "4", "--draws", "100")
YEAR = "2026/27"
AT = 1
"""Where that year stands among the projected ones."""
INVEST, FEES = "Invest in edge of care", "Agency fees up 6%"
OWN_PRICE = 1150.0
LEDGER_MONTHS = 6
GROWTH, UPLIFTS = 2, 3
"""Which of the blocks of Inputs in which agency fostering is named holds growth, and uplifts."""


def examples() -> dict[str, str]:
    """The files that the guide shows, by name: what stands in its blocks, as a reader copies it."""
    found, name = {}, ""
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        if line.startswith("```") and at and lines[at - 1].startswith("`") and not name:
            name, start = lines[at - 1].split("`")[1], at + 1
        elif line == "```" and name:
            found[name], name = "\n".join(lines[start:at]) + "\n", ""
    return found


def told(*arguments: object) -> str:
    """What a command says."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the tasks have been done as the guide says."""
    folder = tmp_path_factory.mktemp("tasks")
    for name, text in examples().items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    run = ("run", "--scenarios", folder / "plans", *SETTINGS)
    told(*run, "--budget", folder / "budget.csv", "--out", folder / "march")
    told("evidence", "Tameside", "--out", folder / "evidence")
    known(folder / "evidence" / "prices.csv")
    own = ("--evidence", folder / "evidence", "--budget", folder / "budget.csv")
    told(*run, *own, "--tables-only", "--out", folder / "april")
    uplift = ("--authority", "Tameside", "--evidence", folder / "fees", "--scenarios", "none")
    told("run", *SETTINGS, *uplift, "--tables-only", "--out", folder / "fees-up")
    return folder


def known(prices: Path) -> None:
    """The agency price known, as the guide says."""
    table = pd.read_csv(prices, dtype="str", keep_default_na=False)
    here = table["placement_type"] == "agency_fostering"
    assert here.sum() == 1
    table.loc[here, ["weekly_price", "low", "high"]] = str(OWN_PRICE)
    table.loc[here, "known"] = "yes"
    table.to_csv(prices, index=False, quoting=csv.QUOTE_MINIMAL)


@pytest.fixture(scope="module")
def march(place: Path) -> Run:
    return sf.open_run(place / "march")


@pytest.fixture(scope="module")
def books(place: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    """The run's workbook worked out again: as it is, and after the edit of each task."""
    edits: dict[str, Callable[[Workbook], None]] = {
        "as it is": lambda book: None,
        "fees": _dearer_from_april,
        "own": _known_price,
        "in cash": lambda book: _six_percent(book, UPLIFTS),
        "above inflation": lambda book: _six_percent(book, GROWTH),
    }
    made = {}
    for name, edit in edits.items():
        book = openpyxl.load_workbook(place / "march" / "workbook.xlsx")
        edit(book)
        made[name] = book
    made["month"] = openpyxl.load_workbook(_monitored(place) / "monitor.xlsx")
    return recalculate_all(made, tmp_path_factory.mktemp("books"))


def _agency_in_year(book: Workbook, block: int) -> Any:
    """The cell of agency fostering in 2026/27 in one of the blocks of Inputs."""
    return book["Inputs"].cell(row_of(book, "Inputs", "", "Agency fostering", nth=block), 6 + AT)


def _six_percent(book: Workbook, block: int) -> None:
    _agency_in_year(book, block).value = 0.06


def _dearer_from_april(book: Workbook) -> None:
    """Growth of agency fees in 2026/27 so that they are 6% dearer than they would have been."""
    cell = _agency_in_year(book, GROWTH)
    cell.value = (1 + cell.value) * 1.06 - 1


def _known_price(book: Workbook) -> None:
    for nth, content in ((0, OWN_PRICE), (1, "yes")):
        row = row_of(book, "Inputs", "", "Agency fostering", nth=nth)
        book["Inputs"].cell(row, 4).value = content


def _monitored(place: Path) -> Path:
    out = place / "period-6"
    if not out.exists():
        files = ("--ledger", place / "ledger.csv", "--budget", place / "types.csv")
        told("monitor", *files, "--draws", 500, "--out", out)
    return out


def table(place: Path, name: str, run: str = "march", **at: object) -> pd.DataFrame:
    """Rows of a table of a run, as its file has them."""
    rows = pd.read_csv(place / run / "tables" / f"{name}.csv")
    for column, value in at.items():
        rows = rows[rows[column] == value]
    return rows


def digits(value: float) -> float:
    """A figure as a table of six digits holds it."""
    return float(f"{value:.6g}")


def of_row(book: Workbook, sheet: str, *words: str) -> Any:
    return book[sheet].cell(row_of(book, sheet, *words), 4).value


def test_set_the_budget(place: Path, march: Run, books: dict[str, Workbook]) -> None:
    """The gap of 2026/27 in the middle, and what 4 futures in 5 keep to."""
    here = {"scenario": "Baseline", "covers": "all", "financial_year": YEAR}
    (filed,) = table(place, "budget", **here).to_dict("records")
    held = march.finance.budget
    for column, value in here.items():
        held = held[held[column] == value]
    for column, words in (
        ("gap_p50", "Budget gap, central (P50)"),
        ("gap_p80", "Budget gap, prudent (P80)"),
    ):
        row = row_of(books["as it is"], "Plans", "Baseline", words)
        live = books["as it is"]["Plans"].cell(row, 6 + AT).value
        assert live * 1e6 == pytest.approx(held[column].iloc[0], abs=0.005)
        assert filed[column] == digits(held[column].iloc[0])


def test_monitor_month_6(place: Path, books: dict[str, Workbook]) -> None:
    filed = pd.read_csv(_monitored(place) / "tables" / "outturn.csv").iloc[-1]
    ledger = read_ledger(place / "ledger.csv")
    assert ledger.months == LEDGER_MONTHS
    budget = read_type_budget(place / "types.csv", ledger)
    month = month_of(
        ledger, budget, forecast_outturn(ledger, 500, 1), by_period(ledger, budget, 500, 1)
    )
    total = month.outturn.iloc[-1]
    sheet = books["month"]["Monitoring"]
    heads = [cell.value for cell in sheet[4]]
    last = {head: cell.value for head, cell in zip(heads, sheet[sheet.max_row], strict=True)}
    for words, column in (("Outturn, mean", "mean"), ("Variance, mean", "variance"),
                          ("Outturn P80", "p80")):  # fmt: skip
        assert last[words] == pytest.approx(total[column], abs=0.005)
        assert filed[column] == pytest.approx(total[column], abs=0.006)


def total_with_uplift(place: Path, basis: str) -> float:
    """The cost of 2026/27 with the guide's uplift, in cash or above inflation, in Python."""
    evidence = sf.load_evidence("Tameside", evidence=place / "fees")
    rows = evidence.uplifts.assign(price_basis=basis)
    found = sf.forecast(evidence.with_tables({"uplifts": rows}), years=4, draws=100)
    return float(found.baseline.costs.total("nominal").mean(0)[AT])


@pytest.mark.parametrize(("basis", "edit"), [("nominal", "in cash"), ("real", "above inflation")])
def test_an_uplift_agreed_is_one_answer(
    place: Path, books: dict[str, Workbook], basis: str, edit: str
) -> None:
    made = total_with_uplift(place, basis)
    live = books[edit]["Costs"].cell(row_of(books[edit], "Costs", "Baseline", "Total modelled"), 7)
    assert live.value == pytest.approx(made, abs=0.005)
    if basis == "nominal":
        here = {"scenario": "Baseline", "financial_year": YEAR}
        (filed,) = table(place, "bridge", run="fees-up", **here)["to"]
        assert filed == pytest.approx(made, abs=0.011)


def test_agency_fees_rise_on_top_of_the_forecast(
    place: Path, march: Run, books: dict[str, Workbook]
) -> None:
    """What 6% more from April 2026 adds to 2026/27: typed as growth, and as a scenario."""
    was, now = (
        books[name]["Costs"].cell(row_of(books[name], "Costs", "Baseline", "Agency fostering"), 7)
        for name in ("as it is", "fees")
    )
    row = row_of(books["as it is"], "Savings", FEES, "Saving at marginal cost")
    saving = books["as it is"]["Savings"].cell(row, 6 + AT).value
    assert now.value - was.value == pytest.approx(-saving, abs=0.005)
    assert now.value / was.value == pytest.approx(1.06, abs=1e-9)
    for held in (pd.read_csv(place / "march" / "tables" / "bridge.csv"), march.tables["bridge"]):
        (step,) = held.query("scenario == @FEES and financial_year == @YEAR")["intervention"]
        assert step == pytest.approx(-saving, abs=0.011)


def test_own_prices(place: Path, books: dict[str, Workbook]) -> None:
    """Typed and marked, or in prices.csv: the same total; and the base year makes the outturn."""
    april = sf.open_run(place / "april")
    found = years(
        books["own"], "Costs", row_of(books["own"], "Costs", "Baseline", "Total modelled")
    )
    to = table(place, "bridge", run="april", scenario="Baseline")["to"]
    assert found == pytest.approx(to.to_numpy(), abs=0.011)
    made = april.tables["bridge"].query("scenario == 'Baseline'")["to"]
    assert found == pytest.approx(made.to_numpy(), abs=0.011)
    assert books["own"]["Checks"].cell(6, 5).value is True


def test_invest_half_a_million_for_three_years(
    place: Path, march: Run, books: dict[str, Workbook]
) -> None:
    rows = table(place, "appraisal", scenario=INVEST, measure="npv")
    held = march.finance.appraisal.query("scenario == @INVEST and measure == 'npv'")
    for words, filed, mean in zip(
        ("the plan", "ten years"), rows["mean"], held["mean"], strict=True
    ):
        live = of_row(
            books["as it is"], "Appraisal", INVEST, f"Net present value over {words}, mean"
        )
        assert live == pytest.approx(mean, abs=0.005)
        assert filed == digits(mean)


def test_compare_with_last_month(place: Path, march: Run, books: dict[str, Workbook]) -> None:
    """The movement of the cost of 2026/27's plan is that of the two workbooks; its parts add."""
    out = place / "moved.csv"
    told("diff", place / "march", place / "april", "--out", out)
    filed = pd.read_csv(out)
    cost = [name for name in filed["headline"].unique() if name.startswith("Cost")][-1]
    parts = filed[filed["headline"] == cost]["amount"].to_numpy()
    assert parts[:-1].sum() == pytest.approx(parts[-1], abs=0.02)
    row = row_of(books["own"], "Costs", "Baseline", "Total modelled")
    was, now = (years(books[name], "Costs", row)[-1] for name in ("as it is", "own"))
    assert now - was == pytest.approx(parts[-1] - parts[0], abs=0.011)
    april = sf.open_run(place / "april")
    ends = [run.tables["bridge"].query("scenario == 'Baseline'")["to"].iloc[-1]
            for run in (march, april)]  # fmt: skip
    assert ends[1] - ends[0] == pytest.approx(parts[-1] - parts[0], abs=0.021)


def test_the_guide_shows_the_answers_of_this_run(
    place: Path, march: Run, books: dict[str, Workbook]
) -> None:
    """The guide's table of answers, worked out anew."""
    shown = [line for line in GUIDE.read_text(encoding="utf-8").splitlines()
             if line.startswith("| Task ")]  # fmt: skip
    found = answers(place, march)
    assert shown == found, "the guide's answers are now:\n" + "\n".join(found)


def answers(place: Path, march: Run) -> list[str]:
    """The guide's lines of answers, in £ million."""
    (gap,) = march.finance.budget.query(
        "scenario == 'Baseline' and covers == 'all' and financial_year == @YEAR"
    ).to_dict("records")
    month = pd.read_csv(_monitored(place) / "tables" / "outturn.csv").iloc[-1]
    (fees,) = table(place, "bridge", scenario=FEES, financial_year=YEAR)["intervention"]
    own = {name: table(place, "bridge", run=name, scenario="Baseline", financial_year=YEAR)["to"]
           .iloc[0] for name in ("march", "april")}  # fmt: skip
    cash, real = (total_with_uplift(place, of) - own["march"] for of in ("nominal", "real"))
    plan, ten = march.finance.appraisal.query("scenario == @INVEST and measure == 'npv'")["mean"]
    return [
        f"| Task 1: gap in 2026/27, P50 and P80 | {_m(gap['gap_p50'])} and {_m(gap['gap_p80'])} |",
        f"| Task 2: outturn at month 6, mean, and over budget | {_m(month['mean'])} and "
        f"{_m(month['variance'])} |",
        "| Task 3: agency fees up 6%, in 2026/27 against the forecast: in cash, above inflation, "
        f"on top of it | {_m(cash)}, {_m(real)} and {_m(fees)} |",
        f"| Task 4: total modelled in 2026/27, agency price known at £1,150 | {_m(own['april'])} |",
        f"| Task 5: net present value over the plan, over ten years | {_m(plan)} and {_m(ten)} |",
        f"| Task 6: what April's price moved of 2026/27 | {_m(own['april'] - own['march'])} |",
    ]


def _m(pounds: float) -> str:
    return f"£{pounds / 1e6:,.3f}m".replace("£-", "−£")
