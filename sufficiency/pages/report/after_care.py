"""Young people after 18 and children seeking asylum, as the annex tells of them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from sufficiency.pages.report.block import Block, in_brackets
from sufficiency.pages.words import day, millions, thousands
from sufficiency.results.after_care import (
    ADVISERS,
    HOUSED,
    LEFT_AT_18,
    SPENDING,
    STAYING_PUT,
    YOUNG_PEOPLE,
)
from sufficiency.results.asylum import CHILDREN, GRANT
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import march, one, only
from sufficiency.results.run import Run

NAMES: Final = {
    LEFT_AT_18: "Left care at 18 or later in the year",
    YOUNG_PEOPLE: "Care leavers aged 19 to 21",
    STAYING_PUT: "of 18 to 20, staying put with former foster carers (estimate)",
    HOUSED: "of 19 to 21, in supported housing (estimate)",
    ADVISERS: "Personal advisers at the caseload of the evidence",
    SPENDING: "Spending on leaving care services",
    "advisers_real": "of which advisers (estimate)",
    "staying_put_real": "of which staying put (estimate)",
    "supported_housing_real": "of which supported housing (estimate)",
}
"""Every measure of the table in words."""
ASYLUM: Final = {CHILDREN: "Children at 31 March", GRANT: "Government grant"}
"""The measures of the table of children seeking asylum in words."""
_SOME: Final = 0.01
"""A scenario that changes a measure by less of it is left out."""


def after_care_block(run: Run) -> Block | None:
    """The baseline at the next and the last 31 March, and scenarios that change who stays put."""
    table = run.tables.get("after_care")
    if table is None or table.empty:
        return None
    facts = run.facts
    years = tuple(dict.fromkeys((facts.opening_year + 1, facts.horizon_year)))
    rows = []
    for measure, name in NAMES.items():
        found = [_cell(only(table, scenario=BASELINE, measure=measure), year) for year in years]
        if any(found):
            rows.append((name, *found))
    changed = changing(table, STAYING_PUT, facts.horizon_year)
    for scenario in facts.scenario_names:
        if scenario in changed:
            of = only(table, scenario=scenario, measure=STAYING_PUT)
            rows.append((f"Staying put in “{scenario}”", *(_cell(of, year) for year in years)))
    return Block(
        f"Young people after 18 whom {facts.authority} supports, beside the children in care: "
        "middle, and the range with a 4 in 5 chance; spending in prices of the opening year",
        ("Who", *(f"Year to {day(year)}" for year in years)),
        tuple(rows),
    )


def asylum_block(run: Run) -> Block | None:
    """Children seeking asylum and their grant, and in scenarios that change how many there are."""
    table = run.tables.get("asylum")
    if table is None or table.empty:
        return None
    facts = run.facts
    years = tuple(dict.fromkeys((facts.opening_year + 1, facts.horizon_year)))
    rows = []
    shown = changing(table, CHILDREN, facts.horizon_year) | {BASELINE}
    for scenario in (BASELINE, *facts.scenario_names):
        if scenario not in shown:
            continue
        who = "with no new action" if scenario == BASELINE else f"in “{scenario}”"
        for measure, name in ASYLUM.items():
            found = only(table, scenario=scenario, measure=measure)
            rows.append((f"{name}, {who}", *(_cell(found, year) for year in years)))
    return Block(
        f"Unaccompanied children seeking asylum in {facts.authority}, who are among the children "
        "above: middle, and the range with a 4 in 5 chance; the grant in the prices of the year",
        ("Who", *(f"Year to {day(year)}" for year in years)),
        tuple(rows),
    )


def asylum_words(run: Run) -> tuple[str, ...]:
    """A sentence on children seeking asylum at the horizon; none where nothing is known of them."""
    table = run.tables.get("asylum")
    if table is None or table.empty:
        return ()
    year = run.facts.horizon_year
    row = one(table, scenario=BASELINE, measure=CHILDREN, date=march(year))
    return (
        f"About {thousands(row['p50'])} of them may be alone and seeking asylum on {day(year)} "
        f"({thousands(row['p10'])} to {thousands(row['p90'])}). The annex has the grant for them.",
    )


def _cell(rows: pd.DataFrame, year: int) -> str:
    found = rows[rows["date"] == march(year)].to_dict("records")
    if not found:
        return ""
    measure = str(found[0]["measure"])
    words = millions if measure == GRANT or measure.endswith("_real") else thousands
    return in_brackets(found[0], words)


def changing(table: pd.DataFrame, measure: str, year: int) -> frozenset[str]:
    """The scenarios that change a measure by so much that a page shows it."""
    at = only(table, measure=measure, date=march(year))
    mean = dict(zip(at["scenario"], at["mean"].astype(float), strict=True))
    return frozenset(
        name for name in mean if abs(mean[name] - mean[BASELINE]) > _SOME * mean[BASELINE]
    )
