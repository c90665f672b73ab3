"""The bridge and the medium-term financial plan table, as live formulas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.pages.workbook.book import Book, Formula, Kind
from sufficiency.pages.workbook.grid import Grid, Make, cell, span, year_column
from sufficiency.pages.workbook.live_costs import COSTS, CostRows, Live
from sufficiency.pages.workbook.live_inputs import FACTORS, INPUTS, VOLUMES
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to
from sufficiency.results.finance.model import LINES, FinanceModel
from sufficiency.results.lookup import only

BRIDGE: Final = "Bridge"
STEPS: Final = {
    "from": "Brought forward",
    "volume": "Number of children",
    "mix": "Mix of placements",
    "price": "Prices above inflation",
    "inflation": "General inflation",
    "intervention": "The scenario, with its programme",
    "to": "Carried forward",
}


def bridge_sheet(
    book: Book, model: FinanceModel, live: Live, costs: Mapping[str, CostRows], bridge: pd.DataFrame
) -> dict[str, dict[str, int]]:
    """The walk from year to year of every scenario; returns rows by scenario and step.

    The baseline's steps are sums over lines of weeks x prices; the scenario's own step is the
    change in what it costs over the baseline.
    """
    grid = Grid(
        book,
        BRIDGE,
        f"{book.facts.authority}: why the cost of placements moves from one year to the next",
        model,
        "Unit: pounds, nominal, gross, of all that is modelled. Steps are taken in this order; "
        "what is joint to two goes to the later. The first year starts from the outturn.",
        MONEY_SOURCE,
        evidence_to(book.facts),
    )
    at: dict[str, dict[str, int]] = {}
    for name in model.scenarios:
        found = only(bridge, scenario=name)
        values = {step: found[step].to_numpy(np.float64) for step in STEPS}
        rows = {step: grid.row + number for number, step in enumerate(STEPS)}
        makes = _formulas(model, live, costs, name, rows)
        for step, words in STEPS.items():
            # The first year differs: it starts from the outturn, not from a year of the run.
            first, later = makes[step]
            cells = [
                Formula(
                    f"={(later if y else first)(year_column(y), year_column(y - 1))}", float(value)
                )
                for y, value in enumerate(values[step])
            ]
            kind: Kind = "total" if step in ("from", "to") else "plain"
            grid.line(words, "£", "pounds", scenario=name, years=cells, kind=kind)
        grid.row += 1
        at[name] = rows
    return at


def _formulas(
    model: FinanceModel,
    live: Live,
    costs: Mapping[str, CostRows],
    name: str,
    rows: Mapping[str, int],
) -> dict[str, tuple[Make, Make]]:
    """For each step the formula of the first year and of the years after it."""
    inputs, base, ours = live.inputs, costs[model.baseline], costs[name]
    own, level = live.weeks[model.baseline], inputs.rows["level"]
    last = len(LINES) - 1
    modelled = inputs.year("modelled", "$E")
    grown = live.factors["first volume"]

    def weeks(column: str) -> str:
        return span(VOLUMES, column, own, own + last)

    def joined(key: str, column: str) -> str:
        return span(FACTORS, column, live.factors[key], live.factors[key] + last)

    def was(column: str) -> str:
        return cell(COSTS, column, base.total)

    def at_old(c: str, p: str) -> str:
        parts = (weeks(c), inputs.prices(), inputs.growth(p), joined("cross", c))
        return f"SUMPRODUCT({','.join(parts)})*{cell(INPUTS, p, level)}"

    def carried(c: str, p: str) -> str:
        parts = (weeks(p), inputs.prices(), inputs.growth(p), joined("carried", c))
        return f"SUMPRODUCT({','.join(parts)})*{cell(INPUTS, p, level)}"

    def over(column: str) -> str:
        return f"{cell(COSTS, column, ours.total)}-{cell(COSTS, column, base.total)}"

    step = rows

    def same(make: Make) -> tuple[Make, Make]:
        return make, make

    return {
        "from": (lambda c, p: modelled, lambda c, p: f"{p}{step['to']}"),
        "volume": (
            lambda c, p: f"{modelled}*'{FACTORS}'!$D${grown}-{modelled}",
            lambda c, p: f"{carried(c, p)}-{was(p)}",
        ),
        "mix": (
            lambda c, p: f"{at_old(c, p)}-{modelled}-{c}{step['volume']}",
            lambda c, p: f"{at_old(c, p)}-{was(p)}-{c}{step['volume']}",
        ),
        "price": same(
            lambda c, p: (
                f"{was(c)}/{cell(INPUTS, c, level)}*{cell(INPUTS, p, level)}-{at_old(c, p)}"
            )
        ),
        "inflation": same(
            lambda c, p: f"{was(c)}-{was(c)}/{cell(INPUTS, c, level)}*{cell(INPUTS, p, level)}"
        ),
        "intervention": (
            lambda c, p: over(c),
            lambda c, p: f"({over(c)})-({over(p)})",
        ),
        "to": same(lambda c, p: f"SUM({c}{step['from']}:{c}{step['intervention']})"),
    }
