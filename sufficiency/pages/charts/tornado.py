"""Which assumptions a scenario's worth turns on: each set low and high, and run again."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.named_bars import bars_for
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet
from sufficiency.pages.words import millions, sentences
from sufficiency.placements import LABELS
from sufficiency.results.facts import DISPLACEMENT, STEP_DOWN_PRICE
from sufficiency.results.figures import pounds
from sufficiency.results.run import Run

_NAMES = 3.2
_MOST = 8
_PRICE = "weekly_price_"
_WORDS = {
    DISPLACEMENT: "Share of new foster places taken by children who would live in a home",
    STEP_DOWN_PRICE: "Price of the homes that children leave, of the average home's",
    "optimism_bias_savings": "Cut for optimism in savings",
    "optimism_bias_costs": "Addition for optimism in costs",
    "spending_growth_level": "Growth of England's spending above inflation",
    "household_leaving_rate_a_year": "Foster households that leave in a year",
    "suited_to_in_house": "Share of children an in-house carer could take",
    "suited_to_own_home": "Share of children an own home could take",
    "discount_rate_real": "Discount rate, real",
}


@drawn
def tornado(run: Run) -> Chart | None:
    """What the net present value of the recruiting scenario turns on, most important first.

    Returns:
        The chart, or None when the run measured no such scenario's assumptions.
    """
    return _turning_on(run, "tornado", DISPLACEMENT)


@drawn
def tornado_step_down(run: Run) -> Chart | None:
    """What the net present value of stepping down turns on, most important first.

    Returns:
        The chart, or None when the run measured no such scenario's assumptions, or it is the one
        that recruits.
    """
    return _turning_on(run, "tornado_step_down", STEP_DOWN_PRICE)


def _turning_on(run: Run, slug: str, always: str) -> Chart | None:
    """The tornado of the scenario that one assumption is about; it is always among the bars."""
    facts = run.facts
    rows = _rows(run, always)
    if rows is None:
        return None
    outcome = str(rows["outcome"].iloc[0])
    middle = float(rows["middle"].iloc[0])
    bars = bars_for((_named(row) for _, row in rows.iterrows()), _NAMES)
    title = f"What it turns on in {facts.authority}: {outcome[0].lower()}{outcome[1:]}"
    note = captions.caption(
        facts,
        "GBP million over the years of the projection",
        captions.OUTTURN,
        basis=f"{captions.real_prices(facts)}, discounted",
        remarks=(
            "Each assumption alone is set to the low and the high end of its range and the "
            "scenario is run again on the same futures; the upright line is the value with all "
            "of them as they are",
        ),
    )
    keys = [
        Key("At the low end", style.TURQUOISE, "bar"),
        Key("At the high end", style.DARK_PINK, "hatched"),
    ]
    subtitle = (
        f"£m, {captions.real_prices(run.facts)}. A SCENARIO, not a forecast. The scale does not "
        "start at zero"
    )
    scenario = outcome.removeprefix("Net present value of ")
    most = _plain(rows.iloc[0])
    words = Words(title, subtitle, note, f"“{scenario}” turns most on: {most.lower()}")
    sheet = make_sheet(words, Grid(panel=bars.deep.sum(), left=_NAMES, right=0.3, below=0.5), keys)
    panel = sheet.first
    for at, (_, row) in zip(bars.middles, rows.iterrows(), strict=True):
        low, high = (float(row[end]) - middle for end in ("at_low", "at_high"))
        panel.barh(at, low / 1e6, left=middle / 1e6, height=0.2, color=style.TURQUOISE)
        panel.barh(
            at,
            high / 1e6,
            left=middle / 1e6,
            height=0.2,
            facecolor="white",
            edgecolor=style.DARK_PINK,
            hatch="////",
        )
    bars.write(panel)
    ends = rows[["at_low", "at_high"]].to_numpy(float) / 1e6
    room = 0.05 * max(float(np.ptp(ends)), 0.02)
    panel.set_xlim(ends.min() - room, ends.max() + room)
    panel.axvline(middle / 1e6, color="black", linewidth=0.9)
    panel.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    panel.xaxis.set_major_formatter(_tick)
    panel.tick_params(axis="x", labelsize=8)
    alt = sentences(
        f"{outcome} is {millions(middle)} with all assumptions as they are",
        f"It turns most on: {_named(rows.iloc[0])}, {millions(rows['at_low'].iloc[0])} at the low "
        f"end, {millions(rows['at_high'].iloc[0])} at the high end",
    )
    data = pd.DataFrame(
        {
            "assumption": [_named(row) for _, row in rows.iterrows()],
            "low (as assumed)": rows["low"].to_numpy(),
            "high (as assumed)": rows["high"].to_numpy(),
            "at low (£m)": pounds(rows["at_low"]) / 1e6,
            "at high (£m)": pounds(rows["at_high"]) / 1e6,
            "as they are (£m)": float(pounds(middle)) / 1e6,
        }
    )
    return Chart(slug, title, sheet.figure, alt, data, note)


def _tick(value: float, position: float) -> str:
    """A tick in £m; a function of the module, so that a figure can go to another process."""
    return f"{'−' if value < 0 else ''}£{abs(value):,.1f}m"


def _rows(run: Run, always: str) -> pd.DataFrame | None:
    """The largest swings of the net present value that an assumption moves, itself among them."""
    table = run.tables.get("tornado")
    if table is None:
        return None
    of_scenarios = table[table["outcome"].str.startswith("Net present value")]
    moved = of_scenarios[(of_scenarios["key"] == always) & (of_scenarios["swing"] > 0)]
    if moved.empty:
        return None
    outcome = moved.sort_values("swing", ascending=False, kind="stable")["outcome"].iloc[0]
    ordered = of_scenarios[of_scenarios["outcome"] == outcome]
    ordered = ordered.sort_values("swing", ascending=False, kind="stable")
    largest = ordered.head(_MOST)
    if always not in set(largest["key"]):
        kept = ordered[ordered["key"] == always]
        largest = pd.concat([largest.head(_MOST - len(kept)), kept])
    return largest.reset_index(drop=True)


def _named(row: pd.Series) -> str:
    """An assumption in words with the ends it was set to."""
    low, high = float(row["low"]), float(row["high"])
    if str(row["key"]).startswith(_PRICE):
        return f"{_plain(row)} (£{low:,.0f} to £{high:,.0f})"
    return f"{_plain(row)} ({low:.0%} to {high:.0%})"


def _plain(row: pd.Series) -> str:
    """An assumption in words."""
    key = str(row["key"])
    if key.startswith(_PRICE):
        return f"Weekly price, {LABELS[key.removeprefix(_PRICE)].lower()}"
    return _WORDS.get(key, key.replace("_", " ").capitalize())
