"""after_care.csv: young people whom the council goes on supporting after 18, beside those in care.

Those who turn 19, 20 or 21 in a year were 16 or 17 some years before, and the number of children of
that age in care is published for every council. Over all councils since 2016 the number of care
leavers has moved as that of 16 and 17 year olds two to five years earlier, without bias.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.engine import Forecast, Result, Results
from sufficiency.evidence import after_care_record
from sufficiency.placements import FAMILIES
from sufficiency.ranges import RANGE_STATISTICS, statistics
from sufficiency.streams import stream

COLUMNS: Final = ["scenario", "date", "measure", *RANGE_STATISTICS]
YOUNG_PEOPLE, ADVISERS, SPENDING = "care_leavers_19_to_21", "advisers", "leaving_care_spending_real"
WEIGHTS: Final[Mapping[int, float]] = {2: 1 / 6, 3: 1 / 3, 4: 1 / 3, 5: 1 / 6}
"""Of those who turn 19 to 21 in a year, how many years before they were 16 or 17 in care."""
ERRORS: Final = (0.056, 0.070, 0.086, 0.088, 0.092)
"""Standard deviation of the log of what came over what was forecast, by years ahead: all councils
with 30 care leavers or more, 2016 to 2025, the number of 16 and 17 year olds known. Beyond five
years it stays as at five; the range of that number itself comes from the draws."""
CASELOAD: Final = 20.0
"""Young people to a personal adviser: judgement; divide by another to change it."""


@dataclass(frozen=True)
class AfterCareRecord:
    """What is published of an authority's care leavers at the opening.

    Attributes:
        young_people: who turned 19, 20 or 21 in the year.
        spending: section 251 spending on leaving care services in the year, GBP; NaN if not known.
        aged_16: children of 16 and over looked after at each 31 March to the opening, by year.
    """

    young_people: float
    spending: float
    aged_16: Mapping[int, float]


def after_care_table(results: Results) -> pd.DataFrame:
    """Care leavers aged 19 to 21 in the year to each 31 March, advisers and spending.

    Columns: scenario, date, measure, statistics. Spending is what the council spent on each of them
    in the opening year, at that year's prices. Empty where the record lacks a figure it stands on.
    """
    record = _record(results.forecast)
    if record is None:
        return _frame([])
    rows = []
    for result in results.all:
        there = _care_leavers(results.forecast, result, record)
        measures = {YOUNG_PEOPLE: there, ADVISERS: there / CASELOAD}
        if np.isfinite(record.spending):
            measures[SPENDING] = there * record.spending / record.young_people
        for measure, values in measures.items():
            found = statistics(values, RANGE_STATISTICS)
            columns = {"scenario": result.name, "date": result.projection.dates[12::12]}
            rows.append(pd.DataFrame({**columns, "measure": measure, **found}))
    return _frame(rows)


def _frame(rows: list[pd.DataFrame]) -> pd.DataFrame:
    if rows:
        return pd.concat(rows, ignore_index=True)
    empty = pd.DataFrame(columns=COLUMNS).astype(dict.fromkeys(RANGE_STATISTICS, "float64"))
    return empty.astype({"scenario": "str", "date": "datetime64[s]", "measure": "str"})


def _record(forecast: Forecast) -> AfterCareRecord | None:
    year, evidence = forecast.calendar.opening_year, forecast.evidence
    found = after_care_record(evidence.authority.code, year)
    table = evidence.characteristics
    aged = table[
        (table["measure"] == "looked_after_31_march")
        & (table["breakdown"] == "Age group")
        & (table["category"] == "16 years and over")
    ]
    by_year = dict(zip(aged["year"].astype(int), aged["children"].astype(float), strict=True))
    wanted = [by_year.get(year - back, np.nan) for back in range(max(WEIGHTS) + 1)]
    if not np.isfinite([found[0], *wanted]).all() or found[0] <= 0:
        return None
    return AfterCareRecord(*found, aged_16=by_year)


def _care_leavers(forecast: Forecast, result: Result, record: AfterCareRecord) -> np.ndarray:
    """Care leavers of 19 to 21 in each year, (draws, years)."""
    opening, years = forecast.calendar.opening_year, forecast.calendar.years
    to_come = _aged_16(forecast, result) * record.aged_16[opening]

    def aged_16(year: int) -> np.ndarray | float:
        return record.aged_16[year] if year <= opening else to_come[:, year - opening - 1]

    def before(year: int) -> np.ndarray | float:
        return sum(share * aged_16(year - back) for back, share in WEIGHTS.items())

    noise = stream(forecast.seed, "after_care", "care_leavers").standard_normal(forecast.draws)
    found = [
        record.young_people
        * before(opening + ahead)
        / before(opening)
        * np.exp(ERRORS[min(ahead, len(ERRORS)) - 1] * noise)
        for ahead in range(1, years + 1)
    ]
    return np.stack(found, axis=1)


def _aged_16(forecast: Forecast, result: Result) -> np.ndarray:
    """Children of 16 and 17 at each 31 March over those at the opening, (draws, years)."""
    need = result.projection.need[:, ::12]
    shares = np.stack([forecast.setting.old_enough(f, 16) for f in FAMILIES], axis=-1)
    children = (need * shares[:, None]).sum(axis=-1)
    return np.asarray(children[:, 1:] / np.maximum(children[:, :1], 1e-9))
