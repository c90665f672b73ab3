"""How a chart looks: colours, type, sizes, and the settings it is drawn and saved under.

Colours are those of the Government Analysis Function's guidance on colours in charts; light
tints are mixtures with white. Nothing relies on colour alone: lines differ in dash and marker,
and most series carry their name beside them. DejaVu Sans comes with matplotlib, so a chart is
drawn the same on every machine; its words stay words, in a font the reader has.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Final

import matplotlib as mpl
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from sufficiency.errors import InputError

DARK_BLUE: Final = "#12436D"
TURQUOISE: Final = "#28A197"
DARK_PINK: Final = "#801650"
ORANGE: Final = "#F46A25"
DARK_GREY: Final = "#3D3D3D"
LIGHT_PURPLE: Final = "#A285D1"
RUST: Final = "#B03D00"
DARK_TURQUOISE: Final = "#1B6F68"
"""Orange and turquoise darkened for words: the palette's own are too light to read on white."""
MID_GREY: Final = "#6F6F6F"
RULE: Final = "#D6D6D6"
"""Colour of grid lines: there to read by, not to be seen."""

BAR: Final = 0.56
"""Strength of the tint that a bar of a range has: it stands out from the page 3 to 1."""

FONT: Final = "DejaVu Sans"
FONTS: Final = "'DejaVu Sans', Verdana, Arial, Helvetica, sans-serif"
"""Where a reader's machine lacks the first: Verdana is as wide, the others narrower."""
WIDTH_CM: Final = 16.0
"""Width of a chart unless another is asked for: the text width of a page of a council paper."""
WIDTHS_CM: Final = (12.0, 40.0)
"""Widths that a chart may have: narrower, and its labels would leave no room for it."""
TITLE: Final = 11.0
SUBTITLE: Final = 9.0
BODY: Final = 8.0
SMALL: Final = 8.0
"""Sizes of type in points. Nothing is smaller than 8 where a chart is shown at its own width."""
LINE: Final = 1.3
"""Height of a line of type, as a multiple of its size."""

_NEAR: Final = 0.05
"""Inches by which the widths of a line's words may be off as the width of the line."""

_DATE: Final = re.compile(r"\b\d{1,2} March \d{4}")
_LOCK: Final = threading.RLock()
_SETTINGS: Final[dict[str, Any]] = {
    "axes.edgecolor": MID_GREY,
    "axes.labelcolor": DARK_GREY,
    "axes.labelsize": BODY,
    "axes.linewidth": 0.8,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.dpi": 100,
    "font.family": FONT,
    "font.size": BODY,
    "hatch.linewidth": 0.6,
    "lines.solid_capstyle": "round",
    "savefig.facecolor": "white",
    "svg.fonttype": "none",
    "text.color": DARK_GREY,
    "text.hinting": "no_hinting",  # words are as wide in every file as they were measured
    "text.parse_math": False,
    "xtick.color": DARK_GREY,
    "xtick.labelsize": BODY,
    "ytick.color": DARK_GREY,
    "ytick.labelsize": BODY,
    "ytick.major.size": 0,
}


_CENTIMETRES: ContextVar[float] = ContextVar("centimetres", default=WIDTH_CM)


def width() -> float:
    """Width of a chart in inches."""
    return _CENTIMETRES.get() / 2.54


@contextmanager
def wide(centimetres: float) -> Iterator[None]:
    """Draw charts of another width.

    Raises:
        InputError: when it is not one of `WIDTHS_CM`.
    """
    least, most = WIDTHS_CM
    if not least <= centimetres <= most:
        raise InputError(
            f"A chart cannot be {centimetres:g} cm wide; give {least:g} to {most:g} "
            "(--chart-width)."
        )
    before = _CENTIMETRES.set(centimetres)
    try:
        yield
    finally:
        _CENTIMETRES.reset(before)


@contextmanager
def settings(**more: Any) -> Iterator[None]:
    """Draw or save under this module's settings and matplotlib's defaults, whatever the user's.

    matplotlib's settings belong to the whole process, so one thread at a time may hold them;
    they are put back at the end. No figure goes through pyplot.

    Args:
        more: Further settings, with underscores for the dots in their names.
    """
    live: Any = mpl.rcParams
    defaults: Any = mpl.rcParamsDefault
    with _LOCK, mpl.rc_context():
        for name, value in defaults.items():
            # The backend is the user's own affair, and setting a retiring name would warn.
            if name != "backend" and live[name] != value:
                live[name] = value
        live.update(_SETTINGS)
        live.update({name.replace("_", ".", 1): value for name, value in more.items()})
        yield


def tint(colour: str, strength: float) -> str:
    """A colour mixed with white: strength 1 is the colour itself, 0 is white.

    >>> tint("#000000", 0.0)
    '#ffffff'
    """
    red, green, blue = (1 - strength * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Width of one line of text in inches, with a little to spare."""
    font = FontProperties(family=FONT, size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return 1.02 * width / 72


def wrap(text: str, inches: float, size: float, weight: str = "normal") -> str:
    """Text broken into lines no wider than a number of inches.

    Words are kept whole unless a single word is wider than the line, and so are dates. Line
    breaks already in the text are kept.
    """
    text = _DATE.sub(lambda date: date[0].replace(" ", "\N{NO-BREAK SPACE}"), text)
    wrapped = "\n".join(_wrap_line(line, inches, size, weight) for line in text.split("\n"))
    return wrapped.replace("\N{NO-BREAK SPACE}", " ")


def _wrap_line(text: str, inches: float, size: float, weight: str) -> str:
    lines: list[str] = []
    line, about = "", 0.0
    between = text_width("x x", size, weight) - 2 * text_width("x", size, weight)
    for word in filter(None, text.split(" ")):
        for piece in _pieces(word, inches, size, weight):
            wide = text_width(piece, size, weight)
            longer, about = f"{line} {piece}", about + between + wide
            if line and _fits(longer, about, inches, size, weight):
                line = longer
            else:
                lines += [line] if line else []
                line, about = piece, wide
    return "\n".join([*lines, line])


def _fits(line: str, about: float, inches: float, size: float, weight: str) -> bool:
    """Whether a line is no wider: it is measured, which is slow, only where its words come near."""
    if abs(about - inches) > _NEAR:
        return about < inches
    return text_width(line, size, weight) <= inches


def _pieces(word: str, inches: float, size: float, weight: str) -> list[str]:
    """A word, cut where it would be wider than the line."""
    if text_width(word, size, weight) <= inches:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, weight) > inches:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def height(text: str, size: float) -> float:
    """Height in inches of text that has already been wrapped."""
    return (text.count("\n") + 1) * size * LINE / 72
