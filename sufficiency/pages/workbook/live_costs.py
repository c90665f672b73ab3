"""Costs and Savings as live formulas: weeks x price x growth x factor x price level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.pages.workbook.book import Book, Formula
from sufficiency.pages.workbook.grid import BASE, Grid, cell, fixed
from sufficiency.pages.workbook.live_inputs import FACTORS, INPUTS, VOLUMES, InputRows
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to
from sufficiency.placements import position
from sufficiency.results.finance.model import LINES, PROGRAMME, FinanceModel, line_label

COSTS: Final = "Costs"
SAVINGS: Final = "Savings"
_OWN_FOSTERING: Final = (position("kinship_fostering"), position("in_house_fostering"))


@dataclass(frozen=True)
class Live:
    """Where things stand: the joints between the live sheets.

    Attributes:
        inputs: rows of Inputs.
        weeks: first row of each scenario on Volumes.
        programme: rows of each scenario's programme on Volumes.
        factors: first rows of the blocks of Factors.
    """

    inputs: InputRows
    weeks: Mapping[str, int]
    programme: Mapping[str, Mapping[str, int]]
    factors: Mapping[str, int]


@dataclass(frozen=True)
class CostRows:
    """Rows of one scenario on the sheet Costs."""

    first: int
    programme: int
    total: int
    not_modelled: int
    everything: int
    real: int

    @property
    def last(self) -> int:
        return self.first + len(LINES) - 1


def costs_sheet(book: Book, model: FinanceModel, live: Live) -> dict[str, CostRows]:
    """Cost of every scenario and line, nominal, with the total at base-year prices."""
    grid = Grid(
        book,
        COSTS,
        f"{book.facts.authority}: cost of placements by scenario",
        model,
        "Unit: pounds, nominal and gross, April to March; mean of the simulated futures. Live: "
        "weeks x weekly price x real price index x factor x price level.",
        MONEY_SOURCE,
        evidence_to(book.facts),
    )
    return {name: _scenario(grid, model, live, name) for name in model.scenarios}


def _scenario(grid: Grid, model: FinanceModel, live: Live, name: str) -> CostRows:
    inputs, level = live.inputs, live.inputs.rows["level"]
    nominal = model.real(name) * model.inflation[:, None]
    base = model.base_weeks * model.weekly * model.base_factors
    first = grid.row
    for k, line in enumerate(LINES):
        parts = (
            (VOLUMES, live.weeks[name] + k),
            (INPUTS, inputs.rows[f"index {line}"]),
            (FACTORS, live.factors[name] + k),
            (INPUTS, level),
        )
        price = fixed(INPUTS, inputs.rows[line])

        def make(column: str, _: str, parts=parts, price=price) -> str:  # type: ignore[no-untyped-def]
            return "*".join([price, *(cell(sheet, column, row) for sheet, row in parts)])

        grid.formulas(
            line_label(line),
            "£",
            "pounds",
            make,
            nominal[:, k].tolist(),
            scenario=name,
            base=Formula(f"={make(BASE, '')}", float(base[k])),
        )
    spent = live.programme[name]
    programme = grid.formulas(
        "Programme and allowances",
        "£",
        "pounds",
        lambda c, _: (
            f"SUM({cell(VOLUMES, c, spent[PROGRAMME[0]])}:{c}${spent[PROGRAMME[-1]]})"
            f"*{cell(INPUTS, c, level)}"
        ),
        (model.spent(name) * model.inflation).tolist(),
        scenario=name,
    )
    last = first + len(LINES) - 1
    total_values = model.total(name)
    total = grid.formulas(
        "Total modelled",
        "£",
        "pounds",
        lambda c, _: f"SUM({c}{first}:{c}{programme})",
        total_values.tolist(),
        scenario=name,
        base=Formula(f"=SUM({BASE}{first}:{BASE}{last})", float(base.sum())),
        kind="total",
    )
    rest = model.not_modelled * np.concatenate([[1.0], model.inflation])
    not_modelled = grid.formulas(
        "Not modelled",
        "£",
        "pounds",
        lambda c, _: f"{inputs.one('not modelled')}*{cell(INPUTS, c, level)}",
        rest[1:].tolist(),
        scenario=name,
        base=Formula(f"={inputs.one('not modelled')}*{cell(INPUTS, BASE, level)}", float(rest[0])),
    )
    everything = grid.formulas(
        "All children looked after",
        "£",
        "pounds",
        lambda c, _: f"{c}{total}+{c}{not_modelled}",
        (total_values + rest[1:]).tolist(),
        scenario=name,
        base=Formula(f"={BASE}{total}+{BASE}{not_modelled}", float(base.sum() + rest[0])),
        kind="total",
    )
    real = grid.formulas(
        f"Total modelled at {model.base_year} prices",
        "£ real",
        "pounds",
        lambda c, _: f"{c}{total}/{cell(INPUTS, c, level)}",
        (total_values / model.inflation).tolist(),
        scenario=name,
    )
    grid.row += 1
    return CostRows(first, programme, total, not_modelled, everything, real)


def savings_sheet(
    book: Book, model: FinanceModel, live: Live, costs: Mapping[str, CostRows], share: str
) -> dict[str, dict[str, int]]:
    """What each scenario saves, at the chosen costing of own fostering; returns rows by key.

    `share` is what the ranges of these savings leave out, if anything.
    """
    grid = Grid(
        book,
        SAVINGS,
        f"{book.facts.authority}: what each scenario saves against {model.baseline}",
        model,
        "Unit: pounds, gross, the programme's cost taken off; brackets are a cost. Whether own "
        "fostering is costed at marginal or full cost is chosen on Inputs and shown on each line.",
        MONEY_SOURCE,
        evidence_to(book.facts),
    )
    inputs = live.inputs
    chosen = f"{inputs.one('costing')}"
    at: dict[str, dict[str, int]] = {}
    for name in model.scenarios[1:]:
        ours, base = costs[name], costs[model.baseline]
        saving = model.total(model.baseline) - model.total(name)
        rows: dict[str, int] = {}
        rows["saving"] = grid.formulas(
            "Saving at marginal cost",
            "£ nominal",
            "pounds",
            lambda c, _, a=base, b=ours: f"{cell(COSTS, c, a.total)}-{cell(COSTS, c, b.total)}",  # type: ignore[misc]
            saving.tolist(),
            scenario=name,
        )
        rows["overheads"] = grid.formulas(
            "Overheads on own fostering, if at full cost",
            "£ nominal",
            "pounds",
            lambda c, _, a=base, b=ours: (  # type: ignore[misc]
                f"IF({chosen}={inputs.one('full')},{inputs.one('overhead')}*("
                + "+".join(
                    f"{cell(COSTS, c, a.first + k)}-{cell(COSTS, c, b.first + k)}"
                    for k in _OWN_FOSTERING
                )
                + f"),{inputs.one('zero')})"
            ),
            [0.0] * len(model.years),
            scenario=name,
        )
        rows["at costing"] = grid.formulas(
            "Saving, own fostering at:",
            "£ nominal",
            "pounds",
            lambda c, _, r=rows: f"{c}{r['saving']}+{c}{r['overheads']}",  # type: ignore[misc]
            saving.tolist(),
            scenario=name,
            constant=Formula(f"={chosen}", "marginal"),
            kind="total",
        )
        rows["real"] = grid.formulas(
            "Saving, own fostering at:",
            f"£, {model.base_year} prices",
            "pounds",
            lambda c, _, r=rows: (  # type: ignore[misc]
                f"{c}{r['at costing']}/{cell(INPUTS, c, inputs.rows['level'])}"
            ),
            (saving / model.inflation).tolist(),
            scenario=name,
            constant=Formula(f"={chosen}", "marginal"),
        )
        grid.row += 1
        at[name] = rows
    if share:
        grid.note(share)
    return at
