"""Every number a run rests on, with its range and its source: the assumptions table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sufficiency.capacity.carer_rates import places_opening
from sufficiency.capacity.places_trend import growth_paths, places_constants
from sufficiency.capacity.recruitment import recruitment_facts
from sufficiency.engine import Forecast, Results
from sufficiency.money import price_assumptions
from sufficiency.placements import ESTIMATED, FAMILIES, label, position
from sufficiency.ranges import ends
from sufficiency.scenarios import Lever
from sufficiency.scenarios.values import Range

COLUMNS = ["key", "value", "low", "high", "unit", "source", "quality", "impact"]


def assumptions_table(results: Results) -> pd.DataFrame:
    """Assumptions of the evidence, the estimated split, the prices and every scenario file.

    Columns: key, value, low, high, unit, source, quality, impact. Low and high are an 80% range,
    blank where none is known; impact is blank until it has been measured.
    """
    forecast = results.forecast
    rows = [
        *forecast.evidence.assumptions.to_dict("records"),
        *_split_rows(forecast),
        *_turnover_rows(forecast),
        *_age_rows(forecast),
        *recruitment_facts(forecast.evidence),
        *_places_rows(forecast),
        *price_assumptions(forecast.prices).to_dict("records"),
        *(
            row
            for result in results.scenarios
            if result.scenario is not None
            for number, lever in enumerate(result.scenario.levers, start=1)
            for row in _lever_rows(result.name, number, lever)
        ),
    ]
    return pd.DataFrame(rows).reindex(columns=COLUMNS).astype({"impact": "float64"})


def _places_rows(forecast: Forecast) -> list[dict[str, Any]]:
    """What approved mainstream places are heading for with no lever."""
    year = forecast.calendar.opening_year
    opening = places_opening(forecast.evidence, year)
    constants = places_constants()
    path = growth_paths(opening, 1, constants, forecast.draws, forecast.seed)
    source = (
        "England's mean change of the last three years (Ofsted), with a weight of "
        f"{constants.own_weight:.0%} on the authority's own; the range is that of a single year, "
        "from all authorities: models/places.md"
    )
    unit = "log change of approved mainstream places in a year, with no lever"
    return [
        _row("mainstream_places_growth_a_year", path[:, 0], unit, source, "estimate")
        | {"value": opening.growth}
    ]


_RETURNS = "the authority's own SSDA903 returns"


def _split_rows(forecast: Forecast) -> list[dict[str, Any]]:
    """The opening numbers that the record does not publish."""
    year = forecast.calendar.opening_year
    source, quality = (
        "estimated from own provision (DfE), filled mainstream places (Ofsted) and England's "
        "shares of own provision; see docs/method.md, section 1",
        "estimate",
    )
    if forecast.evidence.returns is not None:
        source, quality = f"counted in {_RETURNS}", "derived"
    return [
        _row(
            f"opening_{kind}",
            forecast.parameters.opening[:, position(kind)],
            f"children, {label(kind)}, 31 March {year}",
            source,
            quality,
        )
        for kind in ESTIMATED
    ]


def _turnover_rows(forecast: Forecast) -> list[dict[str, Any]]:
    """Monthly rates of leaving care and of moving, for the families with a queue."""
    source = (
        "DfE, England: placements that ended and placement changes by type, over children in "
        "those placements; exits scaled to the authority's own number who ceased"
    )
    if forecast.evidence.returns is not None:
        source = f"exits and moves of the latest three years over children, in {_RETURNS}"
    turnover = forecast.parameters.turnover
    rows = []
    for f, family in enumerate(FAMILIES):
        name = label(family).lower()
        rows.append(
            _row(
                f"exit_rate_a_month_{family}",
                turnover.exit_rate[:, f],
                f"share of children in {name} who leave care in a month",
                source,
                "derived",
            )
        )
        if family in ("fostering", "homes"):
            rows.append(
                _row(
                    f"move_rate_a_month_{family}",
                    turnover.move_rate[:, f],
                    f"share of settled children in {name} who change placement in a month",
                    source,
                    "derived",
                )
            )
    return rows


def _age_rows(forecast: Forecast) -> list[dict[str, Any]]:
    """Shares of children old enough for a lever to move them, of those in homes and fostered."""
    ages = forecast.setting.ages
    source = (
        f"estimated: England's children by family and age, fitted to the authority's own by "
        f"family and by age, 31 March {forecast.calendar.opening_year} (DfE); how old children "
        "in homes are rests on judgement"
    )
    if ages is None or ages.counted:
        source = f"counted at the end of {_RETURNS}"
    return [
        _row(
            f"share_aged_{age}_or_over_{words}",
            forecast.setting.old_enough(family, age),
            f"share of the children {words.replace('_', ' ')}",
            source,
            "derived" if ages is not None and ages.counted else "estimate",
        )
        for family, words, age in (
            ("homes", "in_homes", 10),
            ("homes", "in_homes", 16),
            ("fostering", "fostered", 16),
        )
    ]


def _lever_rows(scenario: str, number: int, lever: Lever) -> list[dict[str, Any]]:
    """Each number of a lever, with the file's word for where it came from."""
    rows = []
    for key, value, source in _numbers(lever):
        ranged = isinstance(value, Range) and not value.fixed
        rows.append(
            {
                "key": f"{scenario}: {number} {lever.lever}.{key}",
                "value": value.mean if isinstance(value, Range) else value,
                "low": value.low if isinstance(value, Range) else value,
                "high": value.high if isinstance(value, Range) else value,
                "unit": key.rsplit(".", 1)[-1].replace("_", " "),
                "source": source,
                "quality": _quality(source, ranged=ranged),
            }
        )
    return rows


def _numbers(lever: Lever) -> Iterator[tuple[str, float | Range, str]]:
    """Every number a lever holds, by the key of its file, with its source."""
    sources = lever.sources
    for key in lever.sources:
        top = key.split(".")[0]
        held = getattr(lever, top, None)
        if isinstance(held, int | float | Range):
            yield key, held, sources[key]
        elif key == top and held is not None:
            parts = held if isinstance(held, dict) else dict(held)
            for part, value in parts.items():
                if isinstance(value, int | float | Range):
                    yield f"{top}.{part}", value, sources.get(f"{top}.{part}", sources[top])
        elif key != top and held is not None:
            part = key.split(".", 1)[1]
            value = held.get(part) if isinstance(held, dict) else getattr(held, part, None)
            if isinstance(value, int | float | Range):
                yield key, value, sources[key]


def _quality(source: str, *, ranged: bool) -> str:
    """How sure a lever's number is: a range round a published figure is an estimate."""
    if "assumption" in source.lower():
        return "assumption"
    return "estimate" if ranged else "published"


def _row(key: str, drawn: np.ndarray, unit: str, source: str, quality: str) -> dict[str, Any]:
    low, high = ends(drawn)
    return {
        "key": key,
        "value": float(drawn.mean()),
        "low": low,
        "high": high,
        "unit": unit,
        "source": source,
        "quality": quality,
    }
