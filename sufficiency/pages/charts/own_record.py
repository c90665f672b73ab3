"""What the forecast from the council's returns would have said in the past, and what came."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.months import MONTHS
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.credibility import AHEAD, held_bars
from sufficiency.pages.charts.marks import from_zero, years
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet, panel_title
from sufficiency.pages.words import FOUR_IN_FIVE, date_of, sentences, thousands
from sufficiency.results.run import Run

HINDSIGHT: Final = (
    "Each forecast uses the months up to its own and nothing later, but for corrections that later "
    "returns made to them; how the method works was chosen without this council's returns"
)


@drawn
def past_forecasts_from_returns(run: Run) -> Chart | None:
    """What the method would have said from past month ends of the returns, and what came."""
    if "past_forecasts" not in run.tables:
        return None
    from sufficiency.forecasting.flow.track import DRAWS

    past = run.tables["past_forecasts"]
    held = f"{int(past['held_80'].sum())} of {len(past)}"
    title = f"What this method would have said about {run.facts.authority} from past years' returns"
    note = captions.caption(
        replace(run.facts, draws=DRAWS),
        "children",
        reading=(
            f"How to read it: a bar holds the range with a {FOUR_IN_FIVE} as it would have been "
            "given one, two or three years before, its dot is the middle; the line is what came"
        ),
        remarks=(f"The range held {held} times", HINDSIGHT),
        date=f"month ends from {date_of(past['origin'].min())} to {date_of(past['date'].max())}",
        licence="",
    )
    words = Words(
        title,
        "Children at a month end. Past FORECASTS set against what came",
        note,
        f"The {FOUR_IN_FIVE} range would have held {held} times",
    )
    keys = (
        Key("Counted in the returns", "black", "line", "o"),
        Key(f"Range ({FOUR_IN_FIVE}) and middle, held", style.DARK_BLUE, "range"),
        Key("Did not hold", style.RUST, "range", "D"),
    )
    steps = [step for step in AHEAD if (past["horizon"] == step).any()]
    sheet = make_sheet(words, Grid(rows=len(steps), panel=1.55, down=0.62, above=0.3), keys)
    came = past.drop_duplicates("date").sort_values("date")
    at = years(came["date"])
    for panel, step in zip(sheet.panels[:, 0], steps, strict=True):
        rows = past[past["horizon"] == step]
        held_bars(panel, rows.assign(year=years(rows["date"])))
        panel.plot(at, came["came"], color="black", marker="o", markersize=3, linewidth=1.2)
        from_zero(panel, past["came"].max(), past["p90"].max())
        panel.set_xlim(float(min(at)) - 0.5, float(max(at)) + 0.5)
        panel.set_xticks(
            list(at), [f"{MONTHS[date.month - 1][:3]} {date.year}" for date in came["date"]]
        )
        panel_title(panel, f"{AHEAD[step]} ahead: held {int(rows['held_80'].sum())} of {len(rows)}")
    alt = sentences(
        f"From past month ends of the returns the method's range with a {FOUR_IN_FIVE}, up to "
        f"three years ahead, held what came {held} times",
        _furthest(past[past["held_80"] == 0]),
    )
    return Chart("past_forecasts_from_returns", title, sheet.figure, alt, _data(past), note)


def _furthest(missed: pd.DataFrame) -> str:
    """The forecast that was missed by most; nothing where none was missed."""
    if missed.empty:
        return ""
    below, above = missed["p10"] - missed["came"], missed["came"] - missed["p90"]
    row = missed.iloc[int(np.argmax(np.maximum(below, above)))]
    low, high = thousands(row["p10"]), thousands(row["p90"])
    return (
        f"Furthest out: from {date_of(row['origin'])} it said {low} to {high} for "
        f"{date_of(row['date'])}, and {thousands(row['came'])} came"
    )


def _data(past: pd.DataFrame) -> pd.DataFrame:
    columns = {"origin": "from", "date": "for", "p10": "low (p10)", "p50": "middle (p50)"}
    columns |= {"p90": "high (p90)", "came": "what came"}
    data = past[list(columns)].rename(columns=columns)
    for name in ("from", "for"):
        data[name] = data[name].map(date_of)
    data["held"] = np.where(past["held_80"] == 1, "yes", "no")
    times = {"from": ["All"], "times held": [past["held_80"].sum()], "forecasts": [len(past)]}
    return pd.concat([data, pd.DataFrame(times)], ignore_index=True)
