"""The month as a page that a scrutiny panel could have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

from sufficiency.evidence.placement_list import PlacementList
from sufficiency.placements import label
from sufficiency.results.monitor.month import Month
from sufficiency.results.monitor.returns import FEW

_WEEKS: Final = ["weeks_ledger", "weeks_returns", "difference"]
_STYLE: Final = (
    "body{font-family:Arial,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;"
    "color:#0b0c0c;line-height:1.4}table{border-collapse:collapse;margin:1rem 0;width:100%}"
    "caption{text-align:left;font-weight:bold;padding:.4rem 0}th,td{padding:.3rem .5rem;"
    "border-bottom:1px solid #b1b4b6;text-align:right;font-variant-numeric:tabular-nums}"
    "th:first-child,td:first-child{text-align:left}tr.total td,tr.total th{font-weight:bold}"
)


def month_page(month: Month, held: PlacementList | None) -> str:
    """The page, as HTML on its own."""
    title = f"Placements: Period {month.period} of {month.financial_year}"
    parts = [f"<h1>{escape(title)}</h1>", *(f"<p>{escape(text)}</p>" for text in sentences(month))]
    parts.append(_outturn(month))
    parts.append(_variance(month))
    parts.append(_profile(month))
    parts.append(_periods(month))
    if not month.returns.empty:
        parts.append(_returns(month))
    if not month.changed.empty:
        moved = ("last_month", "this_month", "change")
        rows = [
            (_name(r["placement_type"]), *(_m(r[key]) for key in moved))
            for r in month.changed.to_dict("records")
        ]
        heads = ("Placement type", "Last month", "This month", "Change")
        parts.append(_table("What changed since last month's run, mean outturn, £m", heads, rows))
    if held is not None:
        listed = [
            (str(r["placements_of"]), f"{r['placements']:,}", _pounds(r["weekly_cost"]))
            for r in held.summed.to_dict("records")
        ]
        titles = ("Placements", "How many", "£ a week")
        parts.append(_table("Current placements (a dash: too few to give a sum)", titles, listed))
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}'
        f"</title><style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def sentences(month: Month) -> list[str]:
    """What the month says, most important first."""
    total = month.outturn.iloc[-1]
    over = "over" if total["variance"] > 0 else "under"
    found = [
        f"The year is expected to come to £{_m(total['p50'])}m (middle) against a budget of "
        f"£{_m(total['budget'])}m: £{_m(abs(total['variance']))}m {over} on the mean. With 4 "
        f"chances in 5 it is between £{_m(total['p10'])}m and £{_m(total['p90'])}m; with 4 chances "
        f"in 5 it keeps to £{_m(total['p80'])}m.",
        f"The chance that the budget holds is {_chance(month.chance_within)}. The contingency that "
        f"turns an even chance into four in five is £{_m(month.contingency)}m.",
        f"Carried on at the rate of the ledger so far, the year would come to "
        f"£{_m(total['run_rate'])}m.",
    ]
    if not month.returns.empty:
        ours, theirs = (month.returns[of].sum() for of in ("weeks_ledger", "weeks_returns"))
        found.append(
            f"The ledger has {ours:,.0f} weeks of the months that the returns count, and the "
            f"returns {theirs:,.0f}: {_share(ours / theirs - 1.0)}. Placements that cost nothing "
            "are in the returns alone."
        )
    late = month.outturn[(month.outturn["months_late"] > 0)].iloc[:-1]
    if len(late):
        names = ", ".join(_name(kind).lower() for kind in late["placement_type"])
        found.append(
            f"The ledger falls short of the weeks of the latest months for {names}: they are "
            "costed at the weekly cost of the months before, as invoices still to come."
        )
    return found


def _outturn(month: Month) -> str:
    columns = ("to_date", "run_rate", "p50", "p80", "budget", "variance")
    rows = [
        (_name(r["placement_type"]), *(_m(r[key]) for key in columns))
        for r in month.outturn.to_dict("records")
    ]
    heads = ("Placement type", "Ledger to date", "Run-rate", "Outturn P50", "Outturn P80", "Budget",
             "Variance, mean")  # fmt: skip
    return _table("Outturn and budget, £m; percentiles of parts do not add", heads, rows, last=True)


def _variance(month: Month) -> str:
    columns = ("numbers", "mix", "weekly_cost", "variance")
    rows = [
        (_name(r["placement_type"]), *(_m(r[key]) for key in columns))
        for r in month.outturn.to_dict("records")
    ]
    heads = ("Placement type", "Numbers", "Mix", "Weekly cost", "Variance, mean")
    return _table("Why it parts from the budget, £m", heads, rows, last=True)


def _profile(month: Month) -> str:
    rows = [
        (r["month"], _m(r["ledger"]), *(_m(r[k]) for k in ("mean", "p10", "p90", "so_far_mean")))
        for r in month.profile.to_dict("records")
    ]
    heads = ("Month", "In the ledger", "Mean", "1 in 10 below", "1 in 10 above", "Year so far")
    return _table("Month by month, all placements, £m", heads, rows)


def _periods(month: Month) -> str:
    rows = [
        (f"{r['period']:.0f}", *(_m(r[k]) for k in ("p50", "p80", "contingency")),
         _chance(r["chance_within"]))
        for r in month.periods.to_dict("records")
    ]  # fmt: skip
    heads = ("Months of the ledger", "Outturn P50", "Outturn P80", "Contingency",
             "Chance that the budget holds")  # fmt: skip
    return _table(
        "What each month so far says of the year, £m: the ledger as now known", heads, rows
    )


def _returns(month: Month) -> str:
    by_type = month.returns.groupby("placement_type", sort=False)[_WEEKS].sum()
    rows = [
        (_name(str(kind)), *(f"{value:,.0f}".replace("-", "−") for value in row))
        for kind, row in zip(by_type.index, by_type.to_numpy(), strict=True)
    ]
    heads = ("Placement type", "Weeks in the ledger", "Weeks in the returns", "Ledger less returns")
    last = month.returns["month"].iloc[-1]
    return _table(f"The ledger's weeks beside the returns', to {last}", heads, rows)


def _table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], last: bool = False
) -> str:
    rows = list(rows)
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    lines = []
    for number, row in enumerate(rows):
        mark = ' class="total"' if last and number == len(rows) - 1 else ""
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        lines.append(f'<tr{mark}><th scope="row">{escape(row[0])}</th>{cells}</tr>')
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _name(kind: str) -> str:
    if kind == FEW:
        return FEW[:1].upper() + FEW[1:]
    return "All placements" if kind == "total" else label(kind)


def _m(pounds: Any) -> str:
    """Pounds in £m to three decimals, as in a budget paper; a dash where there are none."""
    return "–" if pounds != pounds else f"{pounds / 1e6:,.3f}".replace("-", "−")


def _share(over: float) -> str:
    """How far two figures are apart."""
    return "the same" if abs(over) < 0.005 else f"{abs(over):.0%} {'more' if over > 0 else 'fewer'}"


def _pounds(value: float) -> str:
    return "–" if value != value else f"{value:,.0f}"


def _chance(share: float) -> str:
    if share <= 0.05 or share >= 0.95:
        return "less than 5 in 100" if share <= 0.05 else "more than 95 in 100"
    return f"{share:.0%}"
