"""What each scenario does to the number of children in the placements that matter."""

from __future__ import annotations

import pandas as pd

from sufficiency.errors import listed
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.ranges import Column, as_data, draw_ranges, lowest
from sufficiency.pages.charts.sheet import Words
from sufficiency.pages.words import FOUR_IN_FIVE, day, sentences, span, thousands
from sufficiency.placements import label
from sufficiency.results.facts import BASELINE, RunFacts
from sufficiency.results.lookup import all_ages, only
from sufficiency.results.run import Run

_LIMITS = "limit_agency"
"""The lever under which not every child beyond own places finds an agency carer."""

_OWN = {"fostering": "foster places", "homes": "homes"}
COMPARED = ("in_house_fostering", "agency_fostering", "external_residential")
"""Types that scenarios of fostering and of homes move children between."""


@drawn
def placement_types_scenarios(run: Run) -> Chart | None:
    """In-house, agency and external homes under each scenario at the end of the horizon.

    Returns:
        The chart, or None when the run has no scenario.
    """
    facts = run.facts
    if not facts.scenarios:
        return None
    table = run.tables["placements"]
    end = table["date"].max()
    columns = [
        Column(label(kind), _at(table[table["placement_type"] == kind], end)) for kind in COMPARED
    ]
    return _compared(
        "placement_types_scenarios",
        f"Children in three types of placement in {facts.authority} by scenario, {day(end.year)}",
        columns,
        facts,
        captions.withheld(run),
        _lowest(columns[1], "children with agency carers", end.year),
    )


@drawn
def gap_scenarios(run: Run) -> Chart | None:
    """Need beyond own places that can be filled, by scenario, where supply is known.

    Returns:
        The chart, or None when the run has no scenario or no family's supply is known, or shown,
        at its end.
    """
    facts = run.facts
    end = run.tables["gap"]["date"].max()
    table = only(all_ages(run.tables), date=end).dropna(subset="gap_p50")
    families = [family for family in ("fostering", "homes") if (table["family"] == family).any()]
    if not families or not facts.scenarios:
        return None
    columns = []
    for family in families:
        rows = table[table["family"] == family]
        rows = rows.rename(columns={f"gap_{name}": name for name in ("p10", "p50", "p90")})
        columns.append(Column(f"{label(family)}: need beyond own places", _at(rows, end)))
    return _compared(
        "gap_scenarios",
        f"Children beyond the council's own places in {facts.authority} by scenario, "
        f"{day(end.year)}",
        columns,
        facts,
        (
            f"Need less the council's own places that can be filled: {_where(facts)}",
            *captions.withheld(run),
        ),
        _lowest(columns[0], f"children beyond the council's own {_OWN[families[0]]}", end.year),
    )


def _lowest(column: Column, what: str, year: int) -> str:
    """The scenario that leaves fewest, beside the baseline, where both may be shown."""
    found = lowest(column)
    if found is None:
        return ""
    name, least, base = found
    if not name:
        return f"No scenario leaves fewer {what} in {year} than no new action"
    return (
        f"“{name}” leaves fewest {what} in {year}: about {thousands(least)}, against "
        f"{thousands(base)} with no new action"
    )


def _where(facts: RunFacts) -> str:
    """Where children beyond the council's own places live: not with agency carers in every run."""
    limits = [s.name for s in facts.scenarios if any(k.kind == _LIMITS for k in s.levers)]
    usual = "with agency carers or in homes that others run"
    if not limits:
        return f"these children live {usual}"
    return (
        f"these children live {usual}, and under {listed(f'“{name}”' for name in limits)}, where "
        "agency carers are limited, those who find no foster home live in homes that others run"
    )


def _compared(
    slug: str,
    title: str,
    columns: list[Column],
    facts: RunFacts,
    remarks: tuple[str, ...],
    message: str,
) -> Chart:
    note = captions.caption(
        facts,
        "children",
        captions.CHILDREN_LOOKED_AFTER,
        captions.FOSTERING,
        reading=captions.READING_BARS,
        remarks=(captions.SHARED_FUTURES, *remarks),
    )
    words = Words(
        title,
        "Children. SCENARIOS set against the FORECAST with no new action. "
        "Each column has its own scale, which does not start at zero",
        note,
        message,
    )
    sheet = draw_ranges(words, facts.scenario_names, columns, thousands)
    names = (BASELINE, *facts.scenario_names)
    data = as_data(names, columns)
    return Chart(slug, title, sheet.figure, _alt(columns, message), data, note)


def _alt(columns: list[Column], message: str) -> str:
    """The message, then the baseline with its range in each column."""
    parts = []
    for column in columns:
        low, base, high = (float(column.ranges[name][BASELINE]) for name in ("p10", "p50", "p90"))
        spread = "" if low == high else f" ({span(thousands(low), thousands(high))})"
        parts.append(f"{column.title.split(':')[0].lower()}, {thousands(base)}{spread}")
    return sentences(message, f"With no new action, {FOUR_IN_FIVE} in brackets: {'; '.join(parts)}")


def _at(rows: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """p10, p50 and p90 by scenario on one date."""
    return rows[rows["date"] == end].set_index("scenario")[["p10", "p50", "p90"]]
