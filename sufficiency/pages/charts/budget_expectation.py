"""What a budget expected, set against what this method would have said, and what came."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from sufficiency.forecasting.families import MODEL
from sufficiency.forecasting.scoring.track_record import hindcast
from sufficiency.months import date_in_words
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.credibility import HINDSIGHT_CAPTION
from sufficiency.pages.charts.marks import (
    EndLabel,
    fan,
    from_zero,
    label_ends,
    panel_years,
    published,
)
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet
from sufficiency.pages.words import FOUR_IN_FIVE, day, sentences, thousands
from sufficiency.results.publish.record import past_seed, past_shown
from sufficiency.results.run import Run

EXPECTED: Final = "demand expected to decline"
"""Words of the dated event that says a budget counted on fewer children."""

KNOWN_IN: Final = 11
"""Month in which a year's count at 31 March is published."""

LEANS: Final = 60.0
"""Chance in 100 from which a forecast leans one way."""


@drawn
def budget_expectation(run: Run) -> Chart | None:
    """What a budget expected, what this method would have said that day, and what came."""
    evidence, facts = run.evidence, run.facts
    if facts.model != MODEL:  # what it would have said is of the method for the published record
        return None
    events = evidence.events
    said = events[events["event"].str.contains(EXPECTED, case=False, regex=False)]
    if said.empty:
        return None
    row = said.iloc[0]
    when = date.fromisoformat(str(row["date"])[:10])
    origin = when.year - (1 if when.month < KNOWN_IN else 0)
    record = evidence.series("looked_after_31_march").loc[2010:]
    years = min(4, facts.opening_year - origin)
    table = past_shown(run, hindcast(evidence, [origin], years, facts.draws, past_seed(run)))
    own = table[table["area_code"] == evidence.authority.code]
    if own.empty:
        return None
    known, came = record.loc[:origin], record.loc[origin + 1 : origin + years]
    start = pd.DataFrame({"year": [origin], **{p: [known.iloc[-1]] for p in ("p10", "p50", "p90")}})
    rows = pd.concat([start, own[["year", "p10", "p50", "p90"]]], ignore_index=True)
    title = f"What {facts.authority}'s {when.year} budget expected, and what came"
    last = own.iloc[-1]
    verdict = _verdict(own)
    note = captions.caption(
        facts,
        "children",
        captions.CHILDREN_LOOKED_AFTER,
        str(row["source"]),
        reading=captions.READING,
        remarks=(
            f"The budget from {date_in_words(when)} says only that demand was expected to "
            "decline over the medium term; it gives no number. The latest published count was "
            f"then {thousands(known.iloc[-1])} ({day(origin)})",
            verdict,
            HINDSIGHT_CAPTION,
        ),
    )
    subtitle = f"Children. Past FORECAST from {day(origin)}, the latest count then published"
    keys = (
        Key("Published by then", style.DARK_BLUE, "line", "o"),
        Key("Middle of the past forecast", style.DARK_BLUE, "dashed"),
        Key(FOUR_IN_FIVE, style.tint(style.DARK_BLUE, 0.22), "band"),
        Key("What came", style.RUST, "line", "s"),
    )
    message = f"This method would have {_outcome(own)} as well"
    sheet = make_sheet(Words(title, subtitle, note, message), Grid(right=1.45), keys)
    panel = sheet.first
    fan(panel, rows["year"].to_numpy(float), rows, "", style.DARK_BLUE)
    published(panel, known, style.DARK_BLUE)
    published(panel, record.loc[origin : origin + years], style.RUST, marker="s")
    from_zero(panel, record.loc[: origin + years].max(), own["p90"].max())
    panel_years(panel, int(known.index[0]), origin + years, step=2)
    for year, value in came.iloc[:-1].items():
        panel.annotate(
            thousands(value),
            (float(str(year)), value),
            xytext=(-6, 4),
            textcoords="offset points",
            ha="right",
            color=style.RUST,
        )
    panel.annotate(
        f"{when.year} budget: demand\nexpected to decline",
        (origin + 1, float(own.iloc[0]["p10"])),
        xytext=(0, -48),
        textcoords="offset points",
        ha="center",
        arrowprops={"arrowstyle": "->", "color": style.MID_GREY, "lw": 0.8},
    )
    labels = [
        EndLabel(float(came.iloc[-1]), f"{thousands(came.iloc[-1])} came", style.RUST),
        EndLabel(last["p90"], f"{thousands(last['p90'])} high"),
        EndLabel(last["p50"], f"{thousands(last['p50'])} middle", style.DARK_BLUE),
        EndLabel(last["p10"], f"{thousands(last['p10'])} low"),
    ]
    label_ends(panel, labels, wide=1.45)
    names = {"p10": "low (p10)", "p50": "middle (p50)", "p90": "high (p90)"}
    names |= {"year": "31 March", "came": "what came"}
    data = own.assign(fewer=100 * own["chance_of_fewer"])
    data = pd.concat([pd.DataFrame({"year": [origin], "came": [known.iloc[-1]]}), data])
    data = data[["year", "p10", "p50", "p90", "fewer", "came"]].astype({"year": str})
    data = data.rename(columns={**names, "fewer": "chance of fewer than the latest count (%)"})
    data = data.reset_index(drop=True)
    alt = sentences(
        f"The budget from {date_in_words(when)} expected demand to decline; from the latest count, "
        f"{thousands(known.iloc[-1])}, this method would have said {_said(own)}",
        f"{thousands(came.iloc[-1])} came in {came.index[-1]}: it would have {_outcome(own)}",
    )
    return Chart("budget_expectation", title, sheet.figure, alt, data, note)


def _outcome(own: pd.DataFrame) -> str:
    """How the method would have done, as a verb."""
    known = own.dropna(subset=["came"])
    held = int(known["held_80"].sum())
    missed = "missed what came"
    return missed if held == 0 else "held what came" if held == len(known) else f"{missed} in part"


def _said(own: pd.DataFrame) -> str:
    ends = [
        f"{thousands(r['p50'])} ({thousands(r['p10'])} to {thousands(r['p90'])}) for {r['year']}"
        for r in (own.iloc[0], own.iloc[-1])
    ]
    return " and ".join(ends)


def _verdict(own: pd.DataFrame) -> str:
    """Whether the method would have been right, said plainly."""
    known = own.dropna(subset=["came"])
    held, wide = int(known["held_80"].sum()), int(known["held_95"].sum())
    fewer = 100 * float(known["chance_of_fewer"].iloc[-1])
    leaning = "towards fewer" if fewer > LEANS else "towards more" if fewer < 100 - LEANS else ""
    start = f"It would have leaned {leaning}" if leaning else "It would have backed neither way"
    start += f" ({fewer:.0f} in 100 for fewer children by {day(known['year'].iloc[-1])})"
    if held == len(known):
        return f"{start}, and its range held what came in every year"
    if held == 0:
        beyond = ", and even its 95% range held none of them" if wide == 0 else ""
        return (
            f"This method would have missed it too: its range held none of what came{beyond}. "
            f"{start}: nothing it leans on foretold the rise"
        )
    return f"{start}, and its range held only some of what came"
