"""Who the children are and what there is: as published, beside the right others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.evidence import Evidence, benchmarks, load_evidence
from sufficiency.evidence.comparators import COMPARED, comparators
from sufficiency.evidence.england.figures import Figures, places_of
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.loading import the_record
from sufficiency.results.local import published
from sufficiency.results.local.profile import profile_table
from sufficiency.results.local.provision import provision_table
from sufficiency.results.lookup import one, only
from tests.small_run import small_run

YEAR = 2025


@pytest.fixture(scope="module")
def record() -> Record:
    return the_record()


@pytest.fixture(scope="module")
def tameside() -> Evidence:
    return load_evidence()


@pytest.fixture(scope="module")
def profile(tameside: Evidence, record: Record) -> pd.DataFrame:
    return profile_table(tameside, record)


def test_ages_are_those_published_and_make_up_all_children(profile: pd.DataFrame) -> None:
    ages = only(profile, section="age", year=YEAR)
    assert ages["children"].tolist() == [36, 87, 129, 257, 143]  # DfE, Tameside, 31 March 2025
    assert ages["authority"].sum() == pytest.approx(100)
    assert ages["category"].iloc[0] == "Under 1 year"


def test_neighbours_are_their_children_together_and_not_a_mean_of_shares(
    profile: pd.DataFrame, tameside: Evidence, record: Record
) -> None:
    placed = record.numbers("placements", YEAR).xs("loc_outside_la", level="category")
    placed = placed.droplevel("dimension")
    care = record.numbers("children_in_care", YEAR).xs("looked_after_31_march", level="measure")
    codes = [code for code in tameside.neighbours["area_code"] if placed.get(code) == placed[code]]
    row = one(profile, section="location", category="Outside the area", year=YEAR)
    assert row["neighbours"] == pytest.approx(100 * placed[codes].sum() / care[codes].sum())
    assert row["authority"] == pytest.approx(100 * 294 / 652)


def test_benchmarks_and_the_profile_have_each_figure_alike(
    profile: pd.DataFrame, tameside: Evidence
) -> None:
    table = benchmarks(tameside).set_index(["measure", "year"])
    for measure, section, category in (
        ("rate_per_10000", "rate", "Looked after"),
        ("outside_the_area", "location", "Outside the area"),
        ("beyond_20_miles", "distance", "Beyond 20 miles"),
        ("own_provision", "provider", "The council's own"),
    ):
        for year in (YEAR - 4, YEAR):
            row = one(profile, section=section, category=category, year=year)
            figures = table.loc[(measure, year), list(COMPARED)].astype(float)
            np.testing.assert_allclose(figures, [row[area] for area in COMPARED])


def test_a_withheld_count_stays_blank(profile: pd.DataFrame) -> None:
    row = one(profile, section="need", category="N2. Child's disability", year=YEAR)
    assert np.isnan(row["children"]) and np.isnan(row["authority"])
    assert row["england"] > 0
    small = profile["children"].dropna()
    assert not ((small > 0) & (small < 6)).any()


def test_neighbours_most_of_whom_withhold_a_figure_have_none(
    tameside: Evidence, record: Record
) -> None:
    beside = comparators(tameside, record)
    place = places_of(record)
    few, of = np.full((len(place), 1), np.nan), np.full(len(place), np.nan)
    of[[place[code] for code in (*beside.neighbours, beside.authority)]] = 100.0
    few[[place[beside.neighbours[0]], place[beside.authority]]] = 5.0
    found = beside.shares(record, Figures(few, ~np.isnan(of)), of, 100.0)[:, 0]
    shares = dict(zip(COMPARED, found, strict=True))
    assert np.isnan(shares["neighbours"]) and shares["authority"] == 5.0


def test_homes_of_all_sectors_are_their_sum_and_a_place_withheld_is_no_zero(
    tameside: Evidence,
) -> None:
    carers = small_run().tables["carers"]
    found = provision_table(tameside, published(tameside).provision, carers, (7.0, 14.0, 21.0))
    homes = only(found, setting="children's home", measure="settings", year=YEAR)
    homes = homes.set_index("sector")["number"]
    assert homes["all"] == 27 == homes.drop("all").sum()
    secure = only(found, setting="secure", sector="private", measure="places")
    assert secure.empty or (secure["number"] == 0).all()
    own = one(found, section="own", setting="children's home")
    assert (own["low"], own["number"], own["high"], own["basis"]) == (7, 14, 21, "estimate")


def test_a_county_has_its_own_children_and_neighbours(record: Record) -> None:
    kent = load_evidence("Kent")
    found = profile_table(kent, record)
    asylum = one(
        found, section="asylum", category="Unaccompanied asylum-seeking children", year=YEAR
    )
    here = one(profile_table(load_evidence(), record), section="asylum", year=YEAR)
    assert asylum["authority"] > 2 * here["authority"]
    assert asylum["england"] == here["england"]
