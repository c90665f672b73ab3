"""The engine agrees with single children on cohorts, ages, breakdown and return to care."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sufficiency.capacity import BackInCare, Effects, Move, no_effects
from sufficiency.capacity.need import Need, need_path
from sufficiency.flows import baseline_flows
from sufficiency.placements import FAMILIES
from tests.capacity.individual_moves import LONGEST, Family, Moves

MONTHS, RUNS, ERROR = 48, 400, 3.5
HOMES = FAMILIES.index("homes")


def engine(case: Moves) -> Need:
    """The same family in the engine: one draw, since it works with means."""
    need = np.zeros((1, MONTHS + 1, len(FAMILIES)))
    need[..., HOMES] = case.children
    flows = baseline_flows(need, np.full((1, len(FAMILIES)), case.exit_rate))
    return need_path(need[:, 0], flows, effects_of(case))


def effects_of(case: Moves) -> Effects:
    none = no_effects(1, MONTHS)
    if case.led_out:
        kind = {"external_residential": np.full((1, MONTHS), case.led_out)}
        by_month = np.array([*case.back, 0.0])[:, None]
        own = {"external_residential": np.ones((1, MONTHS))}
        return replace(none, leaving=kind, back=(BackInCare(own, by_month),))
    share = np.where(np.arange(MONTHS) < case.moving_for, case.moved, 0.0)[None]
    ages = np.full((LONGEST, 1), 1.0 / LONGEST)
    move = Move("homes", "fostering", share, ages, np.array([case.returning]))
    return replace(none, moving=(move,))


@pytest.mark.parametrize(
    "case",
    [
        Moves(moved=0.02, moving_for=12),
        Moves(moved=0.02, returning=0.03),
        Moves(moved=0.15),
    ],
    ids=["a cohort", "moves that break down", "nearly all"],
)
def test_children_who_are_moved_grow_up_and_come_back_as_single_children_do(case: Moves) -> None:
    found = Family(case, RUNS, np.random.default_rng(7)).run(MONTHS)
    need = engine(case)
    (moved,) = need.moved
    assert moved.aged_16 is not None
    for month in (5, 11, 23, 47):
        for kind, expected in (("away", moved.children), ("away_16", moved.aged_16)):
            seen = found[kind][month]
            error = np.sqrt(max(seen, 1.0) / RUNS)
            assert abs(seen - expected[0, month]) < ERROR * error, (kind, month)
        assert need.path[0, month + 1].sum() == pytest.approx(case.children)


def test_children_led_out_of_care_come_back_as_single_children_do() -> None:
    """A fifth within a year, and again half as many in the next."""
    case = Moves(led_out=0.01, back=(0.2 / 12,) * 12 + (0.1 / 12,) * 12)
    found = Family(case, RUNS, np.random.default_rng(8)).run(MONTHS)
    need = engine(case)
    assert need.path[0, -1].sum() < 0.85 * case.children
    for month in (5, 11, 23, 47):
        seen, expected = found["all"][month], need.path[0, month + 1].sum()
        assert abs(seen - expected) < ERROR * np.sqrt(seen / RUNS), month
