"""The few things of Word that a chapter needs: headings, captions, tables, figures, references."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from sufficiency.pages.document.files import (
    DARK_BLUE,
    EDGES_CM,
    FONT,
    column_widths,
    fitted,
    opened,
    write_fixed,
)
from sufficiency.pages.report.block import Block

WIDTH_CM: Final = 16.0
_TOGETHER: Final = 16
"""Rows of a table that is kept on one page."""
_TABLE_STYLE: Final = "Table Grid"
_HEADINGS: Final = {1: 18.0, 2: 14.0, 3: 12.0}


@dataclass
class Chapter:
    """A Word document in the making. Tables and figures are numbered as they are added.

    Attributes:
        document: python-docx's document.
        own_template: Whether the council gave the template: its styles are then left alone.
        numbers: How many tables and figures there are so far.
    """

    document: Any
    own_template: bool
    numbers: dict[str, int] = field(default_factory=lambda: {"Table": 0, "Figure": 0})

    def heading(self, text: str, level: int) -> None:
        """A native heading."""
        self.document.add_heading(text, level)

    def paragraph(self, text: str, style: str | None = None) -> Any:
        """A paragraph in a style of the template, or the nearest that it has."""
        known = {one.name for one in self.document.styles}
        return self.document.add_paragraph(text, style if style in known else None)

    def points(self, points: tuple[str, ...]) -> None:
        """A list with bullets."""
        for point in points:
            self.paragraph(point, "List Bullet")

    def refer(self, things: Sequence[tuple[str, int]]) -> None:
        """A paragraph that points to tables and figures by fields that Word keeps right."""
        line = self.paragraph("See ")
        for place, (kind, number) in enumerate(things):
            if place:
                line.add_run(" and " if place == len(things) - 1 else ", ")
            _field(line, f"REF {_bookmark(kind, number)} \\h", f"{kind} {number}")
        line.add_run(".")

    def contents(self, headings: Sequence[str]) -> None:
        """A table of contents; Word adds the pages when the field is updated (F9)."""
        line = self.document.add_paragraph()
        _field(line, 'TOC \\o "1-2" \\h \\z \\u', "\n".join(headings))

    def table(self, block: Block) -> int:
        """A native table with its caption above and a header row; gives its number."""
        number = self._caption("Table", block.caption)
        block, points = fitted(block, WIDTH_CM)
        together = len(block.rows) <= _TOGETHER
        table = self.document.add_table(rows=1, cols=len(block.columns))
        if _TABLE_STYLE in {one.name for one in self.document.styles}:
            table.style = _TABLE_STYLE
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        _describe(table, block.caption)
        _narrow_edges(table)
        _fill(table.rows[0], block.columns, points, bold=True)
        _mark(table.rows[0], "w:tblHeader")
        for place, cells in enumerate(block.rows):
            row = table.add_row()
            total = place >= len(block.rows) - block.total
            _fill(row, cells, points, bold=total, right=not block.words)
        widths = column_widths(block, WIDTH_CM, points)
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for place, row in enumerate(table.rows):
            _mark(row, "w:cantSplit")
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
                last = place == len(block.rows)
                cell.paragraphs[0].paragraph_format.keep_with_next = together and not last
        self.document.add_paragraph()
        return number

    def figure(self, picture: bytes, title: str, alt: str, note: str) -> int:
        """A picture with alternative text, its caption above and its notes below."""
        number = self._caption("Figure", title)
        line = self.document.add_paragraph()
        line.add_run().add_picture(io.BytesIO(picture), width=Cm(WIDTH_CM))
        about = line._p.xpath(".//wp:docPr")[0]
        about.set("descr", alt)
        about.set("name", f"Figure {number}")
        self.paragraph(note, "Note")
        return number

    def write(self, path: Path) -> None:
        """Write the file: the same content gives the same bytes."""
        held = io.BytesIO()
        self.document.save(held)
        write_fixed(path, held.getvalue())

    def _caption(self, kind: str, text: str) -> int:
        self.numbers[kind] += 1
        number = self.numbers[kind]
        line = self.paragraph("", "Caption")
        line.paragraph_format.keep_with_next = True
        start = OxmlElement("w:bookmarkStart")
        start.set(qn("w:id"), str(sum(self.numbers.values())))
        start.set(qn("w:name"), _bookmark(kind, number))
        line._p.append(start)
        line.add_run(f"{kind} ")
        _field(line, f"SEQ {kind} \\* ARABIC", str(number))
        end = OxmlElement("w:bookmarkEnd")
        end.set(qn("w:id"), str(sum(self.numbers.values())))
        line._p.append(end)
        line.add_run(f". {text}")
        return number


def start(template: Path | None) -> Chapter:
    """An empty chapter in the council's template, or in plain styles of ours.

    Raises:
        InputError: when the template is not a Word document.
    """
    if template is None:
        document = Document()
        _plain(document)
        return Chapter(document, own_template=False)
    document = opened(template, Document, "Word document", ".docx")
    body = document.element.body
    for part in list(body):
        if part.tag != qn("w:sectPr"):
            body.remove(part)
    return Chapter(document, own_template=True)


def _plain(document: Any) -> None:
    """Fixed fonts, sizes and margins, British English, page numbers at the foot."""
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, 11.0)
    normal.paragraph_format.space_after = Pt(6)
    for level, size in _HEADINGS.items():
        _font(styles[f"Heading {level}"], size, DARK_BLUE)
    _font(styles["Caption"], 10.0, "1B1B1B")
    note = styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = normal
    _font(note, 9.0, "3D3D3D")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.2)
        foot = section.footer.paragraphs[0]
        foot.add_run("Page ")
        _field(foot, "PAGE", "1")


def _font(style: Any, size: float, colour: str = "") -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)


def _field(line: Any, code: str, shown: str) -> None:
    """A field of Word: its code, and what stands there until Word works it out."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", shown), ("end", "")):
        run = line.add_run(text if kind == "text" else "")
        if kind == "":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = code
            run._r.append(part)
        elif kind != "text":
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
            run._r.append(part)


def _fill(row: Any, cells: tuple[str, ...], points: float, bold: bool, right: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        line = cell.paragraphs[0]
        run = line.add_run(text)
        run.bold = bold
        run.font.size = Pt(points)
        line.paragraph_format.space_after = Pt(1)
        if right and place:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark(row: Any, name: str) -> None:
    """Say of a row that it heads the table on every page, or that it is not to be split."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _narrow_edges(table: Any) -> None:
    """Less room at the sides of each cell, so that a range stays on one line."""
    edges = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(EDGES_CM / 2 * 567)))  # twentieths of a point
        edge.set(qn("w:type"), "dxa")
        edges.append(edge)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(edges)


def _describe(table: Any, text: str) -> None:
    """Alternative text of a table."""
    about = OxmlElement("w:tblDescription")
    about.set(qn("w:val"), text)
    table._tbl.tblPr.append(about)


def _bookmark(kind: str, number: int) -> str:
    return f"{kind.lower()}_{number}"
