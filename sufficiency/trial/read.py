"""The record that the trial runs on, read from the embedded record of England or another."""

from __future__ import annotations

from pathlib import Path

from sufficiency.evidence import load_evidence
from sufficiency.evidence.loading import the_record
from sufficiency.flows.rates import england_rates
from sufficiency.forecasting.pooled.published import by_year, england
from sufficiency.trial.by_type import Turning
from sufficiency.trial.chain import WholeRecord
from sufficiency.trial.children_record import children_record
from sufficiency.trial.money_record import (
    LinesRecord,
    lines_record,
    places_record,
    spending_record,
)
from sufficiency.trial.split_record import split_record


def whole_record(folder: Path | None = None) -> tuple[WholeRecord, LinesRecord]:
    """Every authority's children, places and spending, and how its spending was split.

    Args:
        folder: of another record of England; the embedded one unless given.

    Raises:
        InputError: when the folder does not hold a record.
    """
    record, evidence = the_record(folder), load_evidence(record=folder)
    children = children_record(record, evidence.groups, evidence.opening_year)
    whole = WholeRecord(
        children,
        places_record(record, children),
        spending_record(record, children, evidence.price_indices),
        split_record(record, children),
        by_year(england(evidence)),
        Turning(*england_rates(evidence)),
    )
    return whole, lines_record(record, children)
