"""The record of every English authority: found by name, read whole, filled where it has gaps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sufficiency.errors import InputError
from sufficiency.evidence import (
    authorities,
    estimate_split,
    estimates_in_words,
    load_children,
    load_evidence,
    write_evidence,
)
from sufficiency.evidence.benchmarks import benchmarks
from sufficiency.evidence.catalogue import COMMON, OWN
from sufficiency.evidence.england.areas import current, find
from sufficiency.evidence.england.store import KEYS, YEAR, Record, write_record
from sufficiency.evidence.gaps.estimates import shared_out
from sufficiency.evidence.grades import CHILDREN_ONLY, FULL, GRADES, NOT_POSSIBLE, WITH_ESTIMATES
from sufficiency.evidence.loading import the_record
from sufficiency.evidence.names import MAINSTREAM_ONLY, RO3_LINES, TOTAL_LINE
from sufficiency.evidence.placed import SEPARATE

KINDS = (
    "Camden",  # inner London
    "Kent",  # a county
    "Cumberland",  # began in 2023
    "Bournemouth, Christchurch and Poole",  # began in 2019 from three
    "Birmingham",  # a trust runs the services; no outturn returned
    "Bradford",  # a trust, recorded as voluntary
    "Richmond upon Thames",  # a company runs the services of two councils
    "Worcestershire",  # put nearly all spending under "other"
    "Sandwell",  # returned 5,000 pounds
    "Rutland",  # very small
    "Harrow",  # returned nothing on fostering
    "Derby",  # children inside its boundary withheld
)


@pytest.fixture(scope="module")
def record() -> Record:
    return the_record()


# --- finding an authority -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Stockport", "Stockport"),
        ("  stockport council ", "Stockport"),
        ("E08000007", "Stockport"),
        ("e08000007", "Stockport"),
        ("Durham", "County Durham"),
        ("Hull", "Kingston upon Hull, City of"),
        ("Bristol", "Bristol, City of"),
        ("London Borough of Camden", "Camden"),
        ("Westmorland & Furness", "Westmorland and Furness"),
        ("City of London", "City of London"),
    ],
)
def test_an_authority_is_found_by_code_or_by_a_name_as_people_write_it(record, wanted, name):
    assert find(record, wanted).name == name


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("Stokport", "Did you mean 'Stockport'"),
        ("Kingston", "fits 2 authorities: Kingston upon Hull, City of and Kingston upon Thames"),
        ("Northamptonshire", "fits 2 authorities: North Northamptonshire and West"),
        (
            "Cumbria",
            r"no authority today \(abolished in April 2023\); .* in Cumberland \(E06000063\)",
        ),
        (
            "E10000021",
            r"Northamptonshire .*in April 2021.* and West Northamptonshire \(E06000062\)",
        ),
        ("London", "is not one authority"),
        ("England", "is not one authority"),
        ("Atlantis", "lists all 153"),
    ],
)
def test_a_name_that_is_not_one_authority_is_refused_with_what_is_close(record, wanted, words):
    with pytest.raises(InputError, match=words):
        find(record, wanted)


def test_every_authority_is_found_by_its_own_name_and_code(record):
    for row in current(record).to_dict("records"):
        assert find(record, row["area"]).code == row["area_code"]
        assert find(record, row["area_code"]).name == row["area"]


# --- how the record is kept ---------------------------------------------------------------


def test_the_record_holds_every_authority_and_keeps_its_licence(record):
    assert len(current(record)) == 153
    folder = Path(load_evidence.__code__.co_filename).parent / "england" / "record"
    assert "Open Government Licence v3.0" in (folder / "LICENCE.txt").read_text("utf-8")
    assert sum(len(content) for content in record.files.values()) < 1_000_000
    ours = record.table("children_in_care", ["E08000008"])
    assert ours.query("year == 2025 and measure == 'looked_after_31_march'")["value"].item() == 652


def test_what_is_written_as_a_record_is_read_again_cell_by_cell(record, tmp_path):
    codes = ["E08000008", "E06000063", "E92000001"]
    tables = {name: record.table(name, codes) for name in KEYS}
    write_record(tables, record.areas, record.neighbours, tmp_path / "again")
    again = Record.at(tmp_path / "again")
    for name, table in tables.items():
        pd.testing.assert_frame_equal(again.table(name), table, check_dtype=False)
        assert set(again.years(name)) == set(table[YEAR.get(name, "year")].astype(str))


def test_a_folder_that_is_no_record_is_refused(tmp_path):
    with pytest.raises(InputError, match="is not a record of England"):
        load_evidence("Stockport", record=tmp_path)
    with pytest.raises(InputError, match="There is no folder"):
        load_evidence("Stockport", record=tmp_path / "nowhere")


# --- evidence of one authority ------------------------------------------------------------


@pytest.fixture(scope="module", params=KINDS)
def of_a_kind(request):
    return load_evidence(request.param)


def test_the_opening_year_is_whole_and_adds_up(of_a_kind):
    evidence, year = of_a_kind, of_a_kind.opening_year
    assert year == 2025
    total = evidence.series("looked_after_31_march")
    for ends in (year - 1, year):
        groups = [evidence.placed(group)[ends] for group in SEPARATE]
        assert sum(groups) == total[ends] and min(groups) >= 0
    split = estimate_split(evidence, year, 50, 1)
    assert np.allclose(split.sum(axis=1), total[year]) and (split >= 0).all()


def test_lines_of_spending_add_to_the_total(of_a_kind):
    spend = of_a_kind.spend
    own = spend[(spend["area"] == of_a_kind.authority.name) & spend["line"].isin(RO3_LINES)]
    for name in ("2023-24", "2024-25"):
        year = own[(own["financial_year"] == name) & (own["measure"] == "total_expenditure")]
        lines = year.set_index("line")["value"]
        assert sorted(lines.index) == sorted(RO3_LINES)
        assert lines[list(RO3_LINES[:4])].sum() == pytest.approx(lines[RO3_LINES[4]], abs=5_000)
        assert (lines[list(RO3_LINES[:2])] > 0).all()


def test_nothing_speaks_of_another_authority_as_its_subject(of_a_kind):
    for name in (*OWN, *COMMON):
        table = of_a_kind.table(name)
        if "Tameside" in table.astype(str).to_csv():
            assert name in {"carers_england", "unit_costs", "prices", "assumptions"} | {
                *("children_in_care", "placements", "spend", "neighbours", "carers")
            }, name
    assert of_a_kind.council_papers.empty and of_a_kind.events.empty


def test_every_estimate_says_its_method_and_size(of_a_kind):
    estimates = of_a_kind.estimates
    assert set(estimates["unit"]) <= {"children", "places", "GBP"}
    assert (estimates["value"] >= 0).all()
    assert estimates["method"].str.len().gt(10).all()


def test_a_young_council_is_lengthened_by_those_before_it():
    cumberland, furness = load_evidence("Cumberland"), load_evidence("Westmorland and Furness")
    stock = cumberland.series("looked_after_31_march")
    assert stock.index.min() == 2010 and stock.notna().all()
    both = stock[2015] + furness.series("looked_after_31_march")[2015]
    cumbria = the_record().numbers("children_in_care", 2015)
    assert both == pytest.approx(cumbria["E10000006", "looked_after_31_march"], abs=1)
    # What was counted is kept as counted.
    counted = the_record().numbers("children_in_care", 2024)
    assert stock[2024] == counted["E06000063", "looked_after_31_march"]


def test_a_trust_is_seen_through():
    """Bradford's trust is recorded as voluntary: own provision is neither nothing nor all of it."""
    evidence = load_evidence("Bradford")
    cells = evidence.placements.query("year == 2025 and area_code == @evidence.authority.code")
    own = cells.set_index("category")["children_31_march"]["prov_own"]
    assert 275 < own < 652  # more than its filled mainstream places, less than all voluntary
    split = estimate_split(evidence, 2025, 200, 1).mean(axis=0)
    assert split[0] > 50  # connected carers


def test_a_year_without_returns_goes_on_from_the_one_before(tmp_path):
    published = load_evidence("Stockport")
    spend, carers = published.published["spend"], published.published["carers"]
    ours = spend["area"] == "Stockport"
    spend[~(ours & (spend["financial_year"] == "2024-25"))].to_csv(tmp_path / "spend.csv")
    ours = carers["area"] == "Stockport"
    carers[~(ours & (carers["year_to_31_march"] == 2025))].to_csv(tmp_path / "carers.csv")
    carried = load_evidence("Stockport", evidence=tmp_path)

    stock = carried.series("looked_after_31_march")
    fostered = carried.placed("foster")
    lines = carried.spend[(carried.spend["area"] == "Stockport")]
    lines = lines[lines["measure"] == "total_expenditure"]
    total = lines[lines["line"] == TOTAL_LINE].set_index("financial_year")["value"]
    a_child = [total[f"{y - 1}-{y % 100}"] / stock[[y - 1, y]].mean() for y in (2024, 2025)]
    assert 1.05 < a_child[1] / a_child[0] < 1.2  # the median authority's rose by 13%
    opening = lines[lines["financial_year"] == "2024-25"].set_index("line")["value"]
    assert opening.drop(TOTAL_LINE).sum() == pytest.approx(opening[TOTAL_LINE])
    places = carried.carers[carried.carers["area"] == "Stockport"]
    places = places[places["basis"] == MAINSTREAM_ONLY].set_index(["measure", "year_to_31_march"])
    filled = places.loc["filled_places", "value"]
    assert filled[2025] == 5 * round(filled[2024] * fostered[2025] / fostered[2024] / 5)
    said = carried.estimates.query("year == 2025").set_index("what")["method"]
    assert said[TOTAL_LINE].startswith("the year before")
    assert said["filled_places"].startswith("places of 2024")
    spent = f"£{opening[TOTAL_LINE] / 1e6:.1f}m"
    assert f"{spent} of {spent} stand on an estimate" in estimates_in_words(carried)
    assert "children stand on an estimate" in estimates_in_words(published)  # and no pounds do


@pytest.fixture(scope="module")
def without_spending(record, tmp_path_factory):
    """Stockport and its neighbours, of whom Stockport returned no spending for two years."""
    near = record.neighbours[record.neighbours["area_code"] == "E08000007"]
    group = record.areas.loc[record.areas["group"].isin(["Greater Manchester", "nation"])]
    codes = {"E08000007", *near["neighbour_code"], *group["area_code"]}
    tables = {name: record.table(name, codes).drop(columns="area") for name in KEYS}
    spend = tables["spend"]
    of_two = spend["financial_year"].isin(["2023-24", "2024-25"])
    tables["spend"] = spend[~(of_two & (spend["area_code"] == "E08000007"))]
    folder = tmp_path_factory.mktemp("without") / "record"
    write_record(tables, record.areas[record.areas["area_code"].isin(codes)], near, folder)
    return folder


def test_children_alone_are_had_of_a_council_that_returned_no_spending(without_spending):
    grade = authorities(record=without_spending).set_index("name").loc["Stockport"]
    assert grade["grade"] == CHILDREN_ONLY and "2023-24 or 2024-25" in grade["reason"]
    with pytest.raises(InputError, match="forecast and not costed"):
        load_evidence("Stockport", record=without_spending)
    children = load_children("Stockport", record=without_spending)
    assert not children.costed and load_evidence("Stockport").costed
    assert estimates_in_words(children).endswith("so nothing is costed.")


@pytest.mark.parametrize("name", ["Isles of Scilly", "City of London"])
def test_where_no_forecast_can_start_the_reason_is_given(name):
    with pytest.raises(InputError, match=f"{name} cannot be forecast: .* is withheld"):
        load_evidence(name)


# --- tables of the council's own ----------------------------------------------------------


@pytest.mark.slow
def test_tables_written_and_given_back_are_the_same_evidence(tmp_path):
    for name in ("Stockport", "Tameside", "Slough", "Cumberland"):
        before = load_evidence(name)
        files = write_evidence(name, tmp_path / name)
        assert [path.stem for path in files] == list(OWN)
        again = load_evidence(tmp_path / name)
        assert again.authority == before.authority
        pd.testing.assert_frame_equal(again.estimates, before.estimates)
        for group in SEPARATE:
            pd.testing.assert_series_equal(again.placed(group), before.placed(group))
        for table in ("spend", "carers", "assumptions", "prices", "children_in_care"):
            pd.testing.assert_frame_equal(
                again.table(table), before.table(table), check_dtype=False
            )


def test_one_table_of_its_own_stands_in_place_of_the_records(tmp_path):
    write_evidence("Stockport", tmp_path / "all")
    own = tmp_path / "own"
    own.mkdir()
    prices = pd.read_csv(tmp_path / "all" / "prices.csv")
    prices.loc[0, "weekly_price"] = prices.loc[0, "weekly_price"] + 1
    prices.to_csv(own / "prices.csv", index=False)
    with pytest.raises(InputError, match="does not say which authority"):
        load_evidence(own)
    evidence = load_evidence("Stockport", evidence=own)
    assert evidence.own_files == ("prices.csv",)
    assert evidence.prices["weekly_price"].iloc[0] == prices.loc[0, "weekly_price"]
    assert evidence.placed("foster")[2025] == load_evidence("Stockport").placed("foster")[2025]


def test_a_folder_of_another_authority_than_the_one_named_is_refused(tmp_path):
    write_evidence("Stockport", tmp_path / "all")
    with pytest.raises(InputError, match="is of E08000007, and Bury"):
        load_evidence("Bury", evidence=tmp_path / "all")


def test_tables_are_not_written_over_what_is_there(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="new or empty"):
        write_evidence("Stockport", tmp_path)


# --- grades and benchmarks ----------------------------------------------------------------


def test_every_authority_has_a_grade_and_a_reason_for_less_than_full():
    table = authorities()
    assert len(table) == 153 and table["code"].is_unique
    assert set(table["grade"]) <= set(GRADES)
    assert (table["reason"] == "").equals(table["grade"] == FULL)
    grade = table.set_index("name")["grade"]
    assert grade["Tameside"] == FULL
    assert grade["Birmingham"] == WITH_ESTIMATES
    assert set(grade.index[grade == NOT_POSSIBLE]) == {"City of London", "Isles of Scilly"}
    assert (grade == CHILDREN_ONLY).sum() == 0  # each returned one of the two in 2024-25


def test_a_grade_is_what_the_evidence_turns_out_to_hold(of_a_kind):
    grade = authorities().set_index("code")["grade"][of_a_kind.authority.code]
    recent = of_a_kind.estimates["year"] >= of_a_kind.opening_year - 1
    young = of_a_kind.authority.name in ("Cumberland", "Bournemouth, Christchurch and Poole")
    assert grade == (WITH_ESTIMATES if recent.any() or young else FULL)


def test_a_region_lists_its_own_and_london_is_both_halves():
    north_west = authorities("north west")
    assert set(north_west["region"]) == {"North West"} and len(north_west) == 24
    assert len(authorities("London")) == 33
    with pytest.raises(InputError, match="Did you mean 'North West'"):
        authorities("North Wst")


def test_benchmarks_set_the_authority_beside_the_others():
    table = benchmarks(load_evidence()).query("year == 2025").set_index("measure")
    parents = table.loc["share_placed_with_parents"]
    assert parents["authority"] == pytest.approx(100 * 71 / 652)
    assert parents["neighbours"] == pytest.approx(6.9, abs=0.05)
    mix = table[table.index.str.startswith("share_")]
    assert mix["authority"].sum() == pytest.approx(100)
    assert mix["england"].sum() == pytest.approx(100, abs=0.2)  # England is rounded to ten
    assert table.loc["rate_per_10000", "england"] == 67
    assert table.loc["weekly_cost_residential", "region"] == 6515
    assert table["unit"].str.len().gt(0).all()


# --- sharing out --------------------------------------------------------------------------


@given(
    total=st.integers(0, 500),
    weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=7),
)
def test_children_shared_out_are_whole_and_add_up(total, weights):
    parts = shared_out(float(total), weights)
    assert sum(parts) == total
    exact = [total * weight / sum(weights) for weight in weights]
    assert all(part == int(part) >= 0 for part in parts)
    assert all(abs(part - fair) < 1 for part, fair in zip(parts, exact, strict=True))
