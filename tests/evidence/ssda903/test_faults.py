"""Right or refused: no fault of a return ends with other counts and no word.

Each kind is tried at places that hypothesis draws: 2 to 8 returns, 40 to 900 children, the first,
a middle or the last return, and from a few rows to all.
"""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import Allowed, MonthlyEvidence, import_to_file, read_returns
from sufficiency.evidence.synthetic import make_world
from sufficiency.evidence.synthetic.returns import write_returns
from tests.evidence.ssda903 import faults
from tests.evidence.ssda903.faults import FILES, HARMFUL, HARMLESS, Returns

SHARE = st.sampled_from([0.25, 0.4, 0.6, 1.0])
PLACES = st.sampled_from(["first", "middle", "last", "all"])
WORLDS = st.sampled_from(
    [(40, 2, 1), (40, 5, 2), (90, 4, 3), (100, 6, 7), (300, 3, 4), (900, 8, 5)]
)
few = settings(max_examples=8, suppress_health_check=list(HealthCheck), deadline=None)
many = settings(few, max_examples=60)


@lru_cache
def clean(children: int, years: int, seed: int) -> tuple[Returns, MonthlyEvidence]:
    returns = faults.as_texts(write_returns(make_world(children, years, seed), seed))
    with tempfile.TemporaryDirectory() as folder:
        return returns, read_returns(faults.write(returns, Path(folder) / "r")).monthly


def chosen(returns: Returns, place: str) -> list[str]:
    years = sorted(returns)
    middle = years[len(years) // 2]
    return {"first": years[:1], "middle": [middle], "last": years[-1:], "all": years}[place]


def same(one: MonthlyEvidence, other: MonthlyEvidence) -> bool:
    """Every number that `sufficiency import` writes."""
    return one.dates.equals(other.dates) and all(
        np.array_equal(getattr(one, name).sum(axis=2), getattr(other, name).sum(axis=2))
        for name in ("stock", "entries", "exits", "moves")
    )


def outcome(returns: Returns, truth: MonthlyEvidence, replace: dict[str, bytes] | None = None):
    """The report where the counts are the truth's, or the refusal; other counts fail the test."""
    with tempfile.TemporaryDirectory() as folder:
        place = faults.write(returns, Path(folder) / "r")
        for name, data in (replace or {}).items():
            (place / name).write_bytes(data)
        try:
            read = read_returns(place)
        except InputError as refusal:
            assert len(str(refusal)) < 1_000
            assert str(refusal).endswith((".", "?"))
            return refusal
    assert same(read.monthly, truth), "counts that are not the truth's, without a word"
    return read.report


@pytest.mark.parametrize("name", HARMLESS)
def test_what_has_one_meaning_is_read_and_said(name):
    returns, truth = clean(100, 6, 7)
    for year in chosen(returns, "last"):
        returns = faults.damaged(returns, year, HARMLESS[name], 1.0, 1)

    report = outcome(returns, truth)

    assert not isinstance(report, InputError), report
    said = [line for line in report.remarks if "read so" in line]
    assert said or name in ("iso with T", "hard space"), report.remarks


@few
@given(name=st.sampled_from(sorted(HARMLESS)), world=WORLDS, place=PLACES, share=SHARE)
def test_what_has_one_meaning_is_read_wherever_it_is(name, world, place, share):
    returns, truth = clean(*world)
    for year in chosen(returns, place):
        returns = faults.damaged(returns, year, HARMLESS[name], share, 1)

    report = outcome(returns, truth)

    assert not isinstance(report, InputError), report


@few
@given(name=st.sampled_from(sorted(HARMFUL)), world=WORLDS, place=PLACES, share=SHARE)
@example(name="scientific", world=(100, 6, 7), place="all", share=1.0)
@example(name="swapped", world=(100, 6, 7), place="last", share=1.0)
@example(name="swapped", world=(100, 6, 7), place="all", share=1.0)
def test_what_loses_something_is_refused_by_file_and_column(name, world, place, share):
    returns, truth = clean(*world)
    years = chosen(returns, place)
    for year in years:
        returns = faults.damaged(returns, year, HARMFUL[name], share, 1)

    refusal = outcome(returns, truth)

    if isinstance(refusal, InputError):
        columns = ("CHILD", "DECOM", "DEC", "PLACE", "PLACE_PROVIDER", "LS", "RNE", "DOB", "DUC")
        assert any(column in str(refusal) for column in columns)
        assert any(year in str(refusal) for year in returns)


@pytest.mark.slow
@many
@given(name=st.sampled_from(sorted([*HARMFUL, *HARMLESS])), world=WORLDS, place=PLACES, share=SHARE)
def test_sixty_faults_are_right_or_refused(name, world, place, share):
    returns, truth = clean(*world)
    for year in chosen(returns, place):
        returns = faults.damaged(returns, year, {**HARMFUL, **HARMLESS}[name], share, 1)

    assert isinstance(outcome(returns, truth), InputError) or name in HARMLESS or share < 1


@pytest.mark.parametrize("place", ["first", "middle", "last"])
@pytest.mark.parametrize("name", FILES)
def test_a_year_in_another_file_is_read_or_stops(name, place, tmp_path):
    returns, truth = clean(100, 6, 7)
    year = chosen(returns, place)[0]
    file, make, readable = FILES[name]
    text = returns[year]["Episodes"]
    left = {**returns, year: {k: v for k, v in returns[year].items() if k != "Episodes"}}

    found = outcome(left, truth, {f"{year}/{file}": make(text)})

    assert isinstance(found, InputError) is not readable, found
    if not readable:
        assert f"{year}/{file}" in str(found)


@few
@given(world=WORLDS, place=PLACES, form=st.sampled_from(["PL", "PLACE"]))
def test_the_xml_of_the_return_is_read_as_its_tables(world, place, form):
    returns, truth = clean(*world)
    replace = {}
    for year in chosen(returns, place):
        replace[f"{year}/ssda903.xml"] = faults.xml_of(returns[year], form).encode()
        returns = {**returns, year: {}}

    assert not isinstance(outcome(returns, truth, replace), InputError)


@pytest.mark.parametrize("dates", [True, False])
@pytest.mark.parametrize("place", ["first", "last", "all"])
def test_a_workbook_is_read_as_its_tables(place, dates):
    returns, truth = clean(40, 5, 2)
    replace = {}
    for year in chosen(returns, place):
        replace[f"{year}/return.xlsx"] = faults.workbook_of(returns[year], dates)
        returns = {**returns, year: {}}

    assert not isinstance(outcome(returns, truth, replace), InputError)


@pytest.mark.parametrize("depth", [1, 2])
def test_a_zip_in_a_zip_is_read(depth):
    returns, truth = clean(40, 5, 2)
    year = chosen(returns, "last")[0]
    data = faults.zip_of(returns[year])
    for _ in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("inner.zip", data)
        data = out.getvalue()

    found = outcome({**returns, year: {}}, truth, {f"{year}/return.zip": data})

    assert not isinstance(found, InputError), found


@few
@given(world=WORLDS, place=PLACES, share=st.sampled_from([0.3, 0.5, 0.6]))
def test_half_a_file_is_refused(world, place, share):
    returns, truth = clean(*world)
    replace = {}
    for year in chosen(returns, place):
        data = returns[year]["Episodes"].encode()
        replace[f"{year}/Episodes.csv"] = (
            data[: int(len(data) * share)].rpartition(b"\n")[0] + b"\n"
        )

    assert isinstance(outcome(returns, truth, replace), InputError)


def stacked(returns: Returns, label, la: str | None = None) -> dict[str, str]:
    """All years in one file a table, with a column YEAR (and LA)."""
    found: dict[str, list[str]] = {}
    for year, tables in sorted(returns.items()):
        for name, text in tables.items():
            head, *rows = text.strip("\n").split("\n")
            more = f",{label(year)}" + (f",{la}" if la else "")
            found.setdefault(name, [head + ",YEAR" + (",LA" if la else "")])
            found[name] += [row + more for row in rows]
    return {name: "\n".join(rows) + "\n" for name, rows in found.items()}


def without(text: str, children: set[str]) -> str:
    """A table without the rows of some children."""
    head, *rows = text.strip("\n").split("\n")
    return "\n".join([head, *(row for row in rows if row.split(",")[0] not in children)]) + "\n"


LABELS = {
    "ends in": lambda year: str(int(year[:4]) + 1),
    "begins in": lambda year: year[:4],
    "span": lambda year: year,
    "slash": lambda year: f"{year[:4]}/{int(year[:4]) + 1}",
    "decimal": lambda year: f"{int(year[:4]) + 1}.0",
}


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("lost", [0, 12])
def test_years_stacked_in_one_file_are_read_as_a_file_each(label, lost):
    """Children open in one return and absent from the next end with the first, either way."""
    returns, _ = clean(100, 6, 7)
    last = sorted(returns)[-1]
    known = [row.split(",")[0] for row in returns[last]["Episodes"].split("\n")[1:]]
    out = set(sorted(set(known) - {""})[:lost])
    tables = {name: without(text, out) for name, text in returns[last].items()}
    returns = {**returns, last: tables}
    with tempfile.TemporaryDirectory() as folder:
        truth = read_returns(faults.write(returns, Path(folder) / "r")).monthly

    report = outcome({"all": stacked(returns, LABELS[label])}, truth)

    assert not isinstance(report, InputError), report
    assert len(report.returns) == 6


def test_the_same_number_in_two_authorities_is_two_children():
    returns, truth = clean(100, 6, 7)
    one, two = (stacked(returns, LABELS["ends in"], la) for la in ("Here", "There"))
    both = {name: one[name] + two[name].split("\n", 1)[1] for name in one}
    with tempfile.TemporaryDirectory() as folder:
        read = read_returns(faults.write({"all": both}, Path(folder) / "r"))

    assert (read.monthly.by_type == 2 * truth.by_type).all()


def test_a_table_that_does_not_say_whose_it_is_is_refused_beside_two_authorities():
    returns, truth = clean(40, 5, 2)
    one, two = (stacked(returns, LABELS["ends in"], la) for la in ("Here", "There"))
    both = {name: one[name] + two[name].split("\n", 1)[1] for name in one}
    both["Header"] = "\n".join(row.rpartition(",")[0] for row in both["Header"].split("\n"))

    assert "column LA" in str(outcome({"all": both}, truth))


def test_a_folder_that_may_not_be_looked_into_stops(tmp_path, monkeypatch):
    returns, _ = clean(40, 5, 2)
    place = faults.write(returns, tmp_path / "r")
    real = os.scandir

    def scandir(path):
        if str(path).endswith(sorted(returns)[-1]):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)

    with pytest.raises(InputError, match=r"cannot be looked into \(Permission denied\)"):
        read_returns(place)


def test_every_file_is_listed_and_what_is_not_understood_stops_unless_left_out(tmp_path):
    returns, truth = clean(40, 5, 2)
    place = faults.write(returns, tmp_path / "r")
    (place / "notes.docx").write_bytes(b"PK\x03\x04 not a zip")
    (place / "OC2.csv").write_text("CHILD,DOB,SDQ_SCORE\n1,01/01/2012,3\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"notes.docx"):
        read_returns(place)
    with pytest.raises(InputError, match=r"names no file .* Did you mean 'OC2.csv'"):
        read_returns(place, allowed=Allowed(("notes.docx", "0C2.csv")))
    read = read_returns(place, allowed=Allowed(("notes.docx",)))

    assert same(read.monthly, truth)
    said = "\n".join(read.report.lines())
    for name in ("2025-26/Episodes.csv (Episodes)", "OC2.csv (OC2 (outcomes))"):
        assert name in said
    assert "left out with --ignore: notes.docx" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("," * 6_000_000, "cells"),
        (("CHILD,DECOM,RNE,LS,PLACE,PLACE_PROVIDER,DEC,REC" + "," * 100_000 + "\n") * 3, "columns"),
    ],
)
def test_what_no_return_is_as_large_as_is_refused_before_it_is_read(tmp_path, text, said):
    with zipfile.ZipFile(tmp_path / "r.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Episodes.csv", text)

    with pytest.raises(InputError, match=said):
        read_returns(tmp_path / "r.zip")


@pytest.mark.parametrize("column", ["CHILD", "DECOM", "DEC", "PLACE", "RNE", "LS", "REC"])
def test_a_column_filled_down_is_refused_and_takes_no_longer(column):
    large = column in ("CHILD", "DECOM")  # by which rows are sorted
    returns, truth = clean(900, 8, 5) if large else clean(100, 6, 7)
    first = {"CHILD": "1", "DECOM": "01/05/2020", "DEC": "01/05/2025", "PLACE": "T0"}
    value = first.get(column, {"RNE": "S", "LS": "V4", "REC": "X1"}.get(column))
    for year in returns:
        returns = faults.damaged(returns, year, ((column,), lambda _: value), 1.0, 1)

    assert isinstance(outcome(returns, truth), InputError)


@pytest.mark.parametrize("entity", ["<!DOCTYPE x [<!ENTITY a 'b'>]>", "<!DOCTYPE x SYSTEM 'f'>"])
def test_entities_are_refused(entity, tmp_path):
    returns, _ = clean(40, 5, 2)
    year = sorted(returns)[-1]
    head, _, body = faults.xml_of(returns[year]).partition("\n")
    place = faults.write({**returns, year: {}}, tmp_path / "r")
    (place / year / "r.xml").write_text(f"{head}\n{entity}\n{body}", encoding="utf-8")

    with pytest.raises(InputError, match="DOCTYPE"):
        read_returns(place)


def test_what_is_quoted_is_clipped_and_nothing_in_it_steers_the_terminal(tmp_path):
    name = "Epi\x1b[31msodes\u202e\x07" + "x" * 100 + ".csv"
    (tmp_path / name).write_text("nothing,of,ours\n1,2,3\n", encoding="utf-8")

    with pytest.raises(InputError) as refused:
        import_to_file(tmp_path, tmp_path.parent / "out.csv")

    assert len(str(refused.value)) < 500
    assert not {"\x1b", "\u202e", "\x07"} & set(str(refused.value))
