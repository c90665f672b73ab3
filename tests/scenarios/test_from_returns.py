"""Forecasts and scenarios built on a council's own returns, beside its published record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sufficiency.capacity import area_shares, children_by_area
from sufficiency.engine import Forecast, forecast, run_scenario
from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, load_evidence, placements_at, share_aged
from sufficiency.evidence.splits import mainstream_places
from sufficiency.evidence.ssda903 import MonthlyEvidence, QualityReport, Returns
from sufficiency.evidence.ssda903.counting import count_months
from sufficiency.evidence.ssda903.spells import days
from sufficiency.evidence.synthetic import make_world
from sufficiency.evidence.with_returns import remarks_on_returns, with_returns
from sufficiency.flows import draw_turnover
from sufficiency.placements import FAMILIES, TYPES_OF, position
from tests.scenarios.strategies import scenario_of

DRAWS = 120
IN_HOUSE, AGENCY, EXTERNAL = (
    position(kind) for kind in ("in_house_fostering", "agency_fostering", "external_residential")
)
EMPTY = QualityReport(pd.DataFrame(columns=["rule", "rows"]), 0, (), "", "")


def counts(until: str = "2025-09-30", last: int = 2026, children: int = 640) -> MonthlyEvidence:
    """Counts of a made-up authority, known to a month end."""
    spells = make_world(children, 6, 5, last=last).spells
    return count_months(replace(spells, last=days(until)))


def evidence_with(monthly: MonthlyEvidence) -> Evidence:
    return with_returns(load_evidence(), Returns(monthly, EMPTY), even_so=True)


@pytest.fixture(scope="module")
def monthly() -> MonthlyEvidence:
    return counts()


@pytest.fixture(scope="module")
def made(monthly: MonthlyEvidence) -> Forecast:
    """Opened on 31 March 2025, counted for six months since."""
    return forecast(evidence_with(monthly), years=3, draws=DRAWS, seed=1)


def test_months_since_the_opening_are_as_counted_in_every_draw(
    made: Forecast, monthly: MonthlyEvidence
) -> None:
    assert made.calendar.counted == 6
    placed = made.baseline.projection.placements
    for month, counted in enumerate(monthly.by_type[-7:]):
        assert (placed[:, month] == counted).all()
    assert placed[:, 7].sum(axis=1).std() > 0
    assert (made.families.total[:, 6] == monthly.by_type[-1].sum()).all()


def test_children_are_conserved_and_places_not_overfilled(made: Forecast) -> None:
    p = made.baseline.projection
    for f, family in enumerate(FAMILIES):
        kinds = [position(kind) for kind in TYPES_OF[family]]
        assert np.allclose(p.placements[..., kinds].sum(-1), made.families.paths[..., f])
    assert np.allclose(p.need[:, :-1] + p.entries - p.exits + p.moves, p.need[:, 1:])
    assert (p.filled_places["mainstream"] <= p.usable_places["mainstream"] + 1e-8).all()
    assert (p.placements >= -1e-9).all()


def test_a_lever_acts_from_the_first_month_that_is_not_counted(made: Forecast) -> None:
    lever = {
        "lever": "recruit_carers",
        "from": "2025-04",
        "source": "assumption",
        "additional_households_a_year": 40,
        "months_to_first_placement": 0,
        "displaces": {"agency_fostering": 1.0},
        "cost": {"one_off": 1000, "a_year": 12000},
    }
    result = run_scenario(made, scenario_of(lever)).projection
    before = made.baseline.projection
    assert np.array_equal(result.placements[:, :7], before.placements[:, :7])
    assert (result.placements[:, 7:, AGENCY] <= before.placements[:, 7:, AGENCY] + 1e-8).all()
    assert result.placements[:, -1, AGENCY].mean() < before.placements[:, -1, AGENCY].mean() - 5
    assert np.allclose(result.spent_on_levers[:, :6], 0.0)
    assert np.allclose(result.spent_on_levers[:, 6:], 1000.0)


def test_the_base_year_is_priced_on_the_children_that_the_returns_count(
    made: Forecast, monthly: MonthlyEvidence
) -> None:
    opening, before = (monthly.by_type[monthly.marches[year]] for year in (2025, 2024))
    assert (placements_at(made.evidence, 2024, 5, 1) == before).all()
    child_days = (before + opening) / 2 * 365
    assert np.allclose(made.prices.scaling.child_days, child_days)


def test_rates_are_those_of_the_last_three_years(monthly: MonthlyEvidence) -> None:
    turnover = draw_turnover(evidence_with(monthly), 4000, 1)
    kinds = [position(kind) for kind in TYPES_OF["fostering"]]
    stock = monthly.by_type[:, kinds].sum(axis=1)
    child_months = ((stock[:-1] + stock[1:]) / 2)[-36:].sum()
    left = monthly.exits[-36:, kinds].sum()
    rate = -np.log1p(-turnover.exit_rate[:, 0])
    assert rate.mean() == pytest.approx(left / child_months, rel=0.02)
    assert rate.std() == pytest.approx(np.sqrt(left) / child_months, rel=0.1)
    assert turnover.exit_rate.shape == turnover.move_rate.shape == (4000, len(FAMILIES))
    assert (turnover.move_rate > 0).all() and (turnover.move_rate < 1).all()


def test_ages_are_counted_at_the_end_of_the_returns(monthly: MonthlyEvidence) -> None:
    ages = monthly.stock[-1].sum(axis=0)
    evidence = evidence_with(monthly)
    assert share_aged(evidence, 16) == pytest.approx(ages[4] / ages[:5].sum())
    assert share_aged(evidence, 10) == pytest.approx(ages[3:5].sum() / ages[:5].sum())


def test_areas_are_counted_where_postcodes_tell_and_unknown_is_never_in(
    monthly: MonthlyEvidence,
) -> None:
    area = np.zeros_like(monthly.area)
    area[:, :, 2] = monthly.by_type
    area[-1, AGENCY] = [10, 20, monthly.by_type[-1, AGENCY] - 30]
    shares = area_shares(evidence_with(replace(monthly, area=area)), monthly.by_type[0])
    ahead = np.repeat(monthly.by_type[-1][None, None].astype(float), 8, axis=1)
    found = children_by_area(ahead, shares)[0]
    assert found[7].tolist() == pytest.approx([10, 20, monthly.by_type[-1].sum() - 30])
    assert found[:7].tolist() == area[-7:].sum(axis=1).tolist()  # those months are counted
    area[-1, AGENCY] = [0, 0, monthly.by_type[-1, AGENCY]]
    published = area_shares(evidence_with(replace(monthly, area=area)), monthly.by_type[0])
    assert not published.unknown.any()  # nothing is known from the returns


def test_returns_that_end_before_the_published_record_open_the_run_where_they_end() -> None:
    evidence = evidence_with(counts("2024-06-30", last=2025))
    assert evidence.opening_year == 2024
    assert not evidence.spend["financial_year"].str.startswith("2024").any()
    made = forecast(evidence, years=2, draws=DRAWS, seed=1)
    assert made.calendar.counted == 3
    assert made.prices.scaling.financial_year == "2023/24"


def test_returns_that_begin_after_the_published_record_are_refused() -> None:
    monthly = counts("2026-03-31")
    late = replace(monthly, dates=monthly.dates + pd.DateOffset(years=8))
    with pytest.raises(InputError, match="both hold"):
        evidence_with(late)


def test_returns_from_before_the_carers_are_known_are_refused() -> None:
    monthly = counts("2026-03-31")
    early = replace(monthly, dates=monthly.dates - pd.DateOffset(years=12))
    with pytest.raises(InputError, match=r"carers\.csv has approved mainstream places from 20"):
        evidence_with(early)


def test_a_projection_that_is_all_counted_is_refused() -> None:
    with pytest.raises(InputError, match="ask for 2 years or more"):
        forecast(evidence_with(counts("2026-03-31")), years=1, draws=DRAWS)


def test_returns_that_differ_from_the_published_count_are_remarked_on() -> None:
    said = " ".join(remarks_on_returns(evidence_with(counts(children=300))))
    assert "the published record of Tameside has 652" in said
    assert remarks_on_returns(load_evidence()) == ()


def test_more_children_than_approved_places_are_remarked_on_and_have_a_place(
    monthly: MonthlyEvidence,
) -> None:
    stock = monthly.stock.copy()
    stock[:, IN_HOUSE, 2] += 150
    evidence = evidence_with(replace(monthly, stock=stock))
    approved = mainstream_places(evidence, "approved_places")[2025]
    assert stock[monthly.marches[2025], IN_HOUSE].sum() > approved
    assert "more than the 160 approved mainstream places" in " ".join(remarks_on_returns(evidence))
    p = forecast(evidence, years=2, draws=DRAWS, seed=1).baseline.projection
    assert (p.filled_places["mainstream"] <= p.usable_places["mainstream"] + 1e-8).all()


def test_the_same_counts_give_the_same_hash_and_others_another(monthly: MonthlyEvidence) -> None:
    assert counts().sha256 == monthly.sha256
    moved = monthly.exits.copy()
    moved[3, 2, 1] += 1
    assert replace(monthly, exits=moved).sha256 != monthly.sha256


def test_returns_are_read_from_a_folder(tmp_path: Path) -> None:
    from sufficiency.evidence.synthetic import synthesise

    synthesise(tmp_path / "returns", children=60, years=3)
    evidence = load_evidence(ssda903=tmp_path / "returns", even_so=True)
    assert evidence.returns is not None
    assert evidence.hashes["SSDA903 returns, as counted by month"] == (
        evidence.returns.monthly.sha256
    )
    with pytest.raises(InputError, match="give those too"):
        load_evidence(areas=tmp_path / "areas.csv")


@pytest.mark.parametrize("kind", ["kinship_fostering", "placed_with_parents"])
def test_a_forecast_from_returns_starts_where_the_children_are(
    made: Forecast, monthly: MonthlyEvidence, kind: str
) -> None:
    now = monthly.by_type[-1, position(kind)]
    soon = made.baseline.projection.placements[:, 9, position(kind)]
    assert np.quantile(soon, 0.01) - 3 <= now <= np.quantile(soon, 0.99) + 3


def test_why_the_total_moves_is_told_from_the_counts(
    made: Forecast, monthly: MonthlyEvidence
) -> None:
    told = made.families.explanation.set_index("term")
    came = int(monthly.arrivals[-12:].sum())
    assert f"; {came} did in the twelve months before" in told.loc["arrivals", "words"]
    effect = told.loc[["arrivals", "leaving"], "effect_one_year_percent"].sum() / 100
    total = made.families.total
    assert effect * total[0, 6] == pytest.approx((total[:, 18] - total[:, 6]).mean())
