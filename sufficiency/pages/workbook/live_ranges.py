"""How sure: percentiles, contingency, the chance of keeping a budget, and of an appraisal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from sufficiency.pages.remarks import share_not_in_ranges
from sufficiency.pages.workbook.book import Book, Sheet
from sufficiency.pages.workbook.columns import Column, Kind, Row
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to, finance_of
from sufficiency.results.finance.tables import Finance
from sufficiency.results.lookup import only
from sufficiency.results.run import Run

RANGES: Final = "Ranges"
_POINTS: Final = (
    ("p10", "1 in 10 below"),
    ("p50", "middle"),
    ("p80", "1 in 5 above"),
    ("p90", "1 in 10 above"),
)
_GAPS: Final = (
    ("gap_p50", "gap: middle less budget"),
    ("gap_p80", "gap: 1 in 5 above less budget"),
)
_MEASURES: Final = {
    "npv": "Net present value",
    "npv_by_grade": "The same, bias by evidence",
    "payback_month": "Payback: month of the programme",
    "benefit_cost_ratio": "Benefit-cost ratio",
    "switching_value": "Breaks even at",
}
_SHOWN: Final = {
    "npv": "pounds",
    "npv_by_grade": "pounds",
    "payback_month": "children",
    "benefit_cost_ratio": "ratio",
    "switching_value": "weeks",
}
"""How each measure is shown."""
_GAINS: Final = {
    "council": "The council's part of the saving",
    "health": "Health's, of homes",
    "education": "Education's and others', of homes",
    "courts": "Courts: fewer proceedings",
    "net_council": "Net present value: the council",
    "net_all": "Net present value with the courts",
}
_NEVER: Final = ("payback_month",)
"""Measures that are blank where the money does not come back in the years counted."""
_COVERS: Final = {"modelled": "Total modelled", "all": "All children looked after"}


def ranges_sheet(book: Book, run: Run) -> None:
    """How sure: percentiles of cost, contingency and the chance of keeping the budget."""
    finance = finance_of(run)
    years = finance.model.years
    sheet = book.sheet(
        RANGES,
        f"{run.facts.authority}: ranges of cost",
        f"Values from the {run.facts.draws:,} simulated futures of the run: they do not follow "
        "the blue cells. Ranges of parts do not add to the range of a total. Nominal and gross.",
        MONEY_SOURCE,
        evidence_to(run.facts),
    )
    columns = [
        Column("Scenario", width=42),
        Column("Line", width=43),
        Column("Statistic", width=36),
        Column("Prices", width=15),
        Column(finance.model.base_year, "pounds", 15),
        *(Column(year, "pounds", 15) for year in years),
    ]
    spent = {"modelled": finance.model.modelled, "all": finance.model.outturn}
    rows = [
        row
        for name in finance.model.scenarios
        for covers, words in _COVERS.items()
        for row in _sure_of(
            (name, words), only(finance.budget, scenario=name, covers=covers), spent[covers]
        )
    ]
    sheet.table(columns, rows, freeze=2)


def _sure_of(of: tuple[str, str], found: pd.DataFrame, spent: float) -> list[Row]:
    """Percentiles, contingency and, where there is a budget, gaps and the chance of keeping it.

    `spent` is what the base year came to, which is known and stands beside the middle.
    """

    def row(says: str, key: str, kind: Kind = "plain", shows: str = "") -> Row:
        base = spent if says == "middle" else None
        return Row([*of, says, "nominal", base, *found[key]], kind, shows)

    rows = [row(says, point, "range") for point, says in _POINTS]
    rows.append(row("contingency: 1 in 5 above less middle", "contingency"))
    if found["budget"].notna().any():
        rows += [row(says, point, "total") for point, says in _GAPS]
        rows.append(row("chance of keeping the budget", "probability_within", shows="chance"))
    return rows


def worth_sheet(book: Book, run: Run) -> None:
    """How sure of what scenarios are worth: appraisal, savings by costing, and by year."""
    finance = finance_of(run)
    sheet = book.sheet(
        "Ranges of appraisal",
        f"{run.facts.authority}: ranges of what scenarios save and are worth",
        f"Unit: pounds at {finance.model.base_year} prices, or as the line says. Values from the "
        f"{run.facts.draws:,} simulated futures of the run: they do not follow the blue cells.",
        MONEY_SOURCE,
        evidence_to(run.facts),
    )
    sheet.widths(42, 44, 16, *(18 for _ in finance.model.years))
    if share := share_not_in_ranges(run):
        sheet.paragraph(share)
    sheet.heading(
        "Appraisal after optimism bias, over the years of the plan and over ten, from the first "
        "spending; bias by evidence is the Greater Manchester model's; a dash is not defined"
    )
    scenario, measure, *ends = _ends("Measure")
    of_means = [Column("Years counted", width=16), Column("Of the mean flows", "pounds", 18)]
    sheet.table([scenario, measure, *of_means, *ends], _appraisal(finance), wide=False)
    sheet.heading(
        "Who gains: present values after optimism bias, means; the council pays for the programme"
    )
    years = Column("Years counted", width=44)
    gains = (Column(words, "pounds", 15) for words in _GAINS.values())
    sheet.table([scenario, years, *gains], _gains(finance), wide=False)
    sheet.heading(
        "Saving over all years, at base-year prices, undiscounted, by costing of own fostering"
    )
    costings = [
        Row([row["scenario"], f"own fostering at {row['own_fostering_at']} cost", *_range_of(row)])
        for row in finance.costings.to_dict("records")
    ]
    sheet.table(_ends("Costing"), costings, wide=False)
    _year_effects(sheet, finance)


def _ends(of: str) -> list[Column]:
    return [
        Column("Scenario", width=43),
        Column(of, width=44),
        Column("1 in 10 below", "pounds", 18),
        Column("Middle", "pounds", 18),
        Column("1 in 10 above", "pounds", 18),
    ]


def _range_of(row: Mapping[Any, Any]) -> list[float]:
    return [float(row[key]) for key in ("p10", "p50", "p90")]


def _appraisal(finance: Finance) -> list[Row]:
    """Each measure of each scenario; a switching value says what it counts, a bias its grade."""
    of = finance.switching.set_index("scenario")
    quantity = of["quantity"].to_dict()
    bias = {name: f"{row['grade']}, {row['correction']:.0%}" for name, row in of.iterrows()}
    rows = []
    for row in finance.appraisal.to_dict("records"):
        name, measure, years = str(row["scenario"]), str(row["measure"]), int(row["years"])
        words = _MEASURES[measure]
        if measure == "switching_value":
            words = f"{words}: {quantity[name]}"
        if measure == "npv_by_grade":
            words = f"{words}: {bias[name]}"
        figures = [float(row["mean"]), *_range_of(row)]
        never = f"not within {years} years"
        shown = [never if measure in _NEVER and value != value else value for value in figures]
        rows.append(Row([name, words, f"over {years}", *shown], shows=_SHOWN[measure]))
    return rows


def _gains(finance: Finance) -> list[Row]:
    """Means: what each agency gains of each scenario, and what is left after the programme."""
    by_gain = finance.gains.pivot(index=["scenario", "years"], columns="gain", values="mean")
    pairs = dict.fromkeys(zip(finance.gains["scenario"], finance.gains["years"], strict=True))
    return [
        Row(
            [str(name), f"over {years} years", *(by_gain.loc[(name, years), key] for key in _GAINS)]
        )
        for name, years in pairs
    ]


def _year_effects(sheet: Sheet, finance: Finance) -> None:
    """What a year sees of a scenario, and what a whole year at its last day's rate would."""
    sheet.heading(
        "Saving on placements, without the programme: part-year (what the year sees) and "
        "full-year (at the rate of its 31 March), real"
    )
    rows = [
        Row([scenario, words, *found[key]])
        for scenario in dict.fromkeys(finance.year_effects["scenario"])
        for found in [only(finance.year_effects, scenario=scenario)]
        for key, words in (("part_year", "part-year, mean"), ("full_year", "full-year, mean"))
    ]
    years = (Column(year, "pounds") for year in finance.model.years)
    sheet.table(
        [Column("Scenario", width=43), Column("Effect", width=44), *years], rows, wide=False
    )


def what_matters_sheet(book: Book, run: Run) -> None:
    """The tornado: what each assumption moves between the ends of its range."""
    finance = finance_of(run)
    sheet = book.sheet(
        "Sensitivity",
        f"{run.facts.authority}: which assumptions the answer turns on",
        "Each assumption was run at its low and at its high on the same few draws, the rest as "
        "they are. Pounds, real. Prices are scaled to the outturn again each time.",
        "Source: the run; the sheet Assumptions gives the source of each figure.",
        evidence_to(run.facts),
    )
    columns = [
        Column("Outcome", width=52),
        Column("Assumption", width=44),
        Column("Unit", width=36),
        Column("Low", "number", 13),
        Column("High", "number", 13),
        Column("At low", "pounds", 16),
        Column("As it is", "pounds", 16),
        Column("At high", "pounds", 16),
        Column("Swing", "pounds", 15),
    ]
    units = finance.assumptions.set_index("key")["unit"]
    numbers = ("low", "high", "at_low", "middle", "at_high", "swing")
    rows = [
        Row(
            [
                str(row["outcome"]),
                str(row["key"]).replace("_", " "),
                units.get(row["key"], "share of the average price"),
                *(float(row[number]) for number in numbers),
            ]
        )
        for row in finance.tornado.to_dict("records")
        if row["swing"] >= 1
    ]
    sheet.table(columns, rows, freeze=2)
