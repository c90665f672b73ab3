"""What becomes of an effect, and why, as the annex tells it."""

from __future__ import annotations

from sufficiency.pages.report.block import Block
from sufficiency.pages.words import day, thousands
from sufficiency.placements import FAMILIES, label
from sufficiency.results.fading import ENTERED, KEPT, LED, MOVED, NET
from sufficiency.results.run import Run

_GROSS = (ENTERED, KEPT, LED, MOVED)


def fading_block(run: Run) -> Block | None:
    """Gross, net and why, in the last year; None where no child is reached, or run is published."""
    table = run.tables.get("fading")
    if table is None or table.empty:
        return None
    last = table[table["date"] == table["date"].max()]
    rows = []
    for (scenario, effect), found in last.groupby(["scenario", "effect"], sort=False):
        children = dict(zip(found["reason"], found["children"], strict=True))
        gross = {reason: n for reason, n in children.items() if reason in _GROSS}
        why = {reason: n for reason, n in children.items() if reason not in (*gross, NET)}
        rows.append(
            (
                str(scenario),
                _in_words(str(effect)),
                "; ".join(f"{thousands(n)} {reason}" for reason, n in gross.items()),
                "; ".join(f"{thousands(-n)} {reason}" for reason, n in why.items()) or "–",
                thousands(children[NET]),
            )
        )
    return Block(
        f"Why effects fade in {run.facts.authority}: children reached up to "
        f"{day(run.facts.horizon_year)} and what has become of them, means",
        ("Scenario", "Effect", "Gross: reached", "Of them", "Net: left of it"),
        tuple(rows),
        words=True,
    )


def _in_words(effect: str) -> str:
    """An effect with its families in words.

    >>> _in_words("homes to fostering")
    "Children's homes to fostering"
    """
    origin, _, destination = effect.partition(" to ")
    if origin not in FAMILIES:
        return f"{effect[0].upper()}{effect[1:]}"
    return f"{label(origin)} to {label(destination).lower()}"
