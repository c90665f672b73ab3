"""What only scenarios on councils together have: what they are worth, and who gains."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import pandas as pd

from sufficiency.pages.explore.compared import View
from sufficiency.pages.explore.region import charts
from sufficiency.pages.explore.region.compared import ComparedRegion
from sufficiency.pages.explore.wording import children, money, saved_in_words
from sufficiency.pages.region.charts import region_chart
from sufficiency.pages.words import chance, day, millions, span
from sufficiency.ranges import RANGE_STATISTICS
from sufficiency.results.lookup import indexed, only, year_to
from sufficiency.results.region.draws import NOMINAL

_LEVERS: Final = "What each lever does"
_ADD: Final = "Add a lever to see it"


def levers_view(of: ComparedRegion) -> View:
    """What each lever of the scenario in hand does alone, and what they do only together."""
    if not of.tried:
        written = bool(of.run.scenarios[1:])
        return _nothing(_LEVERS, "A written run does not hold it" if written else _ADD)
    name, tried = list(of.tried.items())[-1]
    levers = tried.scenario.levers
    found = tried.steps([of.alone(tried.scenario.with_levers(lever)) for lever in levers])
    names = [
        f"{n}. {lever.lever.replace('_', ' ').capitalize()}" for n, lever in enumerate(levers, 1)
    ]
    steps = [*names, "What they do only together", "All together"]
    rows = dict(zip(steps, found, strict=True))
    told = [f"{step}, by itself, {saved_in_words(rows[step]['mean'])}" for step in names]
    told.append(
        f"Together “{name}” {saved_in_words(rows['All together']['mean'])} over all years, at the "
        "prices of the opening year"
    )
    columns = charts.of_parts(rows, f"What each lever of “{name}” saves over all years")
    draw = partial(charts.side_by_side, of.run, columns)
    return View(_LEVERS, tuple(told), _as_money(rows), draw)


def worth_view(of: ComparedRegion) -> View:
    """What joint action is worth, in two ranges."""
    rows, told = {}, []
    for row in of.run.tables["joint"].to_dict("records"):
        name = str(row["scenario"])
        least, most = (
            span(millions(row[f"p10{end}"]), millions(row[f"p90{end}"])) for end in ("", "_alike")
        )
        rows[name] = {
            "Mean saving over all years": millions(row["mean"]),
            "If councils' errors even out": least,
            "If all are wrong alike": most,
        }
        told.append(
            f"“{name}” {saved_in_words(row['mean'])} over all years at the prices of the opening "
            f"year, undiscounted: {least} if what is not known of prices and effects evens out "
            f"between councils, {most} if it is wrong everywhere alike. The truth lies between"
        )
    if not rows:
        return _nothing("Savings", _ADD)
    told.append("Net present value is worked out of one council: choose one at the top")
    columns = partial(charts.of_savings, of.run)
    table = pd.DataFrame.from_dict(rows, orient="index")
    draw = of.drawn("costs", columns)
    return View("Savings", tuple(told), table, draw)


def councils_view(of: ComparedRegion) -> View:
    """Who gains by the scenario in hand; or each council's own forecast, where there is none."""
    gains = of.run.tables["gains"]
    if gains.empty:
        return _each(of)
    name = of.run.scenarios[-1]
    rows = list(indexed(only(gains, scenario=name), "authority").values())
    table = {
        row["authority"]: {
            "Share of it": "" if row["share"] != row["share"] else f"{row['share']:.1%}",
            "Saving over all years": money(row),
            "Chance that it saves": chance(row["probability_saves"]),
        }
        for row in rows
    }
    most, least = rows[0], rows[-1]
    told = (
        f"“{name}” is worth most to {most['authority']}, for which it "
        f"{saved_in_words(most['mean'])} over all years, and least to {least['authority']}, for "
        f"which it {saved_in_words(least['mean'])}",
    )
    found = {str(row["authority"]): {k: float(row[k]) for k in RANGE_STATISTICS} for row in rows}
    columns = charts.of_parts(found, f"What “{name}” saves each council over all years")
    frame = pd.DataFrame.from_dict(table, orient="index")
    draw = partial(charts.side_by_side, of.run, columns)
    return View("Who gains", told, frame, draw)


def _each(of: ComparedRegion) -> View:
    councils = of.run.tables["councils"]
    rows = {}
    for name, own in councils.groupby("authority", sort=False):
        first, last = (
            indexed(only(own, year=year), "measure") for year in (of.run.years[0], of.run.years[-1])
        )
        rows[str(name)] = {
            f"Children, {day(of.run.years[0])}": children(first["children"]),
            f"Children, {day(of.run.years[-1])}": children(last["children"]),
            "Beyond own foster places": children(last["gap_fostering"]),
            "Beyond own homes": children(last["gap_homes"]),
            f"Cost {year_to(of.run.years[-1])}": _cost(last),
        }
    told = ("Each council's own forecast if nothing changes: its ranges do not add up",)
    table = pd.DataFrame.from_dict(rows, orient="index")
    return View("Each council", told, table, partial(region_chart, of.run, "councils"))


def _cost(last: Mapping[str, Mapping[str, Any]]) -> str:
    return money(last[NOMINAL]) if NOMINAL in last else "no spending returned"


def _nothing(title: str, why: str) -> View:
    return View(title, (why,), pd.DataFrame(), None)


def _as_money(rows: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    table = {
        name: {
            "Saving over all years (mean)": millions(row["mean"]),
            "4 in 5 chance": span(millions(row["p10"]), millions(row["p90"])),
        }
        for name, row in rows.items()
    }
    return pd.DataFrame.from_dict(table, orient="index")
