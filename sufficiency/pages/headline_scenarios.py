"""The headlines on scenarios: what the best of them saves, when, and what that rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sufficiency.pages.words import between, chance, millions, money
from sufficiency.results.lookup import only, year_to
from sufficiency.results.run import Run

Row = Mapping[str, Any]


def best_option(run: Run) -> str:
    """The action that saves most in the last year, its chance, and what it costs before.

    What is only a price or a pressure is not among them.
    """
    facts, said = run.facts, money(run.is_published)
    rows = _actions(run)
    if not rows:
        return ""
    best = max(rows, key=_mean)
    year, prices = year_to(facts.horizon_year), f"{year_to(facts.opening_year)} prices"
    several = len(rows) > 1
    words = f"We tested {f'{len(rows)} options' if several else 'one option'}."
    if not _saves(best):
        much = "£0.05m or more" if run.is_published else "money"
        return (
            f"{words} None is likely to save {much} in {year}. The nearest, “{best['scenario']}”, "
            f"comes to {_saving(best, run.is_published)}, in {prices}."
        )
    return (
        f"{words} “{best['scenario']}” saves{' most' if several else ''}: "
        f"{_saving(best, run.is_published)} in {year}, in {prices}. The middle is "
        f"{said(best['p50'])}, and the chance that it saves is "
        f"{chance(best['probability_saves'])}.{_begins(run, str(best['scenario']))}"
    )


def what_it_rests_on(run: Run) -> str:
    """Of the best: the action and the assumption it rests on, its worth, the best single one.

    A chance to save in a year is set beside the net present value, which counts what is spent
    before. A scenario that puts others together is nearly bound to save most, so its largest
    action and the best single scenario are named beside it.
    """
    rows = _actions(run)
    if not rows:
        return ""
    best = max(rows, key=_mean)
    parts = (_mean_rests(run, best), _worth(run, best), _best_single(run, rows, best))
    return " ".join(part for part in parts if part)


def _actions(run: Run) -> list[dict[str, Any]]:
    """What each scenario in which the council does something saves in the last year, real."""
    savings = only(run.tables["savings"], price_basis="real")
    return run.facts.actions(only(savings, financial_year=year_to(run.facts.horizon_year)))


def _mean(row: Row) -> float:
    return float(row["mean"])


def _saves(row: Row) -> bool:
    """Whether it is likely to save, by its mean and by its middle."""
    return bool(row["mean"] > 0 and row["p50"] > 0)


def _begins(run: Run, name: str) -> str:
    """What the first year in which anything changes costs, where it costs more than it saves."""
    rows = only(run.tables["savings"], price_basis="real", scenario=name)
    changed = rows[(rows["p10"] != 0) | (rows["p90"] != 0)].sort_values("financial_year")
    if changed.empty or changed["financial_year"].iloc[0] == year_to(run.facts.horizon_year):
        return ""
    first = changed.iloc[0]
    if not first["p50"] < 0:
        return ""
    return (
        f" In {first['financial_year']}, its first year, it costs {millions(-first['p50'])} more "
        "than it saves."
    )


def _mean_rests(run: Run, row: Row) -> str:
    """Which action, and which assumption, the mean saving rests on."""
    scenario = run.facts.scenario(str(row["scenario"]))
    if scenario is None:
        return ""
    parts = [_largest_action(run, row)]
    share, pounds = scenario.displaces_residential_share, scenario.rests_on_residential
    if share:
        much = "It" if pounds is None else f"Of it {millions(pounds)}"
        parts.append(
            f"{much} rests on an assumption: {share:.0%} of its new foster places go to children "
            "who would otherwise live in a children's home."
        )
    if not any(parts):
        return ""
    mean = money(run.is_published)(row["mean"])
    return " ".join((f"The mean saving is {mean}.", *filter(None, parts)))


def _largest_action(run: Run, row: Row) -> str:
    """The action of a combined scenario that saves most alone, where the run has worked it out."""
    scenario, steps = run.facts.scenario(str(row["scenario"])), run.tables.get("waterfall")
    if scenario is None or scenario.is_single or steps is None:
        return ""
    keys = {"scenario": row["scenario"], "period": row["financial_year"], "price_basis": "real"}
    found = only(steps, measure="saving", **keys)
    steps_alone = found[~found["lever"].isin(("interaction", "total"))].to_dict("records")
    if not steps_alone or any(step["mean"] != step["mean"] for step in steps_alone):
        return ""
    top = max(steps_alone, key=lambda step: float(step["mean"]))
    lever = scenario.levers[int(top["step"]) - 1]
    return f"Of it {millions(top['mean'])} comes from one assumed action ({lever.words})."


def _worth(run: Run, row: Row) -> str:
    """What a scenario is worth over all the years that an appraisal counts, with its range."""
    table = run.tables.get("appraisal")
    if table is None:
        return ""
    rows = only(table, scenario=row["scenario"], measure="npv").dropna(subset=["p10", "p50", "p90"])
    if rows.empty:
        return ""
    found = rows.sort_values("years").iloc[-1]
    low, middle, high = (millions(float(found[point])) for point in ("p10", "p50", "p90"))
    return (
        f"Over {found['years']:.0f} years from its first spending its net present value is "
        f"{between(low, high)} (middle {middle})."
    )


def _best_single(run: Run, rows: list[dict[str, Any]], best: Row) -> str:
    """The best of the scenarios that do one kind of thing, where the best of all is not one."""
    single = {scenario.name for scenario in run.facts.scenarios if scenario.is_single}
    if best["scenario"] in single:
        return ""
    others = [row for row in rows if row["scenario"] in single and row["mean"] > 0]
    if not others:
        return ""
    top = max(others, key=_mean)
    name, said = str(top["scenario"]), money(run.is_published)
    return (
        f"Of those that do one thing, “{name}” saves most: {_saving(top, run.is_published)} "
        f"(middle {said(top['p50'])}).{_begins(run, name)}"
    )


def _saving(row: Row, is_published: bool) -> str:
    """A range of savings in words, which may run from a cost."""
    low, high, said = row["p10"], row["p90"], money(is_published)
    if high < 0:
        return f"a cost of {between(said(-high), said(-low))}"
    if low < 0:
        return f"between a cost of {said(-low)} and a saving of {said(high)}"
    return between(said(low), said(high))
