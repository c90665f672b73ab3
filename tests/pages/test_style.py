"""How charts look: width, type, contrast, words that stay words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from matplotlib.colors import to_rgb

from sufficiency.errors import InputError
from sufficiency.pages import style
from sufficiency.pages.charts import CHARTS, children_in_care, need_and_supply, svg
from sufficiency.pages.document import chapter, word
from sufficiency.pages.report import page
from sufficiency.results.run import Run

WHITE = "#ffffff"
MARKS = (
    *(style.DARK_BLUE, style.TURQUOISE, style.DARK_PINK, style.ORANGE, style.LIGHT_PURPLE),
    *(style.RUST, style.MID_GREY, style.DARK_GREY),
)
WORDS = (style.DARK_BLUE, style.DARK_PINK, style.RUST, style.DARK_TURQUOISE, style.DARK_GREY)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG has it, 0 black to 1 white."""
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", MARKS)
def test_marks_stand_out_from_the_page(colour: str) -> None:
    assert contrast(colour, WHITE) >= 3


@pytest.mark.parametrize("colour", WORDS)
def test_words_stand_out_from_the_page(colour: str) -> None:
    assert contrast(colour, WHITE) >= 4.5


def test_the_edges_of_a_range_stand_out_from_the_page(run: Run) -> None:
    panel = children_in_care(run).figure.axes[0]
    thin = [str(line.get_color()) for line in panel.lines if line.get_linewidth() == 0.6]
    assert len(thin) == 2 and all(contrast(colour, WHITE) >= 3 for colour in thin)


@pytest.mark.parametrize("colour", [style.DARK_BLUE, style.DARK_PINK, style.DARK_GREY])
def test_the_bar_of_a_range_stands_out_from_the_page(colour: str) -> None:
    assert contrast(style.tint(colour, style.BAR), WHITE) >= 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (style.DARK_BLUE, style.TURQUOISE),  # need and own places
        (style.DARK_BLUE, style.ORANGE),  # inside and outside
        (style.DARK_BLUE, style.LIGHT_PURPLE),  # parts of a bar that touch
    ],
)
def test_colours_beside_each_other_differ_in_grey(one: str, other: str) -> None:
    assert contrast(one, other) >= 3


def test_words_are_words_of_eight_points_or_more_where_they_are_shown(run: Run) -> None:
    style_sheet = (Path(page.__file__).parent / "report.css").read_text(encoding="utf-8")
    printed = [float(cm) for cm in re.findall(r"img {[^}]*max-width: ([\d.]+)cm", style_sheet)]
    assert printed
    least = min(*printed, word.WIDTH_CM) / 16
    placed = [
        slug for group in (page.CHARTS, chapter.CHARTS) for of in group.values() for slug in of
    ]
    for name in dict.fromkeys(placed):
        chart = next(make for make in CHARTS if make.__name__ == name)(run)
        if chart is None:  # of what a run from returns alone has
            assert name == "past_forecasts_from_returns"
            continue
        picture = svg(chart).decode("utf-8")
        assert picture.count("<text") > 10
        assert "Verdana" in picture and "font: 8px 'DejaVu Sans';" not in picture
        sizes = [
            float(size) for size in re.findall(r"font(?:-size)?: (?:bold )?([\d.]+)px", picture)
        ]
        assert sizes and least * min(sizes) >= 8, name
        width = re.search(r'width="([\d.]+)pt"', picture)
        assert width and float(width[1]) == pytest.approx(16 / 2.54 * 72, abs=0.1)


def test_a_chart_says_its_message_and_its_source_and_leaves_notes_to_the_page(run: Run) -> None:
    chart = need_and_supply(run)
    assert chart is not None
    words = [text.get_text().replace("\n", " ") for text in chart.figure.texts]
    assert words[0].startswith("With no new action Tameside would be short of about")
    assert words[1].startswith(chart.title)
    assert chart.note.source.startswith("Source: ") and chart.note.source in words
    assert "How to read it" in chart.note.full
    assert not any("How to read it" in text for text in words)


def test_another_width_keeps_the_size_of_type(run: Run) -> None:
    with style.wide(24):
        chart = children_in_care(run)
    assert chart.figure.get_size_inches()[0] == pytest.approx(24 / 2.54)
    assert min(text.get_fontsize() for text in chart.figure.texts) >= 8
    assert children_in_care(run).figure.get_size_inches()[0] == pytest.approx(16 / 2.54)
    with pytest.raises(InputError, match="give 12 to 40"), style.wide(5):
        pass
