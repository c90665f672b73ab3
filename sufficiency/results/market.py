"""market.csv: what a provider may read and act on, each line from a row of the table of gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from sufficiency.flows import BANDS
from sufficiency.months import date_in_words
from sufficiency.results.facts import BASELINE, RunFacts
from sufficiency.results.gap import ALL_AGES

COLUMNS: Final = (
    *("scenario", "date", "family", "age_band", "stated", "low", "middle", "high", "line"),
)
_WHAT: Final = {
    "fostering": ("foster place", "foster places", "our own and connected carers can offer"),
    "homes": (
        "place in a children's home",
        "places in children's homes",
        "our own homes can offer",
    ),
}
_SMALL: Final = 6
"""Below this a number of children is not quoted to the market."""


@dataclass(frozen=True)
class Line:
    """A line, or why there is none.

    Attributes:
        stated: Whether it is a line to quote.
        words: The line, or the reason why the record does not carry one.
    """

    stated: bool
    words: str


def market_table(gap: pd.DataFrame, facts: RunFacts) -> pd.DataFrame:
    """A line a family and age band at each 31 March ahead, in the baseline and each scenario.

    Columns: scenario, date, family, age_band, stated (yes | no), low, middle, high (children: the
    gap's P10, P50, P90), line. Where the record does not carry a line, `stated` is "no", the
    numbers are blank and `line` says what would be needed.

    Args:
        gap: The table of gaps, small numbers already blank where it is to be published.
        facts: Of the run.
    """
    ahead = gap[(gap["date"].dt.month == 3) & (gap["date"].dt.year > facts.opening_year)]
    rows = []
    for record in ahead[ahead["family"].isin(list(_WHAT))].to_dict("records"):
        row = {str(name): value for name, value in record.items()}
        line = market_line(row, facts)
        numbers = [
            row[f"gap_{point}"] if line.stated else np.nan for point in ("p10", "p50", "p90")
        ]
        keys = (row["scenario"], row["date"], row["family"], row["age_band"])
        rows.append((*keys, "yes" if line.stated else "no", *numbers, line.words))
    if not set(BANDS) & set(gap["age_band"]):
        rows += _without_ages(ahead, facts)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def market_line(row: Mapping[str, Any], facts: RunFacts) -> Line:
    """One line from a row of the table of gaps, with its range and what it rests on."""
    one, many, whose = _WHAT[row["family"]]
    date, band = date_in_words(row["date"].date()), row["age_band"]
    of = "" if band == ALL_AGES else f" for children aged {band.replace('-', ' to ')}"
    ends = [row[f"gap_{point}"] for point in ("p10", "p50", "p90")]
    if any(value != value for value in ends):
        return Line(False, f"Not stated for {date}: the number is withheld or not known.")
    low, middle, high = (round(value) for value in ends)
    if middle < _SMALL:
        return Line(False, f"Not stated for {date}: fewer than {_SMALL} {many}{of}.")
    number = str(low) if low == high else f"between {low} and {high}"
    condition = (
        "if carers and homes go on as now"
        if row["scenario"] == BASELINE
        else f"in the scenario “{row['scenario']}”"
    )
    basis = "estimated from published figures" if facts.estimated else "counted in our own returns"
    ages = "" if band == ALL_AGES else f"; {ages_from(facts)}"
    return Line(
        True,
        f"By {date} we expect to need {number} {one if high == 1 else many}{of} beyond what "
        f"{whose}, {condition} (middle {middle}; 4 in 5 chance; {basis}{ages}).",
    )


def ages_from(facts: RunFacts) -> str:
    """What the ages of a band rest on."""
    if facts.counted_to is not None:
        return "ages as last counted in the returns"
    return "ages estimated from England's by kind of placement, fitted to the council's own"


def _without_ages(ahead: pd.DataFrame, facts: RunFacts) -> list[tuple[Any, ...]]:
    """For each family, that no line by age is stated, as in what is published, and why."""
    if ahead.empty:
        return []
    last = ahead["date"].max()
    why = "Not stated by age: ages by placement are an estimate, for use inside the council."
    if facts.counted_to is not None:
        why = "Not stated by age: small numbers would show."
    none = (np.nan,) * 3
    return [(BASELINE, last, family, "by age", "no", *none, why) for family in _WHAT]
