"""A region's report: one self-contained page for those who plan together."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from sufficiency.pages.charts.chart import Chart, svg
from sufficiency.pages.report.block import Block, figure, in_brackets
from sufficiency.pages.templates import templates_in
from sufficiency.pages.words import FOUR_IN_FIVE, day, millions, thousands
from sufficiency.placements import LABELS
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import march, one, only, year_to
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
            "note": chart.note,
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
        held=held_in_words(),
        chance=FOUR_IN_FIVE,
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
    for family, words in (("fostering", "foster homes"), ("homes", "children's homes")):
        row = one(gap, family=family)
        said.append(
            f"Of {thousands(row['need_p50'])} children who will need {words}, the councils' own "
            f"places hold {thousands(row['usable_supply_p50'])}; {thousands(row['gap_p50'])} "
            f"({thousands(row['gap_p10'])} to {thousands(row['gap_p90'])}) will be bought, and "
            f"{thousands(row['pooled_gap_p50'])} if every council's place could be filled by a "
            "child of any of them."
        )
    total = {"scenario": BASELINE, "placement_type": "total", "price_basis": "nominal"}
    begins, ends = (
        one(run.tables["costs"], financial_year=year_to(year), **total)
        for year in (run.years[1], last)
    )
    said.append(
        f"Placements will cost them {millions(begins['p50'])} in {year_to(run.years[1])} and "
        f"{in_brackets(ends, millions)} in {year_to(last)}, with inflation."
    )
    joint = run.tables["joint"]
    done = joint[~joint["scenario"].isin(run.no_actions)].to_dict("records")
    if done:
        best = max(done, key=lambda row: float(row["mean"]))
        saves = "saves most" if best["mean"] > 0 else "comes nearest to saving"
        said.append(
            f"Of the scenarios, {best['scenario']} {saves}: {millions(best['mean'])} on average "
            f"over {last - first} years at today's prices, {millions(best['p10_alike'])} to "
            f"{millions(best['p90_alike'])} if what we know of prices and effects is wrong "
            "everywhere alike."
        )
    return said


def _types(run: RegionRun) -> Block:
    forecast = run.tables["forecast"]
    rows = []
    for kind in [*LABELS, "total"]:
        now, then = (
            one(forecast, placement_type=kind, date=march(year))
            for year in (run.years[0], run.years[-1])
        )
        label = LABELS.get(kind, "All children looked after")
        rows.append((label, thousands(now["p50"]), in_brackets(then, thousands)))
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


def _councils(run: RegionRun) -> Block:
    table = run.tables["councils"]
    rows = []
    for name in run.members.values():
        own = only(table, authority=name)

        def said(measure: str, year: int, words: Any, own: pd.DataFrame = own) -> str:
            return in_brackets(one(own, measure=measure, year=year), words)

        first, last = run.years[0], run.years[-1]
        rows.append(
            (
                name,
                said("children", first, thousands),
                said("children", last, thousands),
                said("gap_fostering", last, thousands),
                said("gap_homes", last, thousands),
                said("cost_nominal", last, millions),
            )
        )
    heads = (
        *("Council", f"Children {run.years[0]}", f"Children {run.years[-1]}"),
        *("Bought fostering", "Bought in homes", f"Cost {year_to(run.years[-1])}"),
    )
    return Block("Each council's own forecast, baseline", heads, tuple(rows))


def _savings(run: RegionRun) -> Block | None:
    rows = [
        (
            str(row["scenario"]),
            millions(row["mean"]),
            f"{millions(row['p10'])} to {millions(row['p90'])}",
            f"{millions(row['p10_alike'])} to {millions(row['p90_alike'])}",
        )
        for row in run.tables["joint"].to_dict("records")
    ]
    heads = ("Scenario", "Mean saving, all years", "If errors even out", "If all are wrong alike")
    return Block("What joint action is worth, today's prices", heads, tuple(rows)) if rows else None


def _gains(run: RegionRun) -> Block | None:
    """Each council's saving of each scenario; the share it would carry where it is the region's."""
    table = run.tables["gains"]
    rows = [
        (
            str(row["scenario"]),
            row["authority"],
            "" if row["share"] != row["share"] else f"{100 * row['share']:.1f}%",
            in_brackets(row, millions),
            f"{int(100 * row['probability_saves'])}%",
        )
        for row in table.to_dict("records")
    ]
    heads = ("Scenario", "Council", "Share", "Saving over all years", "Chance that it saves")
    return Block("To whom, today's prices", heads, tuple(rows)) if rows else None
