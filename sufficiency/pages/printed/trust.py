"""What a forecast rests on and how it has done, as a reader would print it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from sufficiency.errors import InputError
from sufficiency.forecasting.scoring.selection import verdicts
from sufficiency.forecasting.scoring.stored import stored_table
from sufficiency.pages.printed.table import Printed, rows
from sufficiency.pages.words import millions, plain_number, span, thousands
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
_SOME: Final = 10_000
"""GBP that a number has to move an answer by to be named."""


def assumptions(run: Run) -> Printed:
    """Every number the run rests on, with its range and whose word it is."""
    return _listed(run.tables["assumptions"], "Every number that the run rests on")


def turning(run: Run) -> Printed:
    """The numbers that move an answer most, the largest first; where they were measured."""
    table = run.appraised.tables["assumptions"]
    largest = table[table["impact"] >= _SOME].sort_values("impact", ascending=False, kind="stable")
    if largest.empty:
        raise InputError("This run measured of no number how much it moves.")
    moves = {_in_words(row["key"]): millions(row["impact"]) for _, row in largest.iterrows()}
    printed = _listed(largest, "The numbers that move an answer most, between the ends of a range")
    printed.frame.insert(2, "Moves by", pd.Series(moves))
    note = (
        "Moves by: the most that any answer goes from one end to the other. All "
        f"{len(table)} numbers, with their sources, are on the workbook's sheet Assumptions."
    )
    return Printed(printed.caption, printed.frame, note)


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
    found = {
        (of, str(n)): {"Reason": words}
        for of, told in (("All children", run.facts.reasons), ("By placement", run.facts.mix))
        for n, words in enumerate(told, start=1)
    }
    return Printed("What moves the forecast a year ahead, the largest first", rows(found))


def methods(run: Run) -> Printed:
    """How far out each method was, over no change: below 1 is better."""
    table = stored_table("by_series").pivot(index="model", columns="series", values="relative_crps")
    text = table.map(lambda value: "" if value != value else plain_number(round(float(value), 2)))
    text = text.rename(index=_in_words, columns=_in_words)
    return Printed("How far out each method was, over no change: below 1 is better", text)


def method_verdicts(run: Run) -> Printed:
    """What the written rule makes of the scores."""
    found = {
        _in_words(row["model"]): {
            "Error over no change": plain_number(round(row["mean_relative_crps"], 3)),
            "Give or take": plain_number(round(row["standard_error"], 3)),
            "Admitted": "yes" if row["admitted"] else "no",
            "In use": "yes" if row["in_use"] else "no",
            "Why": row["words"],
        }
        for row in verdicts(stored_table("by_series")).to_dict("records")
    }
    return Printed("What the rule for choosing a method makes of the scores", rows(found))


def chain(run: Run) -> Printed:
    """How the whole chain did on every council, by measure and years ahead."""
    table = only(stored_scores(), constants="leak_free")
    found = {
        (_CHAIN[row["measure"]], _ahead(row["horizon"])): {
            "Came over the mean forecast, %": plain_number(round(float(row["bias_mean"]), 1)),
            "Inside the 80% range, %": plain_number(round(float(row["cover_80"]), 1)),
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
        (f"From 31 March {row['opening_year']}", _ahead(row["horizon"])): {
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
        _in_words(row["key"]): {
            "Value": _number(row["value"]),
            "80% range": _range(row),
            "Unit": row["unit"],
            "Quality": row["quality"],
            "Source": row["source"],
        }
        for row in indexed(table.drop_duplicates("key"), "key").values()
    }
    return Printed(caption, rows(found))


def _in_words(key: object) -> str:
    """A key as a reader says it, as in "Usable share of places"."""
    text = str(key).replace("_", " ")
    return text[:1].upper() + text[1:]


def _ahead(years: int) -> str:
    return f"{years} year{'' if years == 1 else 's'} ahead"


def _range(row: Mapping[str, object]) -> str:
    low, high = _number(row["low"]), _number(row["high"])
    return span(low, high) if low and high and low != high else ""


def _number(value: object) -> str:
    """A number to the places that it can mean: shares to three, counts of ten or more to one."""
    if not isinstance(value, float) or value != value:
        return ""
    places = 3 if abs(value) < 1 else 2 if abs(value) < 10 else 1 if abs(value) < 1000 else 0
    return plain_number(round(value, places))
