"""The first page: need, provision, gap, cost and what could be done, in 250 words and a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sufficiency.pages.report.block import Block, in_brackets, word
from sufficiency.pages.words import between, day, millions, money, thousands
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import all_ages, is_known, march, one, only, year_to
from sufficiency.results.run import Run

FAMILIES: Final = ("fostering", "homes")
_ENDS: Final = ("p10", "p50", "p90")


@dataclass(frozen=True)
class Sentence:
    """A few sentences on one thing.

    Attributes:
        name: The thing, in bold before them; empty where they need none.
        words: The sentences.
    """

    name: str
    words: str


@dataclass(frozen=True)
class Front:
    """What the first page holds."""

    sentences: tuple[Sentence, ...]
    table: Block


def front(run: Run) -> Front:
    """The first page of a run; what is withheld, or not known, is left out or marked."""
    found = (
        Sentence("Children", _children(run)),
        Sentence("Fostering", _missing(run, "fostering")),
        Sentence("Children's homes", _missing(run, "homes")),
        Sentence("Cost", _cost(run)),
        Sentence("What could be done", best_option(run)),
        Sentence("Estimates", "" if run.is_published else run.facts.estimates),
        Sentence("How to read this", _reading(run)),
    )
    return Front(tuple(sentence for sentence in found if sentence.words), front_table(run))


def _children(run: Run) -> str:
    facts = run.facts
    table = only(run.tables["forecast"], placement_type="total")
    now, late = (one(table, date=march(year)) for year in (facts.opening_year, facts.horizon_year))
    if not is_known(now, "p50") or not is_known(late, *_ENDS):
        return ""
    return (
        f"{facts.authority} looked after {thousands(now['p50'])} children on "
        f"{day(facts.opening_year)}. With no new action we expect about {thousands(late['p50'])} "
        f"on {day(facts.horizon_year)}. It could be {_range(late)}."
    )


def _missing(run: Run, family: str) -> str:
    """What the council's own places of a family leave to others, now and at the end."""
    facts = run.facts
    table = only(all_ages(run.tables), scenario=BASELINE, family=family)
    now, late = (one(table, date=march(year)) for year in (facts.opening_year, facts.horizon_year))
    if not is_known(late, "gap_p10", "gap_p50", "gap_p90", "need_p50"):
        return ""
    need = "a foster home" if family == "fostering" else "a children's home"
    own = (
        "our own and connected carers can take"
        if family == "fostering"
        else "the council's own homes can take"
    )
    words = (
        f"On {day(facts.horizon_year)} about {thousands(late['need_p50'])} children will need "
        f"{need}. That is {thousands(late['gap_p50'])} more than {own} ({_range(late, 'gap_')})."
    )
    if is_known(now, "gap_p50"):
        words += f" On {day(facts.opening_year)} it was {thousands(now['gap_p50'])}."
    return words


def _cost(run: Run) -> str:
    facts = run.facts
    year = year_to(min(facts.opening_year + 2, facts.horizon_year))
    keys = {"scenario": BASELINE, "price_basis": "nominal", "placement_type": "total"}
    row = one(run.tables["costs"], financial_year=year, **keys)
    first = year_to(facts.opening_year + 1)
    base = one(run.tables["bridge"], scenario=BASELINE, financial_year=first)["from"]
    if not is_known(row, *_ENDS):
        return ""
    start = (
        ""
        if base != base
        else (f"Placements cost {millions(base)} in {year_to(facts.opening_year)}. ")
    )
    return (
        f"{start}With no new action they would cost about {millions(row['p50'])} in {year}. "
        f"It could be {between(millions(row['p10']), millions(row['p90']))}."
    )


def best_option(run: Run) -> str:
    """The scenario with the highest mean saving in the last year, and what it costs before."""
    facts = run.facts
    year = year_to(facts.horizon_year)
    real = only(run.tables["savings"], price_basis="real")
    rows = facts.actions(only(real, financial_year=year))
    if not rows:
        return ""
    best = max(rows, key=lambda row: row["mean"])
    number = f"We tested {len(rows)} options" if len(rows) > 1 else "We tested one option"
    said, prices = money(run.is_published), f"{year_to(facts.opening_year)} prices"
    if not best["p50"] > 0:
        much = "£0.05m or more" if run.is_published else "money"
        return f"{number}. None is likely to save {much} in {year}."
    words = (
        f"{number}. “{best['scenario']}” saves most: about {said(best['p50'])} in {year} "
        f"({between(said(best['p10']), said(best['p90']))}), in {prices}."
    )
    before = only(real, scenario=best["scenario"])
    dear = before[before["p50"] < 0]
    if len(dear):
        words += f" It costs more than it saves in {dear['financial_year'].iloc[0]}."
    return words


def _reading(run: Run) -> str:
    words = "Each range has a 4 in 5 chance. A forecast is not a target."
    if run.facts.estimated:
        words += " Who runs which placement is our estimate, as no figure is published."
    return words


def front_table(run: Run) -> Block:
    """Each 31 March: children, then need, own places and what is missing, and the year's cost."""
    facts = run.facts
    rows = []
    for year in range(facts.opening_year, facts.horizon_year + 1):
        total = one(run.tables["forecast"], placement_type="total", date=march(year))
        cells = [str(year), in_brackets(total, thousands)]
        for family in FAMILIES:
            keys = {"scenario": BASELINE, "family": family, "date": march(year)}
            cells += need_supply_gap(one(all_ages(run.tables), **keys))
        rows.append((*cells, _year_cost(run, year), _year_saving(run, year)))
    return Block(
        f"{facts.authority} at each 31 March: middles, which need not add up, and the range with "
        "a 4 in 5 chance",
        (
            *("31 March", "Children in care"),
            *("Foster homes needed", "Own and connected", "Foster homes short"),
            *("Home places needed", "Own homes", "Home places short"),
            "Cost in the year",
            f"Best option saves, {year_to(facts.opening_year)} prices",
        ),
        tuple(rows),
    )


def need_supply_gap(row: dict[str, Any]) -> list[str]:
    """Need and supply in the middle, and the gap with its range."""
    gap = {point: row[f"gap_{point}"] for point in _ENDS}
    return [
        word(row, "need_p50", thousands),
        word(row, "usable_supply_p50", thousands),
        in_brackets(gap, thousands),
    ]


def _year_cost(run: Run, year: int) -> str:
    """The cost of the financial year that ends then, nominal; the outturn for the first."""
    if year == run.facts.opening_year:
        keys = {"scenario": BASELINE, "financial_year": year_to(year + 1)}
        return word(one(run.tables["bridge"], **keys), "from", millions)
    keys = {"scenario": BASELINE, "price_basis": "nominal", "placement_type": "total"}
    row = one(run.tables["costs"], financial_year=year_to(year), **keys)
    return word(row, "p50", millions)


def _year_saving(run: Run, year: int) -> str:
    """What the option that saves most in the last year saves in this one, in the same prices."""
    savings = only(run.tables["savings"], price_basis="real")
    last = only(savings, financial_year=year_to(run.facts.horizon_year))
    options = run.facts.actions(last)
    if not options or year == run.facts.opening_year:
        return "–"
    best = max(options, key=lambda row: row["mean"])["scenario"]
    saved = one(savings, scenario=best, financial_year=year_to(year))["p50"]
    said = money(run.is_published)
    return f"costs {said(-saved)}" if said(saved).startswith("−") else said(saved)


def _range(row: dict[str, Any], of: str = "") -> str:
    return between(thousands(row[f"{of}p10"]), thousands(row[f"{of}p90"]))
