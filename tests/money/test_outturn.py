"""Prices reproduce what was spent, and every pound of the total is accounted for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence
from sufficiency.money import BaseYear, Prices, Volumes, draw_prices
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES

OWN = PLACEMENT_TYPES.index("in_house_residential")


def test_listed_prices_explain_the_outturn_within_a_tenth(prices: Prices):
    factors = prices.factors.set_index("line")
    assert list(factors.index) == ["residential", "fostering"]
    assert factors["factor"].between(0.9, 1.1).all()
    explained = factors["factor"] * factors["modelled"]
    np.testing.assert_allclose(explained + factors["residual"], factors["outturn"])
    joint = factors["outturn"].sum() / factors["modelled"].sum()
    assert factors.at["residential", "factor"] == pytest.approx(joint)  # its own has no weight
    assert prices.scaling.warnings == ()


def test_every_draw_reproduces_the_outturn_of_its_line(
    prices: Prices, base: BaseYear, evidence: Evidence
):
    """Worked anew from the counts: children seeking asylum are spent on from another line."""
    seeking = {"agency_fostering": 0.3, "supported_accommodation": 0.5, "other_placements": 0.2}
    mean = (base.before + base.opening) / 2
    for kind, share in seeking.items():
        mean[:, PLACEMENT_TYPES.index(kind)] -= 18 * share
    weekly = mean * prices.weekly
    weekly[:, OWN] += base.home_places * prices.fixed_weekly
    fostering = weekly[:, :3].sum(-1) * 365 / 7
    residential = weekly[:, [3, 4, 5, 8, 9]].sum(-1) * 365 / 7
    left = prices.factors.set_index("line")["residual"]
    np.testing.assert_allclose(fostering + left["fostering"], 13_010_190, rtol=1e-12)
    np.testing.assert_allclose(residential + left["residential"], 42_134_680, rtol=1e-12)


def test_the_mix_of_prices_is_uncertain_but_not_their_total(prices: Prices):
    ratio = prices.weekly.std(axis=0) / prices.weekly.mean(axis=0)
    assert (ratio > 0.03).all()
    children = prices.scaling.child_days.mean(axis=0)
    external, other = (
        PLACEMENT_TYPES.index(kind) for kind in ("external_residential", "other_placements")
    )
    assert children[external] > children[other]
    assert np.corrcoef(prices.weekly[:, external], prices.weekly[:, other])[0, 1] < -0.3


def test_modelled_and_not_modelled_add_to_all_children_looked_after(prices: Prices):
    scaling = prices.scaling
    weekly = scaling.child_days * prices.weekly / 7
    modelled = weekly.sum(-1) + scaling.place_days * prices.fixed_weekly / 7
    np.testing.assert_allclose(modelled + prices.not_modelled, 71_001_160, rtol=1e-12)
    assert (prices.not_modelled > 10e6).all()
    assert scaling.financial_year == "2024/25"


def test_the_boundary_names_every_pound(prices: Prices):
    boundary = prices.scaling.boundary
    assert boundary["mean"].sum() == pytest.approx(71_001_160, rel=1e-9)
    assert set(boundary["status"]) <= {"known", "assumed", "unknown"}
    seeking = boundary.set_index("part").at["Children seeking asylum", "mean"]
    assert seeking == pytest.approx(1_550_380, rel=0.25)  # their own line, held for comparison


def test_a_line_far_from_both_together_takes_their_factor(
    evidence: Evidence, base: BaseYear, volumes: Volumes, calendar: Calendar, with_table
):
    """What was booked on fostering in place of residential care is no price of fostering."""
    spend, moved = evidence.spend, 15e6
    last = (spend["area"] == evidence.authority.name) & (spend["financial_year"] == "2024-25")
    for line, change in (("residential care", -moved), ("fostering services", moved)):
        here = last & (spend["line"] == f"RO3 CLA {line}")
        spend.loc[here & (spend["measure"] == "total_expenditure"), "value"] += change
    booked = draw_prices(with_table("spend", spend), base, volumes, calendar, 1)
    factors = booked.factors.set_index("line")
    assert factors["joint_alone"].all() and factors["factor"].nunique() == 1
    assert factors.at["fostering", "residual"] == pytest.approx(moved, rel=0.05)
    assert factors["residual"].sum() == pytest.approx(0, abs=1)
    assert sum("too far from both lines" in said for said in booked.scaling.warnings) == 2
    plain = draw_prices(evidence, base, volumes, calendar, 1)
    assert booked.weekly.mean(0) == pytest.approx(plain.weekly.mean(0), rel=0.01)
    assert booked.not_modelled.mean() == pytest.approx(plain.not_modelled.mean(), rel=0.01)


def test_no_more_children_seeking_asylum_are_taken_out_than_their_line_pays_for(
    evidence: Evidence, base: BaseYear, volumes: Volumes, calendar: Calendar, with_table
):
    """A third of the line pays for a third of them; the others' cost is in the other lines."""
    spend = evidence.spend
    line = spend["line"] == "RO3 CLA asylum seekers"
    spend.loc[line & (spend["measure"] == "total_expenditure"), "value"] /= 3
    small = draw_prices(with_table("spend", spend), base, volumes, calendar, 1).scaling
    plain = draw_prices(evidence, base, volumes, calendar, 1).scaling
    out = [(s.child_days - s.line_days)[:, :6].sum(-1).mean() / 365 for s in (plain, small)]
    assert out[0] == pytest.approx(18 * 0.8)  # a fifth of them are in other placements
    assert out[1] < out[0] / 2
    parts = small.boundary.set_index("part")["mean"]
    assert parts["Children seeking asylum"] == pytest.approx(1_550_380 / 3, rel=0.25)


def test_own_home_places_held_take_their_part_of_the_outturn(
    evidence: Evidence, base: BaseYear, volumes: Volumes, calendar: Calendar, prices: Prices
):
    more = draw_prices(
        evidence, replace(base, home_places=base.home_places * 2), volumes, calendar, 1
    )
    # The joint factor falls, and fostering with it, by much less.
    fell = 1 - more.weekly[:, [0, OWN + 1]].mean(0) / prices.weekly[:, [0, OWN + 1]].mean(0)
    assert 0 < fell[0] < fell[1]


def test_prices_far_from_the_outturn_are_said_to_be(
    evidence: Evidence, base: BaseYear, volumes: Volumes, calendar: Calendar, with_table
):
    cheap = evidence.prices
    for column in ("weekly_price", "low", "high", "weekly_fixed_cost_per_place"):
        cheap[column] = cheap[column] / 2
    halved = draw_prices(with_table("prices", cheap), base, volumes, calendar, 1)
    assert len(halved.scaling.warnings) == 2
    assert "scaled by 2.0" in halved.scaling.warnings[0]


def test_a_missing_outturn_line_is_refused(
    evidence: Evidence, base: BaseYear, volumes: Volumes, calendar: Calendar, with_table
):
    spend = evidence.spend
    without = spend[spend["line"] != "RO3 CLA fostering services"]
    with pytest.raises(InputError, match=r"RO3 CLA fostering services.*2024-25"):
        draw_prices(with_table("spend", without), base, volumes, calendar, 1)


def test_unknown_numbers_seeking_asylum_are_refused(
    evidence: Evidence, base: BaseYear, volumes: Volumes, calendar: Calendar, with_table
):
    children = evidence.children_in_care
    known = children["measure"] != "uasc_31_march"
    with pytest.raises(InputError, match="uasc_31_march in 2024 and 2025"):
        draw_prices(with_table("children_in_care", children[known]), base, volumes, calendar, 1)
