"""What it takes to find a carer: published conversions, read and multiplied by hand."""

from __future__ import annotations

import pytest

from sufficiency.capacity import household_flows
from sufficiency.capacity.recruitment import ENQUIRIES, recruitment_facts
from sufficiency.engine import forecast
from sufficiency.evidence import load_evidence


def test_facts_are_the_published_ones() -> None:
    rows = recruitment_facts(load_evidence())
    applied, approved, needed = (row["value"] for row in rows)
    assert applied == 0.12  # 12% of enquiries to councils became applications in 2022-23
    assert approved == pytest.approx(4055 / 8485)  # mainstream, 2023-24
    assert needed == pytest.approx(8485 / 4055 / 0.12)
    assert 17 < needed < 18
    assert 7 * needed == pytest.approx(122, abs=1)
    assert rows[-1]["key"] == ENQUIRIES
    assert all("Ofsted" in row["source"] for row in rows)


def test_a_record_without_a_conversion_says_only_what_it_has() -> None:
    evidence = load_evidence()
    table = evidence.carers_england
    without = evidence.with_tables(
        {"carers_england": table[table["measure"] != "Enquiry to application conversion, LA"]}
    )
    assert [row["key"] for row in recruitment_facts(without)] == [
        "applications_that_end_in_approval"
    ]


def test_flows_of_households_are_near_what_the_record_shows() -> None:
    """Mainstream: 13 to 15% leave in a year in England (Ofsted, 2021-2024).

    Connected: of 80 households in March 2018 and 105 in March 2019, 50 had been approved in the
    year (Ofsted), 54% of their mean. Leaving is not published apart from mainstream.
    """
    p = forecast(load_evidence(), years=1, draws=400, seed=1).baseline.projection
    flows = household_flows(p)
    stock = p.households["mainstream"].mean()
    assert 0.12 < flows["mainstream"].left.sum(axis=1).mean() / stock < 0.17
    connected = p.households["connected"].mean()
    assert 0.45 < flows["connected"].approved.sum(axis=1).mean() / connected < 0.65
