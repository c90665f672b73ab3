"""Costs, savings and what they rest on, as a reader would print them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sufficiency.errors import InputError
from sufficiency.pages.printed.table import Printed, Row, pounds, rows
from sufficiency.pages.words import FOUR_IN_FIVE, chance, millions, plain_number, span
from sufficiency.results.facts import BASELINE
from sufficiency.results.finance import Finance
from sufficiency.results.lookup import indexed, only, year_to
from sufficiency.results.run import Run
from sufficiency.results.stress import ALL, AS_FORECAST, AT_TODAY, ENGLAND

_STRESS: Final[Mapping[str, str]] = {
    AS_FORECAST: "As forecast",
    AT_TODAY: "Today's numbers and mix stay",
    ENGLAND: "Grows as England's did",
}
_MEASURES: Final[Mapping[str, str]] = {
    "npv": "Net present value",
    "npv_by_grade": "With optimism bias by grade of evidence",
    "payback_month": "Back after (months)",
    "benefit_cost_ratio": "Benefit over cost",
    "switching_value": "Breaks even at",
}


def costs(run: Run) -> Printed:
    """Modelled cost by financial year: the baseline first, and what is not modelled last."""
    table = only(run.tables["costs"], price_basis="nominal")
    found = {}
    for name in (BASELINE, *run.facts.scenario_names):
        known = only(table, scenario=name, placement_type="total")
        found[name] = _by_year(known)
    rest = only(table, scenario=BASELINE, placement_type="not_modelled")
    found["Not modelled, besides"] = _by_year(rest)
    return Printed(f"Cost of placements in {run.facts.authority}, {_NOMINAL}", rows(found))


def stress(run: Run) -> Printed:
    """All spending if nothing moved, and if it grew as England's did."""
    table = only(run.tables["stress"], price_basis="nominal", placement_type=ALL)
    found = {words: _by_year(only(table, line=line)) for line, words in _STRESS.items()}
    caption = f"All spending on children looked after in {run.facts.authority}, {_NOMINAL}"
    return Printed(caption, rows(found))


def bridge(run: Run) -> Printed:
    """Why the baseline's cost changes from one year to the next."""
    table = indexed(only(run.tables["bridge"], scenario=BASELINE), "financial_year")
    found = {
        str(year): {
            key.replace("_", " ").capitalize(): millions(value)
            for key, value in row.items()
            if key not in ("scenario", "financial_year")
        }
        for year, row in table.items()
    }
    caption = "Why the cost with no new action changes, GBP nominal, means: rows add up"
    return Printed(caption, rows(found))


def savings(run: Run) -> Printed:
    """What each scenario saves by financial year, programme costs counted."""
    table = only(run.tables["savings"], price_basis="nominal")
    found: dict[Any, Row] = {}
    for name in run.facts.scenario_names:
        mine = only(table, scenario=name)
        last = list(indexed(mine, "financial_year").values())[-1]
        likely = {"Chance that the last year saves": chance(last["probability_saves"])}
        found[name] = {**_by_year(mine), **likely}
    note = "A minus is a cost. The programme is counted."
    return Printed(f"Saving against no new action, {_NOMINAL}", rows(found), note)


def savings_over_all_years(run: Run) -> Printed:
    """What each scenario saves over all years: summed draw by draw."""
    table = only(run.savings_over_all_years(), price_basis="nominal")
    found = {
        name: {"Saving": pounds(row), "Chance that it saves": chance(row["probability_saves"])}
        for name, row in indexed(table, "scenario").items()
    }
    note = "The range of a sum is not the sum of the ranges. Undiscounted."
    return Printed(f"Saving over all years together, {_NOMINAL}", rows(found), note)


def worth(run: Run) -> Printed:
    """What each scenario is worth: present value, payback, benefit over cost, break-even."""
    table = run.appraised.tables["appraisal"]
    finance = run.appraised.finance
    counted = {} if finance is None else indexed(finance.switching, "scenario")
    found: dict[Any, dict[str, str]] = {}
    for row in table.to_dict("records"):
        shown = found.setdefault((row["scenario"], f"over {row['years']} years"), {})
        said = _measured({str(k): v for k, v in row.items()})
        if said and row["measure"] == "switching_value" and row["scenario"] in counted:
            said = f"{said} {counted[row['scenario']]['quantity']}"
        shown[_MEASURES[row["measure"]]] = said
    base = year_to(run.facts.opening_year)
    note = "Blank: not reached by then. Optimism is allowed for; see docs/guide-for-finance.md."
    return Printed(f"Invest to save, {base} prices ({FOUR_IN_FIVE})", rows(found), note)


def base_year(run: Run) -> Printed:
    """How listed prices were brought to the outturn of the base year."""
    if run.results is None:
        raise InputError("A run that is read back or published does not hold how it was scaled.")
    table = indexed(run.results.forecast.prices.factors, "line")
    found = {
        str(line).capitalize(): {
            "Outturn": millions(row["outturn"]),
            "Modelled at listed prices": millions(row["modelled"]),
            "Outturn over modelled": plain_number(round(float(row["factor"]), 2)),
        }
        for line, row in table.items()
    }
    caption = f"The base year, {year_to(run.facts.opening_year)}: prices brought to the outturn"
    return Printed(caption, rows(found))


def prediction(run: Run) -> Printed:
    """The base year predicted from the year before, against what came."""
    finance = _finance(run)
    found = {
        str(line).capitalize(): {
            "Predicted": millions(row["predicted"]),
            FOUR_IN_FIVE: span(millions(row["p10"]), millions(row["p90"])),
            "Came": millions(row["actual"]),
            "Held": "yes" if row["within_range"] else "no",
            "Note": row["note"],
        }
        for line, row in indexed(finance.prediction, "line").items()
    }
    year = year_to(run.facts.opening_year)
    return Printed(f"{year} predicted from the year before, GBP", rows(found))


_NOMINAL: Final = f"cash of each year ({FOUR_IN_FIVE})"


def _finance(run: Run) -> Finance:
    found = run.appraised.finance
    if found is None:
        raise InputError("A published run does not hold what finance asked of it.")
    return found


def _by_year(table: Any) -> dict[str, str]:
    return {str(year): pounds(row) for year, row in indexed(table, "financial_year").items()}


def _measured(row: Row) -> str:
    if row["measure"].startswith("npv"):
        return pounds(row)
    low, middle, high = (
        "" if row[key] != row[key] else plain_number(round(float(row[key]), 1))
        for key in ("p10", "p50", "p90")
    )
    if not middle:
        return ""
    spread = f"{low} to {high}" if high else f"{low} or more"
    return middle if low == high else f"{spread} (middle {middle})"
