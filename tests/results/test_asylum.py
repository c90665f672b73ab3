"""Children seeking asylum as a line of the baseline: tried on every council, with its grant."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.engine import run_scenarios
from sufficiency.evidence.loading import the_record
from sufficiency.ranges import HALF_80
from sufficiency.results.asylum import CHILDREN, ERRORS, GRANT, asylum_table, expected
from tests.scenarios.strategies import scenario_of
from tests.small_run import small_forecast, small_run


def _record(table: str, keys: tuple[str, ...], year: int) -> pd.Series:
    rows = the_record().numbers(table, year)
    for level, key in enumerate(keys, start=1):
        rows = rows[rows.index.get_level_values(level) == key]
    return pd.Series(rows.to_numpy(), rows.index.get_level_values(0))


@pytest.mark.parametrize("ahead", [1, 3, 5])
def test_on_every_council_the_range_held_and_the_middle_beat_no_change(ahead: int) -> None:
    errors, level = [], []
    for opening in range(2015, 2026 - ahead):
        now, then = (
            _record("children_in_care", ("uasc_31_march",), year)
            for year in (opening, opening + ahead)
        )
        living = _record("population", ("0-17", "estimate"), opening - 1)
        share = now["E92000001"] * living / living["E92000001"]
        councils = pd.DataFrame({"now": now, "then": then, "share": share}).dropna()
        councils = councils[councils.index.str.match("E0[6-9]|E10") & (councils["now"] >= 5)]
        middle = expected(councils["now"].to_numpy(), councils["share"].to_numpy(), ahead)
        errors.append(np.log((councils["then"] + 1) / (middle + 1)))
        level.append(np.log((councils["then"] + 1) / (councils["now"] + 1)))
    found, flat = np.concatenate(errors), np.concatenate(level)
    assert np.sqrt((found**2).mean()) == pytest.approx(ERRORS[ahead - 1], abs=0.005)
    assert np.sqrt((found**2).mean()) < 0.95 * np.sqrt((flat**2).mean())
    assert 0.76 < (np.abs(found) <= HALF_80 * ERRORS[ahead - 1]).mean() < 0.86


def test_tamesides_line_starts_at_18_with_its_grant_and_a_lever_adds_to_it() -> None:
    table = small_run(2).tables["asylum"]
    base = table[table["scenario"] == "Baseline"].set_index(["measure", "date"])
    first = table["date"].min()
    children, grant = (base.loc[(measure, first)] for measure in (CHILDREN, GRANT))
    assert 15 < children["p50"] < 25 and children["p10"] < children["p50"] < children["p90"]
    # The opening's 18 and the end of the year, at 143 a night.
    assert grant["mean"] == pytest.approx((18 + children["mean"]) / 2 * 143 * 365)
    assert "asylum" not in small_run(2).published().tables

    more = {"lever": "asylum_arrivals", "additional_children_a_year": 12, "source": "assumption"}
    more |= {"from": "2025-04", "placed_in": {"supported_accommodation": 1.0}}
    rows = asylum_table(run_scenarios(small_forecast(), scenario_of(more)))
    mean = rows[rows["measure"] == CHILDREN].pivot(index="date", columns="scenario", values="mean")
    gained = (mean["Tried out"] - mean["Baseline"]).to_numpy()
    assert 6 < gained[0] <= 12 and (np.diff(gained) > 0).all()
