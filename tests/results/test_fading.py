"""Why effects fade: what is done, what is left of it, and where the rest went."""

from __future__ import annotations

import pandas as pd
import pytest

from sufficiency.pages.report.fading import fading_block
from sufficiency.results.fading import BACK, KEPT, LED, MOVED, NET, fading_table
from sufficiency.results.run import Run
from tests.small_run import small_run


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run(5)


def test_the_reasons_add_to_what_is_left_which_is_the_difference(run: Run) -> None:
    assert run.results is not None
    table = fading_table(run.results)
    keys = ["scenario", "date", "effect"]
    parts = table[table["reason"] != NET].groupby(keys)["children"].sum()
    left = table[table["reason"] == NET].set_index(keys)["children"]
    pd.testing.assert_series_equal(parts, left.reindex(parts.index), check_names=False)
    changed = run.tables["differences"].query("measure == 'children' and placement_type == 'total'")
    fewer = left.xs("fewer in care", level="effect")
    total = changed.set_index(["scenario", "date"])["mean"].reindex(fewer.index)
    assert (fewer > 0).any() and fewer.to_numpy() == pytest.approx(-total.to_numpy(), abs=1e-6)


def test_fewer_are_left_each_year_of_those_moved(run: Run) -> None:
    found = run.tables["fading"].query("effect == 'homes to fostering'")
    by = found.groupby(["scenario", "reason"])["children"].last().unstack()
    assert (by[MOVED] > 0).all() and (by[NET] < by[MOVED]).all()
    assert (by.drop(columns=[MOVED, NET]) <= 0).all(axis=None)
    assert set(found["reason"]).isdisjoint({KEPT, LED, BACK})


def test_the_annex_says_it_and_a_published_one_does_not(run: Run) -> None:
    block = fading_block(run)
    assert block is not None
    (stepped, *_) = (row for row in block.rows if row[1] == "Children's homes to fostering")
    assert "moved" in stepped[2] and "went back" in stepped[3]
    assert fading_block(run.published()) is None


def test_a_run_in_which_nothing_fades_has_a_table_of_the_same_form() -> None:
    results = small_run(1).results  # carers alone: nobody enters, leaves or steps down
    assert results is not None
    table = fading_table(results)
    assert table.empty and table["date"].dtype.kind == "M" and table["children"].dtype.kind == "f"
