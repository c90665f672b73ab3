"""A reader with a solver: everything published, and every rule that numbers of children keep.

Unknown are whole numbers of children by type at a counted month end. Known is every figure shown,
to its rounding; that types add to families, families and areas to the total; and money. What a line
of the outturn came to is public, and prices are scaled to it: where the scaling is shown, or a cost
shown beside its children tells it, the reader has what the line's children cost together, as
closely as money is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from sufficiency.money.outturn import SCALED_LINES
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, TYPES_OF
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import all_ages, only
from sufficiency.results.run import Run

_YEAR = 365 / 7
_CARED_BY = {"kinship_fostering": "connected", "in_house_fostering": "mainstream"}


@dataclass(frozen=True)
class Knowledge:
    """Sums of children, or of what they cost, with the bounds that what is published puts on each.

    Attributes:
        weights: (sums, placement types).
        low, high: (sums,).
    """

    weights: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def ends(self, kinds: Iterable[str]) -> tuple[float, float]:
        """The fewest and the most children that some types may hold together."""
        wanted = np.isin(PLACEMENT_TYPES, list(kinds)).astype(float)
        found = []
        for sign in (1.0, -1.0):
            best = milp(
                sign * wanted,
                constraints=LinearConstraint(self.weights, self.low, self.high),
                integrality=np.ones(len(wanted)),
                bounds=Bounds(0, self.high.max()),
            )
            assert best.success, f"what is published fits no numbers at all: {best.message}"
            found.append(sign * float(best.fun))
        return found[0], found[1]


def known_from(run: Run, date: pd.Timestamp, paid: Mapping[str, float]) -> Knowledge:
    """What a reader of a published run knows of the children of a counted month end.

    Args:
        run: The published run.
        date: A month end that is counted.
        paid: GBP a year of each line of the outturn, of "other" and of all lines ("total"), as the
            public outturn tells them: the test works them out from the true children.
    """
    sums: list[tuple[Mapping[str, float], float, float]] = []

    def knows(kinds: Iterable[str], value: float, to: float = 0.5) -> None:
        if value == value:
            sums.append((dict.fromkeys(kinds, 1.0), value - to, value + to))

    counted = run.evidence.returns is not None
    at = {"scenario": BASELINE, "date": date}
    placements = only(run.tables["placements"], **at).set_index("placement_type")
    gap = only(all_ages(run.tables), **at).set_index("family")
    carers = only(run.tables["carers"], **at).set_index("kind")
    knows(PLACEMENT_TYPES, placements.at["total", "mean"])
    for family in FAMILIES:
        for column in ("need_p10", "need_p50", "need_p90"):
            knows(TYPES_OF[family], gap.at[family, column])
        for kind in TYPES_OF[family] if counted or len(TYPES_OF[family]) == 1 else ():
            for column in ("mean", "p10", "p25", "p50", "p75", "p80", "p90"):
                knows([kind], placements.at[kind, column])
    for kind, carer in _CARED_BY.items() if counted else ():
        knows([kind], carers.at[carer, "filled_places_p50"])
    to = _money_known_to(run)
    for line, prices in _prices_known(run).items():
        weekly = {kind: price * _YEAR for kind, price in prices.items()}
        sums.append((weekly, paid[line] - to, paid[line] + to))
    weights = np.array([[of.get(kind, 0.0) for kind in PLACEMENT_TYPES] for of, _, _ in sums])
    size = np.maximum(np.abs(weights).max(axis=1), 1.0)  # money and children on one scale
    low, high = (np.array([each[k] for each in sums]) / size for k in (1, 2))
    return Knowledge(weights / size[:, None], low, high)


def _money_known_to(run: Run) -> float:
    """GBP a sum of money is known to: half of £0.1m, where every cost is rounded to that."""
    costs = run.tables["costs"]["mean"].dropna()
    return 50_000.0 if (costs % 100_000 == 0).all() else 500.0


def _prices_known(run: Run) -> dict[str, dict[str, float]]:
    """GBP a week by type, for each line whose scaling a reader has, and for all where all are had.

    The price list is public; a type's shown cost over its shown children, or its shown price or
    factor, tells what the outturn made of the prices of its line.
    """
    costs = only(run.tables["costs"], scenario=BASELINE, price_basis="real")
    shown = only(costs, financial_year=costs["financial_year"].min())
    cost = shown.set_index("placement_type")["mean"]
    prices = run.tables["prices"].groupby("placement_type")[["mean", "factor"]].first()
    listed = run.evidence.prices.set_index("placement_type")
    of_line: dict[str, dict[str, float]] = {}
    telling = set()
    for kind in PLACEMENT_TYPES:
        line = str(listed.at[kind, "outturn_line"])
        of_line.setdefault(line, {})[kind] = float(listed.at[kind, "weekly_price"])
        tells = cost[kind] == cost[kind] or prices.loc[kind].notna().any()
        if tells or line not in SCALED_LINES:
            telling.add(line)
    known = {line: prices for line, prices in of_line.items() if line in telling}
    if len(known) == len(of_line):
        known["total"] = {
            kind: price for prices in of_line.values() for kind, price in prices.items()
        }
    return {line: prices for line, prices in known.items() if line in (*SCALED_LINES, "total")}


def paid_for(run: Run, children: pd.Series) -> dict[str, float]:
    """GBP a year at the price list by line of the outturn, and in all."""
    listed = run.evidence.prices.set_index("placement_type")
    weekly = listed["weekly_price"].reindex(list(PLACEMENT_TYPES)).astype(float)
    cost = weekly * children.reindex(list(PLACEMENT_TYPES)).astype(float) * _YEAR
    by_line = cost.groupby(listed["outturn_line"].reindex(cost.index)).sum()
    return {**{str(line): float(x) for line, x in by_line.items()}, "total": float(cost.sum())}
