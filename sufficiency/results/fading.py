"""Why the effect of a scenario fades: what has become of the children whom its levers reached.

A child who is moved grows up or would have moved anyway; one who leaves care may come back, or
would have left by now, as would one who is kept from entering. What is done is *gross*, what is
left of it at a date is *net*, and the reasons add up to the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.engine import Results
from sufficiency.placements import FAMILIES
from sufficiency.results.differences import Course

COLUMNS = ["scenario", "date", "effect", "reason", "children"]
FEWER, MORE = "fewer in care", "more in care"
KEPT, LED = "kept from entering", "led out of care"
ENTERED, LEFT_SINCE = "entered besides", "left since"
BACK, LEFT_BY_NOW = "came back", "would have left by now"
MOVED, RETURNED = "moved", "went back"
LEFT, MOVED_BY_NOW = "left care", "would have moved by now"
NET = "left of it"
_SOME = 1e-6


def fading_table(results: Results) -> pd.DataFrame:
    """What was done and what is left of it at each 31 March: means of the draws.

    Columns: scenario, date, effect ("fewer in care", "more in care", or "homes to fostering" for
    children moved), reason, children. Of each effect the first reasons are gross; those between
    take from it, and are below nil; "left of it" is the sum.
    """
    base = Course(results.forecast.baseline.projection)
    frames = [fading_of(r.name, Course(r.projection), base) for r in results.scenarios]
    return pd.concat(frames or [NOTHING_FADES], ignore_index=True)


def fading_of(name: str, course: Course, base: Course) -> pd.DataFrame:
    """The rows of one scenario."""
    dates = course.projection.dates[12::12]
    rows: list[tuple[object, ...]] = []
    for effect, reasons in _effects(course, base):
        if np.abs(next(iter(reasons.values()))).max() < _SOME:
            continue
        reasons[NET] = np.sum(list(reasons.values()), axis=0)
        rows += [
            (name, date, effect, reason, float(children))
            for year, date in enumerate(dates)
            for reason, by_year in reasons.items()
            for children in [by_year[year]]
        ]
    return _frame(rows)


def _frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    kinds = {"scenario": "str", "date": "datetime64[s]", "effect": "str", "reason": "str"}
    return pd.DataFrame(rows, columns=COLUMNS).astype({**kinds, "children": "float64"})


NOTHING_FADES: Final = _frame([])
"""The table of a run without scenarios."""


def _effects(course: Course, base: Course) -> Iterator[tuple[str, dict[str, np.ndarray]]]:
    """Each effect and its reasons by 31 March, so far; what takes from it below nil."""
    p = course.projection
    before, now = base.movements.entries, course.movements.entries
    back = _so_far(sum(p.needed.back.values(), np.zeros(now.shape[:2])))
    led = _so_far(sum(p.needed.led_out.values(), np.zeros(now.shape[:2])))
    kept = _so_far((before - now).sum(axis=-1)) + back
    fewer = (base.children["total"] - course.children["total"])[:, 12::12].mean(axis=0)
    if kept[-1] < -_SOME and led.max() < _SOME:
        yield MORE, {ENTERED: -kept, LEFT_SINCE: kept - fewer}
    elif np.abs(kept).max() > _SOME or led.max() > _SOME:
        reasons = {KEPT: kept, LED: led, BACK: -back, LEFT_BY_NOW: fewer - kept - led + back}
        yield FEWER, {reason: n for reason, n in reasons.items() if np.abs(n).max() > _SOME}
    together: dict[str, dict[str, np.ndarray]] = {}
    for moved in p.needed.moved:
        effect = f"{FAMILIES[moved.origin]} to {FAMILIES[moved.destination]}"
        held = together.setdefault(effect, {})
        for reason, sign, children in (
            (MOVED, 1, moved.moved),
            (RETURNED, -1, moved.returned),
            (LEFT, -1, moved.left),
            (MOVED_BY_NOW, -1, moved.moved_on),
        ):
            held[reason] = held.get(reason, 0.0) + sign * _so_far(children)
    yield from together.items()


def _so_far(flow: np.ndarray) -> np.ndarray:
    """A flow by month added up to each 31 March, mean of the draws, (years,)."""
    return np.asarray(flow.mean(axis=0).cumsum()[11::12])
