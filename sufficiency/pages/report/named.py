"""What an assumption is called on a page: names of things, and not keys of the code."""

from __future__ import annotations

import re
from typing import Final

from sufficiency.placements import FAMILY_LABELS, LABELS

_OF_LEVER: Final = re.compile(
    r"^(?P<scenario>.+): (?P<number>\d+) (?P<lever>\w+)\.(?P<key>[\w.]+)$"
)
_STARTS: Final = {
    "weekly_price_": "Weekly price",
    "weekly_fixed_cost_": "Weekly fixed cost",
    "opening_": "Children at the start",
    "exit_rate_a_month_": "Leave care in a month",
    "move_rate_a_month_": "Change placement in a month",
    "uasc_share_": "Share who are unaccompanied asylum seekers",
}
_NAMES: Final = {
    "own_share_of_homes": "Share of children in homes who live in the council's own",
    "own_share_of_supported": "Share of supported accommodation that is the council's own",
    "own_share_of_adoption": "Share of adoptive placements arranged by the council",
    "own_share_of_other_residential": "Share of other residential that is the council's own",
    "suited_to_in_house": "Children who could live with the council's own carers",
    "suited_to_own_home": "Children who could live in the council's own homes",
    "suited_to_fostering_from_homes": "Children in homes who could live in a foster home",
    "displaces_residential_share": "New foster places that take a child out of a home",
    "uasc_grant_a_night": "Government grant for an unaccompanied child, a night",
    "not_modelled_a_year": "Spending that is not modelled, a year",
}


def assumption_name(key: str) -> str:
    """The name of an assumption in words.

    >>> assumption_name("weekly_price_kinship_fostering")
    'Weekly price: connected carers'
    >>> assumption_name("Grow: 1 recruit_carers.cost.a_year")
    'Grow: recruit carers (action 1), cost a year'
    """
    if key in _NAMES:
        return _NAMES[key]
    lever = _OF_LEVER.match(key)
    if lever:
        what = lever["key"]
        for kind, label in LABELS.items():
            what = what.replace(kind, label.lower())
        words = what.replace(".", " ").replace("_", " ")
        action = lever["lever"].replace("_", " ")
        return f"{lever['scenario']}: {action} (action {lever['number']}), {words}"
    for start, words in _STARTS.items():
        rest = key.removeprefix(start)
        name = LABELS.get(rest) or FAMILY_LABELS.get(rest)
        if rest != key and name:
            return f"{words}: {name[0].lower()}{name[1:]}"
    text = key.replace("_", " ")
    return f"{text[0].upper()}{text[1:]}"
