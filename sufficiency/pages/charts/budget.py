"""What the council's papers say of its budget for children, and what moves the cost from here."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from sufficiency.errors import listed
from sufficiency.evidence import Evidence
from sufficiency.months import date_in_words
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.costs import in_millions
from sufficiency.pages.charts.marks import money_from_zero
from sufficiency.pages.charts.named_bars import bars_for
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet
from sufficiency.pages.words import millions, sentences
from sufficiency.results.facts import BASELINE
from sufficiency.results.run import Run

KINDS = {
    "overspend": ("Overspend", style.DARK_PINK),
    "reserves": ("Reserves used", style.ORANGE),
    "budget provision": ("Added to the budget", style.TURQUOISE),
    "savings": ("Savings planned", style.LIGHT_PURPLE),
}
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMES = 2.9
DRIVERS = {
    "volume": "Number of\nchildren",
    "mix": "Mix of\nplacements",
    "price": "Price above\ninflation",
    "inflation": "General\ninflation",
    "intervention": "New\naction",
}
_RISE: dict[str, Any] = {"facecolor": style.ORANGE}
_FALL: dict[str, Any] = {"facecolor": "white", "edgecolor": style.TURQUOISE, "hatch": "////"}


@drawn
def budget_context(run: Run) -> Chart | None:
    """Overspends, reserves used and money added or to be saved, as the council's papers say.

    Returns:
        The chart, or None when the papers held say nothing of the kind.
    """
    rows = _budget_rows(run.evidence)
    if rows.empty:
        return None
    title = f"Children's services budget in {run.facts.authority}: what the council's papers say"
    note = captions.caption(
        run.facts,
        "GBP million",
        captions.PAPERS,
        basis="nominal (cash of the time)",
        remarks=(
            "Outturns, half-year forecasts and budgets are different things and do not add up; "
            "sources of each figure are in the table of the data",
        ),
        simulated=False,
        date="of each figure, as named beside it",
        licence="",
    )
    subtitle = "£m, nominal. PUBLISHED RECORD, not a forecast of this product"
    words = Words(title, subtitle, note, _largest(rows))
    bars = bars_for(rows["period"] + ": " + rows["measure"], _NAMES)
    keys = [Key(*look, "bar") for word, look in KINDS.items() if (rows["kind"] == word).any()]
    sheet = make_sheet(words, Grid(panel=bars.deep.sum(), left=_NAMES, right=0.55, below=0.1), keys)
    panel = sheet.first
    colours = [KINDS[kind][1] for kind in rows["kind"]]
    panel.barh(bars.middles, rows["value"], height=0.2, color=colours)
    panel.set(xlim=(0, rows["value"].max()), xticks=[])
    panel.spines["bottom"].set_visible(False)
    panel.axvline(0, color="black", linewidth=0.9)
    bars.write(panel)
    bars.say(panel, rows["value"], [f"£{value:,.1f}m" for value in rows["value"]])
    said = [
        f"{name.lower()}, " + listed(f"£{value:,.1f}m" for value in of["value"])
        for kind, (name, _) in KINDS.items()
        if len(of := rows[rows["kind"] == kind])
    ]
    data = rows[["period", "measure", "value", "source"]].rename(columns={"value": "£m"})
    alt = sentences(_largest(rows), "; ".join(said))
    return Chart("budget_context", title, sheet.figure, alt, data.reset_index(drop=True), note)


@drawn
def cost_drivers(run: Run) -> Chart | None:
    """What moves the modelled cost from the first year's base to the last: volume, mix, price.

    Returns:
        The chart, or None when a part of it is withheld.
    """
    bridge = run.tables["bridge"]
    bridge = bridge[bridge["scenario"] == BASELINE].sort_values("financial_year")
    if bridge[list(DRIVERS)].isna().any(axis=None):
        return None
    first, last = bridge.iloc[0], bridge.iloc[-1]
    before = _year_before(first["financial_year"])
    parts = bridge[list(DRIVERS)].sum()
    parts = parts[[name for name in DRIVERS if name != "intervention" or abs(parts[name]) >= 1]]
    title = (
        f"What moves the cost of placements in {run.facts.authority} with no new action, {before} "
        f"to {last['financial_year']}"
    )
    note = captions.caption(
        run.facts,
        "GBP million, modelled placements",
        captions.OUTTURN,
        basis="nominal (cash of each year)",
        remarks=(
            "Bars between the two totals are means over the simulated futures, added over the "
            "years, and add to the difference between them",
        ),
    )
    words = Words(title, "£m, nominal. FORECAST with no new action", note, _adds_most(parts, last))
    keys = [
        Key("Total", style.DARK_BLUE, "bar"),
        Key("Adds to the cost", style.ORANGE, "bar"),
    ]
    if (parts < 0).any():
        keys.append(Key("Takes from the cost", style.TURQUOISE, "hatched"))
    sheet = make_sheet(words, Grid(panel=2.8, below=0.45), keys)
    panel = sheet.first
    edges = first["from"] + np.concatenate([[0.0], parts.cumsum().to_numpy()])
    names = [before, *(DRIVERS[name] for name in parts.index), last["financial_year"]]
    at = np.arange(len(names))
    panel.bar([0, at[-1]], [first["from"], last["to"]], color=style.DARK_BLUE, width=0.6)
    for x, start, end in zip(at[1:-1], edges[:-1], edges[1:], strict=True):
        look = _RISE if end >= start else _FALL
        panel.bar(x, abs(end - start), bottom=min(start, end), width=0.6, **look)
    for x, level in zip(at[:-1], edges, strict=True):
        panel.plot([x + 0.3, x + 0.7], [level, level], color=style.MID_GREY, linewidth=0.7)
    tops = [first["from"], *np.maximum(edges[:-1], edges[1:]), last["to"]]
    said = [millions(first["from"]), *(_signed(value) for value in parts), millions(last["to"])]
    for x, top, text in zip(at, tops, said, strict=True):
        panel.annotate(
            text, (x, top), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=8
        )
    money_from_zero(panel, max(tops) * 1.05)
    panel.set_xticks(at, names)
    panel.tick_params(axis="x", length=0)
    alt = sentences(
        f"With no new action the modelled cost of placements goes from {millions(first['from'])} "
        f"in {before} to {millions(last['to'])} in {last['financial_year']}, in cash",
        "Of the difference, "
        + "; ".join(
            f"{DRIVERS[name].lower()} {_signed(parts[name])}".replace("\n", " ")
            for name in DRIVERS
            if name in parts
        ),
    )
    whole = {**parts, "from": first["from"], "to": last["to"]}
    whole["financial_year"] = f"{first['financial_year']} to {last['financial_year']}"
    data = pd.concat([bridge.drop(columns="scenario"), pd.DataFrame([whole])], ignore_index=True)
    data = data.rename(columns={"financial_year": "financial year"})
    return Chart("cost_drivers", title, sheet.figure, alt, in_millions(data), note)


def _adds_most(parts: pd.Series, last: pd.Series) -> str:
    """What adds most to the cost."""
    name = str(parts.idxmax())
    if not parts[name] > 0:
        return ""
    words = DRIVERS[name].replace("\n", " ").capitalize()
    return (
        f"{words} adds most to the cost of placements by {last['financial_year']}: "
        f"{millions(parts[name])}"
    )


def _largest(rows: pd.DataFrame) -> str:
    """The largest figure that the papers name."""
    top = rows.sort_values("value").iloc[-1]
    kind = KINDS[str(top["kind"])][0].lower()
    return (
        f"The largest figure that the papers name is £{top['value']:,.1f}m: {kind}, {top['period']}"
    )


def _budget_rows(evidence: Evidence) -> pd.DataFrame:
    """Figures of the papers about the budget of all children's services, oldest first."""
    papers = evidence.council_papers
    rows = papers[(papers["placement_type"] == "all") & papers["unit"].str.startswith("£m")]
    kinds = rows["measure"].map(_kind)
    rows = rows.assign(
        kind=kinds, year=rows["period"].map(_first_year), period=rows["period"].map(_spoken)
    )
    return rows[rows["kind"] != ""].sort_values("year", kind="stable")


def _kind(measure: str) -> str:
    return next((word for word in KINDS if word in measure.lower()), "")


def _first_year(period: str) -> int:
    found = re.search(r"(19|20)\d\d", period)
    return int(found[0]) if found else 0


def _spoken(period: str) -> str:
    """A period with its dates as a page writes them, and a capital.

    >>> _spoken("from 2017-04-01")
    'From 1 April 2017'
    """
    text = _ISO_DATE.sub(lambda date: date_in_words(pd.Timestamp(date[0])), period)
    return text[0].upper() + text[1:]


def _year_before(year: str) -> str:
    start = int(year[:4])
    return f"{start - 1}/{start % 100:02d}"


def _signed(value: float) -> str:
    return f"+{millions(value)}" if value >= 0 else millions(value)
