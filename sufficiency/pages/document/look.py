"""The look of slides: plain and 16 to 9, or that of the council's own file."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches

from sufficiency.errors import InputError
from sufficiency.pages.document.files import opened

EDGE: Final = 0.6
"""Inches at both sides of a slide."""
_WIDE, _TALL = 13.333, 7.5
"""Inches of a slide of ours."""
_TITLE: Final = (0.35, 0.8)
"""Inches from the top, and of height, of a title of ours."""


def presentation_in(template: Path | None) -> Any:
    """A presentation of python-pptx without a slide, in the council's look or in ours.

    Raises:
        InputError: when the template is not a PowerPoint file, or has no layout with a title.
    """
    if template is None:
        presentation = Presentation()
        _widen(presentation)
        return presentation
    presentation = opened(template, Presentation, "PowerPoint file", ".pptx")
    listed = presentation.slides._sldIdLst
    for slide in list(listed):
        presentation.part.drop_rel(slide.rId)
        listed.remove(slide)
    if not any(_titles(layout) for layout in presentation.slide_layouts):
        raise InputError(f"{template} has no layout with a title; add one to its master.")
    return presentation


def _widen(presentation: Any) -> None:
    """Make the plain template 16 to 9, its titles small and at the left."""
    by = Inches(_WIDE) / presentation.slide_width
    presentation.slide_width, presentation.slide_height = Inches(_WIDE), Inches(_TALL)
    master = presentation.slide_master
    for place in (master, *master.slide_layouts):
        for shape in place.shapes:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = int(shape.left * by), int(shape.width * by)
    layout = title_only(presentation)
    (title,) = _titles(layout)
    title.left, title.width = Inches(EDGE), Inches(_WIDE - 2 * EDGE)
    title.top, title.height = (Inches(inches) for inches in _TITLE)
    title.text_frame.margin_left = 0


def title_only(presentation: Any) -> Any:
    """The layout with a title and the fewest other places to fill."""
    with_title = [layout for layout in presentation.slide_layouts if _titles(layout)]
    return min(with_title, key=lambda layout: len(list(layout.iter_cloneable_placeholders())))


def _titles(layout: Any) -> list[Any]:
    kinds = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    return [place for place in layout.placeholders if place.placeholder_format.type in kinds]


def add_number(page: Any, layout: Any) -> None:
    """The slide's number, where the layout has a place for it; read last."""
    for place in layout.placeholders:
        if place.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            number = deepcopy(place._element)
            number.nvSpPr.cNvPr.set("id", str(1 + max(shape.shape_id for shape in page.shapes)))
            page.shapes._spTree.append(number)
