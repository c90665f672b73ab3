"""The sheet of young people after 18 and of children seeking asylum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from sufficiency.pages.report.after_care import ASYLUM, NAMES, changing
from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.children import POINTS, scenarios_of
from sufficiency.pages.workbook.columns import Column, Row
from sufficiency.pages.workbook.words import evidence_to
from sufficiency.results.asylum import GRANT
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import indexed, march
from sufficiency.results.run import Run


def beside_sheet(book: Book, run: Run) -> None:
    """Care leavers and children seeking asylum at each 31 March, in scenarios that change them."""
    facts, tables = run.facts, run.tables
    sheet = book.sheet(
        "Asylum and after 18",
        f"{facts.authority}: children seeking asylum, and young people after 18, years to 31 March",
        "Unit: children and young people; GBP, the grant in the prices of each year and the rest "
        "in those of the opening year. Nothing here is added to the costs of the other sheets.",
        "Source: DfE, children looked after in England and care leavers, by authority; assumptions "
        "named asylum, adviser, staying_put and supported_housing.",
        evidence_to(facts),
    )
    years = range(facts.opening_year + 1, facts.horizon_year + 1)
    rows = [
        row
        for name, measures in (("asylum", ASYLUM), ("after_care", NAMES))
        for row in _rows(tables.get(name), measures, years)
    ]
    columns = [
        Column("Who", width=50),
        Column("Scenario", width=38),
        Column("Range", width=16),
        *(Column(f"31 March {year}", "children", 12) for year in years),
    ]
    sheet.table(columns, rows, freeze=3)


def _rows(table: pd.DataFrame | None, measures: Mapping[str, str], years: range) -> Iterator[Row]:
    """The baseline's rows of each measure, and those of scenarios that differ from them."""
    if table is None or table.empty:
        return
    found = indexed(table, "scenario", "measure", "date")
    for measure, words in measures.items():
        pounds = measure == GRANT or measure.endswith("_real")
        shown = changing(table, measure, years[-1]) | {BASELINE}
        for scenario in scenarios_of({"": table}, ""):
            if scenario not in shown or (scenario, measure, march(years[-1])) not in found:
                continue
            lines = [found[scenario, measure, march(year)] for year in years]
            for point, range_words in POINTS:
                cells = [words, scenario, range_words, *(line[point] for line in lines)]
                yield Row(cells, shows="pounds" if pounds else "")
