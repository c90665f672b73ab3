"""The medium-term financial plan: brought forward, pressures, income, net, against the budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.money import Budget
from sufficiency.pages.workbook.book import Book, Formula, Kind
from sufficiency.pages.workbook.grid import Grid, Make, cell, span
from sufficiency.pages.workbook.live_bridge import BRIDGE, STEPS
from sufficiency.pages.workbook.live_costs import COSTS, CostRows, Live
from sufficiency.pages.workbook.live_inputs import MILLION
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to
from sufficiency.results.finance.model import FinanceModel
from sufficiency.results.lookup import only

MTFP: Final = "MTFP"


@dataclass(frozen=True)
class PlanRows:
    """Rows of one scenario on the sheet MTFP."""

    carried: int
    net: int


def mtfp_sheet(
    book: Book,
    model: FinanceModel,
    live: Live,
    costs: Mapping[str, CostRows],
    bridge: Mapping[str, Mapping[str, int]],
    steps: pd.DataFrame,
    budget: Budget | None,
) -> dict[str, PlanRows]:
    """£m to three decimals: brought forward, pressures, the scenario, income, net and budget."""
    grid = Grid(
        book,
        MTFP,
        f"{book.facts.authority}: medium-term financial plan, children looked after",
        model,
        "Unit: £ million, nominal; reductions in brackets. Gross of income to “Carried forward”, "
        "then income and net. All children looked after: what is modelled and what is not.",
        MONEY_SOURCE,
        evidence_to(book.facts),
    )
    return {
        name: _plan(
            grid, model, live, costs[name], bridge[name], only(steps, scenario=name), name, budget
        )
        for name in model.scenarios
    }


def _plan(
    grid: Grid,
    model: FinanceModel,
    live: Live,
    costs: CostRows,
    bridge: Mapping[str, int],
    steps: pd.DataFrame,
    name: str,
    budget: Budget | None,
) -> PlanRows:
    inputs, million = live.inputs, live.inputs.one("million")
    level = np.concatenate([[1.0], model.inflation])
    rest = model.not_modelled * np.diff(level)
    total = model.total(name) + model.not_modelled * model.inflation
    nominal = model.real(name) * model.inflation[:, None]
    forward = np.concatenate([[model.outturn], total[:-1]])
    start = grid.row
    end = start + 7

    def write(label: str, make: Make, values: np.ndarray, kind: Kind = "plain") -> int:
        shown = (np.asarray(values) / MILLION).tolist()
        return grid.formulas(label, "£m", "£m", make, shown, scenario=name, kind=kind)

    # The base year's own column carries the outturn, so that the chain has one formula.
    write(STEPS["from"], lambda _, p: f"{p}{end}", forward, "total")
    for step in ("volume", "mix", "price", "inflation", "intervention"):
        row = bridge[step]

        def of_step(c: str, _: str, row: int = row) -> str:
            return f"{cell(BRIDGE, c, row)}/{million}"

        write(STEPS[step], of_step, steps[step].to_numpy())
    write(
        "Inflation on what is not modelled",
        lambda c, p: (
            f"({cell(COSTS, c, costs.not_modelled)}-{cell(COSTS, p, costs.not_modelled)})/{million}"
        ),
        rest,
    )
    carried = write(
        "Carried forward: gross", lambda c, _: f"SUM({c}{start}:{c}{end - 1})", total, "total"
    )
    outturn = Formula(f"={inputs.year('outturn', '$E')}/{million}", model.outturn / MILLION)
    grid.sheet.write(carried - 1, 4, outturn, "£m", "total")
    residential = (nominal * model.residential).sum(-1)
    income = []
    for key, label in (
        ("health", "Contributions of health"),
        ("education", "Contributions of education and others"),
    ):
        share = model.income_share * (
            model.health_share if key == "health" else 1 - model.health_share
        )
        income.append(-residential * share)

        def contributed(c: str, _: str, share: str = inputs.one(key)) -> str:
            paid = f"{span(COSTS, c, costs.first, costs.last)},{inputs.flags()}"
            return f"-SUMPRODUCT({paid})*{share}/{million}"

        write(label, contributed, income[-1])
    income.append(-model.asylum_children * model.asylum_grant * model.nights)
    last = write(
        "Home Office grant, children seeking asylum",
        lambda c, _: (
            f"-{inputs.year('asylum', c)}*{inputs.one('grant')}"
            f"*{inputs.year('nights', c)}/{million}"
        ),
        income[-1],
    )
    net = write(
        "Net", lambda c, _: f"SUM({c}{carried}:{c}{last})", total + np.sum(income, axis=0), "total"
    )
    covered = budget is not None and budget.covers == "modelled"
    compared = costs.total if covered else costs.everything
    against = model.total(name) if covered else total
    gap = [
        (against[y] - budget.by_year[year]) / MILLION
        if budget is not None and year in budget.by_year
        else ""
        for y, year in enumerate(model.years)
    ]
    grid.formulas(
        "Over the approved budget (gross)",
        "£m",
        "£m",
        lambda c, _: (
            f"IF(ISNUMBER({inputs.year('budget', c)}),"
            f'({cell(COSTS, c, compared)}-{inputs.year("budget", c)})/{million},"")'
        ),
        gap,
        scenario=name,
    )
    grid.row += 1
    return PlanRows(carried, net)
