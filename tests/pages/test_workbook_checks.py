"""A slip of the hand is seen: every input broken in turn, and totals typed over, fell a check."""

from __future__ import annotations

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

SCENARIO = "Grow in-house fostering"
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


def places_of_inputs(book: Workbook) -> dict[str, list[str]]:
    """By what an input is, the cells of Inputs that hold it, as their validation says."""
    found: dict[str, list[str]] = {what: [] for what in INPUTS}
    for rule in book["Inputs"].data_validations.dataValidation:
        (what,) = [what for what in INPUTS if str(rule.error).startswith(f"{what}:")]
        found[what] += [
            f"{column_letter(column)}{row}"
            for span in rule.sqref.ranges
            for row, column in span.cells
        ]
    return found


def recalculate_all(books: dict[str, Workbook], folder: Path) -> dict[str, Workbook]:
    """Many workbooks as LibreOffice works them out, in one go; openpyxl drops what was cached."""
    assert SOFFICE is not None
    paths = {name: folder / f"{name}.xlsx" for name in books}
    for name, book in books.items():
        book.save(paths[name])
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"),
         *map(str, paths.values())],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {
        name: openpyxl.load_workbook(folder / "out" / f"{name}.xlsx", data_only=True)
        for name in books
    }


TYPED_OVER = (
    ("Volumes", ("Baseline", "Agency fostering"), 6),
    ("Factors", ("Baseline", "Agency fostering"), 6),
    ("Workings", ("", "Price level"), 7),
    ("Costs", ("Baseline", "Total modelled"), 7),
    ("Savings", (SCENARIO, "Saving at marginal cost"), 8),
    ("Bridge", ("Baseline", "Mix of placements"), 7),
    ("MTFP", ("Net", "Net"), 8),
    ("Plans", ("Baseline", "Net"), 8),
    ("Appraisal", (SCENARIO, "Net present value over the plan, mean"), 4),
    ("After the plan", (SCENARIO, "Present value of these years"), 4),
)
"""A cell of each sheet that is worked out or handed over."""


def broken_books(path: Path) -> dict[str, Workbook]:
    """Copies in which every kind of input is text, out of range or emptied; and typed-over sheets.

    Every kind of input has a check of its own, and every sheet a total of its own, so that one
    copy holds many breakages and each is seen by itself.
    """
    places = places_of_inputs(openpyxl.load_workbook(path))
    made = {}
    for name, content in (("text", "oops"), ("range", 9e12), ("empty", None)):
        book = openpyxl.load_workbook(path)
        for cells in places.values():
            book["Inputs"][cells[-1]].value = content
        made[name] = book
    book = openpyxl.load_workbook(path)
    for sheet, words, column in TYPED_OVER:
        book[sheet].cell(row_of(book, sheet, *words), column).value = 1234.5
    return made | {"over": book}


@pytest.mark.slow
@needs_soffice
def test_every_breakage_is_seen_by_the_check_that_is_for_it(path: Path, tmp_path: Path) -> None:
    blank = {of.what for of in live_cells(model(), None).inputs if of.rule.blank}
    seen = 0
    for name, book in recalculate_all(broken_books(path), tmp_path).items():
        told, whole = checks_of(book), book["Checks"].cell(6, 5).value
        assert whole is not True, name
        if name == "over":
            for sheet, _, _ in TYPED_OVER:
                held = told[f"The sheet's total is as stored, or inputs were changed, {sheet}"]
                assert held is not True, sheet
                seen += 1
            continue
        for what in INPUTS:
            held = told[f"Inputs are filled and in range, {what}"]
            if name == "empty" and what in blank:
                assert held is True, what
            else:
                assert held == 1, (name, what, held)
                seen += 1
    assert seen >= 40


def edits() -> list[tuple[int, int, Any]]:
    """What may be typed: number of the kind of input, number of its cell, and what."""
    found: list[tuple[int, int, Any]] = []
    for kind, of in enumerate(live_cells(model(), None).inputs):
        for at in sorted({len(of.cells) * part // 4 - (part == 4) for part in range(5)}):
            was = of.cells[at].value
            if of.rule.words:
                others = [word.value for word in of.rule.words if word.value != was]
                found.append((kind, at, others[0]))
            elif isinstance(was, int | float):
                low, high = max(of.rule.low, was - 1 - abs(was)), min(of.rule.high, 1.1 * was + 0.5)
                found.append((kind, at, high if high > was else (low + was) / 2))
            else:
                middle = (of.rule.low + of.rule.high) / 2
                found.append(
                    (kind, at, min(60_000_000.0, middle // 1 if of.rule.dates else middle))
                )
    return found


@pytest.mark.slow
@needs_soffice
def test_forty_edits_recalculate_to_what_python_makes_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each alone keeps every sum and is seen as a change; all together LibreOffice agrees."""
    typed = edits()
    assert len(typed) >= 40

    def edited(model: FinanceModel, budget: object = None) -> LiveCells:
        fresh = live_cells(model, None)
        for kind, at, content in typed:
            broken(fresh.inputs[kind].cells[at], content)
        return fresh

    for kind, at, content in typed:
        alone = live_cells(model(), None)
        broken(alone.inputs[kind].cells[at], content)
        assert all(of.holds.value is True for of in alone.inputs), (kind, at, content)
        # Unmarked prices part the base year from the outturn, which the first checks say.
        sums = [check for check in alone.checks if "outturn" not in check.what]
        assert all(check.holds.value is True for check in sums), (kind, at, content)
    monkeypatch.setattr("sufficiency.pages.workbook.live.live_cells", edited)
    made = write_workbook(tmp_path / "edited.xlsx", appraised_run(scenarios=1))
    python = openpyxl.load_workbook(made, data_only=True)
    book = recalculate_all({"edited_again": openpyxl.load_workbook(made)}, tmp_path)
    compared = 0
    for ours in python.worksheets:
        for row, theirs in zip(
            ours.iter_rows(), book["edited_again"][ours.title].iter_rows(), strict=False
        ):
            for a, b in zip(row, theirs, strict=False):
                if isinstance(a.value, float):
                    assert float(b.value) == pytest.approx(a.value, rel=1e-9, abs=0.005), (
                        ours.title,
                        a.coordinate,
                    )
                    compared += 1
    assert compared > 3000
