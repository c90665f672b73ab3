"""Sentences that stand beside a table so that it does not mislead: empty places, cautions."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.words import day, millions, thousands
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.facts import BASELINE, DISPLACEMENT
from sufficiency.results.figures import nearest
from sufficiency.results.lookup import is_known, march, one, only, year_to
from sufficiency.results.run import Run
from sufficiency.results.yardsticks import cost_if_it_stayed, mean_miss

_FALL: Final = 0.2
"""A kind that falls by more than this share of itself in a year is remarked on."""
_FEW: Final = 5.0
"""A fall of fewer children than this is not."""
_HOMES: Final = ("in_house_residential", "external_residential", "supported_accommodation")


def standing_empty(run: Run) -> str:
    """Usable mainstream places that nobody lives in at the opening, and why they are no spare."""
    keys = {"scenario": BASELINE, "kind": "mainstream", "date": march(run.facts.opening_year)}
    row = one(run.tables["carers"], **keys)
    meaning = (
        "Places that can be filled are fewer than usable places: siblings, age, distance and "
        "match keep some empty"
    )
    if not is_known(row, "usable_places_p50", "filled_places_p50"):
        return meaning
    usable, filled = (int(nearest(row[f"{n}_places_p50"], 1.0)) for n in ("usable", "filled"))
    return (
        f"{meaning}. On {day(run.facts.opening_year)} about {usable - filled} usable mainstream "
        f"places stand empty ({usable} less {filled} filled, both middles); filling more of them "
        "is what a matching programme would do"
    )


def share_not_in_ranges(run: Run) -> str:
    """That ranges of savings leave out how uncertain the share out of homes is; else nothing.

    A scenario's file holds the share as one number, so every draw has it.
    """
    found = only(run.tables["assumptions"], key=DISPLACEMENT)
    rests = any(s.displaces_residential_share is not None for s in run.facts.scenarios)
    if found.empty or not rests:
        return ""
    low, high = (float(found[end].iloc[0]) for end in ("low", "high"))
    return (
        "Ranges of savings take the share of new fostering places that comes out of children's "
        f"homes as each scenario has it: that it may be {low:.0%} to {high:.0%} is not in them. "
        "The tornado (report, tornado.csv) shows what that moves."
    )


def cautions(run: Run) -> tuple[str, ...]:
    """What to bear in mind of the forecast of cost: a kind that falls fast, homes that come high.

    Both are of the baseline, at base-year prices; one that does not apply is left out.
    """
    found = (_falling_kind(run), _homes(run))
    return tuple(sentence for sentence in found if sentence)


def _falling_kind(run: Run) -> str:
    """The published kind that falls most in the first year, and its cost if it did not."""
    facts = run.facts
    falls = {}
    for kind in PLACEMENT_TYPES:
        now, soon = (
            one(run.tables["forecast"], placement_type=kind, date=march(facts.first_ahead - 1 + k))
            for k in (0, 1)
        )
        if kind in facts.estimated or not is_known(now, "mean") or not is_known(soon, "p50"):
            continue
        if now["mean"] - soon["p50"] > max(_FEW, _FALL * now["mean"]):
            falls[kind] = (now["mean"], soon["p50"])
    if not falls:
        return ""
    kind = max(falls, key=lambda name: falls[name][0] - falls[name][1])
    now, soon = falls[kind]
    years = dict.fromkeys((min(facts.first_ahead + 1, facts.horizon_year), facts.horizon_year))
    money = [_if_it_stayed(run, kind, now, year) for year in years]
    if not all(money):
        return ""
    return (
        f"{label(kind)} are forecast to fall from {thousands(now)} children on "
        f"{day(facts.first_ahead - 1)} to {thousands(soon)} a year later (middle). The cost "
        f"forecast rests on that: if there were still {thousands(now)}, they would cost "
        f"{', and '.join(money)} (means, {year_to(facts.opening_year)} prices), less what those "
        "children cost where the forecast has them instead."
    )


def _if_it_stayed(run: Run, kind: str, number: float, year: int) -> str:
    """What a kind costs in a year with that many children, and what it is forecast to cost."""
    stayed, forecast = cost_if_it_stayed(run.tables, kind, number, year)
    if stayed != stayed:  # withheld
        return ""
    return f"{millions(stayed)} and not {millions(forecast)} in {year_to(year)}"


def _homes(run: Run) -> str:
    """By how much homes have come out above the forecast, and what as much would cost."""
    facts = run.facts
    if facts.counted_to is not None:  # the scores are of the method for the published record
        return ""
    low = mean_miss(facts.model, "homes_and_supported")
    year = year_to(min(facts.opening_year + 2, facts.horizon_year))
    keys = {"scenario": BASELINE, "financial_year": year, "price_basis": "real"}
    cost = sum(one(run.tables["costs"], placement_type=kind, **keys)["mean"] for kind in _HOMES)
    if round(low, 2) <= 0 or cost != cost:
        return ""
    return (
        "Children's homes and supported accommodation have come out higher than this method "
        f"forecast them, by {low:.0%} on average over other authorities and years. As much again "
        f"in {year} would cost about {millions(low * cost)} more "
        f"({year_to(facts.opening_year)} prices)."
    )
