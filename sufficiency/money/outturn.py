"""Scale prices to what the authority reported spending, and name what is left over."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence.shipped_prices import england_prices, shipped_prices
from sufficiency.money.boundary import boundary
from sufficiency.money.known import hold_line, known_kinds, warnings_of
from sufficiency.money.priced import DAYS_A_WEEK, OWN_HOME, DailyPrices, a_day
from sufficiency.money.shrunk import shrunk_factors
from sufficiency.months import financial_year
from sufficiency.ranges import statistics

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

SCALED_LINES: Final = MappingProxyType(
    {"residential": "RO3 CLA residential care", "fostering": "RO3 CLA fostering services"}
)
"""Outturn lines that prices are scaled to, by what spend.csv calls them."""
TOTAL_LINE: Final = "RO3 CLA total"
ASYLUM_LINE: Final = "RO3 CLA asylum seekers"
MAY_BE_NIL: Final = (ASYLUM_LINE, "RO3 CLA other")
"""Lines that may hold nothing: many authorities return the cost of children seeking asylum with
that of other children, and a correction of an earlier year can leave such a line below nil."""
ACCEPTED: Final = (0.9, 1.1)
"""Scaling factors that listed prices may need before they are thought to be badly anchored."""


_FACTOR_COLUMNS: Final = (
    *("line", "outturn", "modelled", "factor", "factor_p10", "factor_p90"),
    *("residual", "known", "joint_alone"),
)


@dataclass(frozen=True)
class BaseYear:
    """Volumes of the April-March year that ends at the opening count.

    Attributes:
        before: children by placement type at its opening, (draws, placement types).
        opening: the same at its close, which is the projection's opening count.
        home_places: own children's home places held through the year, (draws,).
    """

    before: np.ndarray
    opening: np.ndarray
    home_places: np.ndarray


@dataclass(frozen=True)
class Scaling:
    """Prices brought to the outturn of the base year.

    Attributes:
        financial_year: the base year, as in "2024/25".
        factors: line, outturn, modelled (before scaling, at listed prices and mean volumes),
            factor (shrunk; of the rest of the line, where prices are known), the 10th and 90th
            percentile of the factor over draws, residual (outturn that prices do not explain),
            known (whether the line has known prices), joint_alone (whether its own factor was
            too far from that of both lines to be believed) and at_englands_prices (outturn over
            what the same volumes cost at England's starting prices); GBP.
        boundary: part, what, status (known, assumed or unknown), mean, p10, p90 in GBP: every
            pound of the authority's total, by what is said of it.
        child_days: children times days of the base year, (draws, placement types).
        place_days: own home places times days, (draws,).
        line_days: child-days that the scaled lines pay for, without children seeking asylum where
            those have a line of their own; nil outside them, (draws, placement types).
        not_modelled: total outturn less what is modelled, GBP, (draws,).
        total: the authority's total outturn on children looked after, GBP gross.
        estimated: scaled lines that were not returned, and are estimated.
    """

    financial_year: str
    factors: pd.DataFrame
    boundary: pd.DataFrame
    child_days: np.ndarray
    place_days: np.ndarray
    line_days: np.ndarray
    not_modelled: np.ndarray
    total: float
    estimated: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each line whose factor is outside 0.9 to 1.1, or not believed."""
        sentences = []
        held = self.factors["known"]
        for row in self.factors[~held].to_dict("records"):
            modelled, outturn = row["modelled"] / 1e6, row["outturn"] / 1e6
            whose = "estimated for" if row["line"] in self.estimated else "on"
            sentence = (
                f"Listed prices make £{modelled:.1f}m, against £{outturn:.1f}m {whose} the "
                f"{row['line']} line in {self.financial_year}, and were scaled by "
                f"{row['factor']:.2f}: look at prices.csv and at what the line holds."
            )
            if row["joint_alone"]:
                sentence += (
                    f" The line alone would ask for {outturn / modelled:.2f}, too far from both "
                    "lines together to be a price; their factor is used."
                )
            if row["joint_alone"] or not ACCEPTED[0] <= row["factor"] <= ACCEPTED[1]:
                sentences.append(sentence)
        more = warnings_of(self.factors[held], self.financial_year, ACCEPTED)
        return (*sentences, *more)

    def explained(self, line: str) -> float:
        """GBP of a line's outturn that scaled prices make; all of it where prices are known."""
        (row,) = self.factors[self.factors["line"] == line].to_dict("records")
        return float(row["outturn"] - (0.0 if row["known"] else row["residual"]))

    @property
    def unexplained(self) -> float:
        """GBP that known prices leave of their lines, or where negative make too much; else nil."""
        return float(self.factors.loc[self.factors["known"], "residual"].sum())


def scale_to_outturn(
    evidence: Evidence, base: BaseYear, anchors: pd.DataFrame, ratio: np.ndarray
) -> tuple[Scaling, np.ndarray]:
    """Multiples by draw that bring the prices of each line to its outturn.

    Volumes are the mean of the opening and closing counts times the days of the year. Children
    seeking asylum have an outturn line of their own: they are taken out of the volumes that the
    other lines are compared with, and priced afterwards as other children of their type. Each
    line's factor is shrunk toward that of both together (`money.shrunk`), and what prices then
    leave of the line is its residual, the same in every draw. Where a price is known the council
    knows its lines: each makes its outturn, known prices are held and the rest of their line takes
    what is left (`money.known`).

    Args:
        evidence: outturn (gross) and unaccompanied children.
        base: the base year's volumes.
        anchors: the price list in the order of the placement types.
        ratio: drawn over listed price, (draws, placement types).

    Returns:
        The scaling, and what each listed price is multiplied by, (draws, placement types).
    """
    child_days = (base.before + base.opening) * (_days(evidence) / 2)
    others_days, place_days = others_than_asylum(evidence, base, anchors)
    asylum_days = child_days - others_days
    at_list = _listed_prices(anchors)
    outturn = {line: line_outturn(evidence, name) for line, name in SCALED_LINES.items()}
    listed = at_list.cost(others_days.mean(0), place_days.mean())
    drawn = at_list.times(ratio).cost(others_days, place_days)
    factors, multiple = _to_lines(outturn, listed, drawn, ratio, anchors)
    england = england_prices().set_index("placement_type").reindex(anchors.index).fillna(0.0)
    usual = _listed_prices(england).cost(others_days.mean(0), place_days.mean())
    factors["at_englands_prices"] = [
        spent / float(usual[(anchors["outturn_line"] == line).to_numpy()].sum())
        for line, spent in outturn.items()
    ]
    total = line_outturn(evidence, TOTAL_LINE)
    rows = evidence.estimates[evidence.estimates["year"] == evidence.opening_year]
    unscaled = ~anchors["outturn_line"].isin(list(SCALED_LINES)).to_numpy()
    scaled_prices = at_list.times(multiple)
    of_asylum = scaled_prices.cost(asylum_days, np.zeros_like(place_days)).sum(-1)
    in_other = scaled_prices.cost(others_days, place_days)[:, unscaled].sum(-1)
    rest = total - scaled_prices.cost(child_days, place_days).sum(-1)
    scaling = Scaling(
        financial_year=financial_year(evidence.opening_year - 1),
        factors=factors,
        boundary=boundary(factors, line_outturn(evidence, ASYLUM_LINE), of_asylum, in_other, rest),
        child_days=child_days,
        place_days=place_days,
        line_days=np.where(unscaled, 0.0, others_days),
        not_modelled=rest,
        total=total,
        estimated=tuple(line for line, name in SCALED_LINES.items() if name in set(rows["what"])),
    )
    return scaling, multiple


def _to_lines(
    outturn: dict[str, float],
    listed: np.ndarray,
    drawn: np.ndarray,
    ratio: np.ndarray,
    anchors: pd.DataFrame,
) -> tuple[pd.DataFrame, np.ndarray]:
    """`Scaling.factors`, and what each listed price is multiplied by, (draws, placement types).

    Args:
        outturn: GBP by line.
        listed: GBP by placement type at listed prices and mean volumes, (placement types,).
        drawn: the same at drawn prices and volumes, (draws, placement types).
        ratio: drawn over listed price, (draws, placement types).
        anchors: the price list in the order of the placement types.
    """
    known = known_kinds(anchors)
    of_line = {line: (anchors["outturn_line"] == line).to_numpy() for line in outturn}
    modelled = {line: float(listed[within].sum()) for line, within in of_line.items()}
    any_known = any((within & known).any() for within in of_line.values())
    shrunk = {} if any_known else shrunk_factors(outturn, modelled)
    multiple, rows = np.where(known, 1.0, ratio), []
    for line, within in of_line.items():
        spent, is_known = outturn[line], bool((within & known).any())
        if is_known:
            rest = within & ~known
            held = hold_line(spent, float(listed[within & known].sum()), float(listed[rest].sum()))
            multiple[:, rest] = held.factor
            ends = (held.factor, held.factor, held.factor, held.residual)
            rows.append((line, spent, modelled[line], *ends, True, False))
            continue
        residual = shrunk[line].residual if line in shrunk else 0.0
        by_draw = (spent - residual) / drawn[:, within].sum(-1)
        multiple[:, within] = ratio[:, within] * by_draw[:, None]
        p10, p90 = map(float, statistics(by_draw, ("p10", "p90")).values())
        ends = ((spent - residual) / modelled[line], p10, p90, residual)
        alone = line in shrunk and shrunk[line].joint_alone
        rows.append((line, spent, modelled[line], *ends, False, alone))
    return pd.DataFrame(rows, columns=list(_FACTOR_COLUMNS)), multiple


def others_than_asylum(
    evidence: Evidence, base: BaseYear, anchors: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Child-days (draws, placement types) without children seeking asylum, and place-days.

    No more of them are taken out than their line pays for at the shipped prices: where it is nil
    or small, their cost is in the other lines, and so are they.
    """
    days = _days(evidence)
    child_days = (base.before + base.opening) * (days / 2)
    share = anchors["uasc_share"].to_numpy(np.float64)
    line = line_outturn(evidence, ASYLUM_LINE)
    shipped = shipped_prices(evidence.authority.code).set_index("placement_type")["weekly_price"]
    a_child = (
        float(share @ shipped.reindex(anchors.index).to_numpy(np.float64)) * days / DAYS_A_WEEK
    )
    seeking = min(_seeking_asylum(evidence), line / a_child) if line > 0 else 0.0
    asylum_days = np.minimum(seeking * share * days, child_days)
    return child_days - asylum_days, base.home_places * float(days)


def _days(evidence: Evidence) -> int:
    """Days of the base year."""
    year = evidence.opening_year
    return (pd.Timestamp(year, 3, 31) - pd.Timestamp(year - 1, 3, 31)).days


def _listed_prices(anchors: pd.DataFrame) -> DailyPrices:
    """What a day costs by the price list: child (placement types,), and one price of a place."""
    fixed = float(anchors["weekly_fixed_cost_per_place"].iloc[OWN_HOME])
    return a_day(anchors["weekly_price"].to_numpy(np.float64), fixed)


def _seeking_asylum(evidence: Evidence) -> float:
    """Children seeking asylum, mean of both ends of the year."""
    year = evidence.opening_year
    counts = evidence.series("uasc_31_march").reindex([year - 1, year])
    if counts.isna().any():
        raise InputError(
            f"children_in_care.csv needs uasc_31_march in {year - 1} and {year} for "
            f"{evidence.authority.name}: their spending has its own line in the outturn."
        )
    return float(counts.mean())


def line_outturn(evidence: Evidence, line: str) -> float:
    """Gross outturn of a line in the base year, GBP, never below nil."""
    start = evidence.opening_year - 1
    name = f"{start}-{(start + 1) % 100:02d}"
    spend = evidence.spend
    found = spend.loc[
        (spend["area"] == evidence.authority.name)
        & (spend["financial_year"] == name)
        & (spend["line"] == line)
        & (spend["measure"] == "total_expenditure"),
        "value",
    ]
    if len(found) == 1 and line in MAY_BE_NIL:
        return max(float(found.iloc[0]), 0.0)
    if len(found) != 1 or not float(found.iloc[0]) > 0:
        raise InputError(
            f"spend.csv needs one '{line}', total_expenditure, for {evidence.authority.name} in "
            f"{name}, above nil: prices are scaled to it."
        )
    return float(found.iloc[0])
