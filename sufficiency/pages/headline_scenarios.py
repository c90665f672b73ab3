"""The headline on scenarios: what the best of them saves, when, and what that rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sufficiency.pages.words import FOUR_IN_FIVE, between, chance, millions, money
from sufficiency.results.lookup import only, year_to
from sufficiency.results.run import Run

Row = Mapping[str, Any]


def scenario_headline(run: Run) -> str:
    """The action that saves most in the last year, and the best that does one kind of thing.

    A chance to save in a year is set beside the net present value, which counts what is spent
    before. What is only a price or a pressure is not among them.

    A scenario that puts others together is nearly bound to save most, so its largest action and
    the best single scenario are named beside it, and what each costs in the year it begins.
    """
    facts = run.facts
    year, prices = year_to(facts.horizon_year), f"{year_to(facts.opening_year)} prices"
    real = only(run.tables["savings"], price_basis="real")
    savings = only(real, financial_year=year)
    rows = facts.actions(savings)
    if not rows:
        return ""
    best = max(rows, key=_mean)
    name = str(best["scenario"])
    rests, saving = _rests(run, best, year), _saving(best, run.is_published)
    if best["mean"] <= 0:
        return (
            f"None of the {len(rows)} scenarios is expected to save "
            f"{'£0.05m or more' if run.is_published else 'money'} in {year}; the nearest, "
            f"“{name}”, comes to {saving} ({prices}, {FOUR_IN_FIVE}).{rests}"
        )
    start = f"Of {len(rows)} scenarios, “{name}” saves most"
    if len(rows) == 1:
        start = f"The scenario “{name}” saves money"
    said = (
        f"{start}: {saving} in {year} ({prices}, {FOUR_IN_FIVE}), with a chance of "
        f"{chance(best['probability_saves'])} of saving anything"
        f"{_begins(real, name, year)}{_worth(run, name)}.{rests}"
    )
    return said + _best_single(real, rows, run, best)


def _mean(row: Row) -> float:
    return float(row["mean"])


def _begins(real: pd.DataFrame, name: str, last: str) -> str:
    """What the first year in which anything changes costs, where it costs more than it saves."""
    rows = only(real, scenario=name).sort_values("financial_year")
    changed = rows[(rows["p10"] != 0) | (rows["p90"] != 0)]
    if changed.empty or changed["financial_year"].iloc[0] == last:
        return ""
    first = changed.iloc[0]
    if first["p50"] >= 0:
        return ""
    return (
        f"; in {first['financial_year']}, its first year, it costs {millions(-first['p50'])} more "
        "than it saves"
    )


def _worth(run: Run, name: str) -> str:
    """What a scenario is worth over all the years that an appraisal counts, with its range."""
    table = run.tables.get("appraisal")
    if table is None:
        return ""
    rows = only(table, scenario=name, measure="npv").dropna(subset=["p10", "p50", "p90"])
    if rows.empty:
        return ""
    row = rows.sort_values("years").iloc[-1]
    low, middle, high = (millions(float(row[point])) for point in ("p10", "p50", "p90"))
    return (
        f"; over {row['years']:.0f} years from its first spending its net present value is "
        f"{middle} ({low} to {high})"
    )


def _rests(run: Run, row: Row, year: str) -> str:
    """Sentences that say which action, and which assumption, the mean saving rests on."""
    scenario = run.facts.scenario(str(row["scenario"]))
    if scenario is None:
        return ""
    parts = []
    action = _largest_action(run, row, year)
    if action:
        parts.append(action)
    share, pounds = scenario.displaces_residential_share, scenario.rests_on_residential
    if share:
        much = "the saving" if pounds is None else millions(pounds)
        parts.append(
            f"{much} rests on {share:.0%} of its new fostering places going to children who would "
            "otherwise live in a children's home, which is assumed"
        )
    if not parts:
        return ""
    mean = money(run.is_published)(row["mean"])
    start = f"Of its mean saving of {mean}," if row["mean"] > 0 else f"Its mean saving is {mean};"
    return f" {start} {', and '.join(parts)}."


def _largest_action(run: Run, row: Row, year: str) -> str:
    """The action of a combined scenario that saves most alone, where the run has worked it out."""
    scenario, steps = run.facts.scenario(str(row["scenario"])), run.tables.get("waterfall")
    if scenario is None or scenario.is_single or steps is None:
        return ""
    keys = {"scenario": row["scenario"], "period": year, "price_basis": "real"}
    found = only(steps, measure="saving", **keys)
    steps_alone = found[~found["lever"].isin(("interaction", "total"))].to_dict("records")
    if not steps_alone or any(step["mean"] != step["mean"] for step in steps_alone):
        return ""
    top = max(steps_alone, key=lambda step: float(step["mean"]))
    lever = scenario.levers[int(top["step"]) - 1]
    return f"{millions(top['mean'])} comes from one action ({lever.words}, an assumption)"


def _best_single(real: pd.DataFrame, rows: list[dict[str, Any]], run: Run, best: Row) -> str:
    """The best of the scenarios that do one kind of thing, where the best of all is not one."""
    facts, said = run.facts, run.is_published
    single = {scenario.name for scenario in facts.scenarios if scenario.is_single}
    if best["scenario"] in single:
        return ""
    others = [row for row in rows if row["scenario"] in single and row["mean"] > 0]
    if not others:
        return ""
    top = max(others, key=_mean)
    name = str(top["scenario"])
    begins = _begins(real, name, year_to(facts.horizon_year))
    return f" Of those that do one thing, “{name}” saves most: {_saving(top, said)}{begins}."


def _saving(row: Row, is_published: bool) -> str:
    """A range of savings in words, which may run from a cost."""
    low, high, said = row["p10"], row["p90"], money(is_published)
    if high < 0:
        return f"a cost of {between(said(-high), said(-low))}"
    if low < 0:
        span = f"between a cost of {said(-low)} and a saving of {said(high)}"
    else:
        span = between(said(low), said(high))
    return f"{span} (middle {said(row['p50'])})"
