"""The trial of the whole chain on every council, for the report: in words, and as tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sufficiency.errors import listed
from sufficiency.money.spending.record import NO_DOWNTURN
from sufficiency.pages.report.block import Block
from sufficiency.pages.words import between, day, thousands
from sufficiency.results.lookup import only
from sufficiency.results.run import Run
from sufficiency.trial.stored import stored_hindcast, stored_scores

EXPENSIVE: Final = "expensive_children"
_MEASURES: Final = {
    "looked_after": "Children looked after",
    EXPENSIVE: "Children not fostered, with parents or for adoption: the expensive ones",
    "mainstream_places": "Approved mainstream fostering places",
    "spending_real": "Spending on children looked after, inflation known",
    "kinship_fostering": "Connected carers: estimates at both ends",
    "in_house_fostering": "In-house fostering: estimates at both ends",
    "agency_fostering": "Agency fostering: estimates at both ends",
    "external_residential": "External children's homes: estimates at both ends",
}
_CONSTANTS: Final = {"leak_free": "as known then", "today": "today's constants"}
_OWN_OPENINGS: Final = 3


@dataclass(frozen=True)
class Found:
    """How one thing fared over all councils, leak-free, by years ahead from one on.

    Attributes:
        over: Percent by which outcomes came over the mean forecast, sums over councils.
        held: Percent of outcomes inside the 80% range.
        error: Percent by which the middle's error is below that of expecting no change.
    """

    over: tuple[int, ...]
    held: tuple[int, ...]
    error: tuple[int, ...]


def found(measure: str, constants: str = "leak_free") -> Found:
    """The stored scores of a measure of the trial."""
    rows = only(stored_scores(), measure=measure, constants=constants).sort_values("horizon")
    return Found(
        over=tuple(round(value) for value in rows["bias_mean"]),
        held=tuple(round(value) for value in rows["cover_80"]),
        error=tuple(round(100 * (1 - value)) for value in rows["error"]),
    )


def trial_points() -> tuple[str, ...]:
    """What the trial found, the worst included, in sentences."""
    total, dear = found("looked_after"), found(EXPENSIVE)
    places, spent = found("mainstream_places"), found("spending_real")
    hindsight = found(EXPENSIVE, "today")
    return (
        "The whole chain was tried on every English council from 2013 on, each with constants "
        f"estimated on others. The middle's error in the number of children was "
        f"{listed_numbers(total.error[:3])}% less than that of expecting no change, one, two and "
        f"three years ahead{_since_2021()}.",
        f"Years four and five have been tried too: the range held {total.held[3]} and "
        f"{total.held[4]} times in 100.",
        "Children in homes, supported accommodation and other expensive placements came out "
        f"{listed_numbers(dear.over)}% over the forecast, one to five years ahead, and the range "
        f"held {min(dear.held)} to {max(dear.held)} times in 100. The error goes one way: the rise "
        "was larger than any forecast from its start.",
        f"Approved mainstream places lay in their range {listed_numbers(places.held)} times in "
        f"100, and spending {listed_numbers(spent.held)} times, with inflation known. Spending "
        f"came out {listed_numbers(spent.over)}% over the forecast.",
        "Each was tried with constants as known at the time, and with today's, which know how it "
        f"went: expensive children then came out {listed_numbers(hindsight.over)}% over. Which "
        "terms there are was settled in 2026 in both.",
        NO_DOWNTURN,
    )


def _since_2021() -> str:
    """How much less of late: the range over openings, one year ahead."""
    rows = only(stored_scores("scores_by_opening"), measure="looked_after", constants="leak_free")
    late = rows[(rows["opening_year"] >= 2021) & (rows["horizon"] == 1)]["error"]
    less = (round(100 * (1 - late.max())), round(100 * (1 - late.min())))
    return f", and {less[0]}–{less[1]}% less one year ahead from each March since 2021"


def listed_numbers(values: tuple[int, ...]) -> str:
    """Whole numbers in a row of words.

    >>> listed_numbers((1, 4, 8))
    '1, 4 and 8'
    """
    return listed([str(value) for value in values])


def trial_block() -> Block:
    """The trial in two columns of constants: over the forecast, and held, by years ahead."""
    rows = []
    for measure, name in _MEASURES.items():
        both = [found(measure, constants) for constants in _CONSTANTS]
        rows.append(
            (
                name,
                *(" ".join(map(_signed, one.over)) for one in both),
                *(" ".join(map(str, one.held)) for one in both),
            )
        )
    return Block(
        "The chain on trial, every English council, openings from 2013 (spending 2017, places "
        "2022): for one to five years ahead, places and estimates one to three, percent by which "
        "outcomes came over the mean forecast, and percent that the 4 in 5 range held",
        (
            "What was forecast",
            *(f"Over the forecast, {words}" for words in _CONSTANTS.values()),
            *(f"Range held, {words}" for words in _CONSTANTS.values()),
        ),
        tuple(rows),
    )


def _signed(value: int) -> str:
    return f"{value:+d}".replace("-", "−") if value else "0"


def own_openings_block(run: Run) -> Block | None:
    """What past openings said of expensive children on the latest 31 March, against what came.

    None in a published run, where the number may be withheld, and where the trial has none.
    """
    if run.is_published:
        return None
    past = only(
        stored_hindcast(),
        la_code=run.evidence.authority.code,
        measure=EXPENSIVE,
        constants="leak_free",
    )
    year = run.facts.opening_year
    past = past[(past["opening_year"] + past["horizon"] == year) & (past["filled"] == "")]
    rows = [
        (
            day(row["opening_year"]),
            f"{thousands(row['p50'])} ({between(thousands(row['p10']), thousands(row['p90']))})",
            thousands(row["came"]),
            "yes" if row["p10"] <= row["came"] <= row["p90"] else "no",
        )
        for row in past.sort_values("opening_year").tail(_OWN_OPENINGS).to_dict("records")
    ]
    if not rows:
        return None
    return Block(
        f"Children in expensive placements in {run.facts.authority} on {day(year)}, as past "
        "openings would have had it, constants as known then",
        ("Opened on", "Middle, and 4 in 5 chance", "Came", "In range"),
        tuple(rows),
    )
