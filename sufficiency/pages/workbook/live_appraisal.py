"""Invest to save as live formulas: flows, optimism bias, cash flow, present values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sufficiency.money import npv
from sufficiency.pages.workbook.book import Book, Formula
from sufficiency.pages.workbook.grid import Grid, cell, year_column
from sufficiency.pages.workbook.live_costs import SAVINGS, Live
from sufficiency.pages.workbook.live_inputs import FACTORS, INPUTS, VOLUMES
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to
from sufficiency.results.finance.model import FinanceModel

APPRAISAL: Final = "Appraisal"


def appraisal_sheet(
    book: Book, model: FinanceModel, live: Live, savings: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, int]]:
    """Each scenario's flows at base-year prices and what they are worth; returns rows by key."""
    grid = Grid(
        book,
        APPRAISAL,
        f"{book.facts.authority}: invest to save",
        model,
        f"Unit: pounds at {model.base_year} prices, after optimism bias; costs in brackets. Within "
        "the years of the projection alone. Ranges are on the sheet Ranges of worth.",
        f"{MONEY_SOURCE} Discount rate: HM Treasury, Green Book, as on Inputs.",
        evidence_to(book.facts),
    )
    inputs = live.inputs
    years = len(model.years)
    first, last = year_column(0), year_column(years - 1)
    index = (1 + model.discount_rate) ** np.arange(years)
    start, zero = inputs.one("start"), inputs.one("zero")
    grid.heading("Discounting")
    row = grid.row
    at_index = grid.formulas(
        "Discount index",
        "index",
        "index",
        lambda c, p: f"{p}{row}+{p}{row}*{inputs.one('discount')}",
        (index * (1 + model.discount_rate)).tolist(),
        base=Formula(f"={start}", 1.0),
    )
    flags = f"'{INPUTS}'!${first}${inputs.rows['year zero']}:${last}${inputs.rows['year zero']}"
    factor = index[model.year_zero] / index
    discount = grid.formulas(
        "Discount factor",
        "factor",
        "index",
        lambda c, _: f"SUMPRODUCT(${first}{at_index}:${last}{at_index},{flags})/{c}{at_index}",
        factor.tolist(),
    )
    grid.row += 1
    at: dict[str, dict[str, int]] = {"": {"discount": discount}}
    for name in model.scenarios[1:]:
        at[name] = _scenario(grid, model, live, savings[name], name, discount, zero)
    return at


def _scenario(
    grid: Grid,
    model: FinanceModel,
    live: Live,
    savings: Mapping[str, int],
    name: str,
    discount: int,
    zero: str,
) -> dict[str, int]:
    inputs, years = live.inputs, len(model.years)
    first, last = year_column(0), year_column(years - 1)
    level = inputs.rows["level"]
    spent = live.programme[name]
    costs = {kind: -model.programme[name][kind] * (1 + model.bias_costs) for kind in spent}
    of_programme = model.spent(name)
    saved = (model.total(model.baseline) - model.total(name)) / model.inflation + of_programme
    bias = -model.bias_savings * np.maximum(saved, 0.0)
    cashable = (saved + bias) * model.cashable[name]
    net = sum(costs.values(), np.zeros(years)) + saved + bias
    rows: dict[str, int] = {}
    for kind, words in (
        ("one_off", "Paid once"),
        ("recurrent", "Paid each year"),
        ("allowances", "Continuing allowances"),
    ):
        rows[kind] = grid.formulas(
            words,
            "£",
            "pounds",
            lambda c, _, r=spent[kind]: (  # type: ignore[misc]
                f"-{cell(VOLUMES, c, r)}-{cell(VOLUMES, c, r)}*{inputs.one('bias_costs')}"
            ),
            costs[kind].tolist(),
            scenario=name,
        )
    whole = f"{spent['one_off']}:{{c}}${spent['allowances']}"
    rows["saved"] = grid.formulas(
        "Saving on placements, before optimism bias",
        "£",
        "pounds",
        lambda c, _: (
            f"{cell(SAVINGS, c, savings['at costing'])}/{cell(INPUTS, c, level)}"
            f"+SUM('{VOLUMES}'!{c}${whole.format(c=c)})"
        ),
        saved.tolist(),
        scenario=name,
    )
    rows["bias"] = grid.formulas(
        "Optimism bias",
        "£",
        "pounds",
        lambda c, _: f"-{inputs.one('bias_savings')}*MAX({c}{rows['saved']},{zero})",
        bias.tolist(),
        scenario=name,
    )
    rows["cashable"] = grid.formulas(
        "of the saving: cashable",
        "£",
        "pounds",
        lambda c, _: (
            f"({c}{rows['saved']}+{c}{rows['bias']})"
            f"*{cell(FACTORS, c, live.factors[f'cashable {name}'])}"
        ),
        cashable.tolist(),
        scenario=name,
        kind="range",
    )
    rows["avoided"] = grid.formulas(
        "of the saving: cost avoided",
        "£",
        "pounds",
        lambda c, _: f"{c}{rows['saved']}+{c}{rows['bias']}-{c}{rows['cashable']}",
        (saved + bias - cashable).tolist(),
        scenario=name,
        kind="range",
    )
    rows["net"] = grid.formulas(
        "Net",
        "£",
        "pounds",
        lambda c, _: f"SUM({c}{rows['one_off']}:{c}{rows['bias']})",
        net.tolist(),
        scenario=name,
        kind="total",
    )
    row = grid.row
    rows["cumulative"] = grid.formulas(
        "Net so far",
        "£",
        "pounds",
        lambda c, p: f"{p}{row}+{c}{rows['net']}",
        np.cumsum(net).tolist(),
        scenario=name,
        base=Formula(f"={zero}", 0.0),
    )
    _present_values(grid, model, rows, name, (first, last), discount, net, costs, zero)
    grid.row += 1
    return rows


def _present_values(
    grid: Grid,
    model: FinanceModel,
    rows: dict[str, int],
    name: str,
    ends: tuple[str, str],
    discount: int,
    net: np.ndarray,
    costs: Mapping[str, np.ndarray],
    zero: str,
) -> None:
    first, last = ends
    weights = f"${first}${discount}:${last}${discount}"

    def present(row: str) -> str:
        at = rows[row]
        return f"SUMPRODUCT({first}{at}:{last}{at},{weights})"

    value = float(npv(net, model.discount_rate, model.year_zero))
    put_in = -float(
        npv(sum(costs.values(), np.zeros_like(net)), model.discount_rate, model.year_zero)
    )
    rows["npv"] = grid.line(
        "Net present value", "£", "pounds", scenario=name,
        constant=Formula(f"={present('net')}", value), kind="total",
    )  # fmt: skip
    paid = "+".join(present(kind) for kind in ("one_off", "recurrent", "allowances"))
    rows["put in"] = grid.line(
        "Present value of costs", "£", "pounds", scenario=name,
        constant=Formula(f"=-({paid})", put_in),
    )  # fmt: skip
    at = rows["put in"]
    ratio: float | str = (value + put_in) / put_in if put_in > 0 else ""
    rows["ratio"] = grid.line(
        "Benefit-cost ratio of the means", "ratio", "ratio", scenario=name,
        constant=Formula(f'=IF(D{at}>{zero},(D{rows["npv"]}+D{at})/D{at},"")', ratio),
    )  # fmt: skip
