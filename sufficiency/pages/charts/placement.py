"""Children by family and by type of placement: small multiples."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.marks import (
    fan,
    from_zero,
    panel_years,
    published,
    years,
)
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet, panel_title, with_heads
from sufficiency.pages.words import FOUR_IN_FIVE, day, sentences, span, thousands, with_chance
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, TYPES_OF, label
from sufficiency.results.facts import BASELINE, RunFacts
from sufficiency.results.lookup import all_ages
from sufficiency.results.publish.record import families_shown
from sufficiency.results.run import Run

_FIRST_YEAR = 2010
_BAND = style.tint(style.DARK_BLUE, 0.22)


@drawn
def placement_families(run: Run) -> Chart:
    """Children in each family of placement since 2010, with the baseline forecast's range."""
    facts = run.facts
    title = (
        f"Children in care in {facts.authority} by family of placement, {day(_FIRST_YEAR)} "
        f"to {day(facts.horizon_year)}"
    )
    note = captions.caption(
        facts,
        "children",
        captions.CHILDREN_LOOKED_AFTER,
        reading=captions.READING,
        remarks=(
            "Counts of children's homes and of supported accommodation begin in 2020, when the "
            "published groups changed; counts of 1 to 5 are withheld and not shown",
            *captions.withheld(run),
        ),
    )
    words = Words(
        title,
        f"Children. {captions.history(facts)}; then FORECAST with no new action. "
        "Each panel has its own scale, from zero",
        note,
        _message(run, ("fostering", "homes"), ("in foster homes", "in children's homes")),
    )
    keys = (
        Key("Published, 31 March", style.DARK_BLUE, "line", "o"),
        *captions.counted_key(facts, style.DARK_BLUE),
        Key("Middle of the forecast", style.DARK_BLUE, "dashed"),
        Key(FOUR_IN_FIVE, _BAND, "band"),
    )
    shown = ("total", *FAMILIES)
    record_years = range(_FIRST_YEAR, facts.opening_year + 1)
    counts = families_shown(run, record_years)
    records = [counts[family] for family in shown]
    openings = [_known(record, run) for record in records]
    forecasts = [_forecast(run, family) for family in shown]
    titles = [
        (label(family), _remark(opening, forecast, facts))
        for family, opening, forecast in zip(shown, openings, forecasts, strict=True)
    ]
    grid = Grid(rows=2, columns=4, panel=1.15, left=0.4, across=0.38)
    sheet = make_sheet(words, with_heads(grid, titles, 0.3), keys)
    frames = []
    for panel, title_and_remark, record, forecast in zip(
        sheet.panels.ravel(), titles, records, forecasts, strict=True
    ):
        name, remark = title_and_remark
        _fan_panel(panel, forecast, facts)
        published(panel, record, style.DARK_BLUE, size=2)
        from_zero(panel, record.max(), forecast["p90"].max(), ticks=3)
        panel_years(panel, _FIRST_YEAR, facts.horizon_year, step=10)
        panel_title(panel, name, wide=0.3, note=remark)
        frames.append(_rows(name, record, forecast))
    alt = sentences(
        *(
            f"{label(family)}: {opening} on {day(facts.opening_year)}, and with no new action "
            f"{_ahead(forecast.iloc[-1])}"
            for family, opening, forecast in zip(shown, openings, forecasts, strict=True)
            if family in ("fostering", "homes")
        )
    )
    data = pd.concat(frames, ignore_index=True)
    return Chart("placement_families", title, sheet.figure, alt, data, note)


@drawn
def placement_types(run: Run) -> Chart:
    """Children in each type of placement: the opening number and the baseline forecast."""
    facts = run.facts
    title = (
        f"Children in care in {facts.authority} by type of placement, {day(facts.opening_year)} "
        f"to {day(facts.horizon_year)}"
    )
    note = captions.caption(
        facts,
        "children",
        captions.CHILDREN_LOOKED_AFTER,
        captions.FOSTERING,
        reading=captions.READING,
        remarks=(
            *(
                "The published record does not say who provides fostering or children's homes: "
                f"the numbers of {facts.opening_year} marked as estimates are means and add up to "
                "what is published"
                for _ in facts.estimated[:1]
            ),
            *captions.withheld(run),
        ),
    )
    words = Words(
        title,
        "Children. FORECAST with no new action. Panels in a row share a scale, from zero",
        note,
        _message(
            run,
            ("agency_fostering", "external_residential"),
            ("with agency carers", "in external homes"),
        ),
    )
    source = "Published count" if facts.counted_to is None else "Count"
    keys = (
        Key(f"{source}, {day(facts.opening_year)}", style.DARK_BLUE, "points", "o"),
        *captions.counted_key(facts, style.DARK_BLUE),
        *(Key("Estimate", style.DARK_PINK, "points", "D") for _ in facts.estimated[:1]),
        Key("Middle of the forecast", style.DARK_BLUE, "dashed"),
        Key(FOUR_IN_FIVE, _BAND, "band"),
    )
    table = run.tables["forecast"]
    forecasts = {kind: _forecast(run, kind) for kind in PLACEMENT_TYPES}
    opened = {kind: _opened(run, kind) for kind in PLACEMENT_TYPES}
    openings = {
        kind: thousands(opened[kind]) + (" (estimate)" if kind in facts.estimated else "")
        for kind in PLACEMENT_TYPES
    }
    remarks = {kind: _remark(openings[kind], forecasts[kind], facts) for kind in PLACEMENT_TYPES}
    grid = Grid(rows=2, columns=5, panel=1.2, left=0.4, across=0.16)
    grid = with_heads(grid, [(label(kind), remarks[kind]) for kind in PLACEMENT_TYPES], 0.12)
    sheet = make_sheet(words, grid, keys)
    frames = []
    for row, kinds in zip(sheet.panels, (PLACEMENT_TYPES[:5], PLACEMENT_TYPES[5:]), strict=True):
        top = table.loc[table["placement_type"].isin(kinds), "p90"].max()
        for panel, kind in zip(row, kinds, strict=True):
            forecast = forecasts[kind]
            estimated = kind in facts.estimated
            _fan_panel(panel, forecast, facts)
            colour = style.DARK_PINK if estimated else style.DARK_BLUE
            panel.plot(
                [facts.opening_year],
                [opened[kind]],
                marker="D" if estimated else "o",
                markersize=4.5,
                color=colour,
                clip_on=False,
                zorder=5,
            )
            from_zero(panel, top, ticks=4)
            panel.set_xlim(facts.opening_year - 0.3, facts.horizon_year)
            panel.set_xticks([facts.opening_year, facts.horizon_year])
            for tick, side in zip(panel.get_xticklabels(), ("left", "right"), strict=True):
                tick.set_horizontalalignment(side)
            if panel is not row[0]:
                panel.tick_params(axis="y", labelleft=False)
            panel_title(panel, label(kind), wide=0.12, note=remarks[kind])
            rows = _rows(label(kind), pd.Series(dtype=float), forecast, estimated)
            rows.insert(2, "opening, mean", [opened[kind], *[np.nan] * (len(rows) - 1)])
            frames.append(rows)
    alt = sentences(
        *(
            f"{label(kind)}: {openings[kind]} on {day(facts.opening_year)}, and with no new action "
            f"{_ahead(forecasts[kind].iloc[-1])}"
            for kind in ("agency_fostering", "external_residential")
        )
    )
    data = pd.concat(frames, ignore_index=True).drop(columns="published")
    return Chart("placement_types", title, sheet.figure, alt, data, note)


def _message(run: Run, keys: tuple[str, str], places: tuple[str, str]) -> str:
    """How many children two kinds of placement would hold at the end, where it may be shown."""
    ends = [(_opening(run, key), float(_forecast(run, key)["p50"].iloc[-1])) for key in keys]
    if np.isnan(ends).any():
        return ""
    said = [
        f"{thousands(then)} children {place} ({thousands(now)} now)"
        for (now, then), place in zip(ends, places, strict=True)
    ]
    return f"With no new action about {' and '.join(said)} by {run.facts.horizon_year}"


def _opening(run: Run, key: str) -> float:
    """Children at the opening as the panels have them: a family's count, a type's mean."""
    if len(TYPES_OF.get(key, ())) > 1:
        return float(_forecast(run, key)["p50"].iloc[0])
    return _opened(run, key)


def _opened(run: Run, kind: str) -> float:
    """The opening number of a type: the mean, so that the types add to what is published."""
    rows = run.tables["forecast"]
    return float(rows[rows["placement_type"] == kind].sort_values("date")["mean"].iloc[0])


def _forecast(run: Run, key: str) -> pd.DataFrame:
    """The baseline's range by date for a placement type, the total or a family.

    Percentiles of a sum are not sums of percentiles: a family of several types is read from
    the table of needs, where it was counted in every draw.
    """
    if len(TYPES_OF.get(key, ())) > 1:
        table = all_ages(run.tables)
        rows = table[(table["scenario"] == BASELINE) & (table["family"] == key)]
        rows = rows.rename(columns={f"need_{name}": name for name in ("p10", "p50", "p90")})
    else:
        table = run.tables["forecast"]
        rows = table[table["placement_type"] == key]
    return rows[["date", "p10", "p50", "p90"]].sort_values("date")


def _fan_panel(panel: Axes, forecast: pd.DataFrame, facts: RunFacts) -> None:
    fan(panel, years(forecast["date"]), forecast, "", style.DARK_BLUE, facts.counted)


def _known(record: pd.Series, run: Run) -> str:
    """The latest published count, or that there is none."""
    gone = np.isnan(record.iloc[-1]) and not run.is_published
    return "not published" if gone else thousands(record.iloc[-1])


def _remark(opening: str, forecast: pd.DataFrame, facts: RunFacts) -> str:
    """The opening number and the range of the horizon, to stand under a panel's title."""
    last = forecast.iloc[-1]
    ahead = span(thousands(last["p10"]), thousands(last["p90"]))
    return f"{opening} in {facts.opening_year}\n{ahead} in {facts.horizon_year}"


def _ahead(last: pd.Series) -> str:
    low, high = thousands(last["p10"]), thousands(last["p90"])
    return f"{thousands(last['p50'])} on {day(last['date'].year)}{with_chance(low, high)}"


def _rows(
    name: str, record: pd.Series, forecast: pd.DataFrame, estimated: bool = False
) -> pd.DataFrame:
    """The numbers of one panel: published by year, then the forecast at each 31 March."""
    ahead = forecast[forecast["date"].dt.month == 3]
    if not estimated and len(record):
        ahead = ahead.iloc[1:]
    known = pd.DataFrame({"date": record.index, "published": record.to_numpy(dtype=float)})
    future = pd.DataFrame(
        {
            "date": ahead["date"].dt.year,
            "low (p10)": ahead["p10"],
            "middle (p50)": ahead["p50"],
            "high (p90)": ahead["p90"],
        }
    )
    both = pd.concat([known, future], ignore_index=True)
    both["date"] = both["date"].map(day)
    both.insert(0, "placement", name)
    return both
