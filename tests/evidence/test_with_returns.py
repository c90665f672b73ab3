"""Returns beside the published record: of the same authority, or stopped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence import load_evidence
from sufficiency.evidence.ssda903 import MonthlyEvidence, QualityReport, Returns
from sufficiency.evidence.ssda903.counting import count_months
from sufficiency.evidence.synthetic import make_world
from sufficiency.evidence.with_returns import (
    GROUPS,
    beside_published_lines,
    refuse_another_authority,
    remarks_on_returns,
    with_returns,
)
from sufficiency.placements import TYPES_OF, position


@pytest.fixture(scope="module")
def monthly() -> MonthlyEvidence:
    return count_months(make_world(60, 5, 3).spells)


def returns(monthly: MonthlyEvidence, shares: dict[int, float]) -> Returns:
    """Returns that count these shares of Tameside's published children at each 31 March."""
    published = load_evidence().series("looked_after_31_march")
    stock = np.zeros_like(monthly.stock)
    for year, place in monthly.marches.items():
        stock[place, 0, 0] = round(float(published.get(year, 0)) * shares.get(year, 1.0))
    report = QualityReport(None, 0, (), "", "")  # type: ignore[arg-type]
    return Returns(replace(monthly, stock=stock), report)


def test_returns_of_another_authority_stop_and_name_the_years(monthly):
    other = returns(monthly, dict.fromkeys(range(2015, 2030), 0.5))

    with pytest.raises(InputError, match=r"returns of Tameside.* in 2025.*--even-so"):
        with_returns(load_evidence(), other)
    assert with_returns(load_evidence(), other, even_so=True).returns is other


@pytest.mark.parametrize("apart", [{}, {2024: 0.5}, dict.fromkeys(range(2015, 2030), 0.93)])
def test_a_year_apart_or_a_little_in_all_is_no_other_authority(monthly, apart):
    refuse_another_authority(load_evidence(), returns(monthly, apart))


def as_published(monthly: MonthlyEvidence, recoded: bool) -> Returns:
    """Returns that count Tameside's published children by group, or homes as other placements."""
    evidence = load_evidence()
    stock = np.zeros_like(monthly.stock)
    for group, (_, families) in GROUPS.items():
        to = "other_placements" if recoded and "homes" in families else TYPES_OF[families[0]][0]
        for year, place in monthly.marches.items():
            known = evidence.placed(group).get(year, 0.0)
            stock[place, position(to), 0] += 0 if np.isnan(known) else int(known)
    report = QualityReport(None, 0, (), "", "", doubts=("A doubt.",))  # type: ignore[arg-type]
    return Returns(replace(monthly, stock=stock), report)


def test_a_code_wrong_alike_in_all_returns_stops_and_is_shown(monthly):
    """The total is right in every year: only the groups tell."""
    with pytest.raises(InputError, match=r"homes and supported.* 0 and 145 in 2025.*--even-so"):
        with_returns(load_evidence(), as_published(monthly, recoded=True))

    evidence = with_returns(load_evidence(), as_published(monthly, recoded=True), even_so=True)
    shown = [line for line in beside_published_lines(evidence) if "homes and supported" in line]
    assert "0/145" in shown[0]
    assert remarks_on_returns(evidence)[0] == "A doubt."


def test_returns_as_published_go_on(monthly):
    right = as_published(monthly, recoded=False)

    assert with_returns(load_evidence(), right).returns is right
