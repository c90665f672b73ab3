"""Every number of every shipped scenario file stands in the assumptions table with its source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sufficiency.results.assumptions import _lever_rows
from sufficiency.scenarios import Lever, load_scenarios
from sufficiency.scenarios.values import Range
from tests.scenarios.strategies import embedded

FILES = sorted((Path(__file__).parents[2] / "scenarios").rglob("[0-9]*.yaml"))


def numbers(held: Any) -> list[float]:
    """All numbers in what a file gave: the middle of a range, and a whole mapping's."""
    if isinstance(held, bool) or held is None or isinstance(held, str):
        return []
    if isinstance(held, int | float):
        return [float(held)]
    if isinstance(held, Range):
        return [held.mean]
    if isinstance(held, dict):
        return [x for value in held.values() for x in numbers(value)]
    if isinstance(held, list | tuple):
        return [x for value in held for x in numbers(value)]
    return [x for name in type(held).model_fields for x in numbers(getattr(held, name))]


def all_numbers(lever: Lever) -> list[float]:
    given = lever.model_fields_set - {"source"}
    return [x for name in given for x in numbers(getattr(lever, name))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_number_of_a_file_is_left_out(path: Path) -> None:
    for scenario in (found.with_evidence(embedded()) for found in load_scenarios(path)):
        for number, lever in enumerate(scenario.levers, start=1):
            rows = _lever_rows(scenario.name, number, lever)
            shown = [row["value"] for row in rows]
            for value in all_numbers(lever):
                assert any(abs(value - held) < 1e-9 for held in shown), (lever.lever, value)
            assert all(row["source"] for row in rows)
            assert len({row["key"] for row in rows}) == len(rows)


def test_costs_and_displacement_are_there_by_name() -> None:
    (scenario,) = load_scenarios(FILES[0])
    (lever,) = scenario.with_evidence(embedded()).levers
    rows = {row["key"].split(".", 1)[1]: row for row in _lever_rows("x", 1, lever)}
    assert "cost.a_year" in rows
    assert rows["displaces.external_residential"]["value"] == 0.05
    assert "displaces_residential_share" in rows["displaces.external_residential"]["source"]
    assert rows["displaces.external_residential"]["quality"] == "assumption"
