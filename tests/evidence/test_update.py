"""Next year's record: publishers' files recognised, read right or refused, and put in."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence import authorities, load_evidence, update
from sufficiency.evidence.england.store import KEYS, YEAR, Record, write_record
from sufficiency.evidence.england.update.cells import figures, plain
from sufficiency.evidence.grades import WITH_ESTIMATES
from sufficiency.evidence.loading import the_record
from sufficiency.evidence.names import ENGLAND_CODE
from sufficiency.results.local.profile import ETHNIC, ETHNICITY, profile_table
from sufficiency.results.lookup import only
from tests.evidence.publishers import (
    AFTER_CARE,
    areas_only,
    write_outturn,
    write_providers,
    write_release,
    write_section_251,
)

pytestmark = pytest.mark.slow

RELEASE = ("children_in_care", "placements", "characteristics", "placement_movement")


@pytest.fixture(scope="module")
def record() -> Record:
    return the_record()


SMALL = ("Stockport", "Tameside", "Cornwall", "Kent", "Camden", "Cumberland", "Birmingham")
"""Councils of a record small enough to try things on, with their neighbours and groups."""


@pytest.fixture(scope="module")
def small(record, tmp_path_factory) -> Path:
    """A record of some councils and England, which is their sum."""
    areas = record.areas
    subjects = areas.loc[areas["area"].isin(SMALL), "area_code"]
    near = record.neighbours[record.neighbours["area_code"].isin(subjects)]
    wanted = areas["area"].isin(SMALL) | areas["group"].isin(["Greater Manchester", "nation"])
    codes = {*areas.loc[wanted, "area_code"], *near["neighbour_code"]}
    tables = {}
    for name in KEYS:
        table = record.table(name, codes).drop(columns="area")
        by = [YEAR.get(name, "year"), *KEYS[name]]
        if name in ("children_in_care", "placements"):
            table = table[table["year"] >= 2009 + (name == "placements")]
            parts = table[table["area_code"] != ENGLAND_CODE]
            england = parts.groupby(by, as_index=False)["value"].sum()
            england = england.assign(area_code=ENGLAND_CODE, flag="", source="sum")
            table = pd.concat([parts, england])
        tables[name] = table
    folder = tmp_path_factory.mktemp("small") / "record"
    kept = areas[areas["area_code"].isin(codes)]
    write_record(tables, kept, near, folder)
    return folder


@pytest.fixture(scope="module")
def without_2025(record, tmp_path_factory) -> Path:
    """The record as it stood before the releases of 2025 and the outturns of 2024-25."""
    folder = tmp_path_factory.mktemp("earlier") / "record"
    tables = {name: record.table(name).drop(columns="area") for name in KEYS}
    for name in RELEASE:
        tables[name] = tables[name][tables[name]["year"] != 2025]
    spend = tables["spend"]
    newest = spend["measure"] != "gbp_per_child_per_week"
    tables["spend"] = spend[~(newest & (spend["financial_year"] == "2024-25"))]
    after = tables["after_care"]
    newest = after["measure"].isin(list(AFTER_CARE)) & (after["year"] == "2025")
    newest |= after["year"] == "2024-25"
    tables["after_care"] = after[~newest]
    located = tables["homes_located"]
    tables["homes_located"] = located[located["year"] != 2025]
    write_record(tables, record.areas, record.neighbours, folder)
    return folder


@pytest.fixture(scope="module")
def release(record, tmp_path_factory) -> Path:
    """The files of 2025, in the layouts of their publishers."""
    folder = tmp_path_factory.mktemp("release")
    write_release(record, 2025, folder)
    write_outturn(record, "2024-25", folder / "RO3_LA_Data.csv", "2024-25")
    write_section_251(record, "2024-25", folder / "s251_childrens_young_peoples_services.csv")
    write_providers(record, 2025, folder / "providers.csv")
    return folder


def cells(record: Record, name: str) -> pd.Series:
    """value and flag of every cell of a table by area, year and series."""
    table = record.table(name)
    key = ["area_code", YEAR.get(name, "year"), *KEYS[name]]
    return table.set_index(key)[["value", "flag"]].sort_index()


def test_a_year_taken_out_and_put_in_again_is_the_record_cell_by_cell(
    record, without_2025, release, tmp_path
):
    assert the_record(without_2025).years("children_in_care")[-1] == "2024"
    done = update(release, tmp_path / "record", without_2025)
    again = the_record(tmp_path / "record")
    for name in KEYS:
        pd.testing.assert_frame_equal(cells(again, name), cells(record, name))
    pd.testing.assert_frame_equal(again.areas, record.areas)
    assert done.opening_year == 2025
    assert not done.left_out
    assert load_evidence("Stockport", record=tmp_path / "record").opening_year == 2025


@pytest.fixture(scope="module")
def next_release(small, tmp_path_factory) -> Path:
    """The figures of 2025 as if they were those of 2026."""
    folder = tmp_path_factory.mktemp("next")
    write_release(the_record(small), 2025, folder, said=2026)
    return folder


def copied(folder: Path, target: Path) -> Path:
    target.mkdir()
    for path in folder.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


def add_ethnicity(path: Path, area: str) -> None:
    """Give an area in the main file 60 children of every ethnic group, and 50 of a part of one."""
    rows = pd.read_csv(path, dtype=str, encoding="utf-8-sig")
    like = rows[rows["la_name"] == area].iloc[[0]].assign(characteristic="Ethnicity")
    parts = {"1a. White British": "50", **{words: "60" for words, _ in ETHNIC}}
    more = [like.assign(breakdown=words, children_count=count) for words, count in parts.items()]
    pd.concat([rows, *more]).to_csv(path, index=False, encoding="utf-8-sig")


def test_ethnicity_is_read_by_group_and_shown_of_who_the_children_are(of_2026):
    held = the_record(of_2026)
    found = only(profile_table(load_evidence("Stockport", record=of_2026), held), section=ETHNICITY)
    assert found["category"].tolist() == sorted(words for _, words in ETHNIC)
    assert set(found["children"]) == {60.0} and set(found["year"]) == {2026}


@pytest.fixture(scope="module")
def of_2026(small, next_release, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("record_of_2026")
    files = copied(next_release, folder / "files")
    write_outturn(the_record(small), "2024-25", files / "RO3.csv", "2025-26")
    add_ethnicity(files / "la_cla_on_31_march_by_characteristics.csv", "Stockport")
    done = update(files, folder / "record", small)
    assert any("before 2026 in places of foster carers" in remark for remark in done.remarks)
    return folder / "record"


def test_the_opening_moves_to_the_newest_31_march(of_2026, record):
    evidence = load_evidence("Stockport", record=of_2026)
    assert evidence.opening_year == 2026
    assert (
        evidence.series("looked_after_31_march")[2026]
        == (load_evidence("Stockport").series("looked_after_31_march")[2025])
    )
    assert "2025-26" in set(evidence.spend["financial_year"])
    grade = authorities(record=of_2026).set_index("name")["grade"]
    assert grade["Stockport"] == WITH_ESTIMATES  # neither Ofsted's places nor section 251 came
    said = json.loads((of_2026 / "provenance.json").read_text(encoding="utf-8"))
    assert said["opening_year"] == 2026
    assert len(said["files"]) == 10
    assert all(len(sha256) == 64 for sha256 in said["files"].values())
    sources = the_record(of_2026).table("children_in_care", ["E08000007"], [2026])["source"]
    assert set(sources) == {
        "DfE: cla_number_and_rate_per_10k_children.csv",
        "DfE: la_cla_on_31_march_by_characteristics.csv",
    }


def test_what_changed_in_past_years_is_listed(small, tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    write_release(the_record(small), 2025, files, newer=False)
    path = files / "cla_number_and_rate_per_10k_children.csv"
    text = path.read_text(encoding="utf-8-sig")
    row = next(line for line in text.splitlines() if "E08000008" in line and "on 31 March" in line)
    assert ",652," in row
    path.write_text(text.replace(row, row.replace(",652,", ",655,")), encoding="utf-8-sig")
    done = update(files, tmp_path / "record", small)
    assert done.changes.to_dict("records") == [
        {
            "table": "children_in_care",
            "area_code": "E08000008",
            "year": "2025",
            "series": "looked_after_31_march",
            "before": "652",
            "after": "655",
        }
    ]
    assert (tmp_path / "record" / "changes.csv").read_text(encoding="utf-8").count("\n") == 2
    assert "Revised: 1 figure of children_in_care" in "\n".join(done.lines())


@pytest.fixture
def refusal(small, tmp_path):
    def said(files: Path) -> str:
        with pytest.raises(InputError) as refused:
            update(files, tmp_path / "record", small)
        assert not (tmp_path / "record").exists()
        return str(refused.value)

    return said


def test_a_release_without_its_main_file_is_refused(next_release, refusal, tmp_path):
    files = copied(next_release, tmp_path / "files")
    (files / "la_cla_on_31_march_by_characteristics.csv").unlink()
    assert "la_cla_on_31_march_by_characteristics.csv of the same release is needed too" in refusal(
        files
    )


def test_a_file_that_lost_authorities_does_not_add_to_england(
    next_release, record, refusal, tmp_path
):
    files = copied(next_release, tmp_path / "files")
    half = record.areas["area_code"].tolist()[::2]
    areas_only(files / "cla_number_and_rate_per_10k_children.csv", half)
    said = refusal(files)
    assert "do not add to England" in said
    assert "looked_after_31_march" in said


def test_a_publisher_that_changed_its_words_is_refused_by_the_word(next_release, refusal, tmp_path):
    files = copied(next_release, tmp_path / "files")
    path = files / "la_cla_on_31_march_by_characteristics.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("Placed for adoption", "With adopters"), encoding="utf-8-sig")
    said = refusal(files)
    assert "with adopters" in said
    assert "placed for adoption" in said


def test_a_new_council_needs_its_predecessors_and_is_then_one(
    next_release, small, refusal, tmp_path
):
    files = copied(next_release, tmp_path / "files")
    for path in files.iterdir():
        text = path.read_text(encoding="utf-8-sig")
        text = text.replace(",908,Cornwall,E06000052,", ",999,Kernow,E06000099,")
        path.write_text(text, encoding="utf-8-sig")
    assert "Kernow (E06000099, 999) is not in the record of England" in refusal(files)
    (files / "reorganisations.csv").write_text(
        "predecessor_la_code,successor_la_code\n908,999\n", encoding="utf-8"
    )
    update(files, tmp_path / "record", small)
    areas = the_record(tmp_path / "record").areas.set_index("area")
    assert areas.at["Kernow", "current"] == "yes"
    assert areas.at["Kernow", "first_year"] == "2026"
    assert areas.at["Cornwall", "current"] == "no"
    assert areas.at["Cornwall", "successors"] == "999"


def test_a_code_that_changed_is_the_same_council_by_its_number(next_release, small, tmp_path):
    files = copied(next_release, tmp_path / "files")
    for path in files.iterdir():
        text = path.read_text(encoding="utf-8-sig")
        path.write_text(text.replace(",E06000052,", ",E06000152,"), encoding="utf-8-sig")
    done = update(files, tmp_path / "record", small)
    assert "The code of Cornwall is E06000152 now; it keeps E06000052 here." in done.remarks
    rows = the_record(tmp_path / "record").table("children_in_care", ["E06000052"], [2026])
    assert set(rows["measure"]) >= {"looked_after_31_march", "uasc_31_march"}


def test_zipped_and_compressed_files_are_read_and_others_named(next_release, small, tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    with zipfile.ZipFile(files / "release.zip", "w") as archive:
        for path in next_release.iterdir():
            archive.writestr(f"data/{path.name}", path.read_bytes())
    (files / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (files / "other.csv.gz").write_bytes(gzip.compress(b"c,d\n1,2\n"))
    done = update(files, tmp_path / "record", small)
    assert done.opening_year == 2026
    assert [reason.split(" ")[0] for reason in done.left_out] == ["notes.csv", "other.csv.gz"]


def test_a_release_older_than_the_record_is_left_out(record, refusal, tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    write_release(record, 2024, files)
    said = refusal(files)
    assert "ends in 2024, and the record holds 2025: an older release" in said


def test_symbols_of_official_statistics_are_no_figures():
    read = figures(pd.Series(["652", "c", "z", "x", "k", "1,234", "0", "-5.5", "[note 4]"]))
    assert read["value"].dropna().tolist() == [652, 1234, 0, -5.5]
    assert read["flag"].tolist() == [
        "",
        "suppressed",
        "not_applicable",
        "not_available",
        "rounds_to_zero",
        "",
        "",
        "",
        "mark:[note 4]",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("4. Total secure homes and children's homes", "secure homes and childrens homes"),
        ("Secure homes and children's homes", "secure homes and childrens homes"),
        ("1a.1 Total foster placements", "foster placements"),
        ("10 to 15 years", "10 to 15 years"),
    ],
)
def test_words_are_told_by_what_they_say_and_not_by_their_numbering(words, said):
    assert plain(words) == said
