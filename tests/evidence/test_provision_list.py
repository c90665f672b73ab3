"""The council's own list of homes: read, refused where it cannot be, and shown as sums."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.pages.report.sections import sections
from sufficiency.results.local import published
from sufficiency.results.local.provision import IN_HOMES, provision_table
from sufficiency.results.lookup import only
from tests.small_run import changed, small_run

HEAD = (
    "home,setting,category,registration,beds,our_children,other_children,vacancies,"
    "ofsted_grade,source\n"
)
HOMES = (
    "Elm House,children's home,,registered,4,3,0,1,good,Placements team\n"
    "Oak House,children's home,,registered,3,2,1,0,requires improvement,Placements team\n"
    'The Flats,supported accommodation,"shared, young people in care alone",applied for,6,4,0,2,,'
    "Placements team\n"
)


def listed(folder: Path, rows: str) -> Evidence:
    (folder / "provision.csv").write_text(HEAD + rows, encoding="utf-8")
    return load_evidence("Tameside", evidence=folder)


def _provision(evidence: Evidence) -> pd.DataFrame:
    rows, carers = published(evidence).provision, small_run().tables["carers"]
    return provision_table(evidence, rows, carers, (7.0, 14.0, 21.0))


def test_homes_are_summed_by_setting_and_category(tmp_path: Path) -> None:
    evidence = listed(tmp_path, HOMES)
    table = _provision(evidence)
    found = only(table, section="listed").set_index(["setting", "measure"])["number"]
    homes = found["children's home"]
    assert homes[["homes", "beds", *IN_HOMES]].tolist() == [2, 7, 5, 1, 1]
    assert homes["homes, good"] == homes["homes, requires improvement"] == 1
    flats = found["supported accommodation: shared, young people in care alone"]
    assert flats["beds"] == 6 and flats["homes, applied for"] == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,children's home,,registered,4,4,0,1,,x", "has 4 for 4 children and 1 vacancies"),
        ("A,supported accommodation,,registered,4,1,0,1,,x", "'single occupancy', 'shared"),
        ("A,children's home,shared with others,registered,4,1,0,1,,x", "leave the cell empty"),
        ("A,childrens home,,registered,4,1,0,1,,x", "allowed are children's home"),
        ("A,children's home,,registered,4,1,0,1,grand,x", "allowed are .*outstanding"),
        ("A,children's home,,registered,4,1,0,1,,", "source.*must not be blank"),
    ],
)
def test_a_list_that_cannot_be_right_is_refused(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        listed(tmp_path, row + "\n")
    assert "provision.csv" in str(refused.value) and "row 2" in str(refused.value)


def test_pages_show_the_list_and_a_published_run_not_who_is_in_the_homes(tmp_path: Path) -> None:
    run = small_run()
    evidence = listed(tmp_path, HOMES)
    table = _provision(evidence)
    with_list = changed(run, {"provision": table})
    there = next(part for part in sections(with_list) if part.key == "there")
    assert there.tables[1].rows[0][:6] == ("Children's home", "2", "7", "5", "1", "1")
    assert any("own list" in words for words in there.words)
    published = with_list.published()
    there = next(part for part in sections(published) if part.key == "there")
    assert there.tables[1].rows[0][:6] == ("Children's home", "2", "7", "c", "c", "c")
    assert not published.tables["provision"]["measure"].isin(IN_HOMES).any()
