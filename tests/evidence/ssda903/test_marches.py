"""Children at each 31 March by time in care, placements, main need and brothers and sisters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_returns
from sufficiency.evidence.ssda903.marches import GROUPS, PLACEMENTS, TIMES, Marches
from sufficiency.evidence.ssda903.spells import NEEDS
from sufficiency.evidence.synthetic.episodes import episodes_of
from sufficiency.evidence.synthetic.returns import _people, write_returns
from sufficiency.evidence.synthetic.world import World, make_world
from sufficiency.streams import stream
from tests.evidence.ssda903.small import EPISODES, birth, episode

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
YEARS = ("2023-24", "2024-25")
FAMILY = {"a": "F1", "b": "F1", "c": "F2", "d": "F2", "e": "", "f": "F3", "g": "f1 "}


def disabled(row: str) -> str:
    return row.replace(",N1,", ",N2 - Child's disability or illness,")


def seven(folder: Path, family: str = "FAMILY", values: dict[str, str] | None = None) -> Path:
    """Seven children in two returns, of whom six are looked after on 31 March 2025."""
    first = [
        episode("c", "10/05/2023"),
        episode("d", "10/05/2023"),
        episode("e", "01/01/2022", rne="P"),  # came before the returns begin, nobody knows when
        disabled(episode("f", "01/01/2019", place="K2", provider="PR4")),
        episode("g", "01/04/2021"),
    ]
    second = [
        episode("a", "01/02/2025"),
        disabled(episode("b", "01/06/2024", "01/09/2024", "X1")),
        disabled(episode("b", "01/09/2024", "01/01/2025", "X1", rne="P")),
        disabled(episode("b", "01/01/2025", rne="B", place="K2")),
        episode("c", "10/05/2023", "01/07/2024", "X1"),
        episode("c", "01/07/2024", rne="P"),
        episode("d", "10/05/2023", "30/06/2024", "E4A"),
        episode("e", "01/01/2022", "01/10/2024", "X1", rne="P"),
        episode("e", "01/10/2024", rne="T", provider="PR4"),  # the same carer: no new placement
        disabled(episode("f", "01/01/2019", place="K2", provider="PR4")),
        episode("g", "01/04/2021", "15/05/2024", "X1"),
        episode("g", "15/05/2024", rne="L", legal="E1"),  # a change of legal status alone
    ]
    for year, rows in zip(YEARS, (first, second), strict=True):
        place = folder / year
        place.mkdir(parents=True)
        children = sorted({row.partition(",")[0] for row in rows})
        given = FAMILY | (values or {}) if year == YEARS[-1] else FAMILY
        header = [f"{birth(child)},{given[child]}" for child in children]
        (place / "Episodes.csv").write_text("\n".join([EPISODES, *rows]), encoding="utf-8")
        text = "\n".join([f"{HEADER},{family}", *header])
        (place / "Header.csv").write_text(text, encoding="utf-8")
    return folder


def at(marches: Marches, year: int, name: str) -> dict[str, int]:
    """Counts of a year by category, those of nobody left out."""
    names = {"time": TIMES, "placements": PLACEMENTS, "need": NEEDS, "siblings": GROUPS}[name]
    counts = getattr(marches, name)[marches.years.tolist().index(year)].tolist()
    return {key: count for key, count in zip(names, counts, strict=True) if count}


def test_seven_children_are_counted_as_by_hand(tmp_path):
    found = read_returns(seven(tmp_path)).monthly.at_marches

    assert found.years.tolist() == [2023, 2024, 2025]
    assert at(found, 2025, "time") == {
        **{"under_6_months": 1, "to_1_year": 1, "to_2_years": 1},  # a, b, c
        **{"to_5_years": 1, "over_5_years": 1, "unknown": 1},  # g, f, e
    }
    assert at(found, 2025, "placements") == {"one": 4, "two": 1, "three_or_more": 1}  # c; b
    assert at(found, 2024, "placements") == {"one": 5}
    assert at(found, 2023, "placements") == {"unknown": 3}  # of the year before nothing is held
    assert at(found, 2025, "need") == {"disability": 2, "other": 4}
    # d has gone home, so c is the only one of the two; f1 is F1
    assert at(found, 2025, "siblings") == {"alone": 2, "three": 3, "unknown": 1}
    assert at(found, 2024, "siblings") == {"alone": 2, "two": 2, "unknown": 1}


def test_without_a_column_of_families_no_siblings_are_counted(tmp_path):
    found = read_returns(seven(tmp_path, family="MOTHERS_NOTE")).monthly.at_marches

    assert at(found, 2025, "siblings") == {"unknown": 6}


def test_a_family_column_that_changes_its_meaning_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("sufficiency.evidence.ssda903.weighing.FEWEST", 2)
    folder = seven(tmp_path, values={"c": "F8", "f": "F9", "g": "F7"})

    with pytest.raises(InputError, match=r"FAMILY is another than .* for 3 of 4 children"):
        read_returns(folder)


def truth(world: World, need: np.ndarray, family: np.ndarray, day: date) -> Marches:
    """The same counts from the careers, child by child, in the plainest way."""
    spells, march = world.spells, (day - date(1970, 1, 1)).days
    before = march - (day - day.replace(year=day.year - 1)).days
    there = np.flatnonzero((spells.start <= march) & (spells.end > march))
    together = pd.Series(family[spells.child[there]]).value_counts()
    time, placements, needs, groups = (
        dict.fromkeys(names, 0) for names in (TIMES, PLACEMENTS, NEEDS, GROUPS)
    )
    for spell in there:
        child = spells.child[spell]
        mine = np.flatnonzero((spells.child == child) & (spells.start <= march))
        came = max(spells.start[one] for one in mine if spells.entered[one])
        bounds = (183, 365, 730, 1826)
        time[TIMES[sum(march - came >= bound for bound in bounds)]] += 1
        begun = sum(
            spells.start[one] > before and bool(spells.entered[one] or spells.moved[one])
            for one in mine
        )
        begun += sum(spells.start[one] <= before < spells.end[one] for one in mine)
        placements[PLACEMENTS[min(begun, 3) - 1]] += 1
        needs["disability" if need[child] == "N2" else "other"] += 1
        groups[GROUPS[min(together[family[child]], 4) - 1]] += 1
    rows = (np.array([list(one.values())]) for one in (time, placements, needs, groups))
    return Marches(np.array([day.year]), *rows)


def test_a_made_up_authority_is_counted_as_its_careers_are(tmp_path):
    world = make_world(60, 3, 5)
    rng = stream(5, "synthetic returns")
    episodes = episodes_of(world, rng)
    identity = _people(episodes, rng)["CHILD"]
    family = np.random.default_rng(1).integers(0, len(episodes.born) // 9, len(episodes.born))
    named = dict(zip(identity, family, strict=True))
    tables = write_returns(world, 5)
    for year, tables_of_year in tables.items():
        folder = tmp_path / str(year)
        folder.mkdir()
        header = tables_of_year["Header"]
        header = header.assign(SIBLING_GROUP=header["CHILD"].map(named).map("family {}".format))
        for name, table in {**tables_of_year, "Header": header}.items():
            table.to_csv(folder / f"{name}.csv", index=False)

    found = read_returns(tmp_path).monthly.at_marches

    last = max(tables)
    true = truth(world, episodes.need, family, date(last, 3, 31))
    for name in ("placements", "need", "siblings"):
        assert at(found, last, name) == at(true, last, name)
    assert set(at(true, last, "placements")) >= {"one", "two"}
    assert set(at(true, last, "siblings")) == set(GROUPS[:-1])
    counted, held = at(found, last, "time"), at(true, last, "time")
    # whoever came within the three years is known; of the rest, those with an S or five years
    for band in ("under_6_months", "to_1_year", "to_2_years"):
        assert counted[band] == held[band]
    assert sum(counted.values()) == sum(held.values())
    assert counted["to_5_years"] <= held["to_5_years"]
    assert 0 < counted["over_5_years"] <= held["over_5_years"]
