"""Need for fostering and for children's homes against the own places that can be filled."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.marks import (
    EndLabel,
    fan,
    from_zero,
    label_ends,
    panel_years,
    years,
)
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet, panel_title
from sufficiency.pages.remarks import standing_empty
from sufficiency.pages.words import FOUR_IN_FIVE, day, sentences, span, thousands, with_chance
from sufficiency.placements import label
from sufficiency.results.facts import BASELINE, RunFacts
from sufficiency.results.lookup import all_ages
from sufficiency.results.run import Run

_ELSEWHERE = {"fostering": "agency carers", "homes": "homes that others run"}
_PANEL = 0.68
"""Inches of a panel: at its own width the chart stands on the report's first page, printed."""


@drawn
def need_and_supply(run: Run) -> Chart | None:
    """Need and the own places that can be filled, with the gap, for fostering and for homes.

    Returns:
        The chart, or None when the supply of neither is known.
    """
    facts = run.facts
    gap = all_ages(run.tables)
    gap = gap[gap["scenario"] == BASELINE].sort_values("date")
    known = [
        family
        for family in _ELSEWHERE
        if gap.loc[gap["family"] == family, "usable_supply_p50"].notna().any()
    ]
    if not known:
        return None
    title = (
        f"Need and the council's own places in {facts.authority}, {day(facts.opening_year)} "
        f"to {day(facts.horizon_year)}"
    )
    note = captions.caption(
        facts,
        "children and places",
        captions.CHILDREN_LOOKED_AFTER,
        captions.FOSTERING,
        reading=captions.READING,
        remarks=(
            standing_empty(run),
            "Each number is a middle: need less places need not be the gap",
            "A connected carer's place is for one named child. The supply of other placements has "
            "no limit that is known, so they are not shown",
            *captions.withheld(run),
        ),
    )
    words = Words(
        title, "Children and places. FORECAST with no new action", note, _message(gap, known, facts)
    )
    keys = (
        Key("Need, middle", style.DARK_BLUE, "dashed"),
        Key("Own places that can be filled, middle", style.TURQUOISE, "dotted"),
        Key(f"{FOUR_IN_FIVE}, of each", style.tint(style.DARK_BLUE, 0.22), "band"),
    )
    grid = Grid(rows=len(known), panel=_PANEL, right=1.5, down=0.5, above=0.24)
    sheet = make_sheet(words, grid, keys)
    for panel, family in zip(sheet.panels[:, 0], known, strict=True):
        _need_panel(panel, gap[gap["family"] == family], family, facts)
    march = gap[gap["family"].isin(known) & (gap["date"].dt.month == 3)]
    data = march.drop(columns=["scenario", "age_band"]).assign(
        family=march["family"].map(label), date=march["date"].dt.year.map(day)
    )
    data.columns = [_spoken(name) for name in data.columns]
    return Chart("need_and_supply", title, sheet.figure, _alt(gap, known), data, note)


def _message(gap: pd.DataFrame, known: list[str], facts: RunFacts) -> str:
    """What is missing at the end, where it may be shown."""
    last = gap[gap["date"] == gap["date"].max()].set_index("family")["gap_p50"]
    missing = [
        f"about {thousands(last[family])} {words}"
        for family, words in (("fostering", "foster homes"), ("homes", "places in homes"))
        if family in known and last[family] == last[family]
    ]
    if not missing:
        return ""
    return (
        f"With no new action {facts.authority} would be short of {' and '.join(missing)} by "
        f"{facts.horizon_year}"
    )


def _alt(gap: pd.DataFrame, known: list[str]) -> str:
    """A sentence for each family: the gap at the end with its range, and what it was."""
    parts = []
    for family in known:
        first, *_, last = gap[gap["family"] == family].to_dict("records")
        spread = with_chance(thousands(last["gap_p10"]), thousands(last["gap_p90"]))
        parts.append(
            f"{label(family)}: with no new action {thousands(last['need_p50'])} children and "
            f"{thousands(last['usable_supply_p50'])} own places that can be filled on "
            f"{day(last['date'].year)}, a gap of {thousands(last['gap_p50'])}{spread}; the gap was "
            f"{thousands(first['gap_p50'])} on {day(first['date'].year)}"
        )
    return sentences(*parts)


def _need_panel(panel: Axes, rows: pd.DataFrame, family: str, facts: RunFacts) -> None:
    x = years(rows["date"])
    low, mid, high = (rows[f"usable_supply_{name}"].to_numpy() for name in ("p10", "p50", "p90"))
    fan(panel, x, rows, "need", style.DARK_BLUE)
    panel.fill_between(x, low, high, color=style.tint(style.TURQUOISE, 0.3), linewidth=0)
    for edge in (low, high):
        panel.plot(x, edge, color=style.TURQUOISE, linewidth=0.6, zorder=2)
    panel.plot(x, mid, color=style.TURQUOISE, linewidth=2.0, linestyle=(0, (1.2, 1.6)), zorder=3)
    from_zero(panel, rows["need_p90"].max(), rows["usable_supply_p90"].max(), ticks=4)
    panel_years(panel, facts.opening_year, facts.horizon_year, step=1)
    panel_title(panel, label(family))
    last = rows.iloc[-1]
    if np.isfinite(last["gap_p50"]):
        arrow = {"arrowstyle": "<->", "color": style.DARK_GREY, "lw": 0.9}
        panel.annotate(
            "",
            (x[-1] - 0.12, last["need_p50"]),
            xytext=(x[-1] - 0.12, last["usable_supply_p50"]),
            arrowprops={**arrow, "shrinkA": 0, "shrinkB": 0},
            zorder=6,
        )
    middle = (last["need_p50"] + last["usable_supply_p50"]) / 2
    gap = (
        f"Gap {thousands(last['gap_p50'])} "
        f"({span(thousands(last['gap_p10']), thousands(last['gap_p90']))}): {_ELSEWHERE[family]}"
    )
    label_ends(
        panel,
        [
            EndLabel(last["need_p50"], f"Need {thousands(last['need_p50'])}", style.DARK_BLUE),
            EndLabel(middle, gap),
            EndLabel(
                last["usable_supply_p50"],
                f"Own places {thousands(last['usable_supply_p50'])}",
                style.DARK_TURQUOISE,
            ),
        ],
        wide=1.5,
    )


def _spoken(name: str) -> str:
    """A column of the table of gaps in the words of a page: need_p10 is 'need, low (p10)'."""
    words = {"p10": "low (p10)", "p50": "middle (p50)", "p90": "high (p90)"}
    stem, _, statistic = name.rpartition("_")
    if statistic not in words:
        return name
    return f"{stem.replace('usable_supply', 'own places that can be filled')}, {words[statistic]}"
