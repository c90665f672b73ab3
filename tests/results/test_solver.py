"""A solver that is given everything published does not narrow a count of 1 to 5."""

from __future__ import annotations

import pandas as pd
import pytest

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, TYPES_OF
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import all_ages, only
from sufficiency.results.run import Run
from tests.published_runs import Own, on_a_folder, on_returns, small_cells
from tests.results.solver import Knowledge, known_from, paid_for

pytestmark = pytest.mark.slow

LEAST, MOST = 1, 5


def types_at(own: Own, date: pd.Timestamp) -> pd.Series:
    """True children by type: counted, or where a folder counts families, of one type each."""
    row = own.counted.loc[date]
    if set(row.index) == set(PLACEMENT_TYPES):
        return row
    means = own.run.tables["forecast"].query("date == @date").set_index("placement_type")["mean"]
    return means.reindex(list(PLACEMENT_TYPES)).round()


def narrowed(own: Own, run: Run) -> list[str]:
    """Small counts, and sums of one with a withheld neighbour, that a reader could narrow."""
    found = []
    for date in sorted({date for date, _ in small_cells(own.counted)}):
        true = types_at(own, date)
        known = known_from(run, date, paid_for(run, true))
        few = [name for when, name in small_cells(own.counted) if when == date]
        for name in few:
            kinds = TYPES_OF[name] if name in FAMILIES else (name,)
            low, high = known.ends(kinds)
            if low > LEAST or high < MOST:
                found.append(f"{name} on {date:%Y-%m-%d}: {low:.0f} to {high:.0f}")
            found += _sums_narrowed(known, run, date, kinds, true)
    return found


def _sums_narrowed(
    known: Knowledge, run: Run, date: pd.Timestamp, kinds: tuple[str, ...], true: pd.Series
) -> list[str]:
    """Withheld families beside a small count whose sum with it is known, and not shown itself."""
    need = only(all_ages(run.tables), scenario=BASELINE, date=date).set_index("family")
    gone = [family for family in FAMILIES if need["need_p50"].isna()[family]]
    found = []
    for family in gone:
        both = {*kinds, *TYPES_OF[family]}
        rest = [kind for other in gone for kind in TYPES_OF[other] if kind not in both]
        if set(kinds) <= set(TYPES_OF[family]) or not true[rest].sum():
            continue  # the family itself, or all that is withheld: their sum is what is left over
        low, high = known.ends(both)
        if high - low < MOST - LEAST:
            found.append(f"{family} with {kinds} on {date:%Y-%m-%d}: {low:.0f} to {high:.0f}")
    return found


FOLDERS = (
    (("other_residential", 4),),
    (("placed_for_adoption", 3), ("other_residential", 2)),
    (("placed_with_parents", 1),),
)


@pytest.mark.parametrize("small", FOLDERS, ids=str)
def test_no_small_count_of_a_folder_is_narrowed(small: tuple[tuple[str, int], ...]) -> None:
    own = on_a_folder(small)
    assert small_cells(own.counted)
    assert narrowed(own, own.run.published()) == []


@pytest.mark.parametrize("children", [60, 150, 400])
def test_no_small_count_of_returns_is_narrowed(children: int) -> None:
    own = on_returns(children)
    assert len(small_cells(own.counted)) > 5
    assert narrowed(own, own.run.published()) == []


def test_the_solver_finds_what_is_not_withheld() -> None:
    """Given the council's own tables it knows every count: it is a reader worth hiding from."""
    own = on_returns(150)
    assert len(narrowed(own, own.run)) >= len(small_cells(own.counted))


@pytest.mark.parametrize("children", [60, 90, 120, 200, 250, 300, 350, 400])
@pytest.mark.parametrize("seed", [1, 2, 4, 5])
def test_no_small_count_of_many_returns_is_narrowed(children: int, seed: int) -> None:
    own = on_returns(children, seed)
    assert narrowed(own, own.run.published()) == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@pytest.mark.parametrize(
    "category", ["other_residential", "placed_for_adoption", "placed_with_parents"]
)
def test_no_small_count_of_many_folders_is_narrowed(category: str, count: int) -> None:
    own = on_a_folder(((category, count),))
    assert narrowed(own, own.run.published()) == []
