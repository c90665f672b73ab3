"""The sheets that count children by placement type."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.columns import Column, Row
from sufficiency.pages.workbook.words import (
    basis_of,
    children_source,
    evidence_to,
    shown,
    sum_of,
)
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.cells import Given
from sufficiency.results.facts import BASELINE, RunFacts
from sufficiency.results.lookup import indexed, march, one, only
from sufficiency.results.run import Run

Tables = Mapping[str, pd.DataFrame]
POINTS = (("p10", "1 in 10 below"), ("p50", "middle"), ("p90", "1 in 10 above"))


def forecast_sheet(book: Book, run: Run) -> None:
    """Children by placement type at each 31 March, and the range of the total."""
    facts, tables = run.facts, run.tables
    sheet = book.sheet(
        "Forecast",
        f"{facts.authority}: forecast of children looked after at 31 March",
        "Unit: children, the mean of the simulated futures (whole in view, not rounded in the "
        "cell). A forecast of where things are heading with no change of policy; not a target.",
        children_source(facts),
        evidence_to(facts),
    )
    years = range(facts.opening_year, facts.horizon_year + 1)
    columns = [
        Column("Placement type", width=36),
        Column("What the opening count rests on", width=36),
        *(Column(f"31 March {year}", "children", 11) for year in years),
    ]
    rows = _types(tables["forecast"], facts)
    total = [one(tables["forecast"], date=march(y), placement_type="total") for y in years]
    for point, words in (*POINTS, ("p25", "1 in 4 below"), ("p75", "1 in 4 above")):
        cells = [f"Total: {words}", "", *(row[point] for row in total)]
        rows.append(Row(cells, "range"))
    sheet.table(columns, rows, freeze=2)
    sheet.paragraph(
        "Between “1 in 10 below” and “1 in 10 above” lie 4 in 5 of the simulated futures."
    )


def months_sheet(book: Book, run: Run) -> None:
    """The forecast month by month: the total's range and each type's mean."""
    facts, tables = run.facts, run.tables
    sheet = book.sheet(
        "Forecast by month",
        f"{facts.authority}: forecast of children looked after at each month end",
        "Unit: children. Types are means and add up to the mean of the total.",
        children_source(facts),
        evidence_to(facts),
    )
    columns = [
        Column("Month end", "date", 13),
        Column("Total, mean", "children", 9),
        Column("1 in 10 below", "children", 9),
        Column("Middle", "children", 9),
        Column("1 in 10 above", "children", 9),
        *(Column(shown(kind, facts), "children", 16) for kind in PLACEMENT_TYPES),
    ]
    found = indexed(tables["forecast"], "date", "placement_type")
    rows = []
    for date in sorted({date for date, _ in found}):
        types = [Given(found[date, kind]["mean"]) for kind in PLACEMENT_TYPES]
        total = found[date, "total"]
        mean = total["mean"]
        ranges = [total[point] for point, _ in POINTS]
        day = pd.Timestamp(date).to_pydatetime()
        rows.append(Row([day, sum_of(types, mean), *ranges, *types]))
    sheet.table(columns, rows, freeze=1)


def placements_sheet(book: Book, run: Run) -> None:
    """Children by placement type in every scenario at each 31 March."""
    facts, tables = run.facts, run.tables
    sheet = book.sheet(
        "Placements",
        f"{facts.authority}: children by placement type in each scenario at 31 March",
        "Unit: children, the mean of the simulated futures. Baseline is the forecast; the others "
        "are scenarios: what would follow if their assumptions came true.",
        children_source(facts),
        evidence_to(facts),
    )
    years = range(facts.opening_year, facts.horizon_year + 1)
    columns = [
        Column("Scenario", width=38),
        Column("Placement type", width=34),
        *(Column(f"31 March {year}", "children", 11) for year in years),
    ]
    rows: list[Row] = []
    for name in scenarios_of(tables, "placements"):
        frame = only(tables["placements"], scenario=name)
        rows += _types(frame, facts, name)
    sheet.table(columns, rows, freeze=2)


def _types(frame: pd.DataFrame, facts: RunFacts, scenario: str | None = None) -> list[Row]:
    """A line a placement type and their sum; of a scenario, or with what each rests on."""
    years = range(facts.opening_year, facts.horizon_year + 1)
    found = indexed(frame, "date", "placement_type")
    means = {
        kind: [Given(found[march(year), kind]["mean"]) for year in years]
        for kind in PLACEMENT_TYPES
    }

    def words(kind: str, name: str) -> list[str]:
        return [name, basis_of(kind, facts)] if scenario is None else [scenario, name]

    rows = [Row([*words(kind, shown(kind, facts)), *cells]) for kind, cells in means.items()]
    totals = [
        sum_of(parts, found[march(year), "total"]["mean"])
        for year, *parts in zip(years, *means.values(), strict=True)
    ]
    rows.append(Row([*words("total", label("total")), *totals], "total"))
    return rows


def scenarios_of(tables: Tables, name: str) -> list[str]:
    """The scenarios of a table, Baseline first."""
    names = [str(scenario) for scenario in tables[name]["scenario"].unique()]
    return [BASELINE, *(scenario for scenario in names if scenario != BASELINE)]
