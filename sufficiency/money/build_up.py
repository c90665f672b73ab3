"""What a week in the council's own fostering costs, from its parts: payments, marginal, full.

*Payments only* is what the carer is paid. *Marginal* adds what grows with the number of carers
and children: supervising social work, recruitment, training. *Full* adds overheads that do not
fall when one carer leaves or rise when one joins. A saving on agency care is nearer the marginal
figure; a comparison of two services is the full one. Prices are marginal unless a page says full.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.money.costs import YearCosts
from sufficiency.money.figures import figure
from sufficiency.placements import position
from sufficiency.ranges import RANGE_STATISTICS, statistics

if TYPE_CHECKING:
    from sufficiency.evidence import Assumption, Evidence

Costing = Literal["marginal", "full"]
OWN_FOSTERING: Final = ("kinship_fostering", "in_house_fostering")
WEEKS_A_YEAR: Final = 365 / 7
_REGION: Final = "National minimum fostering allowance, rest of England, age "
_BANDS: Final = ("0-2", "3-4", "5-10", "11-15", "16-17")
_AGES: Final[Mapping[str, tuple[float, ...]]] = {
    "Under 1 year": (1, 0, 0, 0, 0),
    "1 to 4 years": (0.5, 0.5, 0, 0, 0),
    "5 to 9 years": (0, 0, 1, 0, 0),
    "10 to 15 years": (0, 0, 1 / 6, 5 / 6, 0),
    "16 years and over": (0, 0, 0, 0, 1),
}
"""Shares of each published age group in the bands of the allowance; ages within a group alike."""
_COLUMNS = ("placement_type", "component", "part", "gbp_a_week", "low", "high", "source", "quality")


def fostering_build_up(evidence: Evidence) -> pd.DataFrame:
    """The parts of a week in connected and in-house fostering, base-year prices.

    Columns: placement_type, component, part (payment, support, overhead, or total), gbp_a_week,
    low, high, source, quality. Totals are "Payments only", "Marginal cost", "Full cost" and
    "Price used", which is what prices.csv lists; their ranges take the parts as independent.
    """
    rows = []
    listed = evidence.prices.set_index("placement_type").to_dict("index")
    for kind in OWN_FOSTERING:
        parts = _parts(evidence, kind)
        rows += [(kind, *part) for part in parts]
        for name, of in (
            ("Payments only", ("payment",)),
            ("Marginal cost", ("payment", "support")),
            ("Full cost", ("payment", "support", "overhead")),
        ):
            value, low, high = _total([part for part in parts if part[1] in of])
            rows.append((kind, name, "total", value, low, high, "sum of the parts", "derived"))
        used = listed[kind]
        says = (str(used["source"]), str(used["quality"]))
        span = (float(used["weekly_price"]), float(used["low"]), float(used["high"]))
        rows.append((kind, "Price used", "total", *span, *says))
    return pd.DataFrame(rows, columns=list(_COLUMNS))


_Part = tuple[str, str, float, float, float, str, str]


def _parts(evidence: Evidence, kind: str) -> list[_Part]:
    short = "in_house" if kind == "in_house_fostering" else "connected"
    parts = [
        _allowance(evidence),
        _plain("Fee", "payment", figure(evidence, f"fostering_fee_{short}")),
        _plain(
            "Holidays, travel, equipment", "payment", figure(evidence, f"fostering_extras_{short}")
        ),
        _social_worker(evidence),
        _plain("Training and support", "support", figure(evidence, "fostering_training_a_week")),
    ]
    if kind == "in_house_fostering":
        parts.append(_recruitment(evidence))
    marginal = _total(parts)[0]
    share = figure(evidence, "fostering_overhead_share")
    spread = (marginal * share.value, marginal * share.low, marginal * share.high)
    parts.append(("Overheads", "overhead", *spread, share.source, share.quality))
    return parts


def _allowance(evidence: Evidence) -> _Part:
    """The national minimum allowance at the authority's own mix of ages."""
    rates = minimum_allowances(evidence)
    ages = _age_mix(evidence)
    mix = np.full(len(_BANDS), 1 / len(_BANDS)) if ages is None else ages
    value = float(mix @ rates)
    source = "national minimum allowance, rest of England (GOV.UK), at " + (
        "equal shares of its age bands: the ages of the children are not in the record"
        if ages is None
        else "the ages of all the children looked after (DfE); those in foster care alone are "
        "not published"
    )
    name = "Minimum allowance"
    return (name, "payment", value, float(rates.min()), float(rates.max()), source, "derived")


def minimum_allowances(evidence: Evidence) -> np.ndarray:
    """National minimum allowance of the base year by age band, GBP a week, (5,).

    Raises:
        InputError: when unit_costs.csv lacks a band of the base year.
    """
    start = evidence.opening_year - 1
    period = f"{start}/{(start + 1) % 100:02d}"
    costs = evidence.unit_costs
    of_year = costs[costs["period"] == period].set_index("measure")["value"]
    absent = [band for band in _BANDS if f"{_REGION}{band}" not in of_year.index]
    if absent:
        raise InputError(
            f"unit_costs.csv has no '{_REGION}{absent[0]}' for {period}: a place in in-house "
            "fostering is built up from it."
        )
    return of_year[[f"{_REGION}{band}" for band in _BANDS]].to_numpy(np.float64)


def _age_mix(evidence: Evidence) -> np.ndarray | None:
    """Shares of children by band of the allowance; None where their ages are not held."""
    rows = evidence.characteristics
    rows = rows[
        (rows["year"] == evidence.opening_year)
        & (rows["measure"] == "looked_after_31_march")
        & rows["breakdown"].str.contains(re.compile("^age", re.IGNORECASE))
    ]
    children = rows.set_index("category")["children"].astype(float)
    if not set(_AGES) <= set(children.index) or children[list(_AGES)].isna().any():
        return None
    bands = sum(children[group] * np.array(shares) for group, shares in _AGES.items())
    return np.asarray(bands) / float(children[list(_AGES)].sum())


def _social_worker(evidence: Evidence) -> _Part:
    pay = figure(evidence, "fostering_social_worker_a_year")
    households = figure(evidence, "fostering_households_per_social_worker")
    children = figure(evidence, "fostering_children_per_household")
    value = pay.value / households.value / children.value / WEEKS_A_YEAR
    low = value * pay.low / pay.value * households.value / households.high
    high = value * pay.high / pay.value * households.value / households.low
    source = (
        f"{pay.value:,.0f} a year over {households.value:g} households and {children.value:g} "
        "children a household; see those figures"
    )
    return ("Supervising social worker", "support", value, low, high, source, "assumption")


def _recruitment(evidence: Evidence) -> _Part:
    cost = figure(evidence, "fostering_recruitment_per_household")
    years = figure(evidence, "fostering_years_of_a_household")
    children = figure(evidence, "fostering_children_per_household")
    value = cost.value / years.value / children.value / WEEKS_A_YEAR
    span = (value, value * cost.low / cost.value, value * cost.high / cost.value)
    source = (
        f"{cost.value:,.0f} a household approved, over {years.value:g} years; see those figures"
    )
    return ("Recruitment", "support", *span, source, "assumption")


def _plain(name: str, part: str, of: Assumption) -> _Part:
    return (name, part, of.value, of.low, of.high, of.source, of.quality)


def _total(parts: list[_Part]) -> tuple[float, float, float]:
    value = sum(part[2] for part in parts)
    below = float(np.sqrt(sum((part[2] - part[3]) ** 2 for part in parts)))
    above = float(np.sqrt(sum((part[4] - part[2]) ** 2 for part in parts)))
    return value, value - below, value + above


def at_full_cost(costs: YearCosts, overhead_share: float) -> YearCosts:
    """The same costs with overheads put on the council's own fostering.

    Args:
        costs: costs at marginal prices.
        overhead_share: overheads over marginal cost, `fostering_overhead_share`.
    """
    real = costs.real.copy()
    for kind in OWN_FOSTERING:
        real[..., position(kind)] *= 1.0 + overhead_share
    return replace(costs, real=real)


def saving_by_costing(
    costs: Mapping[str, YearCosts], against: str, overhead_share: float
) -> pd.DataFrame:
    """What each scenario saves over all years with own fostering at marginal and at full cost.

    Columns: scenario, own_fostering_at (marginal | full), mean, p10, p50, p90,
    probability_saves; GBP real, undiscounted, the programme counted.
    """
    rows = []
    for costing in ("marginal", "full"):
        share = overhead_share if costing == "full" else 0.0
        base = at_full_cost(costs[against], share).total("real")
        for name, cost in costs.items():
            if name == against:
                continue
            saving = (base - at_full_cost(cost, share).total("real")).sum(axis=1)
            found = statistics(saving, RANGE_STATISTICS)
            numbers = [float(found[key]) for key in ("mean", "p10", "p50", "p90")]
            rows.append((name, costing, *numbers, float((saving > 0).mean())))
    columns = ["scenario", "own_fostering_at", "mean", "p10", "p50", "p90", "probability_saves"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["scenario", "own_fostering_at"], ascending=[True, False], ignore_index=True
    )
