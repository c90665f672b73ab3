"""Days become pounds in one place: children at their price, own home places filled or not."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

import sufficiency
from sufficiency.money.priced import OWN_HOME, a_day
from sufficiency.money.prices import base_year_prices, real_prices
from sufficiency.placements import PLACEMENT_TYPES

KINDS = len(PLACEMENT_TYPES)


def test_a_week_of_one_child_is_the_weekly_price():
    weekly = np.arange(1.0, KINDS + 1)[None] * 700
    days = np.full((1, KINDS), 7.0)
    cost = a_day(weekly, 0.0).cost(days, np.zeros(1))
    np.testing.assert_allclose(cost, weekly)


def test_a_place_is_paid_for_filled_or_not_and_is_part_of_own_homes():
    daily = a_day(np.full((1, KINDS), 7.0), np.array([70.0]))
    nobody = np.zeros((1, KINDS))
    cost = daily.cost(nobody, np.array([365.0]))
    assert cost[0, OWN_HOME] == pytest.approx(3650)
    assert np.delete(cost[0], OWN_HOME).tolist() == [0.0] * (KINDS - 1)
    by_line = daily.cost_by_line(nobody, np.array([365.0]))
    assert by_line[0, -1] == pytest.approx(3650) and by_line[0, :-1].sum() == 0
    assert nobody.sum() == 0  # what was given is left as it was


def test_lines_add_to_types_and_places_move_as_own_homes_do(prices, calendar):
    days = np.random.default_rng(1).uniform(0, 9e4, (len(prices.weekly), calendar.years, KINDS))
    places = days[..., 0] / 9
    daily = real_prices(prices)
    cost, lines = daily.cost(days, places), daily.cost_by_line(days, places)
    np.testing.assert_allclose(lines.sum(-1), cost.sum(-1))
    base = base_year_prices(prices)
    np.testing.assert_allclose(daily.at(2).place / base.place, prices.real_growth[:, 2, OWN_HOME])


def test_no_other_file_of_money_or_finance_divides_by_the_days_of_a_week():
    root = Path(sufficiency.__file__).parent
    files = [*(root / "money").glob("*.py"), *(root / "results").rglob("*.py")]
    sevens = [
        path.name
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and isinstance(node.right, ast.Constant)
        and node.right.value == 7
    ]
    assert len(files) > 20 and sevens == []
