"""A slip of the hand is seen: every input broken in turn, and totals typed over, fell a check."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter as column_letter
from openpyxl.workbook.workbook import Workbook

from sufficiency.pages.workbook import write_workbook
from sufficiency.results.cells import Cell
from sufficiency.results.finance import FinanceModel
from sufficiency.results.finance.live import LiveCells, live_cells
from tests.pages.test_workbook_live import SOFFICE, checks_of, needs_soffice, row_of
from tests.small_run import appraised_run

INPUTS = tuple(of.what for of in live_cells(appraised_run(scenarios=1).finance.model, None).inputs)  # type: ignore[union-attr]


def model() -> FinanceModel:
    finance = appraised_run(scenarios=1).finance
    assert finance is not None
    return finance.model


def broken(cell: Cell, content: Any) -> None:
    """Type something else into an input; nothing has been worked out from it yet."""
    object.__setattr__(cell, "content", content)


@pytest.fixture
def live() -> LiveCells:
    """Cells of which nothing has been worked out yet."""
    return live_cells(model(), None)


@pytest.mark.parametrize("what", INPUTS)
def test_an_input_that_holds_what_it_may_not_fells_its_check(what: str) -> None:
    numeric = [-1e12, 1e12, "text"]
    for content in (*numeric, None):
        fresh = {of.what: of for of in live_cells(model(), None).inputs}[what]
        assert fresh.rule.blank or fresh.rule.words or fresh.rule.high > fresh.rule.low
        broken(fresh.cells[-1], content)
        if content is None and fresh.rule.blank:
            assert fresh.holds.value is True
        else:
            assert fresh.wrong.value == 1, content
            assert fresh.holds.value == 1


@pytest.mark.parametrize(
    ("what", "slip"),
    [
        ("Discount rate", 3.5),
        ("General inflation a year", 2.1),
        ("Growth of prices above inflation a year", 3.0),
        ("Overheads on own fostering", 15.0),
        ("Approved budget, £", 75.5),
        ("Contributions of health", 50.0),
    ],
)
def test_percent_for_a_share_and_millions_for_pounds_are_seen(what: str, slip: float) -> None:
    fresh = {of.what: of for of in live_cells(model(), None).inputs}[what]
    broken(fresh.cells[0], slip)
    assert fresh.holds.value == 1


def test_as_the_run_has_them_every_input_is_in_range(live: LiveCells) -> None:
    assert [of.what for of in live.inputs if of.holds.value is not True] == []


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workbook(
        tmp_path_factory.mktemp("checks") / "workbook.xlsx", appraised_run(scenarios=1)
    )


def test_every_input_is_validated_and_unlocked_and_every_sheet_protected(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    assert not any(sheet.protection.password for sheet in book.worksheets)
    inputs = book["Inputs"]
    validated = {
        f"{column_letter(column)}{row}"
        for rule in inputs.data_validations.dataValidation
        for span in rule.sqref.ranges
        for row, column in span.cells
    }
    open_cells = {
        cell.coordinate for row in inputs.iter_rows() for cell in row if not cell.protection.locked
    }
    assert len(open_cells) > 50
    assert open_cells == validated
    for name in ("Volumes", "Workings", "Costs", "Plans", "Checks"):
        assert all(cell.protection.locked for row in book[name].iter_rows() for cell in row)


def recalculate_all(paths: list[Path], out: Path) -> dict[str, Workbook]:
    """Many workbooks as LibreOffice works them out, in one go."""
    assert SOFFICE is not None
    profile = (out.parent / "profile").as_uri()
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, paths)],
        check=True, capture_output=True, timeout=1200,
    )  # fmt: skip
    return {p.stem: openpyxl.load_workbook(out / p.name, data_only=True) for p in paths}


def slips(path: Path) -> dict[str, tuple[str, int, int, Any]]:
    """By name, the sheet, row, column and what is typed there."""
    book = openpyxl.load_workbook(path)
    price = row_of(book, "Inputs", "", "Agency fostering")
    mark = row_of(book, "Inputs", "", "Agency fostering", nth=1)
    rate = row_of(book, "Inputs", "", "Discount rate (Green Book 3.5%)")
    found: dict[str, tuple[str, int, int, Any]] = {
        "text": ("Inputs", price, 4, "oops"),
        "minus": ("Inputs", price, 4, -9.0),
        "empty": ("Inputs", price, 4, None),
        "mark": ("Inputs", mark, 4, "known"),
        "percent": ("Inputs", rate, 4, 3.5),
    }
    for sheet, words, column in (
        ("Costs", ("Baseline", "Total modelled"), 7),
        ("Costs", ("Baseline", "Connected carers"), 6),
        ("Plans", ("Baseline", "Net"), 8),
        ("Bridge", ("Baseline", "Mix of placements"), 7),
        ("Volumes", ("Baseline", "Agency fostering"), 6),
        ("Factors", ("Baseline", "Agency fostering"), 6),
    ):
        found[f"over-{sheet}-{column}"] = (sheet, row_of(book, sheet, *words), column, 1234.5)
    return found


@pytest.mark.slow
@needs_soffice
def test_slips_of_the_hand_each_fell_a_check(path: Path, tmp_path: Path) -> None:
    made = []
    found = slips(path)
    for name, (sheet, row, column, content) in found.items():
        book = openpyxl.load_workbook(path)
        book[sheet].cell(row, column).value = content
        book.save(tmp_path / f"{name}.xlsx")
        made.append(tmp_path / f"{name}.xlsx")
    unseen = []
    for name, book in recalculate_all(made, tmp_path / "out").items():
        whole = {row[0].value: row[4].value for row in book["Checks"].iter_rows(max_row=12)}
        fallen = [held for held in checks_of(book).values() if held is not True]
        if whole["Every check holds"] is True or not fallen:
            unseen.append(name)
    assert unseen == []
    shutil.rmtree(tmp_path / "out")
