"""Each council beside the others: what it has, needs and spends, and what it would gain."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sufficiency.engine import BASELINE
from sufficiency.placements import PLACEMENT_TYPES, TYPES_OF
from sufficiency.ranges import RANGE_STATISTICS, statistics
from sufficiency.results.region.draws import COSTS, NOMINAL
from sufficiency.results.region.sums import Sums

COUNTED = {
    "children": PLACEMENT_TYPES,
    "fostering": TYPES_OF["fostering"],
    "agency_fostering": ("agency_fostering",),
    "homes": TYPES_OF["homes"],
    "external_residential": ("external_residential",),
    "own_beds": ("own_beds",),
    "households": ("households",),
    "gap_fostering": ("gap_fostering",),
    "gap_homes": ("gap_homes",),
    "spare_fostering": ("spare_fostering",),
    "spare_homes": ("spare_homes",),
}
"""What the table of councils says of each, at the opening and the end of the baseline."""


def council_rows(own: Sums, authority: tuple[str, str], costed: bool) -> pd.DataFrame:
    """The baseline of one council: authority, code, measure, year, statistics.

    Measures are `COUNTED` at the first and the last 31 March, and cost_nominal of the first and
    the last April-March year (by the year in which it ends).

    Args:
        own: the council's draws.
        authority: its name and code.
        costed: whether it returned spending; where not, its cost is England's a child, which has
            its place in a sum and is said of no council.
    """
    rows = []
    for measure, columns in COUNTED.items():
        values = own.of(BASELINE, *columns)
        for at in (0, -1):
            rows.append((measure, own.years[at], statistics(values[:, at], RANGE_STATISTICS)))
    spent = own.of(BASELINE, NOMINAL)
    for at in (1, -1) if costed else ():
        rows.append((NOMINAL, own.years[at], statistics(spent[:, at], RANGE_STATISTICS)))
    return pd.DataFrame(
        [
            {"authority": authority[0], "authority_code": authority[1], "measure": m, "year": y}
            | {name: float(value) for name, value in found.items()}
            for m, y, found in rows
        ]
    )


def gains_of(own: Sums, authority: tuple[str, str], shares: Mapping[str, float]) -> pd.DataFrame:
    """What each scenario saves one council over all years, GBP at base-year prices.

    Columns: scenario, authority, authority_code, share (of a region's scenario; blank where each
    council does it by itself), statistics, probability_saves.
    """
    rows = []
    for name in own.scenarios[1:]:
        saved = (own.of(BASELINE, *COSTS) - own.of(name, *COSTS))[:, 1:].sum(axis=1)
        found = {k: float(v) for k, v in statistics(saved, RANGE_STATISTICS).items()}
        rows.append(
            {
                "scenario": name,
                "authority": authority[0],
                "authority_code": authority[1],
                "share": shares.get(name, float("nan")),
                **found,
                "probability_saves": float((saved > 0).mean()),
            }
        )
    columns = ["scenario", "authority", "authority_code", "share", *RANGE_STATISTICS]
    return pd.DataFrame(rows, columns=[*columns, "probability_saves"])


def joint_table(gains: pd.DataFrame, savings: pd.DataFrame) -> pd.DataFrame:
    """What joint action is worth over all years, GBP at base-year prices, in two ranges.

    Columns: scenario, mean, p10, p50, p90 (draw by draw), p10_alike, p90_alike. Draw by draw what
    councils know of prices and of effects is each one's own, so that errors even out: the range
    is the least there is. The ends "alike" are sums of councils' own ends, as if every price and
    effect were wrong everywhere the same way: the most. The truth lies between.
    """
    whole = savings[(savings["financial_year"] == "all years") & (savings["price_basis"] == "real")]
    ends = gains.groupby("scenario", sort=False)[["p10", "p90"]].sum().add_suffix("_alike")
    columns = ["scenario", *RANGE_STATISTICS]
    return whole[columns].merge(ends, left_on="scenario", right_index=True, how="left")
