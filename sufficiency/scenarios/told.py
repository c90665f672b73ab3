"""What each lever does, in a sentence of plain English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sufficiency.errors import listed
from sufficiency.months import parse_year_month
from sufficiency.placements import FAMILIES, LABELS, label
from sufficiency.scenarios.levers import (
    AnyLever,
    AsylumArrivals,
    BringCloser,
    ChangeDemand,
    ChangePrice,
    EndUnregistered,
    IncreaseExits,
    LimitAgency,
    MoveToSupported,
    OpenHome,
    Range,
    RecruitCarers,
    ReduceEntries,
    RetainCarers,
    SpeedAdoption,
    StepDown,
    SupportConnected,
)
from sufficiency.scenarios.values import plain

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ROUTES: Final = {
    "special_guardianship": "by special guardianship",
    "adoption": "by adoption",
    "return_home": "to go home to parents or relatives",
    "discharge_of_order": "because the order is discharged",
}


def sentence(lever: AnyLever) -> str:
    """What a lever does, from the size of it to where the children are."""
    return _WORDS[type(lever)](lever)


def month_name(year_month: str) -> str:
    """A month in words: April 2027 for 2027-04."""
    year, month = parse_year_month(year_month)
    return f"{_MONTHS[month - 1]} {year}"


def counted(number: float, what: str) -> str:
    """A number and what it counts: 1 place, 4 places."""
    return f"{plain(number)} {what}" if number == 1 else f"{plain(number)} {what}s"


def about(value: Range, before: str = "", after: str = "") -> str:
    """A range in words: '4 to 10 (about 7)'."""
    low, middle, high = (
        f"{before}{plain(round(number, 1))}{after}"
        for number in (value.low, value.mean, value.high)
    )
    return low if value.fixed else f"{low} to {high} (about {middle})"


def _change(value: Range) -> str:
    """A percentage that may rise or fall: '5% fewer', '20% to 60% (about 40%) more'."""
    if value.low >= 0:
        return f"{about(value, after='%')} more"
    if value.high <= 0:
        return f"{about(Range(-value.high, -value.low), after='%')} fewer"
    return f"between {plain(-value.low)}% fewer and {plain(value.high)}% more"


def later(year_month: str, months: int) -> str:
    """The month so many months after another, in words."""
    year, month = parse_year_month(year_month)
    years, months = divmod(month - 1 + months, 12)
    return month_name(f"{year + years}-{months + 1:02d}")


def _shares(shares: dict[str, float]) -> str:
    return listed(f"{label(kind)} {share:.0%}" for kind, share in shares.items())


def _places_of(families: tuple[str, ...]) -> str:
    """The families of placement in words."""
    if set(families) == set(FAMILIES):
        return "every kind of placement"
    return listed(label(family) for family in families)


def _recruit(lever: RecruitCarers) -> str:
    first = later(lever.starts, lever.months_to_first_placement)
    return (
        f"{about(lever.additional_households_a_year)} more mainstream fostering households a year "
        f"are approved than in the baseline. The first of their places can be filled in {first}, "
        "as children enter care or move. Those who fill them would otherwise be in: "
        f"{_shares(lever.displaces)}."
    )


def _retain(lever: RetainCarers) -> str:
    cut = about(lever.fewer_leaving_percent, after="%")
    return f"the rate at which mainstream fostering households leave falls by {cut}."


def _reduce(lever: ReduceEntries) -> str:
    where = _places_of(lever.families)
    first = later(lever.starts, lever.months_to_effect)
    wait = f", the first of them in {first}" if lever.months_to_effect else ""
    return f"{about(lever.percent, after='%')} fewer children enter {where}{wait}."


def _exits(lever: IncreaseExits) -> str:
    said = (
        f"{about(lever.additional_children_a_year)} more children a year leave care "
        f"{_ROUTES[lever.route]}, from: {_shares(lever.from_placement)}."
    )
    if lever.continuing_allowance_a_week == 0:
        return f"{said} No allowance follows them."
    return (
        f"{said} For {lever.share_with_allowance:.0%} of them an allowance of "
        f"£{plain(lever.continuing_allowance_a_week)} a week goes on for "
        f"{counted(lever.allowance_years, 'year')}."
    )


def _step_down(lever: StepDown) -> str:
    return (
        f"{about(lever.children_a_year)} children a year aged 10 or over who live in children's "
        "homes move to foster families, in-house where there is a place and agency where there is "
        "not."
    )


def _open(lever: OpenHome) -> str:
    fixed = lever.fixed_cost_a_week_per_place
    cost = "what an own place costs in the prices" if fixed is None else f"£{plain(fixed)} a week"
    return (
        f"{counted(lever.places, 'place')} in homes of the council's own; {lever.occupancy:.0%} of "
        f"them can be filled. Each costs {cost}, filled or not."
    )


def _price(lever: ChangePrice) -> str:
    return (
        f"the weekly price of {LABELS[lever.placement_type]} changes by "
        f"{about(lever.percent, after='%')} from what it is in the baseline."
    )


def _connected(lever: SupportConnected) -> str:
    said = []
    if lever.additional_children_a_year.high > 0:
        said.append(
            f"{about(lever.additional_children_a_year)} children a year who would have gone to "
            "another foster home go to relatives or friends approved as their carers"
        )
    if lever.fewer_moves_percent.high > 0:
        said.append(
            "the rate at which children with connected carers change placement falls by "
            f"{about(lever.fewer_moves_percent, after='%')}"
        )
    return f"{listed(said)}." if said else "nothing, at these numbers."


def _limit(lever: LimitAgency) -> str:
    most = f", and there are never more than {lever.most_places}" if lever.most_places else ""
    return (
        "agencies offer no more foster homes than the baseline uses in that month, and "
        f"{about(lever.shrinks_percent_a_year, after='%')} fewer each year{most}. Nobody is moved "
        "because of it; a child who finds no foster home is placed in an external children's home."
    )


def _demand(lever: ChangeDemand) -> str:
    where = _places_of(lever.families)
    return f"{_change(lever.entries_percent)} children enter {where} than in the baseline."


def _asylum(lever: AsylumArrivals) -> str:
    count = lever.additional_children_a_year
    words = (
        f"{about(Range(-count.high, -count.low))} fewer"
        if count.high <= 0
        else f"{about(count)} more"
    )
    return (
        f"{words} children seeking asylum alone arrive in a year. They come to: "
        f"{_shares(lever.placed_in)}. Government grant for them is not counted."
    )


def _adoption(lever: SpeedAdoption) -> str:
    return (
        f"{about(lever.children_a_year)} children a year who would be adopted anyway leave their "
        f"foster home {about(lever.months_sooner)} months sooner, from: "
        f"{_shares(lever.from_placement)}. Nobody else is adopted."
    )


def _supported(lever: MoveToSupported) -> str:
    return (
        f"{about(lever.children_a_year)} children a year aged 16 or 17 move to registered "
        f"supported accommodation, from: {_shares(lever.from_families)}."
    )


def _unregistered(lever: EndUnregistered) -> str:
    return (
        f"{about(lever.percent, after='%')} of the children in other placements (unregistered "
        f"ones among them) live elsewhere: {_shares(lever.instead)}."
    )


def _closer(lever: BringCloser) -> str:
    kinds = listed(LABELS[kind] for kind in lever.placement_types)
    return (
        f"{about(lever.percent, after='%')} of the children who live outside the boundary in "
        f"{kinds} live inside it instead. It is a view of where places are and saves nothing by "
        "itself."
    )


_WORDS: Final[dict[type[AnyLever], Callable[[Any], str]]] = {
    RecruitCarers: _recruit,
    RetainCarers: _retain,
    SupportConnected: _connected,
    LimitAgency: _limit,
    ReduceEntries: _reduce,
    ChangeDemand: _demand,
    AsylumArrivals: _asylum,
    IncreaseExits: _exits,
    SpeedAdoption: _adoption,
    StepDown: _step_down,
    MoveToSupported: _supported,
    EndUnregistered: _unregistered,
    OpenHome: _open,
    ChangePrice: _price,
    BringCloser: _closer,
}
