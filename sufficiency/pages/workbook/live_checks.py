"""Checks: each says TRUE, or by how much it is out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sufficiency.pages.workbook.book import Book, Column, Formula, Row
from sufficiency.pages.workbook.grid import BASE, span, year_column
from sufficiency.pages.workbook.live_appraisal import APPRAISAL
from sufficiency.pages.workbook.live_bridge import BRIDGE
from sufficiency.pages.workbook.live_costs import COSTS, SAVINGS, CostRows, Live
from sufficiency.pages.workbook.live_inputs import FACTORS, INPUTS, VOLUMES
from sufficiency.pages.workbook.live_plan import MTFP, PlanRows
from sufficiency.pages.workbook.words import evidence_to
from sufficiency.results.finance.model import LINES, FinanceModel

CHECKS: Final = "Checks"


def checks_sheet(
    book: Book,
    model: FinanceModel,
    live: Live,
    costs: Mapping[str, CostRows],
    savings: Mapping[str, Mapping[str, int]],
    bridge: Mapping[str, Mapping[str, int]],
    plans: Mapping[str, PlanRows],
    appraisal: Mapping[str, Mapping[str, int]],
) -> None:
    """Sums, the bridge, the scaling to the outturn and the sheets against each other."""
    sheet = book.sheet(
        CHECKS,
        f"{book.facts.authority}: checks",
        "Each check says TRUE when two figures that must agree do, to half a penny; otherwise by "
        "how much they differ, in pounds. They hold whatever is put in the blue cells.",
        "Source: the other sheets.",
        evidence_to(book.facts),
    )
    found = [("Prices of the run make the outturn of what is modelled", "", _scaling(live))]
    found.append(("What is modelled and what is not make the outturn", "", _boundary(live)))
    for name in model.scenarios:
        found += _of_scenario(model, live, costs[name], bridge[name], plans[name], name)
        if name != model.baseline:
            found += _of_saving(model, live, costs, savings[name], appraisal[name], name)
    first = sheet.row + 4
    tolerance = live.inputs.one("tolerance")
    last = first + len(found) - 1
    whole = f"=COUNTIF(D{first}:D{last},TRUE)=ROWS(D{first}:D{last})"
    sheet.raw.write_string(sheet.row, 0, "Every check holds", book.style("text", "heading"))
    sheet.raw.write_formula(sheet.row, 3, whole, book.style("check", "total"), True)
    sheet.row += 2
    rows = [
        Row(
            [
                what,
                name,
                Formula(f"={difference}", 0.0),
                Formula(f"=IF(ABS(C{row})<={tolerance},TRUE,C{row})", True),
            ]
        )
        for row, (what, name, difference) in enumerate(found, start=first)
    ]
    columns = [
        Column("Check", width=64),
        Column("Scenario", width=44),
        Column("Difference", "pence", 14),
        Column("Holds", "check", 12),
    ]
    sheet.table(columns, rows, freeze=2)
    sheet.heading("For information")
    kept = f"SUMPRODUCT(ABS({live.inputs.prices()}-{live.inputs.prices().replace('$D', '$E')}))"
    sheet.raw.write_string(
        sheet.row,
        0,
        "Weekly prices changed from the run, added up (nothing: as the run had them)",
        book.style("text"),
    )
    sheet.raw.write_formula(sheet.row, 2, f"={kept}", book.style("pence"), 0.0)


def _ends(model: FinanceModel) -> tuple[str, str]:
    return year_column(0), year_column(len(model.years) - 1)


def _along(sheet: str, row: int, first: str, last: str) -> str:
    """The years of one row."""
    return f"'{sheet}'!{first}{row}:{last}{row}"


def _scaling(live: Live) -> str:
    """Base year: weeks x prices as run x factors, less the outturn of what is modelled."""
    name = next(iter(live.weeks))
    end = len(LINES) - 1
    weeks = span(VOLUMES, BASE, live.weeks[name], live.weeks[name] + end)
    factors = span(FACTORS, BASE, live.factors[name], live.factors[name] + end)
    as_run = live.inputs.prices().replace("$D", "$E")
    return f"SUMPRODUCT({weeks},{as_run},{factors})-{live.inputs.year('modelled', '$E')}"


def _boundary(live: Live) -> str:
    rows = live.inputs
    return (
        f"{rows.year('modelled', '$E')}+{rows.year('not modelled', '$E')}"
        f"-{rows.year('outturn', '$E')}"
    )


def _of_scenario(
    model: FinanceModel,
    live: Live,
    costs: CostRows,
    bridge: Mapping[str, int],
    plan: PlanRows,
    name: str,
) -> list[tuple[str, str, str]]:
    first, last = _ends(model)
    before = year_column(len(model.years) - 2)
    second = year_column(1)
    level = _along(INPUTS, live.inputs.rows["level"], first, last)
    total = _along(COSTS, costs.total, first, last)
    parts = f"'{COSTS}'!{first}{costs.first}:{last}{costs.programme}"
    everything = _along(COSTS, costs.everything, first, last)
    real = _along(COSTS, costs.real, first, last)
    to = _along(BRIDGE, bridge["to"], first, last)
    carried = _along(MTFP, plan.carried, first, last)
    found = [
        ("Lines and programme add to the total", name, f"SUM({parts})-SUM({total})"),
        (
            "The total at base-year prices is the total without inflation",
            name,
            f"SUMPRODUCT({real},{level})-SUM({total})",
        ),
        ("The bridge ends at the cost of the year", name, f"SUMPRODUCT(ABS({to}-{total}))"),
        (
            "The plan carries forward all that is spent",
            name,
            f"SUMPRODUCT(ABS({carried}*{live.inputs.one('million')}-{everything}))",
        ),
    ]
    if len(model.years) > 1:
        begins = _along(BRIDGE, bridge["from"], second, last)
        ended = _along(BRIDGE, bridge["to"], first, before)
        words = "Each year of the bridge begins where the last ended"
        found.append((words, name, f"SUMPRODUCT(ABS({begins}-{ended}))"))
    return found


def _of_saving(
    model: FinanceModel,
    live: Live,
    costs: Mapping[str, CostRows],
    savings: Mapping[str, int],
    appraisal: Mapping[str, int],
    name: str,
) -> list[tuple[str, str, str]]:
    first, last = _ends(model)
    ours = _along(COSTS, costs[name].total, first, last)
    base = _along(COSTS, costs[model.baseline].total, first, last)
    saving = _along(SAVINGS, savings["saving"], first, last)
    parts = [_along(APPRAISAL, appraisal[key], first, last) for key in ("cashable", "avoided")]
    whole = [_along(APPRAISAL, appraisal[key], first, last) for key in ("saved", "bias")]
    return [
        (
            "The saving and the scenario's cost make the baseline's",
            name,
            f"SUMPRODUCT(ABS({saving}+{ours}-{base}))",
        ),
        (
            "Cashable and avoided make the saving",
            name,
            f"SUM({parts[0]})+SUM({parts[1]})-SUM({whole[0]})-SUM({whole[1]})",
        ),
    ]
