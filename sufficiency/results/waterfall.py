"""What each lever of a scenario contributes, and what they do only together.

Each lever is run alone on the same draws, so its contribution depends on no order. What the levers
do together beyond the sum of that is the *interaction*: children who never enter care cannot step
down, places set free by one lever are filled because of another. The parts add to the scenario's
difference from the baseline exactly, in every draw and so in every mean; not in percentiles, which
do not add. A family of levers in which two do much the same work has a large interaction, and
that is a finding: it is what would have been counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sufficiency.engine import Forecast, Result, Results, run_scenario
from sufficiency.money.costs import BASES
from sufficiency.placements import position
from sufficiency.scenarios import Scenario

COLUMNS = [
    *("scenario", "step", "lever", "why", "measure", "price_basis", "period"),
    *("mean", "p10", "p90"),
]
INTERACTION, TOTAL = "interaction", "total"
CHILDREN, SAVING = "children_in_external_homes", "saving"
_EXTERNAL = position("external_residential")


def waterfall(forecast: Forecast, result: Result) -> pd.DataFrame:
    """Contribution of each lever to a scenario's difference from the baseline.

    The measures are the saving (GBP, by financial year and over all years, nominal and real; a
    negative number is a cost) and the change in children in external homes at each 31 March.
    Runs the scenario's levers one by one: a projection for each.

    Args:
        forecast: the forecast that the scenario was run on.
        result: a scenario, run.

    Returns:
        Columns scenario, step, lever, why (the file's words for the lever, where it has any),
        measure, price_basis (blank for children), period, mean, p10, p90. Steps are 1 to n for the
        levers in the order of the file, then "interaction" and "total". Means of all steps but the
        last add to the last.
    """
    scenario = result.scenario
    levers = () if scenario is None else scenario.levers
    alone = [
        _differences(forecast, run_scenario(forecast, _only(scenario, number)))
        for number in range(len(levers))
        if scenario is not None
    ]
    total = _differences(forecast, result)
    rows: list[dict[str, object]] = []
    for key, whole in total.items():
        parts = [differences[key] for differences in alone]
        rest = whole - sum(parts, np.zeros_like(whole))
        named: list[tuple[str, str, np.ndarray]] = [
            (lever.lever, lever.why or "", part) for lever, part in zip(levers, parts, strict=True)
        ]
        named += [(INTERACTION, "", rest), (TOTAL, "", whole)]
        rows += [
            {
                "scenario": result.name,
                "step": step,
                "lever": name,
                "why": why,
                "measure": key[0],
                "price_basis": key[1],
                "period": key[2],
                "mean": float(values.mean()),
                "p10": float(np.quantile(values, 0.1)),
                "p90": float(np.quantile(values, 0.9)),
            }
            for step, (name, why, values) in enumerate(named, start=1)
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def waterfalls(results: Results) -> pd.DataFrame:
    """The waterfalls of every scenario of two levers or more; `why` among the keys."""
    keys = ["scenario", "measure", "price_basis", "period", "step", "lever", "why"]
    several = [r for r in results.scenarios if r.scenario and len(r.scenario.levers) > 1]
    frames = [waterfall(results.forecast, result) for result in several]
    together = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)
    return together[[*keys, "mean", "p10", "p90"]]


def _only(scenario: Scenario, number: int) -> Scenario:
    """A scenario of one of the levers."""
    return scenario.with_levers(scenario.levers[number])


def _differences(forecast: Forecast, result: Result) -> dict[tuple[str, str, str], np.ndarray]:
    """What a scenario changes, by measure, price basis and period, each (draws,)."""
    return dict(_each_difference(forecast, result))


def _each_difference(
    forecast: Forecast, result: Result
) -> Iterator[tuple[tuple[str, str, str], np.ndarray]]:
    baseline, calendar = forecast.baseline, forecast.calendar
    for basis in BASES:
        saving = baseline.costs.total(basis) - result.costs.total(basis)
        for y, year in enumerate(calendar.financial_years):
            yield (SAVING, basis, year), saving[:, y]
        yield (SAVING, basis, "all years"), saving.sum(axis=1)
    before = baseline.projection.placements[:, 12::12, _EXTERNAL]
    change = result.projection.placements[:, 12::12, _EXTERNAL] - before
    for y in range(calendar.years):
        yield (CHILDREN, "", f"31 March {calendar.opening_year + y + 1}"), change[:, y]
