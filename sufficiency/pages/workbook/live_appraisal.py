"""Invest to save, live: flows, optimism bias, cash flow, present values, in the plan and after."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.workbook.book import Book, Kind
from sufficiency.pages.workbook.grid import Grid, Line
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to, finance_of
from sufficiency.results.finance.live import LiveCells
from sufficiency.results.finance.live.appraisal import AppraisalCells
from sufficiency.results.finance.live.later import LaterCells
from sufficiency.results.finance.model import LINES, line_label
from sufficiency.results.run import Run

AFTER_PLAN: Final = "After the plan"
_PROGRAMME_WORDS: Final = {
    "one_off": "Paid once",
    "recurrent": "Paid each year",
    "allowances": "Continuing allowances",
}


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
    grid.gap()
    for name, appraisal in live.appraisals.items():
        _flows(grid, name, appraisal)
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
        grid.gap()


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
    grid.gap()
    for name, later in live.later.items():
        _flows(grid, name, later)
        total = Line("Present value of these years", "£", "pounds", name, "total")
        grid.line(total, one=later.npv)
        grid.line(
            Line("Present value of costs of these years", "£", "pounds", name), one=later.put_in
        )
        grid.gap()
    for name, later in live.later.items():
        grid.heading(f"{name}: what the run hands over")
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
            (line("Net so far"), appraisal.cumulative),
        ]
    )
