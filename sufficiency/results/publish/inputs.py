"""What a run rests on, as anybody may see it: assumptions, rates and prices that give counts back.

A rate's range tells how many events it was drawn from, a price scaled to a public outturn is a sum
of the children it is paid for, and a share of all children is a number of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.money.outturn import SCALED_LINES
from sufficiency.money.priced import WEEKS_A_YEAR
from sufficiency.placements import FAMILY_OF
from sufficiency.ranges import RANGE_STATISTICS
from sufficiency.results.lookup import march, only
from sufficiency.results.publish.narrowing import OwnCounts
from sufficiency.results.publish.own import has_own_counts
from sufficiency.results.publish.withholding import small

_RATES: Final = ("exit_rate_a_month_", "move_rate_a_month_")
_SCALED: Final = ("scaling_",)
"""Assumptions that say what the outturn made of the price list."""


def own_counts(tables: Mapping[str, pd.DataFrame], evidence: Evidence) -> OwnCounts | None:
    """What is counted that nobody has published; None where the record is public.

    A reader is taken to know the price list as it was scaled in the base year.
    """
    if not has_own_counts(evidence):
        return None
    last = march(evidence.opening_year)
    if evidence.returns is not None:
        last = evidence.returns.monthly.dates[-1]
    lines = evidence.prices.set_index("placement_type")["outturn_line"].to_dict()
    prices = only(tables["prices"], price_basis="real")
    first = prices[prices["financial_year"] == prices["financial_year"].min()]
    weekly = first.set_index("placement_type")["mean"]
    return OwnCounts(
        last=pd.Timestamp(last),
        yearly={str(kind): WEEKS_A_YEAR * float(price) for kind, price in weekly.items()},
        line={str(kind): str(line) for kind, line in lines.items() if line in SCALED_LINES},
        flows=evidence.returns is not None,
    )


def is_about(key: str, kinds: set[str]) -> bool:
    """Whether an assumption is of a withheld type, or of a family that holds one."""
    return any(key.endswith(name) for name in (*kinds, *(FAMILY_OF[kind] for kind in kinds)))


def without_rates(frame: pd.DataFrame, kinds: set[str], own: OwnCounts | None) -> pd.DataFrame:
    """Blank rates of withheld families, and what assumptions of withheld types matter.

    The two ends of a rate's range give back the count behind it, and England's rates scaled to the
    council's mix are one sum more of that mix: on counts of its own every rate is blank, and what
    the outturn made of the price list.
    """
    keys = frame["key"].astype(str)
    about = keys.map(lambda key: is_about(key, kinds)).to_numpy(bool)
    rates, scaled = (keys.str.startswith(names).to_numpy(bool) for names in (_RATES, _SCALED))
    hit = rates & about
    if own is not None and (kinds or own.flows):
        hit |= rates | scaled
    blank = {name: frame[name].astype(float).mask(hit) for name in ("value", "low", "high")}
    return frame.assign(**blank, impact=frame["impact"].astype(float).mask(about | hit))


def without_prices(frame: pd.DataFrame, kinds: set[str], own: OwnCounts) -> pd.DataFrame:
    """Blank the prices of every type on a line with a withheld type: the outturn is public."""
    lines = {own.line[kind] for kind in kinds if kind in own.line}
    hit = frame["placement_type"].map(own.line).isin(lines)
    columns = (*RANGE_STATISTICS, "factor")
    return frame.assign(**{name: frame[name].astype(float).mask(hit) for name in columns})


def without_few(frame: pd.DataFrame, looked_after: float, every: bool) -> pd.DataFrame:
    """Blank assumed numbers of children, and shares of all that are of few or leave few.

    Args:
        frame: The table of assumptions.
        looked_after: Children looked after at the opening.
        every: Whether to blank every number of children, and not the small ones alone.
    """
    numbers = frame[["value", "low", "high"]].astype(float)
    children = frame["unit"].str.split(",").str[0].eq("children").to_numpy(bool)
    shares = frame["unit"].eq("share of all children looked after").to_numpy(bool)
    of_all = numbers["value"] * looked_after
    hit = children & (every | small(numbers).any(axis=1))
    hit |= shares & (small(of_all.round()) | small((looked_after - of_all).round()))
    return frame.assign(**{str(column): numbers[column].mask(hit) for column in numbers})
