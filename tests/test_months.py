"""Months, and their names on a machine of another language."""

from __future__ import annotations

import ast
import doctest
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from sufficiency import months
from sufficiency.errors import InputError
from sufficiency.months import MONTHS, date_in_words, month_in_words, parse_year_month

PACKAGE = Path(__file__).resolve().parents[1] / "sufficiency"
FOLLOWS_THE_MACHINE = ("%A", "%B", "%a", "%b", "%c", "%h", "%p", "%x", "%X")
"""Parts of a date format that come out in the machine's language."""


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(months).failed == 0


@pytest.fixture
def another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Month names as a machine set to Portuguese gives them: Python asks `time.strftime`."""
    plain = time.strftime

    def portuguese(pattern: str, *when: time.struct_time) -> str:
        return plain(pattern.replace("%B", "março").replace("%b", "mar"), *when)

    monkeypatch.setattr(time, "strftime", portuguese)


@pytest.mark.usefixtures("another_language")
def test_months_are_named_in_english_on_a_machine_of_another_language() -> None:
    assert f"{date(2027, 3, 31):%B}" == "março", "the machine of this test is not the one meant"
    assert month_in_words(pd.Timestamp(2027, 3, 31)) == "March 2027"
    assert date_in_words(date(2027, 3, 31)) == "31 March 2027"
    assert len(set(MONTHS)) == 12


def _follows_the_machine(source: str) -> list[str]:
    """Texts and names of a file that would come out in the machine's language."""
    nodes = list(ast.walk(ast.parse(source)))
    texts = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    prose = {ast.get_docstring(n, clean=False) for n in nodes if isinstance(n, ast.Module)}
    names = [n.attr for n in nodes if isinstance(n, ast.Attribute)]
    imports = [n for n in nodes if isinstance(n, ast.ImportFrom) and n.module == "calendar"]
    names += [alias.name for node in imports for alias in node.names]
    calendar = {"month_name", "month_abbr", "day_name", "day_abbr", "setlocale"}
    return [
        *(t for t in texts if t not in prose and any(mark in t for mark in FOLLOWS_THE_MACHINE)),
        *(name for name in names if name in calendar),
    ]


def test_no_date_is_written_in_the_language_of_the_machine() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): wrong
        for path in PACKAGE.rglob("*.py")
        if path.stem != "months"
        if (wrong := _follows_the_machine(path.read_text(encoding="utf-8")))
    }

    assert not found, "name months with sufficiency.months"


@pytest.mark.parametrize(
    "source", ['f"{day:%d %B %Y}"', 'day.strftime("%b")', "import calendar\ncalendar.month_name[3]"]
)
def test_a_date_in_the_language_of_the_machine_is_seen(source: str) -> None:
    assert _follows_the_machine(source)


@pytest.mark.parametrize("text", ["2027-13", "2027", "April 2027", "\x1b[2027-04"])
def test_what_is_not_a_month_is_refused_and_quoted_safely(text: str) -> None:
    with pytest.raises(InputError, match="is not a month") as wrong:
        parse_year_month(text)
    assert "\x1b" not in str(wrong.value)
