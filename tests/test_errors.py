"""What is quoted from a user's file can be read, fits a line and does nothing to a terminal."""

from __future__ import annotations

import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sufficiency import errors
from sufficiency.errors import closest, listed, printable, quoted

ANY_TEXT = st.text(st.characters(), max_size=200)  # halves of characters (surrogates) too

ACTING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def acts_or_hides(text: str) -> list[str]:
    return [
        c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    ]


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(errors).failed == 0


@given(ANY_TEXT)
def test_what_is_quoted_neither_acts_nor_hides_and_is_short(text: str) -> None:
    said = quoted(text)
    assert not acts_or_hides(said)
    assert len(said) <= 60 + len("''…") + len(" (200 characters)")
    said.encode("utf-8")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("placed 4", "'placed 4'"),
        ("Siân’s £5", "'Siân’s £5'"),
        ("O'Neill", '"O\'Neill"'),
        ("\x1b]0;title\x07", r"'\x1b]0;title\x07'"),
        ("abc\u202edef", r"'abc\u202edef'"),
        ("a\u200bb\ufeff", r"'a\u200bb\ufeff'"),
        ("a\u3164b\ufe0f", r"'a\u3164b\ufe0f'"),
        ("a\xa0b", r"'a\xa0b'"),
        ("a\r\nb\tc", r"'a\r\nb\tc'"),
        ("\ud800", r"'\ud800'"),
        (None, "'None'"),
        (5, "'5'"),
    ],
)
def test_quoted(found: object, said: str) -> None:
    assert quoted(found) == said


def test_a_cell_of_a_megabyte_is_clipped_and_its_length_is_said() -> None:
    said = quoted("\x07" * 1_000_000)
    assert len(said) < 100 and "1,000,000 characters" in said


@given(ANY_TEXT)
def test_printable_leaves_what_can_be_read_as_it_is(text: str) -> None:
    shown = printable(text)
    assert not acts_or_hides(shown)
    assert printable(shown) == shown


def test_closest_quotes_and_is_quick_for_a_cell_of_a_megabyte() -> None:
    assert closest("looked_aftr", ["looked_after"]) == " Did you mean 'looked_after'?"
    assert closest("x" * 1_000_000, ["looked_after", "x" * 99]) != ""
    assert closest("zebra", ["looked_after"]) == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_listed(words: list[str], said: str) -> None:
    assert listed(words) == said


def test_a_long_list_is_cut_and_says_how_many_it_leaves_out() -> None:
    said = listed(["column \x07"] * 100_000)
    assert said.endswith("and 99,970 more") and len(said) < 1000 and not acts_or_hides(said)
