"""Ages of the children looked after, read and divided by hand."""

from __future__ import annotations

import pytest

from sufficiency.evidence import load_evidence, share_aged


def test_shares_are_the_published_ones() -> None:
    """31 March 2025: 36 under 1, 87 aged 1 to 4, 129 aged 5 to 9, 257 to 15, 143 of 16 and over."""
    evidence = load_evidence()
    assert share_aged(evidence, 16) == pytest.approx(143 / 652)
    assert share_aged(evidence, 10) == pytest.approx(400 / 652)
