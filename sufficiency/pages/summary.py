"""Scenarios side by side in one small table of plain words: children, places, money."""

from __future__ import annotations

import pandas as pd

from sufficiency.pages.words import chance, millions, of_mean, thousands
from sufficiency.placements import LABELS
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import only
from sufficiency.results.run import Run
from sufficiency.results.shown import shown

_SHOWN = ("in_house_fostering", "agency_fostering", "external_residential")


def summary_table(run: Run) -> pd.DataFrame:
    """One row a scenario: children on the last 31 March and money in the last financial year.

    Ranges are P10 to P90: a 4 in 5 chance. Savings are nominal, programme included; a range that
    starts below nil may cost money. The last columns are the share of additional fostering places
    assumed to be taken by children who would otherwise live in a home, and how much of the mean
    saving, at the prices of the opening year, rests on it.

    Returns:
        Text columns, indexed by scenario.
    """
    placements, savings, costs = (shown(run, name) for name in ("placements", "savings", "costs"))
    last = placements["date"].max()
    year = costs["financial_year"].max()
    rows = {}
    for name in (BASELINE, *run.facts.scenario_names):
        now = placements[(placements["scenario"] == name) & (placements["date"] == last)]
        children = now.set_index("placement_type")
        cost = _one(costs, scenario=name, financial_year=year, placement_type="total")
        row = {LABELS[kind]: _children(children.loc[kind]) for kind in _SHOWN}
        row[f"Modelled cost {year}"] = _money(cost["p10"], cost["p90"])
        saving = savings[(savings["scenario"] == name) & (savings["financial_year"] == year)]
        if saving.empty:
            row[f"Saving {year}"], row["Chance it saves"] = "", ""
        else:
            held = _one(saving, scenario=name)
            row[f"Saving {year}"] = _money(held["p10"], held["p90"])
            row["Chance it saves"] = chance(held["probability_saves"])
        scenario = run.facts.scenario(name)
        share = None if scenario is None else scenario.displaces_residential_share
        row["Of new places, from homes"] = "" if share is None else f"{share:.0%}"
        rests = None if scenario is None else scenario.rests_on_residential
        mean = saving_at(savings, name, year)
        row["What rests on that"] = "" if mean is None else of_mean(rests, mean)
        rows[name] = row
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = f"31 March {last.year}, 4 in 5 chance"
    return table


def _one(frame: pd.DataFrame, **keys: str) -> pd.Series:
    """The one nominal row of a table with these keys."""
    chosen = frame["price_basis"] == "nominal"
    for key, value in keys.items():
        chosen &= frame[key] == value
    return frame[chosen].iloc[0]


def saving_at(savings: pd.DataFrame, scenario: str, year: str) -> float | None:
    """Mean saving of a scenario in a year, GBP real; None where the table has none."""
    rows = only(savings, scenario=scenario, financial_year=year, price_basis="real")
    return None if rows.empty else float(rows["mean"].iloc[0])


def _children(row: pd.Series) -> str:
    return f"{thousands(row['p10'])} to {thousands(row['p90'])}"


def _money(low: float, high: float) -> str:
    """GBP in millions to one place, as in "−£0.1m to £1.4m"; small sums in thousands."""
    return f"{millions(low)} to {millions(high)}"
