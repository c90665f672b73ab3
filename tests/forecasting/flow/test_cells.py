"""A region's children counted in cells: the same futures as when each child is followed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sufficiency.evidence.ssda903.counting import count_months
from sufficiency.evidence.ssda903.monthly import MonthlyEvidence
from sufficiency.evidence.synthetic import make_world
from sufficiency.forecasting.flow import passing, paths
from sufficiency.forecasting.flow.cells import follow_cells
from sufficiency.forecasting.flow.fit import FlowModel, fit_flow_model
from sufficiency.forecasting.flow.followed import follow_children
from sufficiency.forecasting.flow.unknown import draw_unknown
from sufficiency.streams import stream

MONTHS, DRAWS = 24, 200


@pytest.fixture(scope="module")
def monthly() -> MonthlyEvidence:
    return count_months(make_world(150, 5, 3, "drifting").spells)


@pytest.fixture(scope="module")
def model(monthly: MonthlyEvidence) -> FlowModel:
    return fit_flow_model(monthly)


@pytest.fixture(autouse=True)
def few_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing, "FOLLOWED", 20_000)


def test_middle_and_spread_are_those_of_following_each_child(model):
    """Three times from the same rates, twice by following: they differ by chance alone."""
    dice = stream(1, "test of cells")
    unknown = draw_unknown(model, MONTHS, DRAWS, dice)
    drawn = unknown.chances  # more is made of what cells have to keep: who has just moved moves on
    newly = np.array([4, 4, 2, 1, 0.5, 0.2], dtype=np.float32)
    often = replace(drawn, ease=drawn.ease * np.float32(1.5), move=drawn.move * newly)
    unknown = replace(unknown, chances=often)

    one, other = (follow_children(model, unknown, dice)[0] for _ in range(2))
    cells, _ = follow_cells(passing.passing_of(model, MONTHS, dice), unknown, dice)

    large = one[:, 0].mean(axis=0) >= 15
    for month in (1, 6, MONTHS):
        for pick in (np.ones(10, dtype=bool), *np.diag(large)[large]):
            by_one, by_other, by_cells = (
                s[:, month, pick].sum(axis=1) for s in (one, other, cells)
            )
            apart = by_cells - (by_one + by_other) / 2
            assert abs(apart.mean()) < 4 * apart.std() / np.sqrt(DRAWS)
            chance, of_cells = (by_one - by_other).var() / 2, (by_cells - by_one).var() / 2
            assert of_cells == pytest.approx(chance, rel=0.5)  # s.e. of the ratio: 14%


def test_children_in_cells_are_whole_and_conserved(model, monkeypatch):
    followed = paths.simulate(model, 6, 20, 1)
    monkeypatch.setattr(paths, "MOST_FOLLOWED", 0)
    monkeypatch.setattr(paths, "BLOCK_OF_CELLS", 8)

    (stock, came), (again, _) = (
        paths.simulate_with_arrivals(model, 6, 20, 1, workers) for workers in (1, 2)
    )

    assert (stock == again).all()
    assert stock.shape == followed.shape
    assert (stock[:, 0] == followed[:, 0]).all()
    assert (stock >= 0).all()
    assert (stock == np.round(stock)).all()
    total = stock.sum(axis=2)
    assert (total[:, 1:] <= total[:, :-1] + came).all()


def test_in_cells_too_children_leave_by_their_18th_birthday(monthly, monkeypatch):
    """Nobody comes, leaves or moves: who is left is known to the child."""
    monkeypatch.setattr(paths, "MOST_FOLLOWED", 0)
    steps = monthly.steps
    still = replace(
        monthly,
        arrivals=np.zeros_like(monthly.arrivals),
        steps=replace(steps, then=steps.kind, children=steps.children * 1_000_000),
    )

    stock = paths.simulate(replace(fit_flow_model(still), usual_entries=0.0), 36, 10, 1)

    now = monthly.now
    for month in (1, 12, 36):
        left = now.children[now.months_left >= month].sum()
        assert stock[:, month].sum(axis=1) == pytest.approx(left, abs=1)
