"""asylum.csv: unaccompanied children seeking asylum as a line of the baseline, and their grant.

They are inside the children of each kind of placement; this line says how many of them there may
be. Councils are asked to care for numbers in proportion to their children, and over all councils
since 2015 each has moved towards England's share of its own children. England's number is taken to
stay: it rose by two thirds in ten years and has fallen since 2024, and which comes next is a
decision of governments.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sufficiency.engine import Forecast, Result, Results
from sufficiency.evidence import children_aged_under_18
from sufficiency.ranges import RANGE_STATISTICS, statistics
from sufficiency.results.rows import stacked
from sufficiency.streams import stream

CHILDREN, GRANT = "children_seeking_asylum", "asylum_grant"
MEASURES: Final = (CHILDREN, GRANT)
COLUMNS: Final = ["scenario", "date", "measure", *RANGE_STATISTICS]
TOWARDS: Final = (0.22, 0.40, 0.51, 0.58, 0.63)
"""How far a council has gone to England's share of its children, on the scale of the log of the
number and one, by years ahead: all councils that cared for 5 or more, 2015 to 2025."""
ERRORS: Final = (0.37, 0.49, 0.54, 0.58, 0.58)
"""Root mean square of what came over what that gives, logs; beyond five years as at five."""
LEAST: Final = 5
"""Children at the opening below which nothing is said."""
_NO_ROWS: Final = pd.DataFrame(columns=COLUMNS).astype(
    {"scenario": "str", "date": "datetime64[s]", "measure": "str"}
    | dict.fromkeys(RANGE_STATISTICS, "float64")
)


def asylum_table(results: Results) -> pd.DataFrame:
    """Children seeking asylum at each 31 March and the grant for them in the year to it, nominal.

    Columns: scenario, date, measure, statistics. The grant is a rate a night that does not rise,
    for the mean of the children at both ends of the year. Empty where the record has fewer than
    `LEAST` children at the opening, or not the children of the area.
    """
    frames = [asylum_of(result, results.forecast) for result in results.all]
    return pd.concat(frames, ignore_index=True)


def asylum_of(result: Result, forecast: Forecast) -> pd.DataFrame:
    """The rows of one scenario, or of the baseline; none where the record does not carry them."""
    if not _carried(*_opening(forecast)):
        return _NO_ROWS
    rate = forecast.evidence.assumption("uasc_grant_a_night", table="money_assumptions").value
    dates = forecast.calendar.dates[12::12]
    nights = np.diff(forecast.calendar.dates[::12].to_numpy()) / np.timedelta64(1, "D")
    children = _at_each_march(forecast, result)
    grant = _over_the_year(children) * nights * rate
    rows = []
    for measure, values in ((CHILDREN, children[:, 1:]), (GRANT, grant)):
        columns = {"scenario": result.name, "date": dates, "measure": measure}
        rows.append({**columns, **statistics(values, RANGE_STATISTICS)})
    return stacked(rows)


def seeking_asylum(forecast: Forecast, result: Result) -> np.ndarray:
    """Children seeking asylum in each financial year, the mean of both ends, (draws, years)."""
    return _over_the_year(_at_each_march(forecast, result))


def _over_the_year(children: np.ndarray) -> np.ndarray:
    """The mean of both ends of each year."""
    return (children[:, 1:] + children[:, :-1]) / 2.0


def _at_each_march(forecast: Forecast, result: Result) -> np.ndarray:
    """Children seeking asylum at the opening and each 31 March, (draws, years + 1).

    Where the record does not carry the line they stay as many as at the opening, levers apart.
    """
    opening, share = _opening(forecast)
    if _carried(opening, share):
        base = _children(forecast, opening, share)
    else:
        base = np.full((forecast.draws, forecast.calendar.years + 1), np.nan_to_num(opening))
    return np.maximum(base + _besides(result), 0.0)


def _carried(opening: float, share: float) -> bool:
    return opening >= LEAST and share > 0


def expected(opening: np.ndarray, share: np.ndarray, ahead: int) -> np.ndarray:
    """The middle of what is expected so many years ahead.

    Args:
        opening: children seeking asylum.
        share: as many as England's share of the council's children would be.
    """
    towards = TOWARDS[min(ahead, len(TOWARDS)) - 1]
    return np.asarray((opening + 1.0) ** (1.0 - towards) * (share + 1.0) ** towards - 1.0)


def _opening(forecast: Forecast) -> tuple[float, float]:
    """Children seeking asylum at the opening, and as many as England's share would be."""
    evidence, year = forecast.evidence, forecast.calendar.opening_year
    own, england = (
        float(evidence.series("uasc_31_march", area).get(year, np.nan))
        for area in (None, "England")
    )
    here, everywhere = (
        children_aged_under_18(code, year) for code in (evidence.authority.code, "E92000001")
    )
    return own, england * here / everywhere


def _children(forecast: Forecast, opening: float, share: float) -> np.ndarray:
    """Children seeking asylum at the opening and each 31 March, (draws, years + 1)."""
    noise = stream(forecast.seed, "asylum", "children").standard_normal(forecast.draws)
    paths = [np.full(forecast.draws, opening)]
    for ahead in range(1, forecast.calendar.years + 1):
        middle = expected(np.array(opening), np.array(share), ahead)
        spread = np.exp(ERRORS[min(ahead, len(ERRORS)) - 1] * noise)
        paths.append(np.maximum((middle + 1.0) * spread - 1.0, 0.0))
    return np.stack(paths, axis=1)


def _besides(result: Result) -> np.ndarray:
    """Children seeking asylum whom a lever brings, as long as they stay, (draws, years + 1)."""
    there = np.zeros_like(result.projection.total)
    for children in result.projection.needed.added.values():
        there[:, 1:] += children
    return there[:, ::12]
