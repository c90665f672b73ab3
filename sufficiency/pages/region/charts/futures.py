"""A region's charts of time: children, need beside own places, and cost, each with its range."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sufficiency.errors import listed
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart
from sufficiency.pages.charts.costs import in_millions
from sufficiency.pages.charts.marks import (
    EndLabel,
    fan,
    from_zero,
    label_ends,
    money_from_zero,
    panel_years,
    published,
    years,
)
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet, panel_title
from sufficiency.pages.region.words import IN_FAMILY, RENAMED, councils_of, note_of, span_of
from sufficiency.pages.words import (
    FOUR_IN_FIVE,
    between,
    day,
    millions,
    movement,
    sentences,
    thousands,
    with_chance,
)
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import only
from sufficiency.results.region.run import RegionRun

_POINTS = ("p10", "p50", "p90")
_BAND = style.tint(style.DARK_BLUE, 0.22)


def children(run: RegionRun) -> Chart:
    """Children looked after by all the councils: the record, and the forecast with its range."""
    total = only(run.tables["forecast"], placement_type="total").reset_index(drop=True)
    record, last = run.record, total.iloc[-1]
    first = int(record.index[0]) if len(record) else run.years[0]
    span = f"{day(first)} to {day(run.years[-1])}"
    title = f"Children looked after by {councils_of(run)} together, {span}"
    message = _message(
        f"With no new action they would look after about {thousands(last['p50'])} children in "
        f"{run.years[-1]}",
        last,
        thousands,
    )
    note = note_of(run, "children", captions.CHILDREN_LOOKED_AFTER, reading=captions.READING)
    subtitle = f"Children. Published to {day(run.years[0])}; then FORECAST with no new action"
    keys = (
        Key("Published, 31 March", style.DARK_BLUE, "line", "o"),
        Key("Middle of the forecast", style.DARK_BLUE, "dashed"),
        Key(FOUR_IN_FIVE, _BAND, "band"),
    )
    sheet = make_sheet(Words(title, subtitle, note, message), Grid(right=1.25), keys)
    panel = sheet.first
    fan(panel, years(total["date"]), total, "", style.DARK_BLUE)
    published(panel, record, style.DARK_BLUE)
    from_zero(panel, record.max() if len(record) else np.nan, total["p90"].max())
    panel_years(panel, first, run.years[-1], step=2)
    label_ends(panel, _ends(last, thousands), wide=1.25)
    known = pd.DataFrame({"date": [day(y) for y in record.index], "published": record.to_numpy()})
    coming = total[["date", *_POINTS]].iloc[1:].rename(columns=RENAMED)
    coming["date"] = coming["date"].dt.year.map(day)
    alt = sentences(_past(record), message)
    data = pd.concat([known, coming], ignore_index=True)
    return Chart("children", title, sheet.figure, alt, data, note)


def need_and_places(run: RegionRun) -> Chart:
    """Need for foster homes and children's homes, and the councils' own places beside it."""
    gap = only(run.tables["gap"], scenario=BASELINE)
    title = f"Need, and own places that can be filled, {councils_of(run)} together, {span_of(run)}"
    note = note_of(
        run,
        "children, and places of the councils' own",
        captions.CHILDREN_LOOKED_AFTER,
        captions.FOSTERING,
        reading=captions.READING,
        remarks=("Own places: connected carers, in-house fostering and the councils' own homes",),
    )
    last = {f: only(gap, family=f).iloc[-1] for f in IN_FAMILY}
    said = [
        f"{thousands(row['usable_supply_p50'])} of {thousands(row['need_p50'])} children who will "
        f"need {IN_FAMILY[family]}"
        for family, row in last.items()
        if row[["usable_supply_p50", "need_p50"]].notna().all()
    ]
    message = f"In {run.years[-1]} own places would hold about {listed(said)}" if said else ""
    keys = (
        Key(f"Need: middle and {FOUR_IN_FIVE}", style.DARK_BLUE, "dashed"),
        Key(f"Own places: middle and {FOUR_IN_FIVE}", style.TURQUOISE, "dashed"),
    )
    grid = Grid(columns=2, above=0.3, across=1.3, right=0.85, panel=2.4)
    subtitle = "Children and places on 31 March. FORECAST with no new action"
    sheet = make_sheet(Words(title, subtitle, note, message), grid, keys)
    parts = []
    for panel, family in zip(sheet.panels[0], IN_FAMILY, strict=True):
        rows = only(gap, family=family).reset_index(drop=True)
        x = years(rows["date"])
        fan(panel, x, rows, "need", style.DARK_BLUE)
        fan(panel, x, rows, "usable_supply", style.TURQUOISE)
        from_zero(panel, rows["need_p90"].max(), rows["usable_supply_p90"].max())
        panel_years(panel, run.years[0], run.years[-1], step=max(1, (len(run.years) - 1) // 3))
        panel_title(panel, IN_FAMILY[family].capitalize())
        end = rows.iloc[-1]
        label_ends(
            panel,
            [
                EndLabel(end["need_p50"], f"{thousands(end['need_p50'])} need", style.DARK_BLUE),
                EndLabel(
                    end["usable_supply_p50"],
                    f"{thousands(end['usable_supply_p50'])} own",
                    style.DARK_TURQUOISE,
                ),
            ],
            wide=0.85,
        )
        parts += [_measured(rows, family, of) for of in ("need", "usable_supply")]
    data = pd.concat(parts, ignore_index=True)
    return Chart(
        "need_and_places", title, sheet.figure, sentences(message, _bought(last)), data, note
    )


def costs(run: RegionRun) -> Chart:
    """What placements cost all the councils by April-March year, with its range."""
    total = {"scenario": BASELINE, "placement_type": "total", "price_basis": "nominal"}
    rows = only(run.tables["costs"], **total).reset_index(drop=True)
    names, last = list(rows["financial_year"]), rows.iloc[-1]
    title = f"Cost of placements of {councils_of(run)} together, {names[0]} to {names[-1]}"
    note = note_of(
        run,
        "GBP million, gross, financial years April to March",
        captions.OUTTURN,
        basis="nominal (cash of each year)",
        reading=captions.READING,
    )
    message = _message(
        f"With no new action placements would cost about {millions(last['p50'])} in {names[-1]}",
        last,
        millions,
    )
    keys = (
        Key("Middle of the forecast", style.DARK_BLUE, "dashed"),
        Key(FOUR_IN_FIVE, _BAND, "band"),
    )
    subtitle = "£m, nominal. FORECAST with no new action"
    sheet = make_sheet(Words(title, subtitle, note, message), Grid(right=1.25), keys)
    panel, x = sheet.first, np.arange(len(rows))
    fan(panel, x, rows, "", style.DARK_BLUE)
    money_from_zero(panel, rows["p90"].max())
    panel.set_xlim(-0.2, len(rows) - 0.98)
    panel.set_xticks(list(x), names)
    label_ends(panel, _ends(last, millions), wide=1.25)
    begins = rows.iloc[0]
    alt = sentences(
        message, f"In {names[0]} it is {millions(begins['p50'])}{_chance(begins, millions)}"
    )
    data = rows[["financial_year", *_POINTS]].rename(columns={"financial_year": "financial year"})
    data = in_millions(data.rename(columns=RENAMED))
    return Chart("costs", title, sheet.figure, alt, data, note)


def _ends(last: pd.Series, words: Callable[[float], str]) -> list[EndLabel]:
    return [
        EndLabel(last["p90"], f"{words(last['p90'])} high"),
        EndLabel(last["p50"], f"{words(last['p50'])} middle", style.DARK_BLUE),
        EndLabel(last["p10"], f"{words(last['p10'])} low"),
    ]


def _message(said: str, row: pd.Series, words: Callable[[float], str]) -> str:
    """What is said of a middle, with its range; nothing where one of them is withheld."""
    if row[list(_POINTS)].isna().any():
        return ""
    return f"{said}, {between(words(row['p10']), words(row['p90']))}"


def _chance(row: pd.Series, words: Callable[[float], str]) -> str:
    return with_chance(words(row["p10"]), words(row["p90"]))


def _past(record: pd.Series) -> str:
    if len(record) < 2:
        return ""
    start, end = record.iloc[0], record.iloc[-1]
    return (
        f"Children looked after {movement(start, end)} from {thousands(start)} on "
        f"{day(record.index[0])} to {thousands(end)} on {day(record.index[-1])}"
    )


def _bought(last: dict[str, pd.Series]) -> str:
    said = [
        f"{thousands(row['gap_p50'])} children in {IN_FAMILY[family]}"
        for family, row in last.items()
        if row["gap_p50"] == row["gap_p50"]
    ]
    bought = "What is left to buy, each council filling its own places, is about"
    return f"{bought} {listed(said)}" if said else ""


def _measured(rows: pd.DataFrame, family: str, of: str) -> pd.DataFrame:
    """The numbers of one line of a panel."""
    shown = {"need": "need", "usable_supply": "own places"}[of]
    data = rows[[f"{of}_{point}" for point in _POINTS]].set_axis(list(RENAMED.values()), axis=1)
    data.insert(0, "for", IN_FAMILY[family])
    data.insert(1, "shows", shown)
    data.insert(2, "date", rows["date"].dt.year.map(day))
    return data
