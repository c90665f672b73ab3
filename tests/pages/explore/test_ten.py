"""Ten people at once on one server: nobody waits for another's search, or sees another's work."""

from __future__ import annotations

import statistics
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from tests.pages.explore.conftest import Served
from tests.pages.explore.sessions import Reader

pytestmark = pytest.mark.slow
PEOPLE = 10


def recruits(reader: Reader, name: str) -> None:
    """Add ten households a year under a name of one's own."""
    reader.types(adds="recruit_carers")
    reader.presses("add")
    reader.waits("levers", "lever1_additional_households_a_year_low")
    ten = {f"lever1_additional_households_a_year_{end}": "10" for end in ("low", "high")}
    reader.types(name=name, lever1_months_to_first_placement="8", **ten)
    reader.waits("told", name)


def moved(reader: Reader, households: int) -> float:
    """Seconds from a moved number to the answer that has it; the picture comes with it."""
    reader.values.pop("chart", None)
    reader.types(lever1_additional_households_a_year_high=str(households))
    read = reader.waits("reading", f"10 to {households} ")
    return read + reader.waits("chart", "svg")


def test_ten_people_each_have_their_own(served: Served) -> None:
    readers = [Reader(served.address) for _ in range(PEOPLE)]
    names = [f"Plan of reader {n}." for n in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(recruits, readers, names))
        waited = list(people.map(moved, readers, count(11)))
    print(f"all at once: median {statistics.median(waited):.2f} s, worst {max(waited):.2f} s")
    for reader, name in zip(readers, names, strict=True):
        heard = "".join(reader.heard)
        assert name in heard
        assert not [other for other in names if other != name and other in heard]
        reader.closes()


def test_one_persons_search_does_not_hold_up_another(served: Served) -> None:
    seeker, other = Reader(served.address), Reader(served.address)
    recruits(seeker, "A search")
    recruits(other, "No search")
    goal = {"measure": "in_house_percent", "bound": "at_least", "amount": "60", "surely": "0.5"}
    seeker.types(sought="1 additional_households_a_year", when="2030-03", **goal)
    seeker.presses("ask")
    seeker.waits("answered", "Searching")
    moved(other, 12)
    assert "It takes" not in str(seeker.values["answered"])
    seeker.closes()
    other.closes()
