"""The few things of PowerPoint that slides need: a title, words, a native table, a picture."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Cm, Inches, Pt

from sufficiency.pages.document.files import DARK_BLUE, FONT, column_widths, write_fixed
from sufficiency.pages.document.look import EDGE, add_number, title_only
from sufficiency.pages.headlines import Headline
from sufficiency.pages.report.block import Block
from sufficiency.pages.style import wrap

_TITLE_POINTS: Final = 28.0
_WORDS: Final = (20.0, 18.0, 16.0, 14.0)
_ROWS: Final = (14.0, 13.0, 12.0, 11.0)
"""Sizes of type in points, the first of which fits."""
_POINTS: Final = 14.0
_SMALL: Final = 12.0
_LINE: Final = 1.25
"""Height of a line, as a multiple of its type."""
_BETWEEN: Final = 0.09
"""Inches between paragraphs, and above and below the words of a cell together."""
_SIDE: Final = 0.06
"""Inches at either side of the words of a cell."""
_NARROWER: Final = 0.92
"""Width of Arial as a share of that of the font that words are measured in, at most."""
_BACK: Final = "FFFFFF"


@dataclass(frozen=True)
class Picture:
    """A chart as a slide shows it: a PNG with its alternative text."""

    png: bytes
    alt: str


@dataclass(frozen=True)
class Slide:
    """One slide, from top to bottom.

    Attributes:
        title: Its title.
        words: Paragraphs, each with its name in bold.
        table: A native table, its caption above.
        picture: A chart.
        points: A list at the foot.
        notes: For whoever speaks: units, sources, how it was made.
    """

    title: str
    words: tuple[Headline, ...] = ()
    table: Block | None = None
    picture: Picture | None = None
    points: tuple[str, ...] = ()
    notes: str = ""


@dataclass
class Deck:
    """Slides in the making.

    Attributes:
        presentation: python-pptx's presentation.
        own_template: Whether the council gave the template: its styles are then left alone.
    """

    presentation: Any
    own_template: bool

    @property
    def _width(self) -> float:
        """Inches between the edges."""
        return float(self.presentation.slide_width / Inches(1)) - 2 * EDGE

    @property
    def _foot(self) -> float:
        """Inches from the top to where a slide's content ends."""
        return float(self.presentation.slide_height / Inches(1)) - 0.4

    def add(self, slide: Slide) -> None:
        """One slide; its shapes are in the order in which they are to be read."""
        layout = title_only(self.presentation)
        page = self.presentation.slides.add_slide(layout)
        title = page.shapes.title
        title.text_frame.text = slide.title
        if not self.own_template:
            title.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        for run in _runs(title.text_frame):
            if not self.own_template:
                run.font.size, run.font.bold = Pt(_TITLE_POINTS), True
                run.font.color.rgb = RGBColor.from_string(DARK_BLUE)
            self._plain(run)
        top = float((title.top + title.height) / Inches(1)) + 0.1
        beneath = self._list_height(slide.points, _POINTS)
        if slide.words:
            room = self._foot - top - beneath
            more = slide.table or slide.picture  # the words leave it three quarters of the slide
            sizes, share = (_WORDS[2:], room / 4) if more else (_WORDS, room)
            size = _first(sizes, lambda points: self._said_height(slide.words, points) <= share)
            top = self._text(page, slide.words, top, size)
        if slide.picture:
            self._picture(page, slide.picture, top)
        if slide.table:
            top = self._table(page, slide.table, top, self._foot - top - beneath)
        if slide.points:
            self._text(page, [Headline("", f"• {point}") for point in slide.points], top, _POINTS)
        add_number(page, layout)
        page.notes_slide.notes_text_frame.text = slide.notes

    def _text(self, page: Any, words: Sequence[Headline], top: float, size: float) -> float:
        """A box of paragraphs; gives where it ends."""
        height = self._said_height(words, size)
        box = page.shapes.add_textbox(
            Inches(EDGE), Inches(top), Inches(self._width), Inches(height)
        )
        frame = box.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = 0
        for place, one in enumerate(words):
            line = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            line.space_after = Pt(72 * _BETWEEN)
            for text, bold in ((_begun(one), True), (one.words, False)):
                if text:
                    run = line.add_run()
                    run.text, run.font.bold, run.font.size = text, bold, Pt(size)
                    self._plain(run)
        return top + height

    def _table(self, page: Any, block: Block, top: float, room: float) -> float:
        """A native table, its caption above it, in the largest type that fits."""
        block = self._that_fits(block, room)
        top = self._text(page, [Headline("", block.caption)], top, _SMALL)
        room -= self._list_height([block.caption], _SMALL)
        size = _first(_ROWS, lambda points: sum(self._heights(block, points)) <= room)
        widths, heights = self._columns(block, size), self._heights(block, size)
        frame = page.shapes.add_table(
            len(heights),
            len(widths),
            Inches(EDGE),
            Inches(top),
            Inches(self._width),
            Inches(sum(heights)),
        )
        _describe(frame._element.nvGraphicFramePr.cNvPr, "Table", block.caption)
        table = frame.table
        table.first_row = True
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for place, (row, height) in enumerate(zip(table.rows, heights, strict=True)):
            row.height = Inches(height)
            cells = block.rows[place - 1] if place else block.columns
            bold = place == 0 or place > len(block.rows) - block.total
            for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
                self._cell(cell, text, size, bold=bold, right=column > 0 and not block.words)
                if place == 0 and not self.own_template:
                    cell.fill.solid()
                    cell.fill.fore_color.rgb = RGBColor.from_string(DARK_BLUE)
                    for run in _runs(cell.text_frame):
                        run.font.color.rgb = RGBColor.from_string(_BACK)
        return top + sum(heights) + 0.15

    def _that_fits(self, block: Block, room: float) -> Block:
        """The table, without the rows for which there is no room: its caption says so."""
        whole, kept = block, len(block.rows) - block.total
        while kept > 1:
            needed = sum(self._heights(block, _ROWS[-1]))
            if needed + self._list_height([block.caption], _SMALL) <= room:
                break
            kept -= 1
            totals = whole.rows[len(whole.rows) - whole.total :]
            left = len(whole.rows) - whole.total - kept
            block = replace(
                whole,
                caption=f"{whole.caption}. {left} more in the report",
                rows=(*whole.rows[:kept], *totals),
            )
        return block

    def _cell(self, cell: Any, text: str, size: float, *, bold: bool, right: bool) -> None:
        cell.text_frame.text = text
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.margin_top = cell.margin_bottom = Inches(_BETWEEN / 2)
        cell.margin_left = cell.margin_right = Inches(_SIDE)
        if right:
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        for run in _runs(cell.text_frame):
            run.font.size, run.font.bold = Pt(size), bold
            self._plain(run)

    def _picture(self, page: Any, picture: Picture, top: float) -> None:
        """A chart as large as there is room for, in the middle."""
        shape = page.shapes.add_picture(io.BytesIO(picture.png), 0, Inches(top))
        by = min(Inches(self._width) / shape.width, Inches(self._foot - top) / shape.height)
        shape.width, shape.height = int(shape.width * by), int(shape.height * by)
        shape.left = (self.presentation.slide_width - shape.width) // 2
        _describe(shape._element.nvPicPr.cNvPr, "Chart", picture.alt)

    def _plain(self, run: Any) -> None:
        """British English, and a font that is everywhere unless the council has its own."""
        run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
        if not self.own_template:
            run.font.name = FONT

    def _list_height(self, texts: Sequence[str], size: float) -> float:
        """Inches that paragraphs take."""
        return sum(_height(text, self._width, size) + _BETWEEN for text in texts)

    def _said_height(self, words: Sequence[Headline], size: float) -> float:
        return self._list_height([_begun(one) + one.words for one in words], size)

    def _columns(self, block: Block, size: float) -> list[float]:
        return column_widths(block, 2.54 * self._width, size)

    def _heights(self, block: Block, size: float) -> list[float]:
        """Inches of each row, the header first."""
        inches = [width / 2.54 - 2 * _SIDE for width in self._columns(block, size)]
        return [
            max(_height(text, wide, size) for text, wide in zip(cells, inches, strict=True))
            + _BETWEEN
            for cells in (block.columns, *block.rows)
        ]

    def write(self, path: Path) -> None:
        """Write the file: the same content gives the same bytes."""
        held = io.BytesIO()
        self.presentation.save(held)
        write_fixed(path, held.getvalue())


def _begun(said: Headline) -> str:
    """How a paragraph begins, in bold."""
    return f"{said.name}. " if said.name else ""


def _describe(about: Any, name: str, text: str) -> None:
    """Alternative text of a table or picture."""
    about.set("name", name)
    about.set("descr", text)


def _runs(frame: Any) -> list[Any]:
    return [run for line in frame.paragraphs for run in line.runs]


def _height(text: str, inches: float, size: float) -> float:
    return (wrap(text, inches / _NARROWER, size).count("\n") + 1) * size * _LINE / 72


def _first(sizes: Sequence[float], fits: Callable[[float], bool]) -> float:
    """The first size that fits, or the last."""
    return next((size for size in sizes if fits(size)), sizes[-1])
