"""What placements have cost and what they are forecast to cost, with no new action."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.marks import EndLabel, label_ends, money_from_zero
from sufficiency.pages.charts.outturn import total_spend, unreconciled
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet
from sufficiency.pages.words import FOUR_IN_FIVE, millions, movement, sentences, with_chance
from sufficiency.placements import TYPES_OF
from sufficiency.results.facts import BASELINE
from sufficiency.results.figures import nearest, pounds
from sufficiency.results.run import Run

FOSTERING, HOMES, OTHER, BEYOND = (
    "Fostering",
    "Children's homes",
    "Other placements and settings",
    "Not modelled",
)
GROUPS = (FOSTERING, HOMES, OTHER, BEYOND)
OUTTURN_YEARS = 6
"""Years of outturn before the forecast: enough to see where it comes from."""
_LOOKS: dict[str, dict[str, Any]] = {
    FOSTERING: {"facecolor": style.TURQUOISE},
    HOMES: {"facecolor": style.DARK_BLUE},
    OTHER: {"facecolor": style.LIGHT_PURPLE},
    BEYOND: {"facecolor": "white", "edgecolor": style.MID_GREY, "hatch": "////"},
}
_INKS = {
    FOSTERING: style.DARK_TURQUOISE,
    HOMES: style.DARK_BLUE,
    OTHER: style.DARK_GREY,
    BEYOND: style.DARK_GREY,
}
_RIGHT = 1.45


@drawn
def cost_forecast(run: Run) -> Chart:
    """The latest years' outturn, then the cost with no new action by year with its range."""
    table = run.tables["costs"]
    table = table[(table["scenario"] == BASELINE) & (table["price_basis"] == "nominal")]
    parts = _by_group(table)
    total = table[table["placement_type"] == "total"].set_index("financial_year")
    beyond = parts[BEYOND]
    low, mean, high = (total[name] + beyond for name in ("p10", "mean", "p90"))
    spent = total_spend(run.evidence).iloc[-OUTTURN_YEARS:]
    title = (
        f"Spending on children looked after in {run.facts.authority}, "
        f"{spent.index.append(parts.index)[0]} to {parts.index[-1]}"
    )
    note = captions.caption(
        run.facts,
        "GBP million, gross, financial years April to March",
        captions.OUTTURN,
        basis="nominal (cash of each year)",
        remarks=(
            "The parts of a forecast bar are means and add to the number above it; the line beside "
            f"it is the range of the total that holds 4 in 5 of the simulated futures "
            f"({FOUR_IN_FIVE}). Not modelled is spending that does not follow placements, carried "
            "forward as a row of its own",
            *unreconciled(run.evidence),
            *captions.withheld(run),
        ),
    )
    words = Words(
        title,
        f"£m, nominal. {f'Outturn to {spent.index[-1]}; then ' if len(spent) else ''}FORECAST "
        "with no new action",
        note,
        f"Spending on children looked after would reach about {millions(mean.iloc[-1])} in "
        f"{parts.index[-1]} with no new action",
    )
    keys = (
        Key("Outturn", style.MID_GREY, "bar"),
        Key("Forecast by kind of placement", style.DARK_BLUE, "bar"),
        Key("Not modelled", style.MID_GREY, "hatched"),
        Key(f"{FOUR_IN_FIVE}", "black", "upright"),
    )
    sheet = make_sheet(words, Grid(right=_RIGHT, panel=3.0, below=0.45), keys)
    panel = sheet.first
    at = np.arange(len(spent) + len(parts))
    panel.bar(at[: len(spent)], spent, color=style.MID_GREY, width=0.68)
    ahead = at[len(spent) :]
    middles = _stack(panel, ahead, parts)
    # Beside the bars, so that the number above a bar is seen to be the bar's.
    panel.vlines(ahead + 0.44, low, high, color="black", linewidth=2.2, zorder=4)
    money_from_zero(panel, spent.max(), high.max())
    _write_totals(panel, at, [*spent, *mean])
    panel.set_xticks(at, [f"{year[:4]}\n/{year[-2:]}" for year in (*spent.index, *parts.index)])
    panel.tick_params(axis="x", labelsize=style.SMALL, length=0)
    panel.set_xlim(-0.6, len(at) - 0.3)
    final = parts.iloc[-1]
    labels = [
        EndLabel(middles[name], f"{name} {millions(final[name])}", _INKS[name])
        for name in GROUPS
        if np.isfinite(final[name])
    ]
    label_ends(panel, labels, wide=_RIGHT)
    data = _data(spent, parts, low, mean, high)
    return Chart(
        "cost_forecast", title, sheet.figure, _alt(spent, parts, low, mean, high), data, note
    )


def _by_group(table: pd.DataFrame) -> pd.DataFrame:
    """Mean GBP by financial year and group; rows in order of year.

    The other placements are what the total leaves: with them is the cost of the programme, and
    of any type whose own cost is withheld.
    """
    means = table.pivot(index="financial_year", columns="placement_type", values="mean")
    fostering, homes = (
        means[list(TYPES_OF[family])].sum(axis=1, skipna=False) for family in ("fostering", "homes")
    )
    other = means["total"] - fostering.fillna(0.0) - homes.fillna(0.0)
    parts = {FOSTERING: fostering, HOMES: homes, OTHER: other, BEYOND: means["not_modelled"]}
    return pd.DataFrame(parts)


def _stack(panel: Axes, at: np.ndarray, parts: pd.DataFrame) -> dict[str, float]:
    """Draw the stacked bars; return the middle of each part of the last bar."""
    base = np.zeros(len(parts))
    middles = {}
    for name in GROUPS:
        size = parts[name].fillna(0.0).to_numpy()
        look: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.6} | _LOOKS[name]
        panel.bar(at, size, bottom=base, width=0.68, **look)
        middles[name] = float(base[-1] + size[-1] / 2)
        base = base + size
    return middles


def _write_totals(panel: Axes, at: np.ndarray, totals: list[float]) -> None:
    """The total above each bar, in £m."""
    for x, value in zip(at, totals, strict=True):
        panel.annotate(
            f"{float(nearest(value, 1e5)) / 1e6:,.1f}",
            (x, value),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=style.SMALL,
        )


def _data(
    spent: pd.Series, parts: pd.DataFrame, low: pd.Series, mean: pd.Series, high: pd.Series
) -> pd.DataFrame:
    """Pounds by financial year: outturn, then the parts, the total and its range."""
    known = pd.DataFrame({"financial year": spent.index, "outturn": spent.to_numpy()})
    ahead = parts.assign(total=mean, low=low, high=high).reset_index()
    ahead = ahead.rename(
        columns={
            "financial_year": "financial year",
            "total": "total, mean",
            "low": "total, low (p10)",
            "high": "total, high (p90)",
        }
    )
    return in_millions(pd.concat([known, ahead], ignore_index=True))


def in_millions(frame: pd.DataFrame) -> pd.DataFrame:
    """A table of pounds as £m, rounded as pages say them, with the unit in the columns' names."""
    money = frame.select_dtypes("number").columns
    scaled = frame.assign(**{name: pounds(frame[name]) / 1e6 for name in money})
    return scaled.rename(columns={name: f"{name} (£m)" for name in money})


def _alt(
    spent: pd.Series, parts: pd.DataFrame, low: pd.Series, mean: pd.Series, high: pd.Series
) -> str:
    last = parts.index[-1]
    return sentences(
        f"Spending on children looked after {movement(spent.iloc[0], spent.iloc[-1])} from "
        f"{millions(spent.iloc[0])} in {spent.index[0]} to {millions(spent.iloc[-1])} in "
        f"{spent.index[-1]}, in cash"
        if len(spent)
        else "",
        f"With no new action spending is forecast to be a mean of {millions(mean[last])} in {last}"
        f"{with_chance(millions(low[last]), millions(high[last]))}; of it a mean of "
        f"{millions(parts.loc[last, HOMES])} is children's homes and "
        f"{millions(parts.loc[last, BEYOND])} is not modelled",
    )
