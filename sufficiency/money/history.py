"""Why spending on children looked after rose: volume, mix, inflation and price, year by year."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sufficiency.money.context import outturn_history
from sufficiency.money.growth import LINE_OF
from sufficiency.money.inflation import deflator_by_year
from sufficiency.money.outturn import SCALED_LINES
from sufficiency.money.priced import WEEKS_A_YEAR
from sufficiency.money.prices import Prices, base_year_prices
from sufficiency.placements import TYPES_OF, position

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

GROUPS: Final = (
    ("foster", TYPES_OF["fostering"]),
    ("placed_with_parents", ("placed_with_parents",)),
    ("placed_for_adoption", ("placed_for_adoption",)),
)
"""Groups published in every year; the rest of the children are residential and other."""
_REST: Final = (
    "in_house_residential",
    "external_residential",
    "supported_accommodation",
    "other_residential",
    "other_placements",
)
UNUSUAL: Final = 0.12
"""A year's price and recording, above inflation and as a share of the year before, that prices
alone do not explain: about twice the spread of a year's shock in residential care."""
_LINE_SPLIT: Final = (0.8, 1.25)


def outturn_explained(evidence: Evidence, prices: Prices) -> pd.DataFrame:
    """The walk of total spending from each year to the next, in four steps that add exactly.

    Columns: financial_year, from, volume, mix, inflation, price, to, children, reconciles, note;
    GBP nominal, gross. *Volume*: all children, at last year's average. *Mix*: what else the
    groups that every year publishes (foster, parents, adoption, and all residential and other)
    do at the base year's relative prices. *Inflation*: the GDP deflator. *Price*: the rest, which
    also holds how spending was recorded. A year whose returns do not reconcile, or whose price
    step is too large to be price, says so in `note`; only totals are explained, not lines.

    Raises:
        InputError: when a figure of the record is missing that the years need.
    """
    spent = outturn_history(evidence).set_index("financial_year")
    deflator = deflator_by_year(evidence.price_indices)
    groups = _children(evidence)
    weights = _weights(prices)
    gbp = {str(year): float(value) for year, value in spent["gbp"].items()}
    rows = []
    years = [year for year in spent.index if int(year[:4]) + 1 in groups.index]
    for before, after in pairwise(years):
        y0, y1 = int(before[:4]), int(after[:4])
        n0, n1 = _counts(groups, y0 + 1), _counts(groups, y1 + 1)
        start, end = gbp[before], gbp[after]
        children = float(n1.sum() / n0.sum())
        at_weights = float((n1 @ weights) / (n0 @ weights))
        level = float(deflator[y1] / deflator[y0])
        volume = start * (children - 1)
        mix = start * (at_weights - children)
        inflation = start * at_weights * (level - 1)
        price = end - start - volume - mix - inflation
        note = _note(evidence, spent, after, price / start)
        rows.append((after, start, volume, mix, inflation, price, end, float(n1.sum()), note))
    columns = ["financial_year", "from", "volume", "mix", "inflation", "price", "to", "children"]
    table = pd.DataFrame(rows, columns=[*columns, "note"])
    table.insert(len(columns), "reconciles", table["note"] == "")
    return table


def _children(evidence: Evidence) -> pd.DataFrame:
    """Mean of opening and closing counts by year of the closing 31 March, a column a group."""
    total = evidence.series("looked_after_31_march")
    groups = pd.DataFrame({name: evidence.placed(name) for name, _ in GROUPS}).dropna()
    groups["rest"] = total.reindex(groups.index) - groups.sum(axis=1)
    return ((groups + groups.shift(1)) / 2).dropna()


def _counts(groups: pd.DataFrame, year: int) -> np.ndarray:
    """Children of each group in the year that ends on that 31 March."""
    return np.asarray(groups.loc[year], dtype=np.float64)


def _weights(prices: Prices) -> np.ndarray:
    """GBP a child a day of each group in the base year, what is not modelled spread alike."""
    days = prices.scaling.child_days
    cost = base_year_prices(prices).cost(days, prices.scaling.place_days)
    flat = float(prices.not_modelled.mean() / days.sum(-1).mean())
    weights = []
    for _, kinds in (*GROUPS, ("rest", _REST)):
        at = [position(kind) for kind in kinds]
        children = float(days[:, at].sum())  # nil where nobody was in the group all year
        weights.append((float(cost[:, at].sum()) / children if children else 0.0) + flat)
    return np.array(weights)


def _note(evidence: Evidence, spent: pd.DataFrame, year: str, price: float) -> str:
    """Why a year cannot be taken at its word; nothing where it can."""
    notes = [str(spent.loc[year, "note"])]
    split = _fostering_line_fits(evidence, year)
    if split is not None and not _LINE_SPLIT[0] <= split <= _LINE_SPLIT[1]:
        notes.append(
            f"lines split differently: the fostering line is {split:.0%} of its published weekly "
            "cost times the children fostered"
        )
    if abs(price) > UNUSUAL:
        notes.append(f"{price:+.0%} beyond numbers, mix and inflation: more than prices")
    return "; ".join(note for note in notes if note)


def _fostering_line_fits(evidence: Evidence, year: str) -> float | None:
    """Fostering outturn over weekly cost times children times weeks; None where not held."""
    spend = evidence.spend
    name = f"{year[:4]}-{year[5:]}"
    outturn, a_week = SCALED_LINES["fostering"], LINE_OF["fostering"]
    own = spend[(spend["area"] == evidence.authority.name) & (spend["financial_year"] == name)]
    line = own[(own["line"] == outturn) & (own["measure"] == "total_expenditure")]["value"]
    weekly = own[(own["line"] == a_week) & (own["measure"] == "gbp_per_child_per_week")]["value"]
    ends = int(year[:4]) + 1
    children = evidence.placed("foster").reindex([ends - 1, ends]).mean()
    if line.empty or weekly.empty or not children > 0:
        return None
    return float(line.iloc[0] / (weekly.iloc[0] * children * WEEKS_A_YEAR))
