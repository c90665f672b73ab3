"""What every chart of a region says of itself: whose it is, of when, and where it comes from."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.charts.captions import composed
from sufficiency.pages.charts.note import Note
from sufficiency.pages.words import day
from sufficiency.results.region.run import RegionRun

IN_FAMILY: Final = {"fostering": "foster homes", "homes": "children's homes"}
RENAMED: Final = {"p10": "low (p10)", "p50": "middle (p50)", "p90": "high (p90)"}
TOGETHER: Final = (
    "Sums are taken draw by draw: councils move together, and ranges allow for it. Means add over "
    "councils; middles and ends of ranges do not"
)
WITHHELD: Final = (
    "A figure is withheld where one of the councils withholds its part of it in a published run "
    "of its own"
)


def councils_of(run: RegionRun) -> str:
    """The councils as a title names them.

    A combined authority or a region has its name; a list of councils is its own name.
    """
    return f"{run.name}'s councils" if run.source != "named one by one" else run.name


def span_of(run: RegionRun) -> str:
    """From the opening to the end."""
    return f"{day(run.years[0])} to {day(run.years[-1])}"


def note_of(
    run: RegionRun,
    unit: str,
    *sources: str,
    basis: str = "",
    reading: str = "",
    remarks: tuple[str, ...] = (),
    simulated: bool = True,
) -> Note:
    """The caption of a region's chart.

    Args:
        run: The region.
        unit: What is counted or measured.
        sources: Publications the published figures come from.
        basis: Price basis of money.
        reading: How to read the marks.
        remarks: What a reader should know before quoting a number.
        simulated: Whether it shows a forecast; the record alone otherwise.
    """
    said = (
        reading,
        *remarks,
        TOGETHER if simulated else "",
        WITHHELD if run.is_published else "",
        f"{len(run.members)} councils, evidence to {day(run.years[0])}",
    )
    made = (run.version, run.draws) if simulated else None
    return composed(unit, sources, said, basis=basis, made=made)
