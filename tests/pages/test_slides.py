"""Slides: native, accessible, right, and the same bytes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from sufficiency.errors import InputError
from sufficiency.pages.document.slides import write_slides
from sufficiency.pages.report.front import front
from sufficiency.pages.report.local import gap_by_year
from sufficiency.results.run import Run
from tests.small_run import few_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def path(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_slides(tmp_path_factory.mktemp("slides") / "slides.pptx", run)


@pytest.fixture(scope="module")
def deck(path: Path) -> Any:
    return Presentation(str(path))


def tables(deck: Any) -> list[Any]:
    return [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]


def test_eight_slides_each_with_a_title_of_its_own_that_is_read_first(deck: Any) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(titles) == len(set(titles)) == 8
    for slide in deck.slides:
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(ids) == len(set(ids))
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height
        assert "Made with sufficiency" in slide.notes_slide.notes_text_frame.text


def test_tables_are_native_with_header_rows_and_pictures_have_words(deck: Any) -> None:
    assert len(tables(deck)) >= 5
    assert all(table.first_row for table in tables(deck))
    about = [
        one
        for slide in deck.slides
        for one in slide.shapes._spTree.xpath("./p:pic//p:cNvPr | ./p:graphicFrame//p:cNvPr")
    ]
    assert len(about) >= 7
    assert all(len(str(one.get("descr"))) > 40 for one in about)
    sizes = re.findall(r'sz="(\d+)"', "".join(slide_xml(deck)))
    assert min(map(int, sizes)) >= 1000


def slide_xml(deck: Any) -> list[str]:
    return [slide.part.blob.decode("utf-8") for slide in deck.slides]


def test_words_and_numbers_are_those_of_the_report(deck: Any, run: Run) -> None:
    said = "\n".join(
        shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame
    )
    assert all(f"{one.name}. {one.words}" in said for one in front(run).sentences)
    rows = [
        [tuple(cell.text for cell in row.cells) for row in table.rows] for table in tables(deck)
    ]
    gap = gap_by_year(run)
    assert [gap.columns, *gap.rows] in rows


def test_two_decks_are_alike_and_a_council_gives_its_own_look(
    path: Path, run: Run, tmp_path: Path
) -> None:
    again = write_slides(tmp_path / "again.pptx", run)
    assert again.read_bytes() == path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    own = Presentation()
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text_frame.text = "Of the template"
    own.save(str(tmp_path / "own.pptx"))
    few = few_of(run, "other_residential", 3.0).published()
    made = Presentation(str(write_slides(tmp_path / "p.pptx", few, tmp_path / "own.pptx")))
    assert made.slide_width == own.slide_width and len(made.slides) == 8
    text = "".join(slide_xml(made))
    assert "Of the template" not in text and "nan" not in text.lower().split()
    assert "c: withheld" in made.slides[0].notes_slide.notes_text_frame.text
    (tmp_path / "no.pptx").write_text("not slides")
    with pytest.raises(InputError, match="cannot be read as a PowerPoint file"):
        write_slides(tmp_path / "d.pptx", run, template=tmp_path / "no.pptx")
