"""Costs and savings of the scenarios, by financial year, with ranges."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sufficiency.errors import listed
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.costs import in_millions
from sufficiency.pages.charts.ranges import Column, draw_ranges, lowest
from sufficiency.pages.charts.sheet import Words
from sufficiency.pages.words import (
    FOUR_IN_FIVE,
    between,
    chance,
    millions,
    money,
    of_mean,
    plain_number,
    sentences,
)
from sufficiency.results.facts import BASELINE, RunFacts, ScenarioFacts
from sufficiency.results.figures import cautious, nearest, pounds
from sufficiency.results.run import Run

_RANGE = ("p10", "p50", "p90")
_RENAMED = {"p10": "low (p10)", "p50": "middle (p50)", "p90": "high (p90)"}


@drawn
def costs(run: Run) -> Chart:
    """Modelled cost of each scenario and of no new action in each financial year, with ranges."""
    facts = run.facts
    table = run.tables["costs"]
    total = table[(table["placement_type"] == "total") & (table["price_basis"] == "nominal")]
    years = sorted(total["financial_year"].unique())
    names = (BASELINE, *facts.scenario_names)
    columns = [
        Column(year, total[total["financial_year"] == year].set_index("scenario")[list(_RANGE)])
        for year in years
    ]
    title = f"Cost of placements in {facts.authority} by scenario, {years[0]} to {years[-1]}"
    note = captions.caption(
        facts,
        "GBP million, gross, financial years April to March",
        captions.OUTTURN,
        basis="nominal (cash of each year)",
        reading=captions.READING_BARS,
        remarks=(
            "The modelled total: placements and the cost of each programme, without spending "
            "that is not modelled",
            captions.SHARED_FUTURES,
        ),
    )
    words = Words(
        title,
        "£m, nominal. SCENARIOS set against the FORECAST with no new action. The columns share "
        "a scale, which does not start at zero",
        note,
        _cheapest(columns[-1]),
    )
    sheet = draw_ranges(
        words, facts.scenario_names, columns, _short_millions, ticked=_whole_millions, shared=True
    )
    rows = total[total["scenario"].isin(names)]
    data = rows.drop(columns=["placement_type", "price_basis"]).rename(columns=_RENAMED)
    data = in_millions(data.rename(columns={"financial_year": "financial year"}))
    alt = sentences(
        f"The modelled cost of placements with no new action is {_said(columns[0])} in {years[0]} "
        f"and {_said(columns[-1])} in {years[-1]}, in cash",
        _cheapest(columns[-1]),
    )
    return Chart("costs", title, sheet.figure, alt, data, note)


@drawn
def savings(run: Run) -> Chart | None:
    """What each scenario saves against no new action, with ranges and what the saving rests on.

    Returns:
        The chart, or None when the run has no scenario.
    """
    facts = run.facts
    if not facts.scenarios:
        return None
    table = run.tables["savings"]
    table = table[table["price_basis"] == "real"]
    years = sorted(table["financial_year"].unique())
    prices = captions.real_prices(facts)
    said = money(run.is_published)
    title = (
        f"Savings against no new action in {facts.authority} by scenario, {years[0]} to {years[-1]}"
    )
    note = captions.caption(
        facts,
        "GBP million, financial years April to March",
        captions.OUTTURN,
        captions.DEFLATOR,
        basis=prices,
        reading=captions.READING_BARS,
        remarks=(
            "Below zero the scenario costs more than no new action. Savings are net of the cost "
            "of the programme, on the same simulated futures as the baseline",
            "A place taken up by a child who would otherwise live in a children's home saves "
            "many times one taken up from an agency",
            *_resting(facts, table, years[-1], said),
            *captions.withheld(run),
        ),
    )
    subtitle = (
        f"£m a year, {prices}. SCENARIOS, not forecasts. The columns share a scale. Under each "
        f"name: the chance of a saving in {years[-1]}"
    )
    message = _saves_most(run.facts, table, years[-1], said)
    moved = table.loc[table[["p10", "p90"]].ne(0).any(axis=1), "financial_year"]
    columns = [
        Column(year, table[table["financial_year"] == year].set_index("scenario")[list(_RANGE)])
        for year in years
        if year >= min(moved, default=years[-1])
    ]
    remarks = {s.name: _chance(_row(s, table, years[-1])) for s in facts.scenarios}
    sheet = draw_ranges(
        Words(title, subtitle, note, message),
        facts.scenario_names,
        columns,
        said,
        ticked=_tenths,
        shared=True,
        remarks=remarks,
    )
    data = table.drop(columns="price_basis").rename(columns=_RENAMED)
    chances = data.pop("probability_saves")
    data = in_millions(data.rename(columns={"financial_year": "financial year"}))
    data["chance of saving (%)"] = 100 * cautious(chances)
    rests = {s.name: s.rests_on_residential for s in facts.scenarios}
    ends = data["financial year"] == years[-1]
    resting = data["scenario"].map(rests).astype(float).where(ends)
    data["mean that rests on places out of homes (£m)"] = pounds(resting) / 1e6
    alt = sentences(message, _best_chance(facts, table, years[-1]))
    return Chart("savings", title, sheet.figure, alt, data, note)


def _cheapest(column: Column) -> str:
    """The scenario that costs least in a year, beside no new action, where both may be shown."""
    found = lowest(column)
    if found is None:
        return ""
    name, least, base = found
    if not name:
        return f"No scenario costs less in {column.title} than no new action"
    return (
        f"“{name}” costs least in {column.title}: {millions(least)}, against "
        f"{millions(base)} with no new action"
    )


def _saves_most(
    facts: RunFacts, table: pd.DataFrame, year: str, words: Callable[[float], str]
) -> str:
    """The action with the highest mean saving in a year, where it may be shown."""
    rows = table[table["financial_year"] == year].dropna(subset=["mean", *_RANGE])
    options = facts.actions(rows)
    if not options:
        return ""
    best = max(options, key=lambda row: float(row["mean"]))
    if not best["p50"] > 0:
        nil = words(0.0)  # of a published run, as far as its rounding tells
        much = "money" if nil == "£0" else nil.replace("less than", "as much as")
        return f"No scenario is likely to save {much} in {year}"
    return (
        f"“{best['scenario']}” saves most in {year}: about {words(best['p50'])}, "
        f"{between(words(best['p10']), words(best['p90']))}"
    )


def _best_chance(facts: RunFacts, table: pd.DataFrame, year: str) -> str:
    """How likely each of the scenarios is to save in a year, those as likely together."""
    alike: dict[str, list[str]] = {}
    for scenario in facts.scenarios:
        if words := _chance(_row(scenario, table, year)):
            alike.setdefault(words, []).append(scenario.name)
    each = "; ".join(f"{words} for {listed(names)}" for words, names in alike.items())
    return f"The chance of a saving in {year} is {each}" if each else ""


def _resting(
    facts: RunFacts, table: pd.DataFrame, year: str, words: Callable[[float], str]
) -> list[str]:
    """What part of a mean saving rests on places out of homes, scenarios alike together."""
    alike: dict[str, list[str]] = {}
    for scenario in facts.scenarios:
        if reason := _displaced(scenario, _row(scenario, table, year), words):
            alike.setdefault(reason, []).append(scenario.name)
    return [f"For {listed(names)}, {reason}" for reason, names in alike.items()]


def _row(scenario: ScenarioFacts, table: pd.DataFrame, year: str) -> pd.Series:
    """The saving of one scenario in one year."""
    return table[(table["scenario"] == scenario.name) & (table["financial_year"] == year)].iloc[0]


def _chance(row: pd.Series) -> str:
    """How likely a saving is; nothing where there is none to be had or it is withheld."""
    if np.isnan(row["p50"]) or row["p10"] == row["p90"] == 0:
        return ""
    return chance(float(row["probability_saves"]))


def _displaced(scenario: ScenarioFacts, row: pd.Series, words: Callable[[float], str]) -> str:
    """The share of new fostering places assumed to replace one in a home, and what it saves."""
    share, pounds = scenario.displaces_residential_share, scenario.rests_on_residential
    if share is None:
        return ""
    much = of_mean(pounds, float(row["mean"]), words) or "the saving"
    return (
        f"{much} rests on an assumed {share:.0%} of new foster places replacing a place in a home"
    )


def _said(column: Column) -> str:
    row = column.ranges.loc[[BASELINE]].iloc[0]
    return (
        f"{millions(row['p50'])} ({FOUR_IN_FIVE} of between {millions(row['p10'])} and "
        f"{millions(row['p90'])})"
    )


def _whole_millions(value: float) -> str:
    return f"{value / 1e6:,.0f}"


def _tenths(value: float) -> str:
    return f"£{plain_number(value / 1e6)}m".replace("£−", "−£")


def _short_millions(value: float) -> str:
    return f"{float(nearest(value, 1e5)) / 1e6:,.1f}"
