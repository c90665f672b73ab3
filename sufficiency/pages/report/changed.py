"""What changed since an earlier forecast, and how that one has done so far."""

from __future__ import annotations

from dataclasses import dataclass

from sufficiency.errors import InputError
from sufficiency.pages.report.block import Block, in_brackets, word
from sufficiency.pages.words import between, day, millions, thousands
from sufficiency.placements import label
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import all_ages, is_known, march, one, year_to
from sufficiency.results.run import Run


@dataclass(frozen=True)
class Changed:
    """What changed since an earlier forecast: how that one did, then and now side by side."""

    words: tuple[str, ...]
    table: Block


def changed(run: Run, earlier: Run) -> Changed:
    """The forecast and an earlier one of the same authority, side by side.

    Args:
        run: This run.
        earlier: The earlier one, as `open_run` reads it.

    Raises:
        InputError: when they are of two authorities, or share no 31 March ahead.
    """
    refuse_another(earlier, run.facts.authority)
    years = range(
        max(run.facts.opening_year, earlier.facts.opening_year) + 1,
        min(run.facts.horizon_year, earlier.facts.horizon_year) + 1,
    )
    if not years:
        raise InputError("The earlier run and this one share no 31 March ahead.")
    rows = [
        row for year in dict.fromkeys((years[0], years[-1])) for row in _rows(run, earlier, year)
    ]
    table = Block(
        f"{run.facts.authority}: the forecast from {day(earlier.facts.opening_year)} and the one "
        f"from {day(run.facts.opening_year)}, no new action: middle, and the range with a 4 in 5 "
        "chance",
        ("What and when", "Earlier forecast", "This forecast"),
        tuple(rows),
    )
    return Changed(how_it_did(run, earlier), table)


def refuse_another(earlier: Run, authority: str) -> None:
    """Refuse an earlier run of another authority.

    Raises:
        InputError: when it is one.
    """
    if earlier.facts.authority != authority:
        raise InputError(
            f"The earlier run is of {earlier.facts.authority} and this one of {authority}; give "
            "an earlier run of the same authority."
        )


def _rows(run: Run, earlier: Run, year: int) -> list[tuple[str, str, str]]:
    """Children, gaps and the cost of one year, then and now."""
    both, rows = (earlier, run), []
    keys = {"placement_type": "total", "date": march(year)}
    cells = [in_brackets(one(each.tables["forecast"], **keys), thousands) for each in both]
    rows.append((f"Children in care, {day(year)}", cells[0], cells[1]))
    for family in ("fostering", "homes"):
        name = {"need": "needed", "usable_supply": "own places", "gap": "short by"}
        for measure, said in name.items():
            cells = []
            for each in both:
                keys = {"scenario": BASELINE, "family": family, "date": march(year)}
                row = one(all_ages(each.tables), **keys)
                found = {p: row[f"{measure}_{p}"] for p in ("p10", "p50", "p90")}
                cells.append(in_brackets(found, thousands))
            rows.append((f"{label(family)}, {said}, {day(year)}", cells[0], cells[1]))
    costs = {"scenario": BASELINE, "placement_type": "total", "price_basis": "nominal"}
    cells = []
    for each in both:
        paid = one(each.tables["costs"], financial_year=year_to(year), **costs)
        cells.append(in_brackets(paid, millions))
    rows.append((f"Cost of {year_to(year)}, nominal", cells[0], cells[1]))
    return rows


def how_it_did(run: Run, earlier: Run) -> tuple[str, ...]:
    """What has become known since, beside the range that the earlier forecast gave it."""
    words = []
    for year in range(earlier.facts.opening_year + 1, run.facts.opening_year + 1):
        keys = {"placement_type": "total", "date": march(year)}
        then = one(earlier.tables["forecast"], **keys)
        now = one(run.tables["forecast"], **keys) if year == run.facts.opening_year else None
        if now is None or not is_known(then, "p10", "p90") or not is_known(now, "p50"):
            continue
        inside = then["p10"] <= now["p50"] <= then["p90"]
        words.append(
            f"The earlier forecast said {between(thousands(then['p10']), thousands(then['p90']))} "
            f"children on {day(year)}. There were {word(now, 'p50', thousands)}: "
            f"{'inside' if inside else 'outside'} the range."
        )
    if not words:
        words.append("Nothing has been published since by which to judge the earlier forecast.")
    return tuple(words)
