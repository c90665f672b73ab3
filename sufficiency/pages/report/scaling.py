"""How prices were brought to what was spent, and where that stands among all councils."""

from __future__ import annotations

from sufficiency.pages.words import millions
from sufficiency.results.lookup import year_to
from sufficiency.results.run import Run

_LINES = {"residential": "residential care", "fostering": "fostering"}


def standing_words(run: Run) -> tuple[str, ...]:
    """Each line of the outturn beside every council's; nothing where the figures are withheld."""
    stands = [
        f"on {name} it spent more than {100 * found['standing']:.0f} of 100 councils"
        for line, name in _LINES.items()
        if (found := _found(run, line)) is not None
    ]
    if not stands:
        return ()
    return (f"Against listed prices for the same children, {' and '.join(stands)}.",)


def scaling_words(run: Run) -> tuple[str, ...]:
    """What prices were multiplied by, and the pounds of each line that they leave."""
    words = []
    for line, name in _LINES.items():
        found = _found(run, line)
        if found is None:
            continue
        left = found["residual"]
        rest = (
            f"{millions(abs(left))} of the line is left and stands with what is not modelled"
            if left >= 0
            else f"they make {millions(-left)} more than the line, taken from what is not modelled"
        )
        words.append(
            f"Listed prices on the {name} line were multiplied by {found['factor']:.2f} "
            f"({year_to(run.facts.opening_year)}); {rest}."
        )
    if words:
        words.append(
            "Where a council books a placement is habit, so a line's factor leans on that of both "
            "lines together."
        )
    return (*words, *standing_words(run))


def _found(run: Run, line: str) -> dict[str, float] | None:
    """Factor, residual and standing of a line; None where any is not shown."""
    values = run.tables["assumptions"].set_index("key")["value"]
    parts = ("factor", "residual", "standing")
    found = {part: float(values.get(f"scaling_{part}_{line}", float("nan"))) for part in parts}
    return None if any(value != value for value in found.values()) else found
