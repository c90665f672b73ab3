"""Who the children are, what there is and what the market is asked for, as tables of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from sufficiency.evidence.comparators import COMPARED
from sufficiency.flows import BANDS
from sufficiency.pages.report.block import Block, in_brackets, word
from sufficiency.pages.report.front import FAMILIES, need_supply_gap
from sufficiency.pages.words import day, thousands
from sufficiency.placements import label
from sufficiency.results.facts import BASELINE
from sufficiency.results.gap import ALL_AGES
from sufficiency.results.local.counted import COUNTED
from sufficiency.results.local.profile import ETHNICITY
from sufficiency.results.local.provision import IN_HOMES
from sufficiency.results.lookup import all_ages, indexed, march, only
from sufficiency.results.market import ages_from
from sufficiency.results.publish.disclosure import MARK
from sufficiency.results.run import Run

SECTION_NAMES: Final = {
    "rate": "Rate",
    "asylum": "Unaccompanied asylum-seeking children",
    "age": "Age",
    "sex": "Sex",
    "legal_status": "Legal status",
    "need": "Main reason for care",
    "ethnicity": "Ethnicity",
    "location": "Where they live",
    "distance": "Distance from home",
    "provider": "Who provides the placement",
    "stability": "Stability",
    "starters_by_age": "Age of children who came into care",
    "starters_asylum": "Came into care alone, seeking asylum",
    "leavers_by_age": "Age of children who left care",
    "reasons_for_leaving": "Why children left care",
    "new_placements": "Where new placements were",
    "reasons_for_change": "Why placements changed",
}
_IN_REPORT: Final = (
    ("rate", "Looked after", "Children in care for every 10,000"),
    ("age", "Under 1 year", "Under 1"),
    ("age", "1 to 4 years", "1 to 4"),
    ("age", "5 to 9 years", "5 to 9"),
    ("age", "10 to 15 years", "10 to 15"),
    ("age", "16 years and over", "16 and over"),
    ("asylum", "Unaccompanied asylum-seeking children", "Unaccompanied asylum seekers"),
    ("need", "N1. Abuse or neglect", "In care for abuse or neglect"),
    ("location", "Outside the area", "Live outside the area"),
    ("distance", "Beyond 20 miles", "Live beyond 20 miles"),
    ("provider", "The council's own", "Placed with the council's own carers or homes"),
    ("provider", "Private", "Placed with private providers"),
    ("stability", "Three or more placements in the year", "Three or more placements in a year"),
)
_PROVISION: Final = (
    (("located", "children's home", "all", "settings"), "Children's homes in the area"),
    (("located", "children's home", "all", "places"), "Places in them"),
    (("located", "children's home", "local authority", "places"), "of which run by a council"),
    (("located", "children's home", "private", "places"), "of which private"),
    (("located", "children's home", "voluntary", "places"), "of which voluntary"),
    (("located", "supported accommodation", "all", "places"), "Supported accommodation places"),
    (("fostering", "mainstream", "local authority", "approved_places"), "Own foster places"),
    (("fostering", "mainstream", "local authority", "filled_places"), "of which filled"),
    (("own", "mainstream", "local authority", "households"), "Own fostering households"),
    (("own", "connected", "local authority", "households"), "Connected households"),
    (("own", "children's home", "local authority", "places"), "Own children's home places"),
)
_BESIDE: Final = ("Neighbours", "Region", "England")


def who_table(run: Run) -> Block | None:
    """The measures that say most of who the children are, beside others; None without a record."""
    table = _latest(run, "profile")
    rows = []
    for section, category, name in _IN_REPORT:
        found = only(table, section=section, category=category).to_dict("records")
        if found:
            percent = "percent" in found[0]["unit"]
            rows.append((name, *(_share(found[0][area], percent) for area in COMPARED)))
    if not rows:
        return None
    return Block(
        f"Who the children are, {day(run.facts.opening_year)}: percent of children looked after "
        "unless it says otherwise",
        ("Measure", run.facts.authority, *_BESIDE),
        tuple(rows),
    )


def missing_words(run: Run) -> tuple[str, ...]:
    """What is not known of who the children are, and which data would fill it."""
    held = set(_latest(run, "profile")["section"])
    words = []
    if ETHNICITY not in held:
        words.append(
            "Ethnicity is not in the record held here. The department publishes it, and "
            "“sufficiency update” reads it from its files."
        )
    if not held & set(COUNTED):
        words.append(
            "Disability and brothers and sisters are not published. The council's own returns "
            "would show them."
        )
    return tuple(words)


def profile_block(run: Run) -> Block | None:
    """Every published figure of who the children are, at the opening and four years before."""
    facts, table = run.facts, run.tables.get("profile")
    if table is not None:
        table = table[~table["section"].isin(COUNTED)]
    if table is None or table.empty:
        return None
    first = int(table["year"].min())
    rows = []
    earliest = indexed(only(table, year=first), "section", "category")
    for row in only(table, year=facts.opening_year).to_dict("records"):
        before = earliest.get((row["section"], row["category"]))
        percent = "percent" in row["unit"]
        rows.append(
            (
                f"{SECTION_NAMES.get(row['section'], row['section'])}: {row['category']}",
                _number(row["children"]),
                *(_share(row[area], percent) for area in COMPARED),
                _share(before["authority"], percent) if before else "–",
            )
        )
    return Block(
        f"Who the children are in {facts.authority}, {day(facts.opening_year)}, as published. "
        f"{MARK}: withheld by the publisher, or not known for most neighbours",
        ("Measure", "Children", facts.authority, *_BESIDE, f"{facts.authority}, {first}"),
        tuple(rows),
    )


def provision_block(run: Run, every: bool = False) -> Block | None:
    """What there is, for every 100 children looked after, beside others; None without a record.

    Args:
        every: Whether to give the earliest year beside the latest.
    """
    table = run.tables.get("provision")
    if table is None or table.empty:
        return None
    rows = []
    for keys, name in _PROVISION:
        names = dict(zip(("section", "setting", "sector", "measure"), keys, strict=True))
        found = only(table, **names).sort_values("year").to_dict("records")
        if not found:
            continue
        last, first = found[-1], found[0]
        number = _number(last["number"])
        if last["basis"] != "published":
            if last["low"] == last["low"]:
                number += f" ({_number(last['low'])} to {_number(last['high'])})"
            name = f"{name} ({last['basis']})"
        if last["year"] != run.facts.opening_year:
            name = f"{name}, {last['year']}"
        ours = last["basis"] == "published"
        per = (_number(last[f"{area}_per_100"]) if ours else "–" for area in COMPARED)
        before = (f"{_number(first['number'])} in {first['year']}",) if every else ()
        rows.append((name, number, *before, *per))
    return Block(
        f"What there is, {day(run.facts.opening_year)}: number, and for every 100 children that "
        "the council looks after. Homes in the area may take children of any council",
        (
            *("What", "Number"),
            *(("Earliest known",) if every else ()),
            *(f"{run.facts.authority}, for every 100", *_BESIDE),
        ),
        tuple(rows),
    )


def own_list_block(run: Run) -> Block | None:
    """The council's own list of homes, by setting; None where it gives none."""
    table = run.tables.get("provision")
    listed = None if table is None else only(table, section="listed")
    if listed is None or listed.empty:
        return None
    rows = []
    for setting in dict.fromkeys(listed["setting"]):
        here = only(listed, setting=setting).set_index("measure")["number"]
        counts = [_number(here.get(name, float("nan"))) for name in ("homes", "beds", *IN_HOMES)]
        grades = [
            f"{thousands(number)} {str(measure).removeprefix('homes, ')}"
            for measure, number in here.items()
            if str(measure).startswith("homes, ")
        ]
        name = str(setting)
        rows.append((f"{name[0].upper()}{name[1:]}", *counts, "; ".join(grades)))
    return Block(
        f"Homes on the council's own list, {day(run.facts.opening_year)}: numbers of homes, beds "
        "and children",
        (
            *("Setting", "Homes", "Beds", "Our children", "Other councils' children", "Vacancies"),
            "Registration and Ofsted's judgement, homes",
        ),
        tuple(rows),
    )


def gap_by_year(run: Run, scenario: str = BASELINE) -> Block:
    """Need, own places and what is missing of fostering and of homes at each 31 March."""
    facts = run.facts
    rows = []
    found = indexed(only(all_ages(run.tables), scenario=scenario), "family", "date")
    for family in FAMILIES:
        for year in range(facts.opening_year, facts.horizon_year + 1):
            row = found[family, march(year)]
            need = {point: row[f"need_{point}"] for point in ("p10", "p50", "p90")}
            own = {point: row[f"usable_supply_{point}"] for point in ("p10", "p50", "p90")}
            gap = need_supply_gap(row)[-1]
            words = gap if gap.startswith(MARK) else f"short by {gap}"
            cells = (in_brackets(need, thousands), in_brackets(own, thousands), words)
            rows.append((f"{label(family)}, {day(year)}", *cells))
    name = "with no new action" if scenario == BASELINE else f"in the scenario “{scenario}”"
    return Block(
        f"Need, own places that can be filled, and what is missing in {facts.authority}, {name}: "
        "middle, and the range with a 4 in 5 chance. Others provide what is missing",
        ("Kind and date", "Need", "Own places", "Missing"),
        tuple(rows),
    )


def ages_block(run: Run) -> Block | None:
    """Need and gap by age at the horizon; None of what is published, which has no ages."""
    facts, table = run.facts, run.tables["gap"]
    date = march(facts.horizon_year)
    rows = []
    for family in FAMILIES:
        for band in BANDS:
            found = only(table, scenario=BASELINE, family=family, age_band=band, date=date)
            for row in found.to_dict("records"):
                cells = need_supply_gap({str(key): value for key, value in row.items()})
                rows.append((f"{label(family)}, aged {band.replace('-', ' to ')}", *cells))
    if not rows:
        return None
    return Block(
        f"Need and gap by age on {day(facts.horizon_year)}, {ages_from(facts)}: middle, and the "
        "range with a 4 in 5 chance",
        ("Kind and age", "Need", "Own places", "Missing"),
        tuple(rows),
    )


def market_lines(run: Run, years: Sequence[int]) -> tuple[str, ...]:
    """Lines of the baseline for some Marches; what is not stated comes last, once for each why.

    Lines by age are among them where ages are counted; those that are estimated are in the annex.
    """
    table = run.tables.get("market")
    if table is None or table.empty:
        return ()
    ours = only(table, scenario=BASELINE)
    if run.facts.counted_to is None and set(BANDS) & set(ours["age_band"]):
        ours = only(ours, age_band=ALL_AGES)
    at = ours[ours["date"].isin([march(year) for year in years])]
    stated = [str(line) for line in only(at, stated="yes")["line"]]
    other = only(ours, stated="no")
    other = other[other["age_band"] != ALL_AGES]
    return (*stated, *dict.fromkeys(str(line) for line in other["line"]))


def market_block(run: Run) -> Block | None:
    """The lines of the market table, with why those not stated are not; by age the baseline's."""
    table = run.tables.get("market")
    if table is None or table.empty:
        return None
    here = (table["scenario"] == BASELINE) | (table["age_band"] == ALL_AGES)
    rows = tuple(
        (str(row.scenario), label(str(row.family)), str(row.age_band), str(row.line))
        for row in table[here].itertuples()
    )
    return Block(
        f"What {run.facts.authority} expects to need from others, line by line",
        ("Scenario", "Kind", "Ages", "Line"),
        rows,
        words=True,
    )


def _latest(run: Run, name: str) -> pd.DataFrame:
    table = run.tables.get(name)
    if table is None:
        return pd.DataFrame(columns=["section", "category", "year"])
    return only(table, year=run.facts.opening_year)


def _share(value: float, percent: bool) -> str:
    if value != value:
        return MARK
    return f"{value:.0f}%" if percent else thousands(value)


def _number(value: float) -> str:
    return word({"value": value}, "value", thousands)
