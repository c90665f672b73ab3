"""The report's tables of carers: what recruitment asks, and children without a foster place."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.report.block import Block, in_brackets
from sufficiency.pages.words import day, thousands
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import enquiries_each, march, one, only
from sufficiency.results.run import Run

_TENS: Final = 10.0
"""Enquiries are quoted to the nearest ten: England's conversion is no finer for one council."""


def recruitment_table(run: Run) -> Block | None:
    """Households that come and go, and the enquiries they take, where a scenario changes them.

    One year for all, so that rows can be compared: the one in which a scenario approves most.
    """
    flows = only(run.tables["households"], kind="mainstream")
    mean = flows.pivot(index="scenario", columns=["flow", "financial_year"], values="mean")
    apart = (mean != mean.loc[BASELINE]).any(axis=1)
    names = [name for name in run.facts.scenario_names if apart[name]]
    most = mean.loc[names, "approved"].max()
    if most.isna().all():  # no scenario changes it, or every number is withheld
        return None
    year = str(most.idxmax())
    each = enquiries_each(run.tables)
    rows = []
    for name in (BASELINE, *names):
        keys = {"scenario": name, "financial_year": year}
        came, left = (one(flows, flow=flow, **keys) for flow in ("approved", "left"))
        cells = [in_brackets(came, thousands), in_brackets(left, thousands)]
        if each is not None:
            asked = {point: came[point] * each for point in ("p10", "p50", "p90")}
            cells.append(in_brackets(asked, _tens))
        rows.append((f"{name} (forecast)" if name == BASELINE else name, *cells))
    rate = (
        ""
        if each is None
        else f"; enquiries at England's rate, about {each:.0f} to a council for one approved "
        "household (Ofsted; see Assumptions), in tens"
    )
    return Block(
        f"Mainstream fostering households in {run.facts.authority} that are approved and that "
        f"leave in {year}, the year with most approvals in a scenario: middle, and in brackets the "
        f"range with a 4 in 5 chance{rate}",
        (
            "Scenario",
            "Households approved",
            "Households that leave",
            *(("Enquiries to the council for those approved",) if each is not None else ()),
        ),
        tuple(rows),
    )


def unplaced_table(run: Run) -> Block | None:
    """Children who find no foster home, where a scenario limits what agencies offer."""
    facts = run.facts
    table = run.tables["unplaced"]
    names = [name for name in facts.scenario_names if (table["scenario"] == name).any()]
    if not names:
        return None
    years = range(facts.opening_year + 1, facts.horizon_year + 1)
    rows = [
        (name, *(in_brackets(one(table, scenario=name, date=march(y)), thousands) for y in years))
        for name in names
    ]
    return Block(
        f"Children in {facts.authority} who need a foster home and live in an external children's "
        "home, because neither the council's own carers nor agencies have a place: middle, and in "
        "brackets the range with a 4 in 5 chance (simulated)",
        ("Scenario", *(day(year) for year in years)),
        tuple(rows),
    )


def _tens(number: float) -> str:
    return thousands(_TENS * round(number / _TENS))
