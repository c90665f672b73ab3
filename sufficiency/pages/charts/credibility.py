"""What the forecast would have said in the past, and what came."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sufficiency.forecasting.families import MODEL
from sufficiency.forecasting.scoring.track_record import (
    FEWEST_YEARS,
    FIRST_ORIGIN,
    HINDSIGHT,
    bands_held,
    hindcast,
)
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.marks import (
    from_zero,
    panel_years,
    published,
)
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet, panel_title
from sufficiency.pages.words import FOUR_IN_FIVE, sentences
from sufficiency.results.publish.record import past_seed, past_shown
from sufficiency.results.run import Run

AHEAD: Final = {1: "One year", 2: "Two years", 3: "Three years"}
HINDSIGHT_CAPTION: Final = (
    "Each forecast uses figures up to its own March and numbers estimated from nothing later. "
    f"What hindsight remains: {HINDSIGHT}"
)


@drawn
def past_forecasts(run: Run) -> Chart | None:
    """What the method would have said from each past March, and what came."""
    evidence, facts = run.evidence, run.facts
    if facts.model != MODEL:  # these forecasts are of the method for the published record
        return None
    begins = int(evidence.series("looked_after_31_march").dropna().index.to_numpy()[0])
    if facts.opening_year <= max(FIRST_ORIGIN, begins + FEWEST_YEARS):
        return None
    code = evidence.authority.code
    every = past_shown(run, hindcast(evidence, draws=facts.draws, seed=past_seed(run)))
    counted = bands_held(every, code).set_index("who")
    held = {
        who: f"{counts['held']} of {counts['forecasts']}"
        for who, counts in counted.to_dict("index").items()
    }
    own = every[(every["area_code"] == code) & every["came"].notna()]
    record = evidence.series("looked_after_31_march").loc[FIRST_ORIGIN : facts.opening_year]
    title = f"What this method would have said about {facts.authority} from each past March"
    counts, elsewhere = held["authority"], ""
    if "others" in held:
        elsewhere = f"; for the other authorities in the evidence, {held['others']}"
    note = captions.caption(
        facts,
        "children",
        captions.CHILDREN_LOOKED_AFTER,
        reading=(
            f"How to read it: a bar holds the range with a {FOUR_IN_FIVE} as it would have been "
            "given one, two or three years before, its dot is the middle; the line is what came"
        ),
        remarks=(f"The range held {counts} times here{elsewhere}", HINDSIGHT_CAPTION),
    )
    words = Words(
        title,
        "Children on 31 March. Past FORECASTS set against what came",
        note,
        f"The {FOUR_IN_FIVE} range would have held {counts} times",
    )
    keys = (
        Key("Published, 31 March", "black", "line", "o"),
        Key(f"Range ({FOUR_IN_FIVE}) and middle, held", style.DARK_BLUE, "range"),
        Key("Did not hold", style.RUST, "range", "D"),
    )
    grid = Grid(rows=3, panel=1.55, down=0.62, above=0.3)
    sheet = make_sheet(words, grid, keys)
    for panel, (step, name) in zip(sheet.panels[:, 0], AHEAD.items(), strict=True):
        rows = own[own["horizon"] == step]
        held_bars(panel, rows)
        published(panel, record, "black", size=3.0)
        from_zero(panel, record.max(), own["p90"].max())
        panel_years(panel, FIRST_ORIGIN, facts.opening_year, step=1)
        panel.set_xlim(FIRST_ORIGIN - 0.5, facts.opening_year + 0.5)
        panel_title(panel, f"{name} ahead: held {int(rows['held_80'].sum())} of {len(rows)}")
    columns = {"origin": "from 31 March", "year": "for 31 March", "latest_count": "count then"}
    columns |= {"p10": "low (p10)", "p50": "middle (p50)", "p90": "high (p90)", "came": "what came"}
    data = own[list(columns)].astype({"origin": str, "year": str}).rename(columns=columns)
    data["held"] = np.where(own["held_80"] == 1, "yes", "no")
    names = {"authority": f"All, {facts.authority}", "others": "All, the other authorities"}
    sums = counted.reset_index().replace({"who": names})
    sums = sums.rename(columns={"who": "from 31 March", "held": "times held"})
    data = pd.concat([data, sums[["from 31 March", "times held", "forecasts"]]])
    alt = sentences(
        f"From each March from {FIRST_ORIGIN} to {facts.opening_year - 1} the method's range "
        f"with a {FOUR_IN_FIVE}, one to three years ahead, held what came {counts} times"
        f"{elsewhere}",
        _missed(own),
    )
    return Chart("past_forecasts", title, sheet.figure, alt, data.reset_index(drop=True), note)


def held_bars(panel: Axes, rows: pd.DataFrame) -> None:
    """Upright ranges with a dot, hollow with a diamond where they did not hold, at each `year`."""
    for row in rows.to_dict("records"):
        held = bool(row["held_80"])
        colour, marker = (style.DARK_BLUE, "o") if held else (style.RUST, "D")
        panel.bar(
            row["year"],
            row["p90"] - row["p10"],
            bottom=row["p10"],
            width=0.24,
            facecolor=style.tint(colour, style.BAR) if held else "white",
            edgecolor="none" if held else colour,
            zorder=2,
        )
        panel.plot(
            [row["year"]],
            [row["p50"]],
            color=colour,
            marker=marker,
            markersize=5,
            markeredgecolor="white",
            markeredgewidth=0.7,
            zorder=3,
        )


def _missed(own: pd.DataFrame) -> str:
    """The years whose count no forecast of the three held, or few did."""
    share = own.groupby("year")["held_80"].mean()
    years = [str(year) for year in share.index[share < 0.5]]
    if not years:
        return "No year's count was missed by most of its forecasts"
    low = own[own["year"].astype(str).isin(years)]
    way = "too low" if (low["came"] > low["p90"]).mean() > 0.5 else "too high"
    return f"Most forecasts for March {', '.join(years)} were missed: they were {way}"
