"""The tables of the report: few rows, whole children, £m, ranges before middles."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sufficiency.pages.report.block import (
    Block,
    adding_up,
    figure,
    in_brackets,
    spread,
    word,
)
from sufficiency.pages.report.named import assumption_name
from sufficiency.pages.words import chance, day, millions, money, of_mean, thousands
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.facts import BASELINE, ScenarioFacts
from sufficiency.results.lookup import march, one, only, reference, year_to
from sufficiency.results.run import Run


def numbers_table(run: Run) -> Block:
    """The total at each 31 March."""
    facts = run.facts
    rows, known = [], "published" if facts.counted_to is None else "counted"
    for year in range(facts.opening_year, facts.horizon_year + 1):
        row = one(run.tables["forecast"], placement_type="total", date=march(year))
        kind = known if year < facts.first_ahead else "forecast"
        rows.append((day(year), kind, *spread(row, thousands)))
    return Block(
        f"Children looked after in {facts.authority} at 31 March: {known}, then forecast with "
        "no change of policy",
        ("Date", f"{known.capitalize()} or forecast", "4 in 5 chance between", "Middle"),
        tuple(rows),
    )


def types_table(run: Run) -> Block:
    """Each placement type when last known, a year on and at the last 31 March."""
    facts = run.facts
    first, soon, last = facts.first_ahead - 1, facts.first_ahead, facts.horizon_year
    rows = []
    for kind in (*PLACEMENT_TYPES, "total"):
        found = {
            y: one(run.tables["forecast"], placement_type=kind, date=march(y))
            for y in (first, soon, last)
        }
        name = f"{label(kind)} (estimate)" if kind in facts.estimated else label(kind)
        opening = word(found[first], "mean", thousands)
        later = [in_brackets(found[year], thousands) for year in dict.fromkeys((soon, last))]
        rows.append((name, opening, *later))
    years = [day(year) for year in dict.fromkeys((soon, last))]
    return Block(
        f"Children in {facts.authority} by placement type: the opening is a mean, which adds up; "
        "then the middle of the forecast, and in brackets "
        "the range with a 4 in 5 chance (middles need not add up to the middle of the total)",
        ("Placement type", f"{day(first)}", *(f"{year}, forecast" for year in years)),
        tuple(rows),
        total=1,
    )


def costs_table(run: Run) -> Block:
    """The baseline's cost by financial year: modelled, not modelled, and both."""
    facts = run.facts
    rows = []
    for year in range(facts.opening_year + 1, facts.horizon_year + 1):
        cells = [year_to(year)]
        for basis in ("nominal", "real"):
            keys = {"scenario": BASELINE, "financial_year": year_to(year), "price_basis": basis}
            total = one(run.tables["costs"], placement_type="total", **keys)
            rest = one(run.tables["costs"], placement_type="not_modelled", **keys)
            cells += spread(total, millions)
            if basis == "nominal":
                cells += adding_up(total["mean"], rest["mean"])
        rows.append(tuple(cells))
    real = f"{year_to(facts.opening_year)} prices"
    return Block(
        f"Cost of placements in {facts.authority} with no change of policy, April-March years, "
        "gross: nominal (prices of the year), then real (general inflation taken out). Means add "
        "up before each is rounded; a middle is as likely to be too high as too low",
        (
            "Financial year",
            "Modelled, 4 in 5 chance between",
            "Modelled, middle",
            "Modelled, mean",
            "Not modelled, mean",
            "All children looked after, mean",
            f"Modelled in {real}, 4 in 5 chance between",
            f"Modelled in {real}, middle",
        ),
        tuple(rows),
    )


def scenarios_table(run: Run) -> Block:
    """Scenarios side by side in the last year: carers, homes, money, and what they rest on."""
    tables, facts = run.tables, run.facts
    last, year = march(facts.horizon_year), year_to(facts.horizon_year)
    against = reference(run.tables)
    rows = []
    for name in (BASELINE, *facts.scenario_names):
        carers = one(tables["carers"], scenario=name, kind="mainstream", date=last)
        homes = one(
            tables["placements"], scenario=name, placement_type="external_residential", date=last
        )
        keys = {"scenario": name, "financial_year": year, "price_basis": "real"}
        cost = one(tables["costs"], placement_type="total", **keys)
        saving = only(tables["savings"], **keys).to_dict("records")
        scenario = facts.scenario(name)
        rests = "–" if scenario is None else _rests(scenario, saving)
        rows.append(
            (
                f"{name} (forecast)" if name == BASELINE else name,
                word(carers, "households_p50", thousands),
                in_brackets(homes, thousands),
                spread(cost, millions)[0],
                spread(saving[0], money(run.is_published))[0] if saving else "–",
                chance(saving[0]["probability_saves"]) if saving else "–",
                rests,
            )
        )
    return Block(
        f"Scenarios in {facts.authority} compared with {against}: carers and children on "
        f"{day(facts.horizon_year)}, money in {year} in {year_to(facts.opening_year)} prices; "
        "ranges have a 4 in 5 chance",
        (
            "Scenario",
            "Mainstream fostering households, middle",
            "Children in external homes, middle and range (estimate)",
            "Cost modelled, between",
            "Saving, between (minus is a cost)",
            "Chance that it saves",
            "New fostering places assumed to come out of residential care, and what of the mean "
            "saving rests on that",
        ),
        tuple(rows),
    )


def _rests(scenario: ScenarioFacts, saving: list[dict[Hashable, Any]]) -> str:
    """The share of new places out of homes, and how much of the mean saving rests on it."""
    share = scenario.displaces_residential_share
    if share is None:
        return "–"
    much = of_mean(scenario.rests_on_residential, saving[0]["mean"]) if saving else ""
    return f"{share:.0%}{f': {much}' if much else ''}"


def boundary_table(run: Run, total: float | None) -> Block | None:
    """What of the base year's spending is modelled; None where its total is not in the record."""
    facts = run.facts
    if total is None:
        return None
    first = year_to(facts.opening_year + 1)
    modelled = one(run.tables["bridge"], scenario=BASELINE, financial_year=first)["from"]
    names = (
        "Modelled: placements, and own home places held",
        "Not modelled: the rest of the outturn",
        "All spending on children looked after",
    )
    rows = tuple(zip(names, adding_up(modelled, total - modelled), strict=True))
    return Block(
        f"What the money here covers: gross spending of {facts.authority} in "
        f"{year_to(facts.opening_year)}, revenue outturn (RO3)",
        ("Part", "£ million"),
        rows,
        total=1,
    )


def assumptions_table(run: Run) -> Block:
    """Every assumption: name, value, range, source and quality."""
    rows = []
    for row in run.tables["assumptions"].to_dict("records"):
        low, high = (figure(row[name]) for name in ("low", "high"))
        same = low == high == figure(row["value"])
        rows.append(
            (
                assumption_name(str(row["key"])),
                f"{figure(row['value'])}{'' if same else f' ({low} to {high})'}",
                str(row["unit"]),
                str(row["quality"]),
                str(row["source"]),
            )
        )
    return Block(
        "Every number the run rests on; in brackets the range with a 4 in 5 chance",
        ("Assumption", "Value and range", "Unit and basis", "Quality", "Source"),
        tuple(rows),
        words=True,
    )
