"""How the page says a number, a range, a difference and what a scenario is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sufficiency.pages.words import UNDER, WITHHELD, chance, millions, sentences, span, thousands
from sufficiency.results.facts import BASELINE
from sufficiency.results.waterfall import INTERACTION, TOTAL

Row = Mapping[str, Any]
NOTHING: Final = "Nothing changed"
"""How the page calls the baseline: what it is, to who has not met the word."""


def shown_as(name: str) -> str:
    """How the page calls a scenario."""
    return NOTHING if name == BASELINE else name


def more_or_fewer(low: float, middle: float, high: float) -> str:
    """A difference in children or households in words, with its range.

    >>> more_or_fewer(-12.2, -8.1, -3.0), more_or_fewer(-2.0, 1.0, 4.0), more_or_fewer(0, 0, 0)
    ('3 to 12 fewer (middle 8)', 'from 2 fewer to 4 more (middle 1 more)', 'no difference')
    """
    low_in_words, high_in_words = thousands(low), thousands(high)
    if low_in_words == high_in_words == "0":
        return "no difference"
    if high <= 0:
        return f"{span(thousands(-high), thousands(-low))} fewer (middle {thousands(-middle)})"
    if low >= 0:
        return f"{span(low_in_words, high_in_words)} more (middle {thousands(middle)})"
    which = "fewer" if middle < 0 else "more"
    return (
        f"from {thousands(-low)} fewer to {high_in_words} more "
        f"(middle {thousands(abs(middle))} {which})"
    )


def children(row: Row, of: str = "") -> str:
    """A range of children, households or places, with its middle.

    >>> children({"p10": 50.0, "p50": 75.0, "p90": 108.0})
    '50 to 108 (middle 75)'
    >>> children({"p10": float("nan"), "p50": 75.0, "p90": float("nan")})
    'about 75 (range withheld)'
    """
    low, middle, high = (thousands(row[f"{of}{name}"]) for name in ("p10", "p50", "p90"))
    if low == high == WITHHELD != middle:
        return f"about {middle} (range {WITHHELD})"
    return low if low == high else f"{span(low, high)} (middle {middle})"


def money(row: Row) -> str:
    """A range of money, with its middle."""
    return f"{span(millions(row['p10']), millions(row['p90']))} (middle {millions(row['p50'])})"


def saves(row: Row, is_published: bool = False) -> str:
    """What a scenario saves in a year, which may be a cost; published nil is not nothing.

    >>> saves({"p10": 0.0, "p90": 0.0}), saves({"p10": 0.0, "p90": 0.0}, is_published=True)
    ('changes no cost', 'changes the cost by less than £0.05m')
    """
    low, high = row["p10"], row["p90"]
    if low == high == 0:
        return f"changes the cost by {UNDER}" if is_published else "changes no cost"
    likely = f"a chance of {chance(row['probability_saves'])} that it saves anything"
    if low < 0 < high:
        ends = f"between {cost_or_saving(low)} and {cost_or_saving(high)}"
        return f"comes to {ends} (middle {cost_or_saving(row['p50'])}; {likely})"
    verb, sign = ("costs", -1) if high <= 0 else ("saves", 1)
    low_end, high_end = (low, high) if sign > 0 else (-high, -low)
    ends = span(millions(low_end), millions(high_end))
    more = " more than it saves" if sign < 0 else ""
    return f"{verb} {ends}{more} (middle {millions(sign * row['p50'])}; {likely})"


def cost_or_saving(value: float) -> str:
    """Money that is saved or, below nil, spent.

    >>> cost_or_saving(-68_000), cost_or_saving(1_500_000)
    ('a cost of £68,000', 'a saving of £1.5m')
    """
    return f"a cost of {millions(-value)}" if value < 0 else f"a saving of {millions(value)}"


def saved_in_words(mean: float) -> str:
    """What is saved on average, which may be a cost.

    >>> saved_in_words(-19_000), saved_in_words(500_000)
    ('costs a mean of £19,000 more than it saves', 'saves a mean of £0.5m')
    """
    if mean < 0:
        return f"costs a mean of {millions(-mean)} more than it saves"
    return f"saves a mean of {millions(mean)}"


def as_sentences(told: Sequence[str]) -> list[str]:
    """Each with its capital and full stop."""
    return [sentences(one) for one in told]


def step_name(step: Row) -> str:
    """A lever of a scenario as a table names it."""
    if step["lever"] == TOTAL:
        return "All together"
    if step["lever"] == INTERACTION:
        return "What they do only together"
    return f"{step['step']}. {str(step['lever']).replace('_', ' ').capitalize()}"


def more(row: Row) -> str:
    """A mean change in children, to a tenth: it may be less than one child."""
    return f"{row['mean']:+.1f}".replace("-", "−")


def pays_back(row: Row) -> str:
    """When the money is back, as a sentence goes on."""
    if row["p50"] != row["p50"]:
        return "In the middle case the money is not back by the end"
    if row["p50"] == 0:
        return "No money is put in first"
    return f"In the middle case the money is back {row['p50']:.0f} months after the first of it"
