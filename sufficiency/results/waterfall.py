"""What each lever of a scenario contributes, and what they do only together.

Each lever is run alone on the same draws, so its contribution depends on no order. What the levers
do together beyond the sum of that is the *interaction*: children who never enter care cannot step
down, places set free by one lever are filled because of another. The parts add to the scenario's
difference from the baseline exactly, in every draw and so in every mean; not in percentiles, which
do not add. A family of levers in which two do much the same work has a large interaction, and
that is a finding: it is what would have been counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from sufficiency.engine import Forecast, Result, Results, run_scenario
from sufficiency.errors import InputError
from sufficiency.money.costs import BASES
from sufficiency.months import Calendar, date_in_words
from sufficiency.placements import PLACEMENT_TYPES, position
from sufficiency.ranges import statistics
from sufficiency.scenarios import Scenario

COLUMNS = [
    *("scenario", "step", "lever", "why", "measure", "price_basis", "period"),
    *("mean", "p10", "p90"),
]
INTERACTION, TOTAL = "interaction", "total"
SAVING = "saving"
LOOKED_AFTER = "looked_after"
_Key = tuple[str, str, str]
"""Measure, price basis (blank for children) and period."""


def waterfall(forecast: Forecast, result: Result, months: Sequence[str] = ()) -> pd.DataFrame:
    """Contribution of each lever to a scenario's difference from the baseline.

    The measures are the saving (GBP, by financial year and over all years, nominal and real; a
    negative number is a cost) and the change in children, in each placement type and all of them
    (looked_after), at each 31 March and at the end of the months asked for.
    Runs the scenario's levers one by one: a projection for each.

    Args:
        forecast: the forecast that the scenario was run on.
        result: a scenario, run.
        months: more dates for children, as "2028-09".

    Returns:
        Columns scenario, step, lever, why (the file's words for the lever, where it has any),
        measure, price_basis (blank for children), period, mean, p10, p90. Steps are 1 to n for the
        levers in the order of the file, then "interaction" and "total". Means of all steps but the
        last add to the last.

    Raises:
        InputError: when a month is not in the projection.
    """
    ends = _ends(forecast.calendar, months)
    scenario = result.scenario
    levers = () if scenario is None else scenario.levers
    alone = [
        _differences(forecast, run_scenario(forecast, _only(scenario, number)), ends)
        for number in range(len(levers))
        if scenario is not None
    ]
    total = _differences(forecast, result, ends)
    rows: list[dict[str, object]] = []
    for key, whole in total.items():
        parts = [differences[key] for differences in alone]
        rest = whole - sum(parts, np.zeros_like(whole))
        named = [(lever.lever, lever.why or "") for lever in levers]
        named += [(INTERACTION, ""), (TOTAL, "")]
        # A step a row, its draws side by side: put in order all at once.
        found = statistics(np.stack([*parts, rest, whole]).T, ("mean", "p10", "p90"))
        rows += [
            {
                "scenario": result.name,
                "step": step,
                "lever": name,
                "why": why,
                "measure": key[0],
                "price_basis": key[1],
                "period": key[2],
                **{statistic: float(values[step - 1]) for statistic, values in found.items()},
            }
            for step, (name, why) in enumerate(named, start=1)
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def waterfalls(results: Results, months: Sequence[str] = ()) -> pd.DataFrame:
    """The waterfalls of every scenario of two levers or more; `why` among the keys."""
    keys = ["scenario", "measure", "price_basis", "period", "step", "lever", "why"]
    several = [r for r in results.scenarios if r.scenario and len(r.scenario.levers) > 1]
    frames = [waterfall(results.forecast, result, months) for result in several]
    together = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)
    return together[[*keys, "mean", "p10", "p90"]]


def _only(scenario: Scenario, number: int) -> Scenario:
    """A scenario of one of the levers."""
    return scenario.with_levers(scenario.levers[number])


def _ends(calendar: Calendar, months: Sequence[str]) -> list[int]:
    """Places among the month ends of each 31 March and of the months asked for, in order."""
    asked = [calendar.month_of(month) + 1 for month in months]
    for month, end in zip(months, asked, strict=True):
        if not 0 < end <= calendar.months:
            raise InputError(
                f"{month} is not in the projection, which runs from {calendar.dates[1]:%Y-%m} to "
                f"{calendar.dates[-1]:%Y-%m}."
            )
    return sorted({*range(12, calendar.months + 1, 12), *asked})


def _differences(forecast: Forecast, result: Result, ends: Sequence[int]) -> dict[_Key, np.ndarray]:
    """What a scenario changes, by measure, price basis and period, each (draws,)."""
    return dict([*_saving(forecast, result), *_children(forecast, result, ends)])


def _saving(forecast: Forecast, result: Result) -> Iterator[tuple[_Key, np.ndarray]]:
    for basis in BASES:
        saving = forecast.baseline.costs.total(basis) - result.costs.total(basis)
        for y, year in enumerate(forecast.calendar.financial_years):
            yield (SAVING, basis, year), saving[:, y]
        yield (SAVING, basis, "all years"), saving.sum(axis=1)


def _children(
    forecast: Forecast, result: Result, ends: Sequence[int]
) -> Iterator[tuple[_Key, np.ndarray]]:
    before = forecast.baseline.projection.placements[:, list(ends)]
    change = result.projection.placements[:, list(ends)] - before
    for e, end in enumerate(ends):
        period = date_in_words(forecast.calendar.dates[end])
        for kind in PLACEMENT_TYPES:
            yield (kind, "", period), change[:, e, position(kind)]
        yield (LOOKED_AFTER, "", period), change[:, e].sum(axis=-1)
