"""What a forecast rests on and how it has done, as a reader would print it."""

from __future__ import annotations

from typing import Final

import pandas as pd

from sufficiency.errors import InputError
from sufficiency.forecasting.scoring.selection import verdicts
from sufficiency.forecasting.scoring.stored import stored_table
from sufficiency.pages.printed.table import Printed, rows
from sufficiency.pages.words import plain_number, span, thousands
from sufficiency.results.lookup import indexed, only
from sufficiency.results.run import Run
from sufficiency.trial.stored import stored_hindcast, stored_scores

_CHAIN: Final = {
    "looked_after": "Children looked after",
    "expensive_children": "Children in expensive placements",
    "mainstream_places": "Mainstream foster places",
    "spending_real": "Spending, real",
}
_FIRST_MISS: Final = 2021


def assumptions(run: Run) -> Printed:
    """Every number the run rests on, with its range and whose word it is."""
    return _listed(run.tables["assumptions"], "Every number that the run rests on")


def estimates(run: Run) -> Printed:
    """What is estimated, because it is not published."""
    table = only(run.tables["assumptions"], quality="estimate")
    return _listed(table, "What is estimated, because it is not published")


def balance(run: Run) -> Printed:
    """What does not add up in the published counts of children who started and ceased."""
    table = run.tables["flows"].tail(8)
    text = table.map(lambda cell: plain_number(cell) if isinstance(cell, float) else str(cell))
    text = text.rename(columns=lambda name: str(name).replace("_", " ").capitalize())
    note = "A child counts once a year in both, so the residual is not nil: it is shown."
    caption = "Children at the opening, started, ceased, and the residual"
    return Printed(caption, text.set_index(text.columns[0]), note)


def reasons(run: Run) -> Printed:
    """What moves the forecast, of the total and of each kind of placement."""
    found = {str(n): {"Reason": words} for n, words in enumerate(run.facts.reasons, start=1)}
    found |= {f"mix {n}": {"Reason": words} for n, words in enumerate(run.facts.mix, start=1)}
    return Printed("What moves the forecast a year ahead, the largest first", rows(found))


def methods(run: Run) -> Printed:
    """How far out each method was, over no change: below 1 is better."""
    table = stored_table("by_series").pivot(index="model", columns="series", values="relative_crps")
    text = table.map(lambda value: "" if value != value else plain_number(round(float(value), 2)))
    return Printed("How far out each method was, over no change: below 1 is better", text)


def method_verdicts(run: Run) -> Printed:
    """What the written rule makes of the scores."""
    table = verdicts(stored_table("by_series")).set_index("model")
    text = table.map(
        lambda value: plain_number(round(value, 3)) if isinstance(value, float) else str(value)
    )
    return Printed("What the rule for choosing a method makes of the scores", text)


def chain(run: Run) -> Printed:
    """How the whole chain did on every council, by measure and years ahead."""
    table = only(stored_scores(), constants="leak_free")
    found = {
        (_CHAIN[row["measure"]], f"{row['horizon']} years ahead"): {
            "Came over the mean forecast, %": plain_number(round(float(row["bias_mean"]), 2)),
            "Inside the 80% range": plain_number(round(float(row["cover_80"]), 2)),
            "Error over no change": plain_number(round(float(row["error"]), 2)),
        }
        for row in table.to_dict("records")
        if row["measure"] in _CHAIN
    }
    return Printed("The whole chain on every council, with constants as known then", rows(found))


def misses(run: Run) -> Printed:
    """What past openings would have said of expensive placements here, against what came."""
    found = stored_hindcast()
    codes = {"measure": "expensive_children", "constants": "leak_free"}
    table = only(found, la_code=run.evidence.authority.code, **codes)
    table = table[table["opening_year"] >= _FIRST_MISS]
    if table.empty:
        raise InputError(f"No past opening is stored for {run.facts.authority}.")
    shown = {
        (f"From 31 March {row['opening_year']}", f"{row['horizon']} years ahead"): {
            "Forecast": span(thousands(row["p10"]), thousands(row["p90"])),
            "Middle": thousands(row["p50"]),
            "Came": thousands(row["came"]),
        }
        for row in table.to_dict("records")
    }
    caption = f"Children in expensive placements in {run.facts.authority}: said and came"
    return Printed(caption, rows(shown))


def _listed(table: pd.DataFrame, caption: str) -> Printed:
    found = {
        str(row["key"]): {
            "Value": _number(row["value"]),
            "80% range": _range(row),
            "Unit": row["unit"],
            "Quality": row["quality"],
            "Source": row["source"],
        }
        for row in indexed(table.drop_duplicates("key"), "key").values()
    }
    return Printed(caption, rows(found))


def _range(row: dict[str, object]) -> str:
    low, high = _number(row["low"]), _number(row["high"])
    return f"{low} to {high}" if low and high and low != high else ""


def _number(value: object) -> str:
    return plain_number(round(value, 3)) if isinstance(value, float) and value == value else ""
