"""Children placed inside and outside the authority's area."""

from __future__ import annotations

import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.marks import (
    EndLabel,
    fan,
    from_zero,
    label_ends,
    panel_years,
    published,
    years,
)
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet
from sufficiency.pages.words import FOUR_IN_FIVE, day, sentences, span, thousands, with_chance
from sufficiency.results.facts import BASELINE, RunFacts
from sufficiency.results.publish.record import areas_shown
from sufficiency.results.run import Run

FIRST_YEAR = 2014
"""Earlier published locations seem to leave out children placed for adoption."""
_RIGHT = 1.75


@drawn
def area(run: Run) -> Chart:
    """Children inside and outside the area: published, then the baseline; unknown if any."""
    facts = run.facts
    table = run.tables["area"]
    table = table[table["scenario"] == BASELINE].sort_values("date")
    shown = {
        "in_area": (f"Inside {facts.authority}", style.DARK_BLUE, style.DARK_BLUE, "o"),
        "out_of_area": (f"Outside {facts.authority}", style.ORANGE, style.RUST, "s"),
        "unknown": ("Not known", style.DARK_GREY, style.DARK_GREY, "^"),
    }
    if not (table.loc[table["area"] == "unknown", "p90"] > 0).any():
        del shown["unknown"]
    record = areas_shown(run, _record(run.evidence, facts))
    title = (
        f"Children in care placed inside and outside {facts.authority}, "
        f"{day(record.index[0])} to {day(facts.horizon_year)}"
    )
    note = captions.caption(
        facts,
        "children",
        captions.CHILDREN_LOOKED_AFTER,
        reading=captions.READING,
        remarks=(
            "The forecast is a view: it takes the share of each type of placement that is inside "
            f"the area to stay as it is, {_shares(facts)}",
            *captions.withheld(run),
        ),
    )
    words = Words(
        title,
        f"Children. {captions.history(facts)}; then a VIEW that rests on the "
        "FORECAST with no new action",
        note,
        _message(record, facts),
    )
    keys = [Key(name, colour, "line", mark) for name, colour, _, mark in shown.values()]
    keys += [
        Key("Middle of the view", style.DARK_GREY, "dashed"),
        Key(FOUR_IN_FIVE, style.tint(style.DARK_GREY, 0.22), "band"),
    ]
    sheet = make_sheet(words, Grid(right=_RIGHT), keys)
    panel = sheet.first
    labels, frames, parts = [], [], []
    for key, (name, colour, ink, _) in shown.items():
        rows = table[table["area"] == key]
        last = rows.iloc[-1]
        fan(panel, years(rows["date"]), rows, "", colour, facts.counted)
        spread = f"({span(thousands(last['p10']), thousands(last['p90']))})"
        labels.append(EndLabel(last["p50"], f"{name} {thousands(last['p50'])}\n{spread}", ink))
        frames.append(_rows(name, record.get(key), rows))
        if key != "unknown":
            parts.append(_sentence(name, record.get(key), last))
    for key in ("in_area", "out_of_area"):
        published(panel, record[key], shown[key][1], marker=shown[key][3])
    from_zero(panel, record.max().max(), table["p90"].max())
    panel_years(panel, record.index[0], facts.horizon_year, step=2)
    label_ends(panel, labels, wide=_RIGHT)
    data = pd.concat(frames, ignore_index=True)
    return Chart("area", title, sheet.figure, sentences(*parts), data, note)


def _message(record: pd.DataFrame, facts: RunFacts) -> str:
    """The share that live outside now, where it may be shown."""
    last = record.iloc[-1]
    if last.isna().any():
        return ""
    share = last["out_of_area"] / last.sum()
    return f"{share:.0%} of the children of {facts.authority} live outside its area"


def _shares(facts: RunFacts) -> str:
    """Where the shares come from."""
    if facts.areas_counted:
        return "as the council's returns count it at their end"
    return "with England's shares fitted to the latest published count"


def _record(evidence: Evidence, facts: RunFacts) -> pd.DataFrame:
    """Published children inside and outside the boundary by year."""
    table = evidence.placements
    ours = (table["area_code"] == evidence.authority.code) & (table["dimension"] == "location")
    wide = table[ours].pivot(index="year", columns="category", values="children_31_march")
    wide = wide.rename(columns={"loc_inside_la": "in_area", "loc_outside_la": "out_of_area"})
    return wide[["in_area", "out_of_area"]].loc[FIRST_YEAR : facts.opening_year].astype(float)


def _rows(name: str, record: pd.Series | None, rows: pd.DataFrame) -> pd.DataFrame:
    """Published counts, then the view at each 31 March."""
    march = rows[rows["date"].dt.month == 3]
    ahead = pd.DataFrame(
        {
            "date": march["date"].dt.year,
            "low (p10)": march["p10"],
            "middle (p50)": march["p50"],
            "high (p90)": march["p90"],
        }
    )
    frames = [ahead]
    if record is not None:
        frames = [pd.DataFrame({"date": record.index, "published": record}), ahead.iloc[1:]]
    both = pd.concat(frames, ignore_index=True)
    both["date"] = both["date"].map(day)
    both.insert(0, "placed", name)
    return both


def _sentence(name: str, record: pd.Series | None, last: pd.Series) -> str:
    ahead = (
        f"{thousands(last['p50'])} on {day(last['date'].year)} with no new action"
        f"{with_chance(thousands(last['p10']), thousands(last['p90']))}"
    )
    if record is None:
        return f"{name}: {ahead}"
    return (
        f"{name}: {thousands(record.iloc[0])} children on {day(record.index[0])} and "
        f"{thousands(record.iloc[-1])} on {day(record.index[-1])}; {ahead}"
    )
