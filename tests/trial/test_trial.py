"""The trial of the whole chain: nothing later than the opening, no figure of one's own half."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sufficiency.forecasting.pooled.series import CATEGORIES, TOTAL
from sufficiency.trial.chain import chain_constants
from sufficiency.trial.children_record import children_record, fill
from sufficiency.trial.forecasts import (
    EXPENSIVE,
    PLACES,
    SPENDING,
    SPENDING_REAL,
    children_draws,
    children_measures,
)
from sufficiency.trial.halves import in_first_half
from sufficiency.trial.openings import LEAK_FREE, TODAY, tasks, try_one
from sufficiency.trial.run import Settings, contract, run_trial
from sufficiency.trial.split_record import KINDS
from sufficiency.trial.stored import stored_hindcast, stored_scores
from sufficiency.trial.to_file import Asked, hindcast_to_file
from tests.trial import made_up

SAID = ["mean", "p10", "p50", "p90"]


@pytest.fixture(scope="module")
def made():
    return made_up.made_up_record()


@pytest.fixture(scope="module")
def record(made):
    return made_up.whole(made)


def _task(record, opening, kind, rows=(0, 1, 2, 3)):
    first = in_first_half(record.children.codes)
    return next(
        task
        for task in tasks(record, [row for row in range(90) if first[row]][: len(rows)], 100, 1)
        if task.opening == opening and task.constants == kind
    )


def _planted(made, year):
    """The same record with everything after a 31 March changed beyond recognition."""
    rng = np.random.default_rng(7)
    tables = {}
    for name, table in made.tables.items():
        column = next(c for c in ("year", "financial_year", "mid_year") if c in table)
        starts = table[column].astype(str).str[:4].astype(int)
        later = starts >= year if column == "financial_year" else starts > year
        noise = rng.uniform(0.3, 3.0, len(table))
        value = np.where(later, np.rint(table["value"] * noise), table["value"])
        tables[name] = table.assign(value=value)
    return replace(made, tables=tables)


@pytest.mark.slow
def test_nothing_after_the_opening_moves_a_leak_free_forecast(made, record):
    opening = 2022
    planted = made_up.whole(_planted(made, opening))
    before = try_one(_task(record, opening, LEAK_FREE))
    after = try_one(_task(planted, opening, LEAK_FREE))

    keys = ["la_code", "measure", "horizon"]
    both = before.merge(after, on=keys, suffixes=("", "_planted"))

    assert {PLACES, *KINDS, SPENDING, SPENDING_REAL, EXPENSIVE, TOTAL} <= set(both["measure"])
    assert not np.allclose(both["came"], both["came_planted"])
    for column in SAID:
        np.testing.assert_array_equal(both[column], both[f"{column}_planted"])


def test_constants_of_today_do_see_what_came_later(made, record):
    planted = made_up.whole(_planted(made, 2022))

    before, after = (try_one(_task(one, 2022, TODAY)) for one in (record, planted))

    assert not np.allclose(before["p90"].head(15), after["p90"].head(15))


def test_constants_of_one_half_are_not_moved_by_the_other_halfs_money_and_places(made, record):
    first = in_first_half(record.children.codes)
    own = set(np.array(record.children.codes)[first])
    rng = np.random.default_rng(5)
    changed = dict(made.tables)
    for name in ("carers", "spend", "spend_by_provider"):
        table = made.tables[name]
        noise = np.where(table["area_code"].isin(own), rng.uniform(0.3, 3, len(table)), 1.0)
        changed[name] = table.assign(value=table["value"] * noise)
    other = made_up.whole(replace(made, tables=changed))

    before, after = (chain_constants(one, ~first, 2024) for one in (record, other))
    mine = chain_constants(other, first, 2024)

    assert before.places == after.places != mine.places
    assert before.spending.opening == after.spending.opening
    assert before.spending.scale == after.spending.scale < mine.spending.scale


def test_categories_add_to_the_total_in_every_draw_and_none_is_negative(record):
    first = in_first_half(record.children.codes)
    constants = chain_constants(record, ~first, 2020)
    seen = record.until(2020)

    paths = children_draws(seen, constants, np.flatnonzero(first)[:5], 200, 3)

    assert len(paths) == 5
    for path in paths.values():
        found = children_measures(path)
        assert (path >= 0).all()
        np.testing.assert_allclose(sum(found[name] for name in CATEGORIES), found[TOTAL])
        np.testing.assert_allclose(found["homes_and_supported"] + found["rest"], found[EXPENSIVE])


def test_withheld_cells_are_filled_with_what_england_has_left_over():
    total = np.array([[100.0], [200.0], [300.0], [600.0]])
    parents = np.array([[np.nan], [np.nan], [20.0], [28.0]])
    here = np.ones((3, 1), dtype=bool)

    filled = fill(parents, total, here)

    np.testing.assert_allclose(filled, [[4.0], [4.0], [20.0]])


def test_figures_that_needed_a_withheld_cell_are_marked(made, record):
    whole = children_record(made, made.groups, 2025)
    hidden = int(whole.was_filled.sum())

    table = try_one(_task(record, 2019, LEAK_FREE, rows=range(45)))

    assert hidden > 0
    marked = table[table["filled"]]
    assert len(marked) > 0
    assert set(marked["measure"]) == {EXPENSIVE}


@pytest.mark.slow
def test_a_trial_that_was_stopped_goes_on_and_says_the_same(record, tmp_path, monkeypatch):
    few = replace(record, children=record.children.until(2016))
    settings = Settings(draws=100, kept_in=tmp_path)
    whole = run_trial(few, [0, 1], Settings(draws=100))
    told = []
    run_trial(few, [0, 1], settings, lambda done, of: told.append((done, of)))

    monkeypatch.setattr("sufficiency.trial.run.try_one", None)  # nothing is left to do
    again = run_trial(few, [0, 1], settings)

    assert told[-1][0] == told[-1][1]
    pd.testing.assert_frame_equal(whole, again)
    assert list(contract(whole).columns) == [
        *("la_code", "opening_year", "horizon", "measure", "constants"),
        *("mean", "p10", "p50", "p90", "came", "filled"),
    ]


def test_the_stored_trial_covers_england_and_reads_without_work(tmp_path):
    out = tmp_path / "said.csv"
    table = hindcast_to_file(Asked("Stockport", stored=True), out, Settings())

    assert set(table["la_code"]) == {"E08000007"}
    assert out.read_text(encoding="utf-8").startswith("la_code,opening_year,horizon,measure")
    every = stored_hindcast()
    assert every["la_code"].nunique() >= 150
    assert set(every["constants"]) == {LEAK_FREE, TODAY}
    assert (every["p10"] <= every["p90"]).all()
    scores = stored_scores().set_index(["measure", "constants", "horizon"])
    held = every[(every["measure"] == EXPENSIVE) & (every["horizon"] == 1)]
    inside = (held["p10"] <= held["came"]) & (held["came"] <= held["p90"])
    for kind in (LEAK_FREE, TODAY):
        found = 100 * inside[held["constants"] == kind].mean()
        assert scores.loc[(EXPENSIVE, kind, 1), "cover_80"] == pytest.approx(found, abs=0.5)
