"""Whole rows that are missing from a table: refused, or named in the report, or without effect."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_returns
from tests.evidence.ssda903 import faults
from tests.evidence.ssda903.faults import BROKEN, Returns
from tests.evidence.ssda903.small import birth, births, count, episode
from tests.evidence.ssda903.test_faults import (
    PLACES,
    WORLDS,
    chosen,
    clean,
    few,
    many,
    outcome,
    same,
)

HOW = st.sampled_from(["tail", "rows", "children", "open", "closed", "newest", "oldest"])
SHARE = st.sampled_from([0.02, 0.05, 0.1, 0.2, 0.5])


def cut(text: str, how: str, share: float) -> str:
    """The table without a share of its rows, of its children, or of its open or closed rows."""
    head, *rows = text.strip("\n").split("\n")
    dice = random.Random(how)
    at = {name: place for place, name in enumerate(head.split(","))}

    def cell(row: str, name: str) -> str:
        return row.split(",")[at[name]]

    if how in ("newest", "oldest"):
        rows.sort(key=lambda row: faults.iso(cell(row, "DECOM")), reverse=how == "oldest")
    if how in ("tail", "newest", "oldest"):
        rows = rows[: len(rows) - int(share * len(rows))]
    elif how == "children":
        known = sorted({cell(row, "CHILD") for row in rows})
        out = set(dice.sample(known, int(share * len(known))))
        rows = [row for row in rows if cell(row, "CHILD") not in out]
    else:
        wanted = {"open": lambda row: not cell(row, "DEC"), "closed": lambda row: cell(row, "DEC")}
        may = [row for row in rows if wanted.get(how, bool)(row)]
        out = set(dice.sample(may, int(share * len(may))))
        rows = [row for row in rows if row not in out]
    return "\n".join([head, *rows]) + "\n"


def read(returns: Returns):
    with tempfile.TemporaryDirectory() as folder:
        return read_returns(faults.write(returns, Path(folder) / "r"))


def right_refused_or_named(world, place: str, how: str, share: float) -> None:
    returns, truth = clean(*world)
    year = chosen(returns, place)[0]
    tables = {**returns[year], "Episodes": cut(returns[year]["Episodes"], how, share)}
    try:
        found = read({**returns, year: tables})
    except InputError as refusal:
        span = f"{int(year[:4])}-{year[-2:]}"
        assert span in str(refusal) or "month end" in str(refusal), refusal
        return
    named = [line for line in found.report.remarks if "rows may be missing" in line]
    named += [line for line in found.report.remarks if "17 and over" in line]
    assert named or same(found.monthly, truth), "rows are gone without a word"


@few
@given(world=WORLDS, place=PLACES, how=HOW, share=SHARE)
@example(world=(100, 6, 7), place="last", how="tail", share=0.1)
@example(world=(300, 3, 4), place="last", how="open", share=0.2)
def test_rows_that_are_gone_are_refused_or_named(world, place, how, share):
    right_refused_or_named(world, place, how, share)


@pytest.mark.slow
@many
@given(world=WORLDS, place=PLACES, how=HOW, share=SHARE)
def test_sixty_losses_are_refused_or_named(world, place, how, share):
    right_refused_or_named(world, place, how, share)


@few
@given(
    name=st.sampled_from(sorted(BROKEN)),
    world=st.sampled_from([(300, 3, 4), (300, 6, 8), (900, 8, 5)]),
    place=PLACES.filter(lambda place: place != "all"),
    share=st.sampled_from([0.4, 0.7, 1.0]),
)
@example(name="DEC and REC emptied", world=(100, 6, 7), place="last", share=0.3)
@example(name="homes as other", world=(100, 6, 7), place="last", share=1.0)
@example(name="homes as fostering", world=(100, 6, 7), place="first", share=1.0)
@example(name="a day late", world=(100, 6, 7), place="last", share=1.0)
@example(name="closed at the end", world=(100, 6, 7), place="last", share=0.4)
def test_rows_that_can_be_read_and_are_not_right_are_refused(name, world, place, share):
    """By their type, by what they join and by what the return beside has: never other counts."""
    returns, truth = clean(*world)
    year = chosen(returns, place)[0]

    refusal = outcome(faults.broken(returns, year, BROKEN[name], share), truth)

    if isinstance(refusal, InputError):
        assert any(one in str(refusal) for one in returns), refusal
        assert any(one in str(refusal) for one in ("CHILD", "DECOM", "DEC", "REC", "LS", "PLACE"))


@pytest.mark.parametrize("name", ["DEC and REC emptied", "DEC emptied", "care goes on"])
def test_that_all_returns_alike_lack_their_endings_does_not_mend_it(name):
    returns, truth = clean(100, 6, 7)
    for year in returns:
        returns = faults.broken(returns, year, BROKEN[name], 1.0)

    assert isinstance(outcome(returns, truth), InputError)


@pytest.mark.parametrize("name", ["ended a week late", "begun a day late", "ended a day early"])
def test_that_all_ends_or_beginnings_are_out_shows_where_they_meet(name):
    """DEC of one row and DECOM of the child's next are another day in all returns alike."""
    returns, truth = clean(100, 6, 7)
    for year in returns:
        returns = faults.broken(returns, year, BROKEN[name], 1.0)

    assert isinstance(outcome(returns, truth), InputError)


@pytest.mark.parametrize("how", ["tail", "children", "newest", "open"])
def test_a_tenth_of_the_last_episodes_of_300_children_stops(how):
    """Some 30 children too few: the Header of the same return has them all."""
    returns, _ = clean(300, 3, 4)
    year = chosen(returns, "last")[0]
    tables = {**returns[year], "Episodes": cut(returns[year]["Episodes"], how, 0.1)}

    with pytest.raises(InputError, match=rf"{year}/Episodes.csv: rows are missing from it"):
        read({**returns, year: tables})


@pytest.mark.parametrize("names", [("Header", "Episodes"), ("a_header_2026", "a_episodes_2026")])
def test_clean_returns_have_no_sign_of_loss(names, tmp_path):
    returns, truth = clean(300, 3, 4)
    place = faults.write(returns, tmp_path / "r")
    for folder in place.iterdir():
        for old, new in zip(("Header", "Episodes"), names, strict=True):
            (folder / f"{old}.csv").rename(folder / f"{new}.csv")
    found = read_returns(place)

    assert same(found.monthly, truth)
    assert not any("missing" in line for line in found.report.remarks)


def test_each_sign_is_counted_by_itself(returns):
    stay = [episode(f"c{n}", f"{1 + n:02d}/05/2021") for n in range(20)]
    returns("2021-22", stay, births(20))
    found = read_returns(
        returns(
            "2022-23",
            [
                *stay,
                episode("x", "10/06/2022", "01/08/2022", "X1"),
                episode("y", "10/06/2022", rne="P"),
            ],
            [*births(20), birth("x"), birth("y"), birth("z")],
        )
    )

    said = next(line for line in found.report.remarks if "may be missing" in line)
    for sign in ("1 children of its Header", "1 rows are closed with X1", "1 rows go on"):
        assert sign in said


def test_a_header_of_all_years_says_nothing_of_who_is_missing(returns):
    """Some systems list every child of all years in each Header."""
    every = births(40)
    stay = [episode(f"c{n}", f"{1 + n:02d}/05/2021") for n in range(20)]
    gone = [episode(f"c{n}", "01/05/2021", "01/06/2021", "E4A") for n in range(20, 40)]
    returns("2021-22", [*stay, *gone], every)
    found = read_returns(returns("2022-23", stay, every))

    assert count(found, "stock", "2023-03-31") == 20
    assert not any("missing" in line for line in found.report.remarks)


def test_care_leavers_in_the_header_are_counted_and_stop_nothing(returns):
    stay = [episode(f"c{n}", f"{1 + n:02d}/05/2021") for n in range(20)]
    left = [birth(f"o{n}", "01/01/2004") for n in range(15)]
    found = read_returns(returns("2022-23", stay, [*births(20), *left]))

    assert any("15 young people of 17 and over" in line for line in found.report.remarks)
