"""Costs and savings of the scenarios, by financial year, with ranges."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sufficiency.errors import listed
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.costs import in_millions
from sufficiency.pages.charts.marks import money_axis, rule
from sufficiency.pages.charts.ranges import Column, draw_ranges, middles_by_scenario
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet, panel_title, with_heads
from sufficiency.pages.words import (
    FOUR_IN_FIVE,
    between,
    chance,
    millions,
    money,
    of_mean,
    plain_number,
    sentences,
    span,
)
from sufficiency.results.facts import BASELINE, RunFacts, ScenarioFacts
from sufficiency.results.figures import cautious, nearest, pounds
from sufficiency.results.run import Run

_COLUMNS = 3
_SPARE = 0.1
"""Inches that a panel's title may use to the right of the panel."""
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
    )
    sheet = draw_ranges(
        words, facts.scenario_names, columns, _short_millions, ticked=_whole_millions, shared=True
    )
    rows = total[total["scenario"].isin(names)]
    data = rows.drop(columns=["placement_type", "price_basis"]).rename(columns=_RENAMED)
    data = in_millions(data.rename(columns={"financial_year": "financial year"}))
    first, last = columns[0], columns[-1]
    alt = sentences(
        f"The modelled cost of placements with no new action is {_said(first)} in {years[0]} and "
        f"{_said(last)} in {years[-1]}, in cash",
        middles_by_scenario(last, names[1:], millions, f"In {years[-1]}"),
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
            "many times one taken up from an agency: the share assumed is given with each "
            "scenario, with the part of its mean saving that would go if it were none",
        ),
    )
    words = Words(title, f"£m a year, {prices}. SCENARIOS, not forecasts", note)
    keys = (Key(f"Saving, middle and {FOUR_IN_FIVE}", style.DARK_BLUE, "range"),)
    number = len(facts.scenarios)
    columns = min(_COLUMNS, number)
    deep = -(-number // columns)
    grid = Grid(rows=deep, columns=columns, panel=1.2, left=0.62, across=0.55, below=0.42)
    said = money(run.is_published)
    remarks = [_remark(scenario, table, years[-1], said) for scenario in facts.scenarios]
    titles = [(s.name, remark) for s, remark in zip(facts.scenarios, remarks, strict=True)]
    grid = with_heads(grid, titles, _SPARE)
    sheet = make_sheet(words, grid, keys)
    panels = list(sheet.panels.ravel())
    low, high = min(table["p10"].min(), 0.0), max(table["p90"].max(), 0.0)
    room = 0.08 * ((high - low) or 1e6)
    for panel, scenario, remark in zip(panels, facts.scenarios, remarks, strict=False):
        rows = table[table["scenario"] == scenario.name].sort_values("financial_year")
        _saving_panel(panel, rows)
        panel.set_ylim(low - room, high + room)
        money_axis(panel, ticks=6)
        panel_title(panel, scenario.name, wide=_SPARE, note=remark)
    for panel in panels[number:]:
        panel.remove()
    data = table.drop(columns="price_basis").rename(columns=_RENAMED)
    chances = data.pop("probability_saves")
    data = in_millions(data.rename(columns={"financial_year": "financial year"}))
    data["chance of saving (%)"] = 100 * cautious(chances)
    rests = {s.name: s.rests_on_residential for s in facts.scenarios}
    ends = data["financial year"] == years[-1]
    resting = data["scenario"].map(rests).astype(float).where(ends)
    data["mean that rests on places out of homes (£m)"] = pounds(resting) / 1e6
    return Chart("savings", title, sheet.figure, _alt(facts, table, years, said), data, note)


def _saving_panel(panel: Axes, rows: pd.DataFrame) -> None:
    """One scenario: a bar for the range and a dot for the middle of each year."""
    at = np.arange(len(rows))
    bar = style.tint(style.DARK_BLUE, 0.45)
    panel.vlines(at, rows["p10"], rows["p90"], color=bar, linewidth=6, zorder=2)
    panel.plot(
        at,
        rows["p50"],
        marker="o",
        markersize=5,
        linestyle="none",
        color=style.DARK_BLUE,
        markeredgecolor="white",
        zorder=3,
    )
    panel.axhline(0, color="black", linewidth=0.9, zorder=1)
    panel.spines["bottom"].set_visible(False)
    panel.set_xticks(at, [f"{year[:4]}\n/{year[-2:]}" for year in rows["financial_year"]])
    panel.tick_params(axis="x", labelsize=style.SMALL, length=0)
    panel.set_xlim(-0.5, len(rows) - 0.5)
    rule(panel)


def _remark(
    scenario: ScenarioFacts, table: pd.DataFrame, year: str, words: Callable[[float], str]
) -> str:
    """The saving of the last year, its chance, and the share out of residential care."""
    row = _row(scenario, table, year)
    middle, said = words(row["p50"]), span(words(row["p10"]), words(row["p90"]))
    spread = f" ({said})" if said != middle else ""
    return sentences(f"{middle}{spread} in {year}", _chance(row), _displaced(scenario, row, words))


def _row(scenario: ScenarioFacts, table: pd.DataFrame, year: str) -> pd.Series:
    """The saving of one scenario in one year."""
    return table[(table["scenario"] == scenario.name) & (table["financial_year"] == year)].iloc[0]


def _chance(row: pd.Series) -> str:
    """How likely a saving is; nothing where there is none to be had or it is withheld."""
    if np.isnan(row["p50"]) or row["p10"] == row["p90"] == 0:
        return ""
    return f"chance of a saving: {chance(float(row['probability_saves']))}"


def _displaced(scenario: ScenarioFacts, row: pd.Series, words: Callable[[float], str]) -> str:
    """The share of new fostering places assumed to replace one in a home, and what it saves."""
    share, pounds = scenario.displaces_residential_share, scenario.rests_on_residential
    if share is None:
        return ""
    much = of_mean(pounds, float(row["mean"]), words) or "the saving"
    return (
        f"{much} rests on an assumed {share:.0%} of new foster places replacing a place in a home"
    )


def _alt(
    facts: RunFacts, table: pd.DataFrame, years: list[str], words: Callable[[float], str]
) -> str:
    """What each scenario saves in the last year, how likely that is and what it rests on."""
    parts: list[str] = []
    rests: dict[str, list[str]] = {}
    for scenario in facts.scenarios:
        row = _row(scenario, table, years[-1])
        said = _chance(row)
        parts.append(
            f"{scenario.name}, {words(row['p50'])} ({FOUR_IN_FIVE} of "
            f"{between(words(row['p10']), words(row['p90']))}"
            f"{f'; {said}' if said else ''})"
        )
        if reason := _displaced(scenario, row, words):
            rests.setdefault(reason, []).append(scenario.name)
    return sentences(
        f"Saving in {years[-1]} against no new action, {captions.real_prices(facts)}: "
        f"{'; '.join(parts)}",
        "A negative saving is an extra cost" if (table["p10"] < 0).any() else "",
        *(f"For {listed(names)}, {reason}" for reason, names in rests.items()),
    )


def _said(column: Column) -> str:
    row = column.ranges.loc[[BASELINE]].iloc[0]
    return (
        f"{millions(row['p50'])} ({FOUR_IN_FIVE} of between {millions(row['p10'])} and "
        f"{millions(row['p90'])})"
    )


def _whole_millions(value: float) -> str:
    return f"{value / 1e6:,.0f}"


def _short_millions(value: float) -> str:
    return plain_number(float(nearest(value, 1e5)) / 1e6)
