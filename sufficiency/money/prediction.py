"""The test that could fail: prices of the year before, used to predict the base year's outturn.

Prices are scaled to the outturn of the year before the base year, as if that were the latest
known; they grow by what the record then held, and meet the numbers of children that the base year
turned out to have. What is left is the error of prices and of what the lines hold, not of the
forecast of children.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sufficiency.evidence import placements_at
from sufficiency.money.growth import Volumes
from sufficiency.money.outturn import (
    ASYLUM_LINE,
    SCALED_LINES,
    TOTAL_LINE,
    BaseYear,
    line_outturn,
    others_than_asylum,
)
from sufficiency.money.priced import OWN_HOME
from sufficiency.money.prices import Prices, draw_prices, real_prices
from sufficiency.months import Calendar, financial_year
from sufficiency.ranges import statistics

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

_SECTION_251 = "Total Children Looked After"


def predict_base_year(evidence: Evidence, draws: int = 500, seed: int = 1) -> pd.DataFrame:
    """The base year's outturn predicted from the year before, line by line and in total.

    Columns: line, calibrated_on (GBP, the year before), predicted, p10, p90, actual, error
    (predicted less actual), error_percent, within_range (whether actual lies between p10 and
    p90), note. GBP nominal, gross. The lines priced by placement are residential and fostering;
    asylum is carried by the child, which is an assumption.
    The last row is the total as it would have been predicted from the section 251 return, where
    one is held: the revenue outturn of 2023-24 was uncertified and the two do not reconcile.

    Raises:
        InputError: when the record lacks the outturn, the children or the weekly costs of the
            year before.
    """
    earlier = evidence.opening_year - 1
    then = evidence.until(earlier)
    calendar = Calendar(earlier, 1)
    base = _base(then, earlier, draws, seed)
    after = _base(evidence, evidence.opening_year, draws, seed)
    days = calendar.days.sum() / 2
    child_days = (after.before + after.opening) * days
    volumes = Volumes(child_days[:, None], (after.home_places * 2 * days)[:, None])
    prices = draw_prices(then, base, volumes, calendar, seed)
    by_line = _predicted(evidence, prices, after)
    rows = [
        _row(line, line_outturn(then, name), found, line_outturn(evidence, name), _note(line))
        for (line, name), found in zip(_LINES.items(), by_line.values(), strict=True)
    ]
    total = sum(by_line.values(), np.zeros(draws))
    actual = line_outturn(evidence, TOTAL_LINE)
    known = line_outturn(then, TOTAL_LINE)
    rows.append(_row("total", known, total, actual, "the lines together"))
    if (other := _section_251(evidence, earlier)) is not None:
        note = (
            f"had the section 251 return of {financial_year(earlier - 1)} been taken instead, "
            f"{other / known - 1:+.1%} on the revenue outturn"
        )
        rows.append(_row("total, from section 251", other, total * other / known, actual, note))
    columns = ["line", "calibrated_on", "predicted", "p10", "p90", "actual", "error"]
    return pd.DataFrame(rows, columns=[*columns, "error_percent", "within_range", "note"])


_LINES = {**SCALED_LINES, "asylum": ASYLUM_LINE, "other": "RO3 CLA other"}


def _base(evidence: Evidence, year: int, draws: int, seed: int) -> BaseYear:
    opening = placements_at(evidence, year, draws, seed)
    fillable = evidence.assumption("home_occupancy").value
    return BaseYear(
        before=placements_at(evidence, year - 1, draws, seed),
        opening=opening,
        home_places=opening[:, OWN_HOME] / fillable,
    )


def _predicted(evidence: Evidence, prices: Prices, after: BaseYear) -> dict[str, np.ndarray]:
    """GBP nominal of the base year by line, (draws,)."""
    level = float(prices.inflation[0])
    days, place_days = others_than_asylum(evidence, after, prices.anchors)
    cost = real_prices(prices).at(0).cost(days, place_days) * level
    line_of = prices.anchors["outturn_line"]
    left = prices.factors.set_index("line")["residual"]
    rest = level * prices.rest_growth[:, 0]
    found = {
        line: cost[:, (line_of == line).to_numpy()].sum(-1) + left[line] * rest
        for line in SCALED_LINES
    }
    year = evidence.opening_year
    seeking = evidence.series("uasc_31_march").reindex([year - 2, year - 1, year]).astype(float)
    before, now = float(seeking.iloc[:2].mean()), float(seeking.iloc[1:].mean())
    then = evidence.until(year - 1)
    flat = np.full(len(days), level)
    found["asylum"] = line_outturn(then, ASYLUM_LINE) * flat * (now / before if before > 0 else 1.0)
    found["other"] = line_outturn(then, _LINES["other"]) * rest
    return found


def _section_251(evidence: Evidence, year: int) -> float | None:
    """Section 251 total of the financial year that ends in `year`, GBP; None when not held."""
    spend = evidence.spend
    name = f"{year - 1}-{year % 100:02d}"
    found = spend.loc[
        (spend["area"] == evidence.authority.name)
        & (spend["financial_year"] == name)
        & (spend["line"] == _SECTION_251)
        & (spend["measure"] == "gross_expenditure"),
        "value",
    ]
    return None if found.empty else float(found.iloc[0])


def _row(
    line: str, known: float, predicted: np.ndarray, actual: float, note: str
) -> tuple[object, ...]:
    mean, low, high = map(float, statistics(predicted, ("mean", "p10", "p90")).values())
    error = mean - actual
    # A line carried by the child has no spread: it is within its range only when it is right.
    within = low <= actual <= high
    share = error / actual if actual else np.nan  # a line that held nothing has no share of it
    return (line, known, mean, low, high, actual, error, share, within, note)


def _note(line: str) -> str:
    return {
        "residential": "numbers of the year, prices of the year before with growth as then known",
        "fostering": "numbers of the year, prices of the year before with growth as then known",
        "asylum": "spending a child of the year before, with general inflation",
        "other": "as the total of spending was heading, less what the other lines take",
    }[line]
