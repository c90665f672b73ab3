"""Which councils a region is."""

from __future__ import annotations

import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.loading import the_record
from sufficiency.evidence.regions import _combined, region, region_of_codes, shared_region


def names(found) -> set[str]:
    return {one.name for one in found.members}


def test_greater_manchester_is_its_ten_councils():
    found = region("greater manchester")

    assert len(found.members) == 10 and {"Tameside", "Wigan", "Stockport"} <= names(found)
    assert "Order 2011" in found.source


@pytest.mark.parametrize(("name", "councils"), [("England", 153), ("North West", 24)])
def test_the_nation_and_a_region_hold_every_council_of_today(name, councils):
    assert len(region(name).members) == councils


def test_london_is_one_region_though_the_department_has_two():
    inner, outer = names(region("Inner London")), names(region("Outer London"))

    assert names(region("London")) == inner | outer and not inner & outer
    assert {shared_region(one) for one in region("London").members} == {"London"}


def test_every_council_of_a_combined_authority_is_found_and_only_one_lies_across_regions():
    across = {
        name for name in _combined() if len({shared_region(m) for m in region(name).members}) > 1
    }

    assert across == {"Greater Lincolnshire"}


def test_no_council_is_in_two_combined_authorities():
    members = [one.code for name in _combined() for one in region(name).members]

    assert len(members) == len(set(members))


def test_councils_named_one_by_one_stand_in_the_order_of_their_codes_and_once():
    found = region(authorities=("Bury", "E06000001", "Bury"))

    assert [one.name for one in found.members] == ["Hartlepool", "Bury"]
    assert region("My title", ("Bury", "Rutland")).name == "My title"


@pytest.mark.parametrize(
    ("name", "authorities", "says"),
    [
        ("Greater Manchestr", (), "Did you mean 'Greater Manchester'"),
        (None, (), "--authorities A,B,C"),
        (None, ("Bury",), "two or more"),
        (None, ("Bury", "Borchester"), "no authority 'Borchester'"),
    ],
)
def test_what_is_no_region_is_refused_with_what_to_do(name, authorities, says):
    with pytest.raises(InputError, match=says):
        region(name, authorities)


def test_every_council_of_today_shares_the_errors_of_one_of_nine_regions():
    of = region_of_codes(the_record())

    assert {of[one.code] for one in region("England").members} == {
        *("North East", "North West", "Yorkshire and The Humber", "East Midlands"),
        *("West Midlands", "East of England", "London", "South East", "South West"),
    }
