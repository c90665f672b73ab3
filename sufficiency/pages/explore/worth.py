"""What only a scenario in hand has: what each lever does, and what the programme is worth."""

from __future__ import annotations

from typing import Final

import pandas as pd

from sufficiency.pages.explore.compared import Compared, View
from sufficiency.pages.explore.wording import money, more, pays_back, saved_in_words, step_name
from sufficiency.pages.words import day, millions, span
from sufficiency.results.lookup import indexed, one, only
from sufficiency.results.waterfall import INTERACTION, TOTAL

LEVERS: Final = "What each lever does"
WORTH: Final = "Savings and net present value"
_ONE: Final = 3
"""Rows of a scenario of one lever, which has no parts to draw."""


def levers_view(of: Compared) -> View:
    """What each lever of the scenario in hand does alone, and what they do only together."""
    name, tried = of.in_hand
    steps = tried.waterfall
    saved = only(steps, measure="saving", price_basis="nominal", period="all years")
    homes = indexed(only(steps, measure="external_residential", period=day(of.year)), "step")
    rows, told = {}, []
    for step in indexed(saved, "step").values():
        rows[step_name(step)] = {
            "Saving over all years (mean)": millions(step["mean"]),
            "4 in 5 chance": span(millions(step["p10"]), millions(step["p90"])),
            f"Children in external homes, {day(of.year)} (mean)": more(homes[step["step"]]),
        }
        if step["lever"] not in (INTERACTION, TOTAL):
            told.append(f"{step_name(step)}, by itself, {saved_in_words(step['mean'])}")
    last = one(saved, lever=TOTAL)
    told.append(f"Together “{name}” {saved_in_words(last['mean'])} over all years")
    table = pd.DataFrame.from_dict(rows, orient="index")
    draw = of.chart("waterfall") if len(rows) > _ONE else None
    return View(LEVERS, tuple(told), table, draw)


def worth_view(of: Compared) -> View:
    """Money by year, and what the programme is worth."""
    rows: dict[str, dict[str, str]] = {}
    told = []
    for name, tried in of.tried.items():
        found = indexed(tried.appraisal, "measure")
        saved = only(of.run.tables["savings"], price_basis="nominal", scenario=name)
        rows[name] = {year: money(row) for year, row in indexed(saved, "financial_year").items()}
        value = found["npv"]
        rows[name]["Net present value"] = money(value)
        told.append(
            f"“{name}” has a net present value of {money(value)} within {value['years']} years: at "
            "the prices of the opening year, discounted, optimism allowed for. "
            f"{pays_back(found['payback_month'])}. What comes after is in the workbook"
        )
        rests, share = tried.rests_on_residential, tried.facts.displaces_residential_share
        if rests is not None and share:
            told.append(
                f"{millions(rests)} of the mean saving of its last year rest on {share:.0%} of its "
                "new foster places going to children who would otherwise live in a children's "
                "home, which is assumed"
            )
    table = pd.DataFrame.from_dict(rows, orient="index")
    return View(WORTH, tuple(told), table, of.chart("savings"))
