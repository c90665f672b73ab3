"""What is known: the published record of an authority, and what is estimated from it."""

from __future__ import annotations

from sufficiency.evidence.ages import share_aged
from sufficiency.evidence.balance import yearly_balance
from sufficiency.evidence.benchmarks import benchmarks
from sufficiency.evidence.estimated import (
    estimates_in_words,
    remarks_on_record,
    total_is_estimated,
)
from sufficiency.evidence.loading import (
    authorities,
    load_children,
    load_evidence,
    update,
    write_evidence,
)
from sufficiency.evidence.lookups import Assumption
from sufficiency.evidence.national import (
    children_in_england,
    placement_changes_in_england,
    placements_ended_in_england,
)
from sufficiency.evidence.precedents import (
    AfterCareFigures,
    after_care_figures,
    children_aged_under_18,
    precedent,
)
from sufficiency.evidence.record import Authority, Evidence
from sufficiency.evidence.splits import estimate_split, mainstream_places, placements_at
from sufficiency.evidence.with_returns import remarks_on_returns

__all__ = [
    "AfterCareFigures",
    "Assumption",
    "Authority",
    "Evidence",
    "after_care_figures",
    "authorities",
    "benchmarks",
    "children_aged_under_18",
    "children_in_england",
    "estimate_split",
    "estimates_in_words",
    "load_children",
    "load_evidence",
    "mainstream_places",
    "placement_changes_in_england",
    "placements_at",
    "placements_ended_in_england",
    "precedent",
    "remarks_on_record",
    "remarks_on_returns",
    "share_aged",
    "total_is_estimated",
    "update",
    "write_evidence",
    "yearly_balance",
]
