"""Invest to save, live: flows, optimism bias, cash flow, present values, in the plan and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.columns import Kind
from sufficiency.pages.workbook.grid import Grid, Line
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to, finance_of
from sufficiency.results.cells import Same
from sufficiency.results.finance.live import LiveCells
from sufficiency.results.finance.live.appraisal import AppraisalCells
from sufficiency.results.finance.live.buildings import BuildingCells
from sufficiency.results.finance.live.later import LaterCells
from sufficiency.results.finance.model import LINES, line_label
from sufficiency.results.run import Run

AFTER_PLAN: Final = "After the plan"
_PROGRAMME_WORDS: Final = {
    "one_off": "One-off costs",
    "recurrent": "Recurrent costs",
    "financing": "Capital financing: buildings",
    "allowances": "Continuing allowances",
}


_TO_ALL: Final = "Net present value with the courts"


def appraisal_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """Each scenario's flows at base-year prices and what they are worth."""
    model = finance_of(run).model
    grid = Grid(
        book,
        "Appraisal",
        f"{run.facts.authority}: invest to save",
        model,
        f"Unit: pounds at {model.base_year} prices, after optimism bias; costs in brackets. Worth "
        "over the plan and over ten years from the first spending; later years: After the plan.",
        f"{MONEY_SOURCE} Discount rate: HM Treasury, Green Book, as on Inputs.",
        evidence_to(run.facts),
    )
    grid.heading("Discounting")
    grid.line(Line("Discount index", "index", "index"), live.discount.index)
    grid.line(Line("Discount factor", "factor", "index"), live.discount.factor)
    for name, appraisal in live.appraisals.items():
        _flows(grid, name, appraisal)
        _buildings(grid, name, live.volumes[name].buildings)
        later = live.later.get(name)
        for over, npv, put_in, ratio in (
            ("over the plan", appraisal.npv, appraisal.put_in, appraisal.ratio),
            *(
                [("over ten years", later.whole_npv, later.whole_put_in, later.whole_ratio)]
                if later
                else []
            ),
        ):
            of = Line(f"Net present value {over}, mean", "£", "pounds", name, "total")
            grid.line(of, one=npv)
            grid.line(Line(f"Present value of costs {over}", "£", "pounds", name), one=put_in)
            words = f"Benefit-cost ratio of the means {over}"
            grid.line(Line(words, "ratio", "ratio", name), one=ratio)
        for over, worth in (
            ("over the plan", appraisal.worth),
            *([("over ten years", later.worth)] if later else []),
        ):
            alone, all_of = f"Net present value {over}: the council", f"{_TO_ALL} {over}"
            grid.line(Line(alone, "£", "pounds", name, "total"), one=worth.to_council)
            if worth.to_all is not None:
                grid.line(Line(all_of, "£", "pounds", name), one=worth.to_all)


def _buildings(grid: Grid, name: str, buildings: Sequence[BuildingCells]) -> None:
    """The capital of a scenario's homes, as on Inputs, and what follows from it."""
    for of in buildings:

        def line(words: str, unit: str = "£", shows: str = "pounds", of: str = of.words) -> Line:
            return Line(f"Building ({of}): {words}", unit, shows, name)

        grid.line(line("cost"), one=Same(of.amount))
        grid.line(line("grants"), one=Same(of.grant))
        grid.line(line("borrowed"), one=of.borrowed)
        grid.line(line("repaid over", "years", "whole"), one=Same(of.life))
        grid.line(line("interest, real", "a year", "percent"), one=Same(of.interest))
        grid.line(line("interest and repayment", "£ a year"), one=of.repayment)
        grid.line(line("rent", "£ a year"), one=Same(of.lease))


def after_plan_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """The years after the plan that appraisals count; none where the plan is as long."""
    if not live.later:
        return
    model = finance_of(run).model
    grid = Grid(
        book,
        AFTER_PLAN,
        f"{run.facts.authority}: invest to save after the plan",
        model,
        f"Unit: pounds at {model.base_year} prices, after optimism bias; costs in brackets. From a "
        "longer forecast; prices go on from the plan's last year as the run has them.",
        f"{MONEY_SOURCE} Discount rate: HM Treasury, Green Book, as on Inputs.",
        evidence_to(run.facts),
        years=(model.years[-1], *model.later_years),
    )
    grid.heading("Discounting, from the plan's last year on")
    grid.line(Line("Discount index", "index", "index"), live.after_plan.discount.index)
    grid.line(Line("Discount factor", "factor", "index"), live.after_plan.discount.factor)
    grid.heading("Real price index at the end of the plan")
    for priced, grown in zip(LINES, live.after_plan.grown, strict=True):
        grid.line(Line(line_label(priced), "real price index", "index"), one=grown)
    for name, later in live.later.items():
        _flows(grid, name, later)
        total = Line("Present value of these years", "£", "pounds", name, "total")
        grid.line(total, one=later.npv)
        grid.line(
            Line("Present value of costs of these years", "£", "pounds", name), one=later.put_in
        )
    for name, later in live.later.items():
        grid.heading(f"{name}: what the run hands over")
        for of in live.volumes[name].buildings:
            words = f"Building ({of.words}): years' worth of"
            grid.line(Line(f"{words} repayment", "years", "index", name), of.later_repaid)
            grid.line(Line(f"{words} rent", "years", "index", name), of.later_rented)
        if later.kept_out is not None:
            kept_out = Line("Children who would have come into care", "children", "weeks", name)
            grid.line(kept_out, later.kept_out)
        for kind, spent in later.spent.items():
            grid.line(Line(f"{_PROGRAMME_WORDS[kind]}, before bias", "£", "pounds", name), spent)
        share = Line("Share of the saving that is cashable", "share", "percent", name)
        grid.line(share, later.share_cashable)
        for which, lines in (
            ("as drawn", later.drawn), ("prices held", later.held), ("used", later.used),
        ):  # fmt: skip
            for priced, weeks in zip(LINES, lines, strict=True):
                words = f"{line_label(priced)}: weeks saved"
                grid.line(Line(words, f"priced weeks, {which}", "weeks", name), weeks)


def _flows(grid: Grid, name: str, appraisal: AppraisalCells | LaterCells) -> None:
    def line(words: str, kind: Kind = "plain") -> Line:
        return Line(words, "£", "pounds", name, kind)

    for kind, cells in appraisal.programme.items():
        grid.line(line(_PROGRAMME_WORDS[kind]), cells)
    grid.lines(
        [
            (line("Saving on placements, before optimism bias"), appraisal.saved),
            (line("Optimism bias"), appraisal.bias),
            (line("of the saving: cashable", "range"), appraisal.cashable),
            (line("of the saving: cost avoided", "range"), appraisal.avoided),
            (line("Net", "total"), appraisal.net),
            (line("Cumulative net"), appraisal.cumulative),
            (line("of the saving: the council's", "range"), appraisal.gains.council),
            (line("of the saving: health's share of homes", "range"), appraisal.gains.health),
            (line("of the saving: education's and others'", "range"), appraisal.gains.education),
        ]
    )
    if appraisal.gains.courts is not None:
        grid.line(line("Courts: fewer care proceedings", "range"), appraisal.gains.courts)
