"""An authority's own folder: what is taken, what is refused and in which words."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sufficiency.errors import InputError
from sufficiency.evidence import load_evidence, mainstream_places
from sufficiency.evidence.catalogue import COMMON, EMBEDDED, OWN, file_of
from sufficiency.evidence.names import HOMES_FROM_2020, HOMES_TO_2019
from tests.evidence.made_up import CODE, NAME, NEIGHBOURS, looked_after, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "weirshire")


def change(folder: Path, name: str, edit: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Rewrite one file of the folder with its cells as text."""
    path = folder / file_of(name)
    cells = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    edit(cells).to_csv(path, index=False, encoding="utf-8")


def refused(folder: Path) -> list[str]:
    """The sentences that the folder is refused with."""
    with pytest.raises(InputError) as caught:
        load_evidence(folder)
    return str(caught.value).splitlines()


def set_cell(row: int, column: str, value: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """An edit of one cell; `row` as a spreadsheet numbers it."""

    def edit(cells: pd.DataFrame) -> pd.DataFrame:
        cells.loc[row - 2, column] = value
        return cells

    return edit


def test_another_authority_is_read_and_nothing_says_tameside(folder: Path) -> None:
    evidence = load_evidence(folder)
    assert evidence.authority.name == NAME
    assert evidence.authority.code == CODE
    assert evidence.opening_year == 2025
    assert evidence.series("looked_after_31_march")[2025] == looked_after(CODE, 2025)
    assert evidence.neighbours["area"].tolist() == list(NEIGHBOURS.values())
    assert evidence.own_files == tuple(file_of(name) for name in OWN)
    assert evidence.common_files == tuple(file_of(name) for name in COMMON)
    for name in (*OWN, *COMMON):
        text = evidence.table(name).to_csv()
        assert "Tameside" not in text, name


def test_a_national_file_in_the_folder_is_used(folder: Path) -> None:
    shutil.copy(EMBEDDED / "price_indices.csv", folder)
    change(folder, "price_indices", set_cell(17, "gdp_deflator_2024_25_is_100", "120"))
    evidence = load_evidence(folder)
    assert evidence.price_indices["gdp_deflator_2024_25_is_100"].iloc[-1] == 120
    assert "price_indices.csv" in evidence.own_files
    assert "price_indices.csv" not in evidence.common_files


def test_every_file_of_the_authority_is_needed(folder: Path) -> None:
    for name in OWN:
        path = folder / file_of(name)
        away = path.rename(path.with_suffix(".away"))
        [sentence] = refused(folder)
        assert sentence.startswith(f"{path.name} is not in the folder '{folder}'")
        away.rename(path)


def test_a_misnamed_file_is_pointed_at(folder: Path) -> None:
    (folder / "placements.csv").rename(folder / "placement.csv")
    assert refused(folder) == [
        "placement.csv is not the name of a file of evidence. Did you mean 'placements.csv'?"
    ]


def test_missing_empty_or_no_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere") == [
        f"There is no folder '{tmp_path / 'nowhere'}' to read evidence from."
    ]
    [sentence] = refused(tmp_path)
    assert "holds no CSV files" in sentence
    file = tmp_path / "file.txt"
    file.write_text("words", encoding="utf-8")
    [sentence] = refused(file)
    assert "is a file" in sentence


@pytest.mark.parametrize(
    ("name", "edit", "sentence"),
    [
        (
            "placements",
            lambda cells: cells.rename(columns={"category": "categories"}),
            "placements.csv, row 1 has no column 'category'; found area_code, area, year, "
            "dimension, categories, children_31_march, flag and source. Did you mean 'categories'?",
        ),
        (
            "children_in_care",
            set_cell(2, "value", "-4"),
            "children_in_care.csv, row 2, column 'value': found '-4'; must be 0 or more.",
        ),
        (
            "children_in_care",
            set_cell(2, "value", "about 400"),
            "children_in_care.csv, row 2, column 'value': found 'about 400'; write a whole number "
            "without commas, signs or words.",
        ),
        (
            "children_in_care",
            set_cell(2, "value", "400.5"),
            "children_in_care.csv, row 2, column 'value': found '400.5'; write a whole number "
            "without commas, signs or words.",
        ),
        (
            "children_in_care",
            set_cell(3, "value", "c"),
            "children_in_care.csv, row 3, column 'value': found 'c'; write a whole number, or "
            "leave the cell empty where the source gives none.",
        ),
        (
            "children_in_care",
            set_cell(3, "measure", "started_in_yaer"),
            "children_in_care.csv, row 3, column 'measure': found 'started_in_yaer'; allowed are "
            "looked_after_31_march, started_in_year, ceased_in_year, uasc_31_march and "
            "rate_per_10000. Did you mean 'started_in_year'?",
        ),
        (
            "children_in_care",
            set_cell(3, "measure", "looked_after_31_march"),
            "children_in_care.csv, row 3 repeats row 2: the same area_code, year and measure.",
        ),
        (
            "children_in_care",
            set_cell(3, "year", ""),
            "children_in_care.csv, row 3, column 'year' must not be blank.",
        ),
        (
            "children_in_care",
            lambda cells: cells[(cells["area_code"] != CODE) | (cells["year"] != "2016")],
            "children_in_care.csv: 'looked_after_31_march' of Weirshire has no figure for 2016; "
            "every year from 2012 to 2025 is needed.",
        ),
        (
            "children_in_care",
            lambda cells: cells[cells["area_code"] != CODE],
            "children_in_care.csv has no 'looked_after_31_march' of Weirshire (E10000901); its "
            "areas are Alderford, Brackenby and England.",
        ),
        (
            "children_in_care",
            lambda cells: cells[cells["area"] != "England"],
            "children_in_care.csv has no 'looked_after_31_march' of England.",
        ),
        (
            "neighbours",
            set_cell(2, "area_code", "E10000999"),
            "children_in_care.csv has no rows of the neighbour E10000999; each area of "
            "neighbours.csv is needed.",
        ),
        (
            "placements",
            lambda cells: cells[(cells["area_code"] != CODE) | (cells["year"] != "2025")],
            "placements.csv has no placement types of Weirshire for 2025; the year of the latest "
            "count and the one before are needed.",
        ),
        (
            "placements",
            set_cell(2, "area_code", "E20000901"),
            "placements.csv, row 2, column 'area_code': found 'E20000901' (Weirshire); allowed are "
            "areas of children_in_care.csv, which holds their totals. 'Weirshire' is E10000901 "
            "there.",
        ),
        (
            "placements",
            set_cell(2, "category", "fosters"),
            "Did you mean 'foster'?",
        ),
        (
            "placements",
            set_cell(2, "children_31_march", ""),
            "placements.csv, row 2, column 'children_31_march' is blank; write the number, or "
            "'suppressed' in the column 'flag' where it was withheld (never 0 for withheld).",
        ),
        (
            "placements",
            set_cell(2, "flag", "suppressed"),
            "placements.csv, row 2, column 'children_31_march': found 283 in a row flagged "
            "'suppressed'; empty one of the two.",
        ),
        (
            "placements",
            set_cell(2, "dimension", "provider"),
            "placements.csv, row 2, column 'dimension': found 'provider'; 'foster' belongs to "
            "'placement_type'.",
        ),
        (
            "placements",
            lambda cells: cells.replace({"category": {HOMES_FROM_2020: HOMES_TO_2019}}),
            f"placements.csv, row 3, column 'category': found '{HOMES_TO_2019}' in 2020; the "
            "groups changed between 2019 and 2020.",
        ),
        (
            "placements",
            lambda cells: cells.assign(
                children_31_march=cells["children_31_march"].where(
                    (cells["area_code"] != CODE)
                    | (cells["year"] != "2024")
                    | (cells["category"] != "foster"),
                    "400",
                )
            ),
            "placements.csv: the 'placement_type' rows of E10000901 for 2024 add to 584, more than "
            "the 484 children looked after in children_in_care.csv.",
        ),
        (
            "authority",
            set_cell(2, "group", "Countie"),
            "Did you mean 'County'?",
        ),
        (
            "authority",
            set_cell(2, "area", "Weirshyre"),
            "authority.csv, row 2, column 'area': found 'Weirshyre'; E10000901 is 'Weirshire' in "
            "children_in_care.csv.",
        ),
        (
            "authority",
            lambda cells: pd.concat([cells, cells.assign(area_code="E10000999")]),
            "authority.csv has 2 rows of figures; write one, the authority's.",
        ),
        (
            "neighbours",
            set_cell(3, "rank", "1"),
            "neighbours.csv, column 'rank': the ranks are 1 and 1; number them 1 to 2, each once.",
        ),
        (
            "carers",
            set_cell(2, "area", "Weirshir"),
            "carers.csv, row 2, column 'area': found 'Weirshir'; allowed are areas of "
            "children_in_care.csv, England and its regions. Did you mean 'Weirshire'?",
        ),
        (
            "carers",
            set_cell(3, "value", "151"),
            "carers.csv: Weirshire has 151 filled places in 2022 and 150 approved ones; filled "
            "places are among the approved.",
        ),
        (
            "carers",
            lambda cells: cells.head(0),
            "carers.csv has a header and no rows of figures.",
        ),
        (
            "carers",
            lambda cells: cells.assign(source=""),
            "carers.csv, rows 2, 3, 4, 5, 6 and 3 more, column 'source' must not be blank.",
        ),
        (
            "spend",
            lambda cells: cells[cells["line"] != "RO3 CLA total"],
            "spend.csv has no 'total_expenditure' of Weirshire for 2024-25 in RO3 CLA total; the "
            "year that ends with the latest count of children and the one before are needed.",
        ),
        (
            "spend",
            set_cell(2, "financial_year", "2015/16"),
            "spend.csv, row 2, column 'financial_year': found '2015/16'; write a financial year, "
            "as in 2024-25.",
        ),
        (
            "events",
            lambda cells: pd.concat(
                [cells, pd.DataFrame([["31/03/2024", "a", "b", "c"]], columns=cells.columns)]
            ),
            "events.csv, row 2, column 'date': found '31/03/2024'; write a date as "
            "year-month-day, as in 2024-03-31.",
        ),
        (
            "assumptions",
            lambda cells: cells.replace({"key": {"settled_moves_share": "settled_move_share"}}),
            "assumptions.csv has no row for 'settled_moves_share'. Did you mean "
            "'settled_move_share'?",
        ),
        (
            "assumptions",
            set_cell(2, "low", "3"),
            "assumptions.csv, row 2, column 'value': found 2.09 with a range of 3 to 2.2; low must "
            "not be above it nor high below it.",
        ),
        (
            "prices",
            set_cell(2, "weekly_price", "-330"),
            "prices.csv, row 2, column 'weekly_price': found '-330'; must be 0 or more.",
        ),
        (
            "prices",
            lambda cells: cells.iloc[1:],
            "prices.csv has no row for kinship_fostering.",
        ),
    ],
)
def test_a_fault_is_said_where_it_stands(
    folder: Path, name: str, edit: Callable[[pd.DataFrame], pd.DataFrame], sentence: str
) -> None:
    change(folder, name, edit)
    sentences = refused(folder)
    assert any(found == sentence or found.endswith(sentence) for found in sentences), sentences
    assert all(found.startswith(tuple(f"{name}.csv" for name in OWN)) for found in sentences)


def test_a_missing_year_in_a_national_file_is_refused(folder: Path) -> None:
    shutil.copy(EMBEDDED / "price_indices.csv", folder)
    change(folder, "price_indices", lambda cells: cells[cells["financial_year"] != "2020-21"])
    assert refused(folder) == ["price_indices.csv has no row for 2020-21."]


def test_all_faults_of_a_file_are_said_up_to_ten(folder: Path) -> None:
    def edit(cells: pd.DataFrame) -> pd.DataFrame:
        cells.loc[:12, "value"] = [f"none {number}" for number in range(13)]
        return cells

    change(folder, "children_in_care", edit)
    sentences = refused(folder)
    assert len(sentences) == 11
    assert sentences[0].startswith("children_in_care.csv, row 2, column 'value'")
    assert sentences[-1] == "children_in_care.csv: and 3 more."


def test_faults_of_two_files_are_said_together(folder: Path) -> None:
    change(folder, "carers", set_cell(2, "value", "x"))
    change(folder, "prices", set_cell(2, "low", "x"))
    assert [sentence.split(",")[0] for sentence in refused(folder)] == ["carers.csv", "prices.csv"]


def withhold(*categories: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """An edit that withholds cells of the opening year."""

    def edit(cells: pd.DataFrame) -> pd.DataFrame:
        chosen = (
            (cells["area_code"] == CODE)
            & (cells["year"] == "2025")
            & cells["category"].isin(categories)
        )
        cells.loc[chosen, ["children_31_march", "flag"]] = ["", "suppressed"]
        return cells

    return edit


def test_a_single_withheld_cell_is_recovered_and_two_are_estimated(folder: Path) -> None:
    whole = load_evidence(folder)
    before = whole.placed("other_residential")[2025]
    assert whole.estimates.empty
    change(folder, "placements", withhold("other_residential", "residential_school"))
    recovered = load_evidence(folder)
    assert recovered.placed("other_residential")[2025] == before == 10
    assert recovered.estimates.empty
    change(folder, "placements", withhold("placed_for_adoption"))
    evidence = load_evidence(folder)
    groups = ["placed_for_adoption", "other_residential"]
    estimated = [evidence.placed(group)[2025] for group in groups]
    assert sum(estimated) == sum(whole.placed(group)[2025] for group in groups)
    assert evidence.estimates["what"].tolist() == groups
    assert evidence.estimates["value"].tolist() == estimated
    # The table itself still says that they were withheld: nothing is stored.
    cells = evidence.placements.query(
        "year == 2025 and area_code == @CODE and flag == 'suppressed'"
    )
    assert cells["children_31_march"].isna().all() and len(cells) == 3


def test_what_is_wrong_with_a_comparator_is_a_remark(folder: Path) -> None:
    def spoil(cells: pd.DataFrame) -> pd.DataFrame:
        of_2021 = (cells["area"] == "Alderford") & (cells["year"] == "2021")
        cells.loc[of_2021 & (cells["category"] == "foster"), "children_31_march"] = "600"
        return cells[(cells["area"] != "Alderford") | (cells["year"] != "2025")]

    change(folder, "placements", spoil)
    remarks = load_evidence(folder).remarks
    assert any("'placement_type' rows of Alderford for 2021 add to" in text for text in remarks)
    assert any("The neighbour Alderford has no placements in 2025" in text for text in remarks)


def test_mainstream_places_that_nobody_published_are_estimated(folder: Path) -> None:
    change(folder, "carers", lambda cells: cells[cells["year_to_31_march"] != "2025"])
    evidence = load_evidence(folder)
    approved, filled = (
        float(mainstream_places(evidence, measure)[2025])
        for measure in ("approved_places", "filled_places")
    )
    fostered = evidence.placed("foster")[2025]
    assert 0.3 < filled / fostered < 0.5  # England: two in five fostered children
    assert filled < approved
    assert set(evidence.estimates["what"]) == {"approved_places", "filled_places"}


def test_windows_1252_and_byte_order_marks_are_read(folder: Path) -> None:
    path = folder / "events.csv"
    row = "2024-04-01,£6m added – Weirshire’s budget,spending,a paper\n"
    text = path.read_text(encoding="utf-8") + row
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
        events = load_evidence(folder).events
        assert events["event"].tolist() == ["£6m added – Weirshire’s budget"], encoding
        assert events.columns[0] == "date", encoding


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x00\x00workbook", "is not readable text"),
        ("area,é\n".encode("utf-16"), "is not readable text"),
        (b"area,\x81\x8d\n", "is not readable text"),
        (b"area;year_to_31_march;measure;value\n", "is separated by semicolons"),
        (b"", "has no header in row 1"),
        (b'area,"year_to_31_march\n', "is not a comma-separated table"),
    ],
)
def test_what_is_not_such_a_table_is_refused(folder: Path, content: bytes, words: str) -> None:
    (folder / "carers.csv").write_bytes(content)
    [sentence] = refused(folder)
    assert sentence.startswith(f"carers.csv {words}")


def test_blank_lines_do_not_shift_the_row_numbers(folder: Path) -> None:
    path = folder / "carers.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("150", "many")
    path.write_text("\n".join([lines[0], "", ",,,,,", *lines[1:], ""]), encoding="utf-8")
    [sentence, *_] = refused(folder)
    assert sentence == "carers.csv, row 4, column 'value': found 'many'; write a whole number."


_FILES = st.sampled_from([name for name in OWN if name not in ("events", "council_papers")])
_JUNK = st.sampled_from(["", "-1", "c", "many", "1,5", "nan", "inf", "9" * 30, "£5", " ", "é\"',"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=_FILES, data=st.data())
def test_a_mangled_file_is_named_or_read_as_it_is(
    folder: Path, name: str, data: st.DataObject
) -> None:
    """Never a crash, and never a blank read as zero."""
    path = folder / file_of(name)
    whole = path.read_bytes()
    try:
        cells = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
        how = data.draw(st.sampled_from(["cell", "column", "row", "truncate"]))
        column = data.draw(st.sampled_from(list(cells.columns)))
        if how == "column":
            cells = cells.drop(columns=column)
        elif how == "row" and len(cells):
            cells = cells.drop(index=data.draw(st.integers(0, len(cells) - 1)))
        elif len(cells):
            cells.loc[data.draw(st.integers(0, len(cells) - 1)), column] = data.draw(_JUNK)
        cells.to_csv(path, index=False, encoding="utf-8")
        if how == "truncate":
            content = path.read_bytes()
            path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
        try:
            evidence = load_evidence(folder)
        except InputError as error:
            assert f"{name}.csv" in str(error)
        else:
            known = evidence.placed("foster").dropna()
            assert (known > 0).all()
    finally:
        path.write_bytes(whole)


def test_a_common_file_with_a_slip_in_its_name_is_not_passed_over(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "unit_cost.csv").write_text("measure\n", encoding="utf-8")
    (tmp_path / "notes of ours.csv").write_text("anything\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"unit_cost\.csv.*Did you mean 'unit_costs\.csv'"):
        load_evidence(tmp_path)


def test_a_table_pasted_below_itself_is_refused_in_no_time(folder: Path) -> None:
    """Each row of it repeats another: looking for the other must not take the whole table again."""
    size: list[int] = []

    def paste(cells: pd.DataFrame) -> pd.DataFrame:
        size.append(len(cells))
        return pd.concat([cells] * 40)

    change(folder, "children_in_care", paste)
    begun = time.process_time()
    said = refused(folder)
    assert time.process_time() - begun < 10
    rows = size[0]
    assert any(f"row {rows + 2} repeats row 2" in one for one in said)
    assert any(
        f"and {39 * rows - 10:,} more" in one or f"{39 * rows - 10} more" in one for one in said
    )
