"""The chapter in Word: native, accessible, right, the same bytes; and the tables for reuse."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from sufficiency.errors import InputError
from sufficiency.pages.document.chapter import write_chapter
from sufficiency.pages.document.published import write_published
from sufficiency.pages.report.front import front
from sufficiency.results.lookup import all_ages, march, one
from sufficiency.results.run import Run
from tests.small_run import few_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def path(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_chapter(tmp_path_factory.mktemp("chapter") / "chapter.docx", run)


@pytest.fixture(scope="module")
def chapter(path: Path) -> Any:
    return Document(str(path))


@pytest.fixture(scope="module")
def book(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = write_published(tmp_path_factory.mktemp("tables") / "published.xlsx", run)
    return openpyxl.load_workbook(made)


def plain(cell: Any) -> str:
    """The words of a cell; a range in brackets is not broken at the end of a line."""
    return str(cell.text).replace("\N{NO-BREAK SPACE}", " ")


def levels(document: Any) -> list[int]:
    names = [line.style.name for line in document.paragraphs]
    return [int(name.split()[-1]) for name in names if name.startswith("Heading ")]


def test_headings_are_native_and_in_the_order_of_the_template(chapter: Any) -> None:
    found = levels(chapter)
    assert found[0] == 1 and found.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(found))
    heads = [line.text.split(":")[0] for line in chapter.paragraphs if "Heading" in line.style.name]
    order = ["Needs", "Provision", "The gap", "Commissioning intentions", "Finance"]
    order += ["How good is the forecast", "Method"]
    places = [heads.index(head) for head in order]
    assert places == sorted(places)


def test_tables_are_native_with_header_rows_and_no_merged_cells(chapter: Any) -> None:
    assert len(chapter.tables) >= 6
    for table in chapter.tables:
        marks = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
        assert marks[0] and not any(marks[1:])
        assert not table._tbl.xpath(".//w:gridSpan | .//w:vMerge")
        assert table._tbl.xpath("./w:tblPr/w:tblDescription")
        assert all(cell.text.strip() for row in table.rows for cell in row.cells)


def test_figures_have_alternative_text_and_every_one_a_caption(chapter: Any) -> None:
    about = chapter.element.body.xpath(".//wp:docPr")
    assert len(about) >= 5
    assert all(len(str(one.get("descr"))) > 40 for one in about)
    captions = [line for line in chapter.paragraphs if line.style.name == "Caption"]
    assert len(captions) == len(about) + len(chapter.tables)


def test_references_lead_to_captions_by_fields(chapter: Any) -> None:
    codes = [one.text for one in chapter.element.body.xpath(".//w:instrText")]
    marks = {one.get(qn("w:name")) for one in chapter.element.body.xpath(".//w:bookmarkStart")}
    asked = {code.split()[1] for code in codes if code.startswith("REF ")}
    assert asked and asked <= marks
    assert any(code.startswith("TOC") for code in codes)


def test_language_font_and_title_are_fixed(chapter: Any) -> None:
    normal = chapter.styles["Normal"]
    assert normal.font.name == "Arial"
    assert normal.element.xpath("./w:rPr/w:lang")[0].get(qn("w:val")) == "en-GB"
    assert chapter.core_properties.title.startswith("Places for children in care in ")


def test_its_numbers_are_those_of_the_run(chapter: Any, run: Run) -> None:
    first = chapter.tables[0]
    cells = [tuple(plain(cell) for cell in row.cells) for row in first.rows[1:]]
    assert cells == list(front(run).table.rows)
    keys = {"scenario": "Baseline", "family": "homes", "date": march(run.facts.horizon_year)}
    row = one(all_ages(run.tables), **keys)
    text = "\n".join(plain(cell) for table in chapter.tables for cell in table._cells)
    assert f"short by {row['gap_p50']:.0f} ({row['gap_p10']:.0f} to {row['gap_p90']:.0f})" in text


def test_two_chapters_are_alike_to_the_byte(path: Path, run: Run, tmp_path: Path) -> None:
    again = write_chapter(tmp_path / "again.docx", run)
    assert again.read_bytes() == path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_council_gives_its_own_template(run: Run, tmp_path: Path) -> None:
    template = Document()
    template.add_paragraph("Words of the template")
    template.styles["Heading 2"].font.name = "Georgia"
    template.save(str(tmp_path / "own.docx"))
    path = write_chapter(tmp_path / "c.docx", run, template=tmp_path / "own.docx")
    made = Document(str(path))
    assert made.styles["Heading 2"].font.name == "Georgia"
    assert "Words of the template" not in [line.text for line in made.paragraphs]
    (tmp_path / "no.docx").write_text("not Word")
    with pytest.raises(InputError, match="cannot be read as a Word document"):
        write_chapter(tmp_path / "d.docx", run, template=tmp_path / "no.docx")


def test_a_published_chapter_marks_what_is_withheld(run: Run, tmp_path: Path) -> None:
    few = few_of(run, "other_residential", 3.0).published()
    made = Document(str(write_chapter(tmp_path / "p.docx", few)))
    text = "\n".join(line.text for line in made.paragraphs)
    assert "c: withheld" in text and "nan" not in text.lower().split()


def test_libreoffice_opens_it_page_by_page(path: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "this check needs LibreOffice (libreoffice-writer)"
    call = [office, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path]
    subprocess.run(call, check=True, capture_output=True, timeout=300)
    pdf = (tmp_path / "chapter.pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and len(pdf) > 50_000


def test_published_tables_have_cover_contents_notes_and_one_table_a_sheet(book: Any) -> None:
    names = book.sheetnames
    assert names[:3] == ["Cover", "Contents", "Notes"]
    assert {"Children", "Gap", "Carers", "Costs", "Profile", "Provision", "Market"} <= set(names)
    for name in names[1:]:
        sheet = book[name]
        assert len(sheet.tables) == 1 and not sheet.merged_cells.ranges
        (table,) = sheet.tables.values()
        for row in sheet[table.ref]:
            assert all(cell.value not in (None, "") for cell in row), (name, row[0].row)


def test_published_tables_hold_the_numbers_of_the_run(book: Any, run: Run) -> None:
    rows = list(book["Gap"].iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Scenario")
    last = f"31 March {run.facts.horizon_year}"
    (found,) = [row for row in rows if row[:3] == ("Baseline", last, "Fostering")]
    keys = {"scenario": "Baseline", "family": "fostering", "date": march(run.facts.horizon_year)}
    gap = one(all_ages(run.tables), **keys)
    shown = dict(zip(head, found, strict=True))
    assert shown["Gap, middle (p50)"] == round(gap["gap_p50"])
    supported = next(row for row in rows if row[2] == "Supported accommodation")
    assert "[x]" in supported


def test_published_tables_are_alike_to_the_byte(run: Run, tmp_path: Path) -> None:
    one_book, other = (write_published(tmp_path / name, run) for name in ("1.xlsx", "2.xlsx"))
    assert one_book.read_bytes() == other.read_bytes()
