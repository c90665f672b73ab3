"""How cells look: number formats, headings, totals and ranges."""

from __future__ import annotations

from typing import Any, Final

NUMBER_FORMATS: Final = {
    "text": "General",
    "after": "General",
    "label": "General",
    "mark": "General",
    "children": "#,##0_);(#,##0);0_)",
    "pounds": "£#,##0_);(£#,##0);£0_)",
    "millions": "#,##0.0_);(#,##0.0);0.0_)",
    "percent": "0.0%_);(0.0%);0.0%_)",
    "chance": "0%_)",
    "number": "#,##0.0##_);(#,##0.0##);0_)",
    "whole": "#,##0_);(#,##0);0_)",
    "ratio": "0.00_);(0.00);0.00_)",
    "change": "+0.0%_);(0.0%);0.0%_)",
    "date": "d mmm yyyy_)",
    "pence": "£#,##0.00_);(£#,##0.00);£0.00_)",
    "£m": "#,##0.000_);(#,##0.000);0.000_)",
    "weeks": "#,##0.0_);(#,##0.0);0.0_)",
    "index": "0.0000_)",
    "power": "0.00E+00_)",
    "check": "General",
}
"""How a column's numbers are shown; the cells hold them unrounded. Below nil is in brackets."""
_BLUE: Final = "#12436D"
_PALE: Final = "#E7ECF1"


def properties(shows: str, kind: str) -> dict[str, Any]:
    """The properties of a cell that shows a kind of value in a kind of row or heading."""
    base: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "valign": "top"}
    base["num_format"] = NUMBER_FORMATS[shows]
    if shows in ("mark", "date", "check"):
        base["align"] = "right"
    if shows in ("text", "after") and kind in ("plain", "total", "range"):
        base["text_wrap"] = True
    if shows == "after":  # words that follow a column of figures
        base |= {"align": "left", "indent": 1}
    more: dict[str, dict[str, Any]] = {
        "plain": {},
        "total": {"bold": True, "top": 1, "bg_color": _PALE},
        "range": {"font_color": "#3D3D3D", "italic": True},
        "input": {"font_color": "#0000FF", "bg_color": "#E8F1FB", "border": 4, "locked": False},
        "title": {"bold": True, "font_size": 14, "font_color": _BLUE},
        "says": {"font_color": "#3D3D3D"},
        "heading": {"bold": True, "font_size": 11, "font_color": _BLUE, "valign": "bottom"},
        "heading beside": {"bold": True, "font_color": _BLUE, "text_wrap": True},
        "wrapped": {"text_wrap": True},
        "link": {"font_color": _BLUE, "underline": 1},
        "head": {"bold": True, "font_color": "white", "bg_color": _BLUE, "text_wrap": True},
        "head right": {
            "bold": True,
            "font_color": "white",
            "bg_color": _BLUE,
            "text_wrap": True,
            "align": "right",
            "indent": 1,
        },
    }
    more["head filtered"] = more["head right"] | {"indent": 2}  # beside the button
    return base | more[kind]
