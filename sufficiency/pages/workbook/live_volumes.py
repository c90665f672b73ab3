"""What the run hands to the live sheets: weeks, programme costs, and what joins them to prices."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.grid import Grid
from sufficiency.pages.workbook.live_inputs import FACTORS, VOLUMES
from sufficiency.pages.workbook.words import evidence_to
from sufficiency.results.finance.model import LINES, PROGRAMME, FinanceModel, line_label

_PROGRAMME_WORDS: Final = {
    "one_off": "Programme: paid once",
    "recurrent": "Programme: paid each year",
    "allowances": "Continuing allowances",
}


def volumes_sheet(
    book: Book, model: FinanceModel
) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Weeks by scenario and line, and what programmes cost; returns where each stands."""
    grid = Grid(
        book,
        VOLUMES,
        f"{book.facts.authority}: weeks of placements and cost of programmes",
        model,
        f"Values from the run, the mean of {book.facts.draws:,} simulated futures. A week is one "
        "child for seven days; a place held is paid for whether it is filled or not.",
        "Source: DfE, Ofsted and the scenario files, through the forecast of the run.",
        evidence_to(book.facts),
    )
    first: dict[str, int] = {}
    programme: dict[str, dict[str, int]] = {}
    for name in model.scenarios:
        first[name] = grid.row
        for k, line in enumerate(LINES):
            unit = "weeks held" if line == LINES[-1] else "child-weeks"
            grid.line(
                line_label(line),
                unit,
                "weeks",
                scenario=name,
                base=float(model.base_weeks[k]),
                years=model.weeks[name][:, k].tolist(),
            )
        programme[name] = {
            kind: grid.line(
                _PROGRAMME_WORDS[kind],
                f"£, {model.base_year} prices",
                "pounds",
                scenario=name,
                years=model.programme[name][kind].tolist(),
            )
            for kind in PROGRAMME
        }
    return first, programme


def factors_sheet(book: Book, model: FinanceModel) -> dict[str, int]:
    """What joins weeks and prices; returns the first row of each block.

    Keys are the scenarios, "cross", "carried", "first volume" and "cashable NAME".
    """
    grid = Grid(
        book,
        FACTORS,
        f"{book.facts.authority}: what joins weeks and prices",
        model,
        "Values from the run. A factor is the mean of weeks times price over the product of their "
        "means: futures with more children may also be those with dearer prices. Near 1.",
        "Source: the run.",
        evidence_to(book.facts),
    )
    at: dict[str, int] = {}
    for name in model.scenarios:
        at[name] = grid.row
        for k, line in enumerate(LINES):
            grid.line(
                line_label(line), "factor", "index", scenario=name,
                base=float(model.base_factors[k]), years=model.factors[name][:, k].tolist(),
            )  # fmt: skip
    for key, words, values in (
        ("cross", "This year's weeks at last year's prices", model.cross),
        ("carried", "Last year's cost, times the growth of all children", model.carried),
    ):
        grid.heading(f"For the bridge of the baseline: {words.lower()}")
        at[key] = grid.row
        for k, line in enumerate(LINES):
            grid.line(
                line_label(line),
                "factor",
                "index",
                scenario=model.baseline,
                years=values[:, k].tolist(),
            )
    grid.heading("Single values")
    at["first volume"] = grid.line(
        "Growth of all children into the first year", "factor", "index",
        scenario=model.baseline, constant=model.first_volume,
    )  # fmt: skip
    for name, share in model.cashable.items():
        at[f"cashable {name}"] = grid.line(
            "Share of the saving that is cashable",
            "share",
            "percent",
            scenario=name,
            years=share.tolist(),
        )
    return at
