"""A region's charts: no maps; every range is of a sum, or says whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sufficiency.pages import style
from sufficiency.pages.charts.chart import Chart
from sufficiency.pages.charts.files import write_all
from sufficiency.pages.charts.note import Note
from sufficiency.pages.words import FOUR_IN_FIVE, day, millions, thousands
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import only
from sufficiency.results.region.run import RegionRun

NOTE = (
    "Sums over councils, draw by draw: councils move together, and ranges allow for it. Source: "
    "Department for Education, Ofsted, MHCLG, ONS; own forecast."
)
_FAMILIES = {"fostering": "Fostering", "homes": "Children's homes"}
MOST_ROWS = 40
"""Councils that a chart can name; the table holds all."""


def draw_region(run: RegionRun, folder: Path) -> list[Chart]:
    """Draw every chart of a region and write it as SVG, PNG and words."""
    with style.settings():
        charts = [_children(run), _places(run), _costs(run), _councils(run), *_savings(run)]
    write_all(charts, folder)
    return charts


def region_chart(run: RegionRun, name: str) -> Chart:
    """One chart of the region's baseline by the name of its files."""
    makers = {
        "children": _children,
        "need_and_places": _places,
        "costs": _costs,
        "councils": _councils,
    }
    with style.settings():
        return makers[name](run)


def _children(run: RegionRun) -> Chart:
    rows = only(run.tables["forecast"], placement_type="total")
    data = _points(rows, [pd.Timestamp(date).year for date in rows["date"]])
    figure, (panel,) = _sheet(1, 2.6)
    _fan(panel, data, thousands)
    title = f"Children looked after by {run.name}'s councils together, {_span(run)}"
    return _chart(run, "children", title, figure, data, "Children on 31 March.")


def _places(run: RegionRun) -> Chart:
    gap = only(run.tables["gap"], scenario=BASELINE)
    figure, panels = _sheet(2, 2.6)
    parts = []
    for panel, (family, name) in zip(panels, _FAMILIES.items(), strict=True):
        rows = only(gap, family=family)
        years = [pd.Timestamp(date).year for date in rows["date"]]
        need, held = (_points(rows, years, f"{what}_") for what in ("need", "usable_supply"))
        _fan(panel, need, thousands)
        _fan(panel, held, thousands, style.TURQUOISE, "--")
        panel.set_title(name, fontsize=style.BODY, loc="left", fontweight="bold")
        parts += [d.assign(family=name, shows=w) for d, w in ((need, "need"), (held, "own places"))]
    title = f"Need (solid) and own places that can be filled (dashed), {_span(run)}"
    data = pd.concat(parts, ignore_index=True)
    return _chart(run, "need_and_places", title, figure, data, "Children, and places, on 31 March.")


def _costs(run: RegionRun) -> Chart:
    rows = only(
        run.tables["costs"], scenario=BASELINE, placement_type="total", price_basis="nominal"
    )
    data = _points(rows, list(rows["financial_year"]))
    figure, (panel,) = _sheet(1, 2.6)
    _fan(panel, data, millions)
    title = f"What placements cost {run.name}'s councils together, by April-March year"
    return _chart(run, "costs", title, figure, data, "GBP, with inflation.")


def _councils(run: RegionRun) -> Chart:
    """Each council's own forecast: children at the end over children at the opening."""
    table = only(run.tables["councils"], measure="children")
    now = only(table, year=run.years[0]).set_index("authority")["p50"]
    end = only(table, year=run.years[-1]).set_index("authority")
    data = pd.DataFrame(
        {point: 100 * (end[point] / now - 1) for point in ("p10", "p50", "p90")}
    ).sort_values("p50", ascending=False)
    data = data.rename_axis("place").reset_index()
    figure = _rows(data, lambda value: f"{value:+.0f}%".replace("-", "−"))
    title = f"Change in children looked after, {_span(run)}, each council's own forecast"
    return _chart(run, "councils", title, figure, data, "Percent of the opening number.")


def _savings(run: RegionRun) -> list[Chart]:
    """What each scenario saves the region over all years; none where there is only the baseline."""
    table = run.tables["savings"]
    if table.empty:
        return []
    rows = only(table, financial_year="all years", price_basis="real")
    data = _points(rows, list(rows["scenario"]))
    figure = _rows(data, millions)
    years = run.years[-1] - run.years[0]
    title = f"What each scenario saves the councils together over {years} years"
    note = "GBP at base-year prices, undiscounted, against the baseline; below nil is a cost."
    return [_chart(run, "savings", title, figure, data, note)]


def _points(rows: pd.DataFrame, places: Sequence[object], of: str = "") -> pd.DataFrame:
    found = {point: rows[f"{of}{point}"].to_numpy(float) for point in ("p10", "p50", "p90")}
    return pd.DataFrame({"place": list(places), **found})


def _sheet(panels: int, high: float) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=(style.width(), high + 0.4), layout="constrained")
    return figure, [figure.add_subplot(1, panels, k + 1) for k in range(panels)]


def _fan(
    panel: Axes, data: pd.DataFrame, words: object, colour: str = style.DARK_BLUE, line: str = "-"
) -> None:
    """A middle with its range, from nought, so that a small change looks small."""
    at = range(len(data))
    panel.fill_between(at, data["p10"], data["p90"], color=style.tint(colour, 0.25), linewidth=0)
    panel.plot(at, data["p50"], color=colour, linestyle=line, linewidth=2)
    panel.set_xticks(list(at), [str(place) for place in data["place"]])
    panel.set_ylim(bottom=0)
    panel.yaxis.set_major_locator(MaxNLocator(5))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words(value)))  # type: ignore[operator]
    panel.grid(axis="y", color=style.RULE, linewidth=0.8)


def _rows(data: pd.DataFrame, words: object) -> Figure:
    """A range and its middle for each named row, and a line at nil."""
    shown = data.head(MOST_ROWS).iloc[::-1]
    figure, (panel,) = _sheet(1, 0.5 + 0.26 * len(shown))
    at = range(len(shown))
    panel.hlines(
        at, shown["p10"], shown["p90"], color=style.tint(style.DARK_BLUE, style.BAR), linewidth=6
    )
    panel.plot(shown["p50"], at, "o", color=style.DARK_BLUE, markersize=5)
    panel.set_yticks(list(at), [style.wrap(str(p), 2.2, style.BODY) for p in shown["place"]])
    panel.axvline(0, color=style.DARK_GREY, linewidth=1)
    panel.xaxis.set_major_locator(MaxNLocator(5))
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words(value)))  # type: ignore[operator]
    panel.grid(axis="x", color=style.RULE, linewidth=0.8)
    return figure


def _chart(
    run: RegionRun, slug: str, title: str, figure: Figure, data: pd.DataFrame, note: str
) -> Chart:
    first, last = data.iloc[0], data.iloc[-1]
    alt = (
        f"{title}. {first['place']}: {first['p50']:,.4g} in the middle; {last['place']}: "
        f"{last['p50']:,.4g}, {last['p10']:,.4g} to {last['p90']:,.4g} ({FOUR_IN_FIVE})."
    )
    full = f"{note} Shading and bars: {FOUR_IN_FIVE}. {NOTE}"
    return Chart(slug, title, figure, alt, data, Note(full, NOTE))


def _span(run: RegionRun) -> str:
    return f"{day(run.years[0])} to {run.years[-1]}"
