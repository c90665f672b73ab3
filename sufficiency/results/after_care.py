"""after_care.csv: young people whom the council goes on supporting after 18, beside those in care.

Those who turn 19, 20 or 21 in a year were 16 or 17 some years before, and the number of children of
that age in care is published for every council. Over all councils since 2016 the number of care
leavers has moved as that of 16 and 17 year olds two to five years earlier, without bias; that of
those who leave care at 18 as theirs a year earlier, and 2 to 9% above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.capacity import draw_range, need_by_age
from sufficiency.engine import Forecast, Result, Results
from sufficiency.evidence import AfterCareFigures, after_care_figures
from sufficiency.flows import BANDS
from sufficiency.money.priced import WEEKS_A_YEAR
from sufficiency.placements import family_position
from sufficiency.ranges import RANGE_STATISTICS, statistics
from sufficiency.results.rows import stacked
from sufficiency.streams import stream

COLUMNS: Final = ["scenario", "date", "measure", *RANGE_STATISTICS]
YOUNG_PEOPLE, LEFT_AT_18 = "care_leavers_19_to_21", "left_care_at_18"
STAYING_PUT, HOUSED = "staying_put", "in_supported_housing"
ADVISERS, SPENDING = "advisers", "leaving_care_spending_real"
OF_WHICH: Final = ("advisers_real", "staying_put_real", "supported_housing_real")
"""Estimates of what parts of the support cost, GBP a year; not to be added to the spending."""
MEASURES: Final = (YOUNG_PEOPLE, ADVISERS, SPENDING, LEFT_AT_18, STAYING_PUT, HOUSED, *OF_WHICH)
WEIGHTS: Final[Mapping[int, float]] = {2: 1 / 6, 3: 1 / 3, 4: 1 / 3, 5: 1 / 6}
"""Of those who turn 19 to 21 in a year, how many years before they were 16 or 17 in care."""
ERRORS: Final = (0.056, 0.070, 0.086, 0.088, 0.092)
"""Standard deviation of the log of what came over what was forecast, by years ahead: all councils
with 30 care leavers or more, 2016 to 2025, the number of 16 and 17 year olds known. Beyond five
years it stays as at five; the range of that number itself comes from the draws."""
ERRORS_AT_18: Final = (0.178, 0.163, 0.166, 0.170, 0.175)
"""The same of those who leave care at 18, councils with 15 or more."""
ERRORS_STAYING: Final = (0.10, 0.11, 0.12, 0.13, 0.14)
"""Standard deviation of the share who stay put, less its mean of three years before."""
AT_18: Final = 2.0
"""Those who stay put at 18 over those who do at 19 and 20: in England 60% and 30% in the year to
March 2021 (DfE)."""
_NO_ROWS: Final = pd.DataFrame(columns=COLUMNS).astype(
    {"scenario": "str", "date": "datetime64[s]", "measure": "str"}
    | dict.fromkeys(RANGE_STATISTICS, "float64")
)


@dataclass(frozen=True)
class AfterCareRecord:
    """What is published of an authority's care leavers at the opening.

    Attributes:
        figures: of its care leavers.
        left_at_18: who left care at 18 or later in the year; NaN if not known.
        aged_16: children of 16 and over looked after at each 31 March to the opening, by year.
    """

    figures: AfterCareFigures
    left_at_18: float
    aged_16: Mapping[int, float]


def after_care_table(results: Results) -> pd.DataFrame:
    """Care leavers in the year to each 31 March, where they live and what it costs.

    Columns: scenario, date, measure, statistics. Measures are those of `MEASURES`; those that rest
    on a figure the record lacks are left out, and without care leavers all of them. Spending is
    what the council spent on each of them in the opening year, at that year's prices. Those who
    stay put are of 18 to 20, at 31 March; a lever's are among them, and what it pays for them is
    also in its programme.
    """
    record = after_care_record(results.forecast)
    frames = [after_care_of(result, results.forecast, record) for result in results.all]
    return pd.concat(frames, ignore_index=True)


def after_care_of(
    result: Result, forecast: Forecast, record: AfterCareRecord | None
) -> pd.DataFrame:
    """The rows of one scenario, or of the baseline; none without a record."""
    found = {} if record is None else _measures(forecast, result, record)
    columns = {"scenario": result.name, "date": result.projection.dates[12::12]}
    rows = [
        {**columns, "measure": measure, **statistics(values, RANGE_STATISTICS)}
        for measure, values in found.items()
    ]
    return stacked(rows) if rows else _NO_ROWS


def _measures(forecast: Forecast, result: Result, record: AfterCareRecord) -> dict[str, np.ndarray]:
    """Each measure in the order of `MEASURES`, (draws, years)."""

    def known(key: str) -> np.ndarray:
        assumed = forecast.evidence.assumption(key, table="money_assumptions")
        return draw_range(assumed, forecast.draws, forecast.seed)[:, None]

    path = _Aged16.of(forecast, result, record)
    leavers = _care_leavers(path, forecast, record)
    housed = leavers * known("supported_housing_share")
    found = {YOUNG_PEOPLE: leavers, ADVISERS: leavers / known("adviser_caseload")}
    figures = record.figures
    if np.isfinite(figures.spending):
        found[SPENDING] = leavers * figures.spending / figures.care_leavers
    if np.isfinite(record.left_at_18):
        found[LEFT_AT_18] = _left_at_18(path, forecast, record)
    if np.isfinite(record.left_at_18 + figures.staying_put):
        kept = result.projection.effects.places_kept
        more = np.zeros((1, 1)) if kept is None else kept[:, 11::12]
        stay = _staying_put(found[LEFT_AT_18] * path.fostered, forecast, figures.staying_put)
        found[STAYING_PUT] = stay + more
        housed = np.maximum(housed - more * known("supported_housing_share"), 0.0)
    found[HOUSED] = housed
    found["advisers_real"] = found[ADVISERS] * known("adviser_a_year")
    if STAYING_PUT in found:
        found["staying_put_real"] = found[STAYING_PUT] * known("staying_put_a_week") * WEEKS_A_YEAR
    found["supported_housing_real"] = housed * known("supported_housing_a_week") * WEEKS_A_YEAR
    return {measure: found[measure] for measure in MEASURES if measure in found}


def after_care_record(forecast: Forecast) -> AfterCareRecord | None:
    """What is published at the opening; None where care leavers are not, or too little is."""
    year, evidence = forecast.calendar.opening_year, forecast.evidence
    figures = after_care_figures(evidence.authority.code, year)
    table = evidence.characteristics

    def by_year(measure: str, breakdown: str, category: str) -> dict[int, float]:
        here = (table["measure"] == measure) & (table["breakdown"] == breakdown)
        rows = table[here & (table["category"] == category)]
        return dict(zip(rows["year"].astype(int), rows["children"].astype(float), strict=True))

    aged = by_year("looked_after_31_march", "Age group", "16 years and over")
    wanted = [aged.get(year - back, np.nan) for back in range(max(WEIGHTS) + 1)]
    if not np.isfinite([figures.care_leavers, *wanted]).all() or figures.care_leavers <= 0:
        return None
    left = by_year("ceased_in_year", "Age", "18 years and over")
    return AfterCareRecord(figures, left.get(year, np.nan), aged)


@dataclass(frozen=True)
class _Aged16:
    """Children of 16 and 17 at each 31 March: as counted up to the opening, then by draw.

    Attributes:
        fostered: share of those to come who live in foster homes, (draws, years).
    """

    counted: Mapping[int, float]
    opening: int
    to_come: np.ndarray
    fostered: np.ndarray

    @classmethod
    def of(cls, forecast: Forecast, result: Result, record: AfterCareRecord) -> _Aged16:
        opening = forecast.calendar.opening_year
        ages = forecast.setting.ages
        assert ages is not None, "a forecast has drawn the ages of its children"
        by_age = need_by_age(result.projection.needed, ages.shares, slice(None, None, 12))
        of_family = by_age[..., BANDS.index("16-17")]
        children = of_family.sum(axis=-1)
        growth = children[:, 1:] / np.maximum(children[:, :1], 1e-9)
        fostered = of_family[..., family_position("fostering")] / np.maximum(children, 1e-9)
        return cls(record.aged_16, opening, growth * record.aged_16[opening], fostered[:, 1:])

    def before(self, year: int, weights: Mapping[int, float]) -> np.ndarray | float:
        """Of the years before one, by how many years, weighted."""
        return sum(share * self._at(year - back) for back, share in weights.items())

    def _at(self, year: int) -> np.ndarray | float:
        if year <= self.opening:
            return self.counted[year]
        return np.asarray(self.to_come[:, year - self.opening - 1])


def _care_leavers(path: _Aged16, forecast: Forecast, record: AfterCareRecord) -> np.ndarray:
    """Care leavers of 19 to 21 in each year, (draws, years)."""
    return record.figures.care_leavers * _growth(path, forecast, WEIGHTS, "care_leavers", ERRORS)


def _left_at_18(path: _Aged16, forecast: Forecast, record: AfterCareRecord) -> np.ndarray:
    """Children who leave care at 18 or later in each year, (draws, years)."""
    return record.left_at_18 * _growth(path, forecast, {1: 1.0}, "left_care_at_18", ERRORS_AT_18)


def _growth(
    path: _Aged16,
    forecast: Forecast,
    weights: Mapping[int, float],
    name: str,
    errors: tuple[float, ...],
) -> np.ndarray:
    """What comes in each year over what was at the opening, (draws, years)."""
    opening, base = path.opening, path.before(path.opening, weights)
    noise = stream(forecast.seed, "after_care", name).standard_normal(forecast.draws)
    found = [
        path.before(opening + ahead, weights) / base * np.exp(_of_year(errors, ahead) * noise)
        for ahead in range(1, forecast.calendar.years + 1)
    ]
    return np.stack(found, axis=1)


def _staying_put(left: np.ndarray, forecast: Forecast, share: float) -> np.ndarray:
    """Young people of 18 to 20 who are with their former foster carers, (draws, years).

    Args:
        left: who leave care at 18 from foster homes in each year: of all who do, as many as live
            there of the children of 16 and 17.
        share: who stay put at 19 and 20.
    """
    noise = stream(forecast.seed, "after_care", "staying_put").standard_normal(forecast.draws)
    years = forecast.calendar.years
    errors = np.array([_of_year(ERRORS_STAYING, ahead) for ahead in range(1, years + 1)])
    stay = np.clip(share + errors * noise[:, None], 0.0, 1.0)
    at_18_19_and_20 = np.minimum(AT_18 * stay, 1.0) + 2.0 * stay
    return np.asarray(left * at_18_19_and_20)


def _of_year(errors: tuple[float, ...], ahead: int) -> float:
    return errors[min(ahead, len(errors)) - 1]
