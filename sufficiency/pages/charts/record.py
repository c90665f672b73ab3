"""What the published record says about money: weekly costs, and spending beside children."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.marks import EndLabel, from_zero, label_ends, pounds_tick
from sufficiency.pages.charts.outturn import (
    ENGLAND,
    deflator,
    neighbours_weekly,
    total_spend,
    unreconciled,
    weekly_cost,
)
from sufficiency.pages.charts.sheet import DASHES, Grid, Key, Words, make_sheet, panel_title
from sufficiency.pages.words import millions, movement, sentences, thousands
from sufficiency.results.run import Run

LINES = ("Residential care", "Fostering services")
_RIGHT = 1.5
_BAND = style.tint(style.DARK_GREY, 0.18)


@drawn
def unit_costs(run: Run) -> Chart | None:
    """Weekly cost of a child in residential care and in fostering, with England and neighbours.

    Returns:
        The chart, or None when the authority's weekly costs are not in the evidence.
    """
    evidence, facts = run.evidence, run.facts
    ours = {line: weekly_cost(evidence, line) for line in LINES}
    if any(series.empty for series in ours.values()):
        return None
    first, last = ours["Residential care"].index[[0, -1]]
    title = (
        f"Weekly cost of residential care and of fostering for each child in {facts.authority}, "
        f"{first} to {last}"
    )
    note = captions.caption(
        facts,
        "GBP for each child each week, gross",
        captions.OUTTURN,
        basis="nominal (cash of each year)",
        remarks=(
            f"Neighbours are the {len(evidence.neighbours)} statistical neighbours: the band runs "
            "from the lowest to the highest, and councils differ in what they put in a line. A "
            "line is not the price of one kind of placement",
        ),
        simulated=False,
    )
    words = Words(
        title,
        "£ a week, nominal. PUBLISHED RECORD, not a forecast",
        note,
        _weekly_message(run, ours),
    )
    keys = (
        Key(facts.authority, style.DARK_BLUE, "line", "o"),
        Key(ENGLAND, style.ORANGE, "dashed"),
        Key("Statistical neighbours, lowest to highest", _BAND, "band"),
    )
    grid = Grid(rows=2, panel=1.8, left=0.62, right=_RIGHT, down=0.75, above=0.3, below=0.42)
    sheet = make_sheet(words, grid, keys)
    frames, parts = [], []
    for panel, line in zip(sheet.panels[:, 0], LINES, strict=True):
        england = weekly_cost(evidence, line, ENGLAND).reindex(ours[line].index)
        around = neighbours_weekly(evidence, line).reindex(ours[line].index)
        _weekly_panel(panel, ours[line], england, around, facts.authority)
        panel_title(panel, line)
        low, high = around.min(axis=1), around.max(axis=1)
        columns = {
            "financial year": ours[line].index,
            "line": line,
            f"{facts.authority} (£ a week)": ours[line].to_numpy(),
            f"{ENGLAND} (£ a week)": england.to_numpy(),
            "neighbours, lowest (£ a week)": low.to_numpy(),
            "neighbours, highest (£ a week)": high.to_numpy(),
        }
        frames.append(pd.DataFrame(columns))
        start, end = ours[line].iloc[0], ours[line].iloc[-1]
        parts.append(
            f"{line}: in {facts.authority} the weekly cost {movement(start, end)} from "
            f"{_pounds(start)} in {first} to {_pounds(end)} in {last}{_yearly(ours[line])}; in "
            f"England from {_pounds(england.iloc[0])} to {_pounds(england.iloc[-1])}"
            f"{_yearly(england)}"
        )
    data = pd.concat(frames, ignore_index=True)
    return Chart("unit_costs", title, sheet.figure, sentences(*parts), data, note)


@drawn
def spend_and_children(run: Run) -> Chart | None:
    """Spending on children looked after, in cash and in real terms, beside their number.

    Returns:
        The chart, or None when the evidence holds fewer than three years of spending.
    """
    evidence = run.evidence
    spent = total_spend(evidence)
    if len(spent) < 3:
        return None
    children = evidence.series("looked_after_31_march")
    ends = pd.Index([int(year[:4]) + 1 for year in spent.index])
    children = pd.Series(children.reindex(ends).to_numpy(), index=spent.index)
    real = spent / deflator(evidence).reindex(spent.index)
    first, last = spent.index[0], spent.index[-1]
    title = (
        f"Spending on children looked after and their number in {run.facts.authority}, "
        f"{first} to {last}"
    )
    note = captions.caption(
        run.facts,
        f"index, {first} = 100; spending gross, children on the 31 March that ends the year",
        captions.OUTTURN,
        captions.CHILDREN_LOOKED_AFTER,
        captions.DEFLATOR,
        basis="nominal (cash of each year) and real (2024/25 prices, GDP deflator)",
        remarks=unreconciled(evidence),
        simulated=False,
    )
    subtitle = f"Index, {first} = 100. PUBLISHED RECORD, not a forecast"
    words = Words(title, subtitle, note, _spend_message(spent, children))
    sheet = make_sheet(words, Grid(right=1.75, panel=3.0, below=0.42))
    panel = sheet.first
    at = np.arange(len(spent))
    shown = (
        ("Spending, cash", spent, style.DARK_BLUE, style.DARK_BLUE, "o", "line", millions),
        ("Spending, real", real, style.DARK_PINK, style.DARK_PINK, "^", "dashed", millions),
        ("Children", children, style.ORANGE, style.RUST, "s", "line", thousands),
    )
    labels = []
    for name, series, colour, ink, marker, dash, written in shown:
        index = 100 * series / series.iloc[0]
        panel.plot(at, index, color=colour, marker=marker, markersize=4, linestyle=DASHES[dash])
        said = f"{name}: {thousands(index.iloc[-1])}\n({written(series.iloc[-1])} in {last})"
        labels.append(EndLabel(index.iloc[-1], said, ink))
    from_zero(panel, 100 * (spent / spent.iloc[0]).max())
    _year_axis(panel, list(spent.index))
    label_ends(panel, labels, wide=1.75)
    data = pd.DataFrame(
        {
            "financial year": spent.index,
            "spending, nominal (£m)": spent.to_numpy() / 1e6,
            "spending, real 2024/25 prices (£m)": real.to_numpy() / 1e6,
            "children on 31 March": children.to_numpy(),
        }
    )
    return Chart(
        "spend_and_children", title, sheet.figure, _spend_alt(spent, real, children), data, note
    )


def _weekly_message(run: Run, ours: dict[str, pd.Series]) -> str:
    """What a week of each line cost last, beside England, where both are known."""
    said = []
    for line, series in ours.items():
        england = weekly_cost(run.evidence, line, ENGLAND).get(last := series.index[-1], np.nan)
        if np.isnan(series[last] * england):
            return ""
        care = line.removesuffix(" services").lower()
        said.append(f"{care} {_pounds(series[last])}, in England {_pounds(england)}")
    return f"The weekly cost of a child in {last}: {'; '.join(said)}"


def _weekly_panel(
    panel: Axes, ours: pd.Series, england: pd.Series, around: pd.DataFrame, name: str
) -> None:
    at = np.arange(len(ours))
    low, high = around.min(axis=1), around.max(axis=1)
    panel.fill_between(at, low, high, color=_BAND, linewidth=0, zorder=1)
    for edge in (low, high):
        panel.plot(at, edge, color=style.MID_GREY, linewidth=0.6, zorder=2)
    panel.plot(at, england, color=style.ORANGE, linewidth=1.8, linestyle=DASHES["dashed"], zorder=3)
    panel.plot(at, ours, color=style.DARK_BLUE, linewidth=1.8, marker="o", markersize=4, zorder=4)
    from_zero(panel, ours.max(), england.max(), high.max())
    panel.yaxis.set_major_formatter(FuncFormatter(pounds_tick))
    _year_axis(panel, list(ours.index))
    ranged = f"Neighbours {_pounds(low.iloc[-1])} to {_pounds(high.iloc[-1])}"
    middle = (low.iloc[-1] + high.iloc[-1]) / 2
    label_ends(
        panel,
        [
            EndLabel(ours.iloc[-1], f"{name} {_pounds(ours.iloc[-1])}", style.DARK_BLUE),
            EndLabel(england.iloc[-1], f"{ENGLAND} {_pounds(england.iloc[-1])}", style.RUST),
            EndLabel(middle, ranged, led=False),
        ],
        wide=_RIGHT,
    )


def _year_axis(panel: Axes, years: list[str]) -> None:
    """Financial years along the foot of a panel."""
    panel.set_xticks(np.arange(len(years)), [f"{year[:4]}\n{year[4:]}" for year in years])
    panel.tick_params(axis="x", labelsize=style.SMALL, length=3)
    panel.set_xlim(-0.3, len(years) - 0.9)


def _spend_message(spent: pd.Series, children: pd.Series) -> str:
    """How spending and children moved over the last two years, where both are known."""
    before, last = spent.index[-3], spent.index[-1]
    if np.isnan(children[before] * children[last]):
        return ""
    grown = spent[last] / spent[before] - 1
    return (
        f"Spending {'rose' if grown > 0 else 'fell'} by {abs(grown):.0%} from {before} to {last}; "
        f"the number of children {movement(children[before], children[last])}"
    )


def _spend_alt(spent: pd.Series, real: pd.Series, children: pd.Series) -> str:
    first, before, last = spent.index[0], spent.index[-3], spent.index[-1]
    grown = 100 * (spent[last] / spent[before] - 1)
    return sentences(
        f"Gross spending on children looked after {movement(spent[first], spent[last])} from "
        f"{millions(spent[first])} in {first} to {millions(spent[last])} in {last} in cash, and "
        f"from {millions(real[first])} to {millions(real[last])} in 2024/25 prices",
        f"From {before} to {last} spending changed by {thousands(grown)}% in cash, from "
        f"{millions(spent[before])} to {millions(spent[last])}, and the number of children "
        f"{movement(children[before], children[last])}, from {thousands(children[before])} to "
        f"{thousands(children[last])}",
    )


def _pounds(value: float) -> str:
    return "not known" if np.isnan(value) else f"£{value:,.0f}"


def _yearly(series: pd.Series) -> str:
    """Growth a year from the first to the last financial year, in brackets."""
    start, end, years = series.iloc[0], series.iloc[-1], len(series) - 1
    if np.isnan(start * end) or years < 1:
        return ""
    return f" ({100 * ((end / start) ** (1 / years) - 1):.1f}% a year)"
