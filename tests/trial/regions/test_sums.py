"""The trial of sums: groups within a half, sums that add, what is stored and what it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sufficiency.forecasting.shared.model import KEYS, SharedConstants
from sufficiency.trial.halves import in_first_half
from sufficiency.trial.regions.run import regions_to_folder, stored_cover, stored_regions
from sufficiency.trial.regions.scores import cover
from sufficiency.trial.regions.sums import (
    COLUMNS,
    SUMMED,
    Task,
    opening_draws,
    random_tens,
    regional,
    try_sums,
)
from tests.trial import made_up

HELD = SharedConstants(dict.fromkeys(KEYS, 0.02), dict.fromkeys(KEYS, 0.01), "made up")


@pytest.fixture(scope="module")
def task() -> Task:
    record = made_up.whole(made_up.made_up_record())
    regions = tuple(f"R{i % 3}" for i in range(len(record.children.codes)))
    return Task(record, 2019, regions, (HELD, HELD), 100, 1)


@pytest.fixture(scope="module")
def table(task: Task) -> pd.DataFrame:
    return try_sums(task)


@pytest.fixture(scope="module")
def opening(task: Task):
    return opening_draws(task)


def test_every_council_keeps_its_own_draws(opening):
    for name in SUMMED:
        assert np.array_equal(
            np.sort(opening.draws[name]), np.sort(opening.apart[name]), equal_nan=True
        ), name


def test_kinds_of_placement_add_to_the_total_in_every_draw(opening):
    """Whole draws are moved, so what added up still does."""
    parts = sum(opening.draws[name] for name in ("foster", "expensive_children"))
    rest = sum(opening.draws[n] for n in ("placed_with_parents", "placed_for_adoption"))
    known = np.isfinite(parts)

    assert known.any()
    assert np.allclose((parts + rest)[known], opening.draws["looked_after"][known], rtol=1e-5)


def test_random_tens_lie_within_one_half(task, opening):
    first = in_first_half(task.record.children.codes)

    tens = random_tens(task.record.children.codes, opening, 1)

    assert len({name for _, name, _ in tens}) == len(tens)
    for _, name, rows in tens:
        assert len(set(rows)) == 10 and len(set(first[rows])) == 1, name


def test_a_region_holds_its_councils_and_england_all():
    found = regional(("A", "B", "A", ""))

    assert {name: list(rows) for name, rows in found.items()} == {
        "A": [0, 2],
        "B": [1],
        "England": [0, 1, 2],
    }


def test_sums_of_regions_add_to_england(table):
    rows = table[(table["kind"] == "region") & (table["measure"] == "looked_after")]
    rows = rows[rows["draws"] == "together"]
    england = rows["group"] == "England"
    for horizon in range(1, 6):
        one = rows["horizon"] == horizon
        assert rows.loc[one & england, "came"].sum() == rows.loc[one & ~england, "came"].sum()


@pytest.mark.slow
def test_nothing_later_than_the_opening_is_looked_at(task, table):
    later = task.record.children.panel.years > 2019
    values = {
        name: np.where(later, 9 * found, found)
        for name, found in task.record.children.panel.values.items()
    }
    panel = replace(task.record.children.panel, values=values)
    changed = replace(task.record, children=replace(task.record.children, panel=panel))

    after = try_sums(replace(task, record=changed))

    same = ["group", "measure", "horizon", "p50"]
    keep = table["kind"] == "region"
    pd.testing.assert_frame_equal(table.loc[keep, same], after.loc[keep, same])


def test_cover_counts_what_lay_inside_and_its_error_leaves_out_a_year_at_a_time():
    table = pd.DataFrame(
        {
            "origin": [2013, 2014, 2015, 2016],
            "p10": 90.0,
            "p50": 100.0,
            "p90": 110.0,
            "came": [89.0, 90.0, 105.0, 130.0],
            "measure": "looked_after",
        }
    )

    (row,) = cover(table, ["measure"]).to_dict("records")

    assert row["held_80"] == 50 and row["n"] == 4
    assert row["bias"] == pytest.approx(100 * (414 / 400 - 1))
    without = np.array([200 / 3, 100 / 3, 100 / 3, 200 / 3])
    assert row["held_80_se_year"] == pytest.approx(np.sqrt(3 / 4 * ((without - 50) ** 2).sum()))


# --- the trial that comes with the package --------------------------------------------------


def test_stored_sums_are_of_the_contract_and_written_as_they_are(tmp_path):
    rows = regions_to_folder(tmp_path, True, 100, 1, 1)

    table = pd.read_csv(tmp_path / "regions.csv")
    assert list(table.columns) == list(COLUMNS) and len(table) == rows
    assert set(table["kind"]) == {"region", "tens"}
    assert set(table["origin"]) == set(range(2013, 2025))
    assert (table["p10"] <= table["p50"]).all() and (table["p50"] <= table["p90"]).all()


def test_stored_scores_are_those_of_the_stored_sums():
    table = stored_regions()
    table = table.assign(of=table["kind"].where(table["group"] != "England", "England"))
    again = cover(table, ["of", "measure", "horizon"]).set_index(["of", "measure", "horizon"])
    stored = stored_cover()
    stored = stored[stored["draws"] == "together"].set_index(["of", "measure", "horizon"])

    # ranges are kept to five figures, so one in a thousand may change sides
    apart = (again["held_80"] - stored["held_80"].reindex(again.index)).abs()
    assert apart.max() < 1.5


def test_a_regions_sum_of_children_holds_about_as_often_as_it_says():
    """The number to reach: 74-88% at every horizon, on regions and on random tens."""
    stored = stored_cover()
    rows = stored[(stored["draws"] == "together") & (stored["measure"] == "looked_after")]

    for of in ("region", "tens"):
        held = rows[rows["of"] == of].set_index("horizon")["held_80"]
        assert held.between(74, 88.5).all(), (of, held.to_dict())


def test_independent_draws_would_not_hold():
    stored = stored_cover()
    rows = stored[(stored["measure"] == "looked_after") & (stored["of"] == "region")]
    held = rows.pivot(index="horizon", columns="draws", values="held_80")

    assert (held["together"] > held["apart"] + 5).all()
    assert (held["apart"] < 74).all()
