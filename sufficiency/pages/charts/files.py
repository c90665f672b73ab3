"""Charts as files: SVG and PNG with their alternative text inside, and a page of words.

The same chart gives the same bytes: identifiers in the SVG come from a fixed salt, no file holds
a date. Words in the SVG are words: they can be searched, read out and enlarged.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from sufficiency.pages.charts.chart import Chart, png, svg
from sufficiency.pages.words import plain_number


def markdown(chart: Chart) -> str:
    """The chart in words: title, alternative text, the numbers as a table, and the caption."""
    return "\n".join(
        [
            f"# {chart.title}",
            "",
            f"![{_inline(chart.alt)}]({chart.slug}.svg)",
            "",
            chart.alt,
            "",
            *_table(chart.data),
            "",
            chart.note.full,
            "",
        ]
    )


def write_all(charts: Iterable[Chart], folder: Path) -> list[Path]:
    """Write each chart as `<slug>.svg`, `<slug>.png` and `<slug>.md`.

    Args:
        charts: What to write.
        folder: Where to; made when missing.

    Returns:
        The files, in the order of the charts.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for chart in charts:
        for ending, content in _files(chart).items():
            paths.append(folder / f"{chart.slug}.{ending}")
            paths[-1].write_bytes(content)
    return paths


def _files(chart: Chart) -> dict[str, bytes]:
    return {"svg": svg(chart), "png": png(chart), "md": markdown(chart).encode()}


def _table(data: pd.DataFrame) -> list[str]:
    """A data frame as the lines of a Markdown table; unknown figures are left blank."""
    lines = [
        f"| {' | '.join(_cell(name) for name in data.columns)} |",
        f"|{'|'.join('---:' if _number(data[name]) else '---' for name in data.columns)}|",
    ]
    for row in data.itertuples(index=False, name=None):
        lines.append(f"| {' | '.join(_cell(value) for value in row)} |")
    return lines


def _number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column))


def _cell(value: object) -> str:
    """One value: numbers as they were rounded, without trailing zeros, thousands marked."""
    if isinstance(value, float):
        return "" if value != value else plain_number(value)  # NaN is not known, or withheld
    return _inline(str(value)).replace("|", "\\|")


def _inline(text: str) -> str:
    """Text on one line, without what Markdown would take for a link."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")")
