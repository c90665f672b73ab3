"""The weights of the shrunk factors estimated again, from the outturns and section 251 of England.

`python -m sufficiency.money.shrinkage FILE.csv` works the factors of every authority out again,
prints the weights and the errors on councils held out, and writes the file. The rule itself is in
`money.shrunk`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sufficiency.money.growth import LINE_OF
from sufficiency.money.shrunk import BELIEVED, FACTORS

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence


def estimate_weights(factors: pd.DataFrame) -> dict[str, float]:
    """Slope of section 251's distance from the joint factor on the outturn's own, by line.

    Args:
        factors: code, line, factor, joint, section_251, as `factors_of_england` gives them.
    """
    weights = {}
    for line, rows in factors.dropna(subset="section_251").groupby("line"):
        logs = np.log(rows[["factor", "section_251", "joint"]].to_numpy(np.float64))
        own, other = logs[:, 0] - logs[:, 2], logs[:, 1] - logs[:, 2]
        weights[str(line)] = float(np.polyfit(own, other, 1)[0])
    return weights


def held_out_errors(factors: pd.DataFrame) -> pd.DataFrame:
    """How far factors miss section 251's weekly costs, fitted on half the councils.

    Each half is scored with the weight and the level of the other; halves are every other code.

    Args:
        factors: as for `estimate_weights`.

    Returns:
        line, and the mean absolute error of the log of the line's own factor, the joint one and
        the shrunk one.
    """
    half = {code: place % 2 for place, code in enumerate(sorted(factors["code"].unique()))}
    rows = []
    for line, of in factors.dropna(subset="section_251").groupby("line"):
        logs = np.log(of[["factor", "section_251", "joint"]].to_numpy(np.float64))
        own, other = logs[:, 0] - logs[:, 2], logs[:, 1] - logs[:, 2]
        believed = (np.exp(own) >= BELIEVED[0]) & (np.exp(own) <= BELIEVED[1])
        halves, errors = of["code"].map(half).to_numpy(), []
        for scored in (0, 1):
            fit, held = halves != scored, halves == scored
            weight = max(float(np.polyfit(own[fit], other[fit], 1)[0]), 0.0)
            for guess in (own, 0.0 * own, np.where(believed, weight * own, 0.0)):
                miss = other - guess
                errors.append(float(np.abs(miss[held] - miss[fit].mean()).mean()))
        rows.append((str(line), *np.reshape(errors, (2, 3)).mean(axis=0)))
    return pd.DataFrame(rows, columns=["line", "own", "joint", "shrunk"])


def factors_of_england(draws: int = 50, seed: int = 1) -> pd.DataFrame:
    """Factors of every authority that returned its lines for the record's latest year.

    Returns:
        code, line, factor (outturn over England's starting prices, unshrunk), joint (both lines
        together), section_251 (its weekly cost over the mean listed price of a child of the line;
        NaN where not returned).
    """
    from sufficiency.evidence import authorities, load_evidence

    rows = []
    for code in authorities().query("grade != 'not possible'")["code"]:
        evidence = load_evidence(code)
        estimated = evidence.estimates[evidence.estimates["year"] == evidence.opening_year]
        if not estimated["what"].str.startswith("RO3").any():
            rows += factors_of(evidence, draws, seed)
    return pd.DataFrame(rows, columns=["code", "line", "factor", "joint", "section_251"])


def factors_of(
    evidence: Evidence, draws: int = 50, seed: int = 1
) -> list[tuple[str, str, float, float, float]]:
    """Rows of one authority, as `factors_of_england` gives them."""
    from sufficiency.evidence import placements_at
    from sufficiency.evidence.shipped_prices import england_prices
    from sufficiency.money.outturn import BaseYear, scale_to_outturn
    from sufficiency.money.prices import price_list
    from sufficiency.placements import PLACEMENT_TYPES, position

    year, anchors = evidence.opening_year, price_list(england_prices())
    opening = placements_at(evidence, year, draws, seed)
    own_homes = opening[:, position("in_house_residential")]
    home_places = own_homes / evidence.assumption("home_occupancy").value
    base = BaseYear(placements_at(evidence, year - 1, draws, seed), opening, home_places)
    ones = np.ones((draws, len(PLACEMENT_TYPES)))
    found = scale_to_outturn(evidence, base, anchors, ones)[0].factors.set_index("line")
    joint = float(found["outturn"].sum() / found["modelled"].sum())
    spend, name = evidence.spend, f"{year - 1}-{year % 100:02d}"
    own = spend[(spend["area"] == evidence.authority.name) & (spend["financial_year"] == name)]
    weekly = own[own["measure"] == "gbp_per_child_per_week"].set_index("line")["value"]
    children = opening.mean(axis=0)
    price = anchors["weekly_price"].to_numpy(np.float64)
    fixed = np.zeros_like(price)
    held = position("in_house_residential")
    fixed[held] = float(anchors["weekly_fixed_cost_per_place"].iloc[held]) * float(
        home_places.mean() / max(children[held], 1e-9)
    )
    rows = []
    for line, kinds in _KINDS.items():
        at = [position(kind) for kind in kinds]
        mean = float(children[at] @ (price + fixed)[at] / children[at].sum())
        cost = float(weekly.get(LINE_OF[line], np.nan))
        factor = float(found["at_englands_prices"][line])
        rows.append((evidence.authority.code, line, factor, joint, cost / mean))
    return rows


_KINDS: Final = {
    "residential": ("in_house_residential", "external_residential", "other_residential"),
    "fostering": ("kinship_fostering", "in_house_fostering", "agency_fostering"),
}
"""Placement types whose children section 251 divides a line's cost by."""


if __name__ == "__main__":
    table = factors_of_england()
    table.round(4).to_csv(sys.argv[1] if len(sys.argv) > 1 else FACTORS, index=False)
    print(estimate_weights(table))
    print(held_out_errors(table).round(2).to_string(index=False))
