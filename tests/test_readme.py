"""The README and the guide for finance quote what a run says today."""

from __future__ import annotations

import pytest
from PIL import Image

from tests import guide
from tests.readme import PICTURE, README, as_it_should_be, quoted

ANEW = "a run says otherwise today: `make readme` writes README.md and its picture anew"


@pytest.mark.slow
def test_the_picture_and_the_numbers_of_the_readme_are_those_of_a_run() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == as_it_should_be(text), ANEW
    with Image.open(PICTURE) as picture:  # a chart's words are in the file of its picture
        assert picture.info["Description"] == quoted()[0].alt, ANEW


@pytest.mark.slow
def test_the_guide_for_finance_prints_what_a_run_says() -> None:
    text = guide.GUIDE.read_text(encoding="utf-8")
    assert text == guide.as_it_should_be(text), ANEW.replace("README.md and its picture", "it")
