"""The words under a chart: unit, price basis, how to read it, date and source."""

from __future__ import annotations

from typing import Final

from sufficiency.months import financial_year
from sufficiency.pages.charts.note import Note
from sufficiency.pages.charts.sheet import Key
from sufficiency.pages.words import FOUR_IN_FIVE, date_of, day, sentences
from sufficiency.results.facts import RunFacts
from sufficiency.results.run import Run

CHILDREN_LOOKED_AFTER: Final = "Department for Education, Children looked after in England"
FOSTERING: Final = "Ofsted, Fostering in England"
OUTTURN: Final = "Department for Education and MHCLG, section 251 and RO3 outturn"
DEFLATOR: Final = "HM Treasury, GDP deflator"
PAPERS: Final = "the council's published papers and press reports of them"
RETURNS: Final = "the council's own SSDA903 returns"
LICENCE: Final = (
    "Published figures are Crown copyright, used under the Open Government Licence v3.0"
)
READING: Final = (
    f"How to read it: the shaded range holds 4 in 5 of the simulated futures ({FOUR_IN_FIVE}); "
    "the broken line is the middle one, as likely to be too high as too low"
)
READING_BARS: Final = (
    "How to read it: the bar holds 4 in 5 of the simulated futures "
    f"({FOUR_IN_FIVE}); the dot is the middle one, as likely to be too high as too low"
)
SHARED_FUTURES: Final = (
    "Scenarios share the same simulated futures: compare the dots, and do not read overlapping "
    "bars as no difference"
)


def real_prices(facts: RunFacts) -> str:
    """The price basis of real figures: prices of the year that ended with the opening count.

    The engine's real figures are in the prices its deflator sets to 1.
    """
    return f"{financial_year(facts.opening_year - 1)} prices (real)"


def history(facts: RunFacts) -> str:
    """Up to when children are known, and from what: stands before what is forecast."""
    published = f"Published to {day(facts.opening_year)}"
    if facts.counted_to is None:
        return published
    return f"{published}, counted in the council's returns to {date_of(facts.counted_to)}"


def counted_key(facts: RunFacts, colour: str) -> tuple[Key, ...]:
    """What the plain line up to the forecast is, where returns have counted children."""
    return (Key("Counted in returns", colour, "line"),) if facts.counted else ()


def withheld(run: Run) -> tuple[str, ...]:
    """The remark that a chart of published tables carries about numbers left out."""
    if not run.is_published:
        return ()
    return ("Numbers of 1 to 5 children, and others that would reveal one, are withheld",)


def caption(
    facts: RunFacts,
    unit: str,
    *sources: str,
    basis: str = "",
    reading: str = "",
    remarks: tuple[str, ...] = (),
    simulated: bool = True,
    date: str = "",
    licence: str = LICENCE,
) -> Note:
    """The caption of one chart.

    Args:
        facts: The run.
        unit: What is counted or measured.
        sources: Publications the published figures come from.
        basis: Price basis of money: nominal or real, and of what year.
        reading: How to read the marks.
        remarks: What a reader should know before quoting a number.
        simulated: Whether the chart shows results of the run besides the published record.
        date: What the figures are of; the evidence up to the opening count unless given.
        licence: The licence the published figures are under.
    """
    if simulated and facts.counted_to is not None:
        sources = (*sources, f"{RETURNS} to {date_of(facts.counted_to)}")
    return composed(
        unit,
        sources,
        (reading, *remarks, f"Date: {date or f'evidence to {day(facts.opening_year)}'}"),
        basis=basis,
        made=(facts.version, facts.draws) if simulated else None,
        licence=licence,
    )


def composed(
    unit: str,
    sources: tuple[str, ...],
    said: tuple[str, ...],
    *,
    basis: str = "",
    made: tuple[str, int] | None = None,
    licence: str = LICENCE,
) -> Note:
    """A caption in the order that every chart's has: unit, prices, reading, date, source, licence.

    Args:
        unit: What is counted or measured.
        sources: Publications the published figures come from.
        said: Sentences between: how to read the marks, remarks, whose and of when; some may be
            empty.
        basis: Price basis of money.
        made: The product's version and how many futures it simulated; None for the record alone.
        licence: The licence the published figures are under.
    """
    source = f"Source: {'; '.join(sources)}" + (f"; sufficiency {made[0]}" if made else "")
    full = sentences(
        f"Unit: {unit}",
        f"Prices: {basis}" if basis else "",
        *said,
        source + (f", {made[1]:,} simulated futures" if made else ""),
        licence,
    )
    return Note(full, sentences(source))
