"""A region's report: one self-contained page for those who plan together."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from sufficiency.pages.charts.chart import Chart, svg
from sufficiency.pages.region.charts.beside import best_of
from sufficiency.pages.region.words import IN_FAMILY
from sufficiency.pages.report.block import Block, figure, in_brackets, word
from sufficiency.pages.templates import templates_in
from sufficiency.pages.words import FOUR_IN_FIVE, day, millions, money, thousands
from sufficiency.placements import LABELS
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import march, one, only, year_to
from sufficiency.results.publish.disclosure import MARK, NOTE
from sufficiency.results.region.held import held_in_words
from sufficiency.results.region.run import RegionRun

_HERE: Final = Path(__file__).parent
_CSS: Final = _HERE.parent / "report" / "report.css"


def write_region_report(run: RegionRun, charts: Sequence[Chart], path: Path) -> None:
    """Write the report of a region: one file that asks for nothing from anywhere."""
    environment = templates_in(_HERE)
    pictures = {
        chart.slug: {
            "title": chart.title,
            "alt": chart.alt,
            "note": chart.note.full,
            "source": f"data:image/svg+xml;base64,{b64encode(svg(chart)).decode('ascii')}",
        }
        for chart in charts
    }
    page = environment.get_template("report.html").render(
        run=run,
        style=Markup(_CSS.read_text(encoding="utf-8")),
        opening=day(run.years[0]),
        horizon=day(run.years[-1]),
        headlines=headlines(run),
        pictures=pictures,
        types=_types(run),
        gap=_gap(run),
        provision=_provision(run),
        councils=_councils(run),
        savings=_savings(run),
        gains=_gains(run),
        held=held_in_words(run.within),
        chance=FOUR_IN_FIVE,
        withheld=NOTE if run.is_published else "",
        estimated=[run.members[code] for code in run.not_costed],
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def headlines(run: RegionRun) -> list[str]:
    """What the region's numbers say, most important first."""
    first, last = run.years[0], run.years[-1]
    forecast = run.tables["forecast"]
    now, then = (one(forecast, placement_type="total", date=march(year)) for year in (first, last))
    said = [
        f"{run.name}'s {len(run.members)} councils looked after {thousands(now['p50'])} children "
        f"on {day(first)}. On {day(last)} it will be between {thousands(then['p10'])} and "
        f"{thousands(then['p90'])} ({FOUR_IN_FIVE}), {thousands(then['p50'])} in the middle."
    ]
    gap = only(run.tables["gap"], scenario=BASELINE, date=march(last))
    said += [_of_family(one(gap, family=family), words) for family, words in IN_FAMILY.items()]
    total = {"scenario": BASELINE, "placement_type": "total", "price_basis": "nominal"}
    begins, ends = (
        one(run.tables["costs"], financial_year=year_to(year), **total)
        for year in (run.years[1], last)
    )
    said.append(
        f"Placements will cost them {millions(begins['p50'])} in {year_to(run.years[1])} and "
        f"{in_brackets(ends, millions)} in {year_to(last)}, with inflation."
    )
    best = best_of(run)
    if best:
        row = one(run.tables["joint"], scenario=best)
        saves = "saves most" if row["mean"] > 0 else "comes nearest to saving"
        words = money(run.is_published)
        said.append(
            f"Of the scenarios, {best} {saves}: {words(row['mean'])} on average over "
            f"{last - first} years at today's prices, {words(row['p10_alike'])} to "
            f"{words(row['p90_alike'])} if what we know of prices and effects is wrong everywhere "
            "alike."
        )
    return [line for line in said if line]


def _of_family(row: dict[str, Any], words: str) -> str:
    """Need, own places and what is bought; no more of it than may be shown."""
    need, held, pooled = (
        row[f"{measure}_p50"] for measure in ("need", "usable_supply", "pooled_gap")
    )
    if need != need:
        return ""
    if held != held or row["gap_p50"] != row["gap_p50"]:
        return (
            f"{thousands(need)} children will need {words}; how many of them the councils' own "
            "places hold is withheld."
        )
    bought = in_brackets({p: row[f"gap_{p}"] for p in ("p10", "p50", "p90")}, thousands)
    shared = "" if pooled != pooled else (
        f", and {thousands(pooled)} if every council's place could be filled by a child of any of "
        "them"
    )  # fmt: skip
    return (
        f"Of {thousands(need)} children who will need {words}, the councils' own places hold "
        f"{thousands(held)}; {bought} will be bought{shared}."
    )


def _types(run: RegionRun) -> Block:
    forecast = run.tables["forecast"]
    rows = []
    for kind in [*LABELS, "total"]:
        now, then = (
            one(forecast, placement_type=kind, date=march(year))
            for year in (run.years[0], run.years[-1])
        )
        label = LABELS.get(kind, "All children looked after")
        rows.append((label, word(now, "p50", thousands), in_brackets(then, thousands)))
    heads = ("Placement", day(run.years[0]), f"{day(run.years[-1])}, middle (range)")
    return Block("Children by placement, all councils together", heads, tuple(rows), total=1)


def _gap(run: RegionRun) -> Block:
    rows = []
    for row in run.tables["gap"].to_dict("records"):
        if row["date"] == march(run.years[-1]):
            rows.append(
                (
                    str(row["scenario"]),
                    {"fostering": "Fostering", "homes": "Children's homes"}[row["family"]],
                    *(
                        in_brackets({p: row[f"{m}_{p}"] for p in ("p10", "p50", "p90")}, thousands)
                        for m in ("need", "usable_supply", "gap", "pooled_gap")
                    ),
                )
            )
    heads = ("Scenario", "Family", "Need", "Own places", "Gap, each council", "Gap, places pooled")
    return Block(f"Need, own places and the gap on {day(run.years[-1])}", heads, tuple(rows))


def _provision(run: RegionRun) -> Block:
    table = run.tables["provision"]
    measures = [column for column in table if column not in ("authority", "authority_code", "year")]
    rows = [
        (row["authority"], *(figure(row[measure]) for measure in measures))
        for row in table.to_dict("records")
    ]
    total = tuple(figure(float(table[measure].sum())) for measure in measures)
    heads = (
        *("Council", "Homes in its area", "Beds in them", "of them the council's"),
        *("Own children inside", "Own children outside", "Other councils' children inside"),
    )
    words = f"What stands where, and who places where, 31 March {table['year'].iloc[0]}"
    return Block(words, heads, (*rows, ("Together", *total)), total=1)


_EACH: Final = (
    ("children", 0, "Children {0}", thousands),
    ("children", -1, "Children {1}", thousands),
    ("gap_fostering", -1, "Bought fostering", thousands),
    ("gap_homes", -1, "Bought in homes", thousands),
    ("cost_nominal", -1, "Cost {2}", millions),
)
"""Measure of a council, first year or last, heading, and how it is written."""


def _councils(run: RegionRun) -> Block | None:
    """Each council's own forecast, as far as it may be shown."""
    table = run.tables["councils"]
    shown = [each for each in _EACH if each[0] in set(table["measure"])]
    if not shown:
        return None
    ends = (run.years[0], run.years[-1])
    found = {
        (row["authority"], row["measure"], row["year"]): row for row in table.to_dict("records")
    }

    def said(name: str, measure: str, at: int, words: Callable[[float], str]) -> str:
        row = found.get((name, measure, ends[at]))
        return MARK if row is None else in_brackets(row, words)

    rows = tuple(
        (name, *(said(name, measure, at, words) for measure, at, _, words in shown))
        for name in run.members.values()
    )
    heads = (head.format(*ends, year_to(ends[-1])) for _, _, head, _ in shown)
    return Block("Each council's own forecast, baseline", ("Council", *heads), rows)


def _savings(run: RegionRun) -> Block | None:
    words = money(run.is_published)
    rows = [
        (
            str(row["scenario"]),
            words(row["mean"]),
            f"{words(row['p10'])} to {words(row['p90'])}",
            f"{words(row['p10_alike'])} to {words(row['p90_alike'])}",
        )
        for row in run.tables["joint"].to_dict("records")
    ]
    heads = ("Scenario", "Mean saving, all years", "If errors even out", "If all are wrong alike")
    return Block("What joint action is worth, today's prices", heads, tuple(rows)) if rows else None


_ACROSS: Final = 5
"""Scenarios side by side in a table that prints on a page."""


def _gains(run: RegionRun) -> list[Block]:
    """Mean saving of each scenario to each council, which add to the region's.

    Where a scenario is the region's, the share that each carries of it stands behind.
    """
    table, words = run.tables["gains"], money(run.is_published)
    shown = set(table["scenario"])
    names = [name for name in run.scenarios if name in shown]
    found = {(row["authority"], row["scenario"]): row for row in table.to_dict("records")}

    def said(council: str, name: str) -> str:
        row = found[council, name]
        share = row.get("share", float("nan"))
        return words(row["mean"]) + ("" if share != share else f" ({100 * share:.0f}% share)")

    parts = [names[at : at + _ACROSS] for at in range(0, len(names), _ACROSS)]
    title = "To whom: mean saving over all years, today's prices"
    return [
        Block(
            title + (f", part {number} of {len(parts)}" if len(parts) > 1 else ""),
            ("Council", *part),
            tuple((own, *(said(own, name) for name in part)) for own in run.members.values()),
        )
        for number, part in enumerate(parts, start=1)
    ]
