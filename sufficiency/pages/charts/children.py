"""Children in care, and children entering and leaving it."""

from __future__ import annotations

import pandas as pd

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
from sufficiency.pages.words import (
    FOUR_IN_FIVE,
    between,
    day,
    highest,
    movement,
    sentences,
    thousands,
    with_chance,
)
from sufficiency.results.publish.record import shown
from sufficiency.results.run import Run

FIRST_YEAR = 2010
"""First year of the charts of stocks and flows: the record of every authority starts here."""


@drawn
def children_in_care(run: Run) -> Chart:
    """Children looked after at 31 March since 2010, and the baseline forecast with its range."""
    facts = run.facts
    record = run.evidence.series("looked_after_31_march").loc[FIRST_YEAR : facts.opening_year]
    record = shown(record, run)
    table = run.tables["forecast"]
    total = table[table["placement_type"] == "total"]
    title = (
        f"Children in care in {facts.authority}, {day(record.index[0])} "
        f"to {day(facts.horizon_year)}"
    )
    note = captions.caption(
        facts,
        "children",
        captions.CHILDREN_LOOKED_AFTER,
        reading=captions.READING,
        remarks=captions.withheld(run),
    )
    words = Words(
        title,
        f"Children. {captions.history(facts)}; then FORECAST with no new action",
        note,
        _message(run, total.iloc[-1]),
    )
    keys = (
        Key("Published, 31 March", style.DARK_BLUE, "line", "o"),
        *captions.counted_key(facts, style.DARK_BLUE),
        Key("Middle of the forecast", style.DARK_BLUE, "dashed"),
        Key(f"{FOUR_IN_FIVE}", style.tint(style.DARK_BLUE, 0.22), "band"),
        Key("1 in 2 chance", style.tint(style.DARK_BLUE, 0.42), "band"),
    )
    sheet = make_sheet(words, Grid(right=1.25), keys)
    panel = sheet.first
    x = years(total["date"])
    fan(panel, x, total, "", style.DARK_BLUE, facts.counted)
    inner = style.tint(style.DARK_BLUE, 0.42)
    panel.fill_between(x, total["p25"], total["p75"], color=inner, linewidth=0, zorder=1.5)
    published(panel, record, style.DARK_BLUE)
    from_zero(panel, record.max(), total["p90"].max())
    panel_years(panel, record.index[0], facts.horizon_year, step=2)
    last = total.iloc[-1]
    label_ends(
        panel,
        [
            EndLabel(last["p90"], f"{thousands(last['p90'])} high"),
            EndLabel(last["p50"], f"{thousands(last['p50'])} middle", style.DARK_BLUE),
            EndLabel(last["p10"], f"{thousands(last['p10'])} low"),
        ],
        wide=1.25,
    )
    opening = record.iloc[-1]
    panel.annotate(
        f"{thousands(opening)} on {day(facts.opening_year)}",
        (facts.opening_year, opening),
        xytext=(0, -44),
        textcoords="offset points",
        ha="right",
        arrowprops={"arrowstyle": "-", "color": style.MID_GREY, "lw": 0.6, "shrinkB": 4},
    )
    return Chart(
        "children_in_care", title, sheet.figure, _alt(record, last), _data(record, total), note
    )


def _message(run: Run, last: pd.Series) -> str:
    """What the forecast says, where it may be shown."""
    if last[["p10", "p50", "p90"]].isna().any():
        return ""
    return (
        f"With no new action {run.facts.authority} would look after about "
        f"{thousands(last['p50'])} children in {last['date'].year}, "
        f"{between(thousands(last['p10']), thousands(last['p90']))}"
    )


def _alt(record: pd.Series, last: pd.Series) -> str:
    first_year, last_year = record.index[0], record.index[-1]
    return sentences(
        f"The number of children in care {movement(record.iloc[0], record.iloc[-1])} from "
        f"{thousands(record.iloc[0])} on {day(first_year)} to {thousands(record.iloc[-1])} on "
        f"{day(last_year)}, with its highest published count, {thousands(record.max())}, in "
        f"{highest(record)}",
        f"With no new action the forecast for {day(last['date'].year)} is "
        f"{thousands(last['p50'])} children"
        f"{with_chance(thousands(last['p10']), thousands(last['p90']))}",
    )


def _data(record: pd.Series, total: pd.DataFrame) -> pd.DataFrame:
    """Published counts, then the forecast at each 31 March."""
    march = total[(total["date"].dt.month == 3)].iloc[1:]
    known = pd.DataFrame({"date": [day(y) for y in record.index], "published": record.to_numpy()})
    names = {"p10": "low (p10)", "p25": "p25", "p50": "middle (p50)", "p75": "p75"}
    ahead = march.assign(date=march["date"].dt.year.map(day))
    ahead = ahead.rename(columns={**names, "p90": "high (p90)"})
    columns = ["date", *names.values(), "high (p90)"]
    return pd.concat([known, ahead[columns]], ignore_index=True)


@drawn
def entries_and_exits(run: Run) -> Chart:
    """Children who started and ceased to be looked after by year, and what does not balance."""
    facts = run.facts
    started, ceased = (
        shown(run.evidence.series(name).loc[FIRST_YEAR : facts.opening_year], run)
        for name in ("started_in_year", "ceased_in_year")
    )
    flows = run.tables["flows"].set_index("year").loc[FIRST_YEAR : facts.opening_year]
    first, last = started.index[0], started.index[-1]
    title = (
        f"Children starting and ceasing to be looked after in {facts.authority}, "
        f"years to {day(first)} to {day(last)}"
    )
    note = captions.caption(
        facts,
        "children a year",
        captions.CHILDREN_LOOKED_AFTER,
        remarks=(
            "A child counts once a year in each, however often they come and go, so the opening "
            "count plus starters less leavers does not quite give the closing count: the table "
            "beside this chart gives the difference",
            *captions.withheld(run),
        ),
        simulated=False,
    )
    came, left = started.iloc[-1], ceased.iloc[-1]
    message = (
        f"{thousands(came)} children came into care and {thousands(left)} left in the year to "
        f"March {last}"
    )
    words = Words(
        title,
        "Children in the year to 31 March. PUBLISHED RECORD, not a forecast",
        note,
        message if came == came and left == left else "",
    )
    sheet = make_sheet(words, Grid(right=1.25))
    panel = sheet.first
    published(panel, started, style.DARK_BLUE)
    published(panel, ceased, style.ORANGE, marker="s")
    from_zero(panel, started.max(), ceased.max())
    label_ends(
        panel,
        [
            EndLabel(started.iloc[-1], f"Started: {thousands(started.iloc[-1])}", style.DARK_BLUE),
            EndLabel(ceased.iloc[-1], f"Ceased: {thousands(ceased.iloc[-1])}", style.RUST),
        ],
        wide=1.25,
    )
    residual = flows["residual"].astype(float)
    panel_years(panel, first, last, step=3)
    panel.set_xlim(first - 0.5, last + 0.5)
    data = pd.DataFrame({"year to": [day(year) for year in started.index]})
    data["started"], data["ceased"] = started.to_numpy(), ceased.to_numpy()
    data["difference"] = residual.reindex(started.index).to_numpy()
    return Chart("entries_and_exits", title, sheet.figure, _alt_flows(started, ceased), data, note)


def _alt_flows(started: pd.Series, ceased: pd.Series) -> str:
    first, last = started.index[0], started.index[-1]
    return sentences(
        f"In the year to {day(last)}, {thousands(started[last])} children started to be looked "
        f"after and {thousands(ceased[last])} ceased; in the year to {day(first)} it was "
        f"{thousands(started[first])} and {thousands(ceased[first])}",
        f"Starts were highest in {highest(started)}, at {thousands(started.max())}, and ceases in "
        f"{highest(ceased)}, at {thousands(ceased.max())}",
    )
