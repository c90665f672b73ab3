"""Who the children are and what there is for them: the published record beside others'."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sufficiency.engine import Results
from sufficiency.evidence import Evidence, benchmarks
from sufficiency.evidence.comparators import comparators
from sufficiency.evidence.loading import the_record
from sufficiency.ranges import statistics
from sufficiency.results.local.profile import profile_table
from sufficiency.results.local.provision import Row, provision_table, published_provision

__all__ = ["Published", "local_tables", "profile_table", "provision_table", "published"]


@dataclass(frozen=True)
class Published:
    """What is published of an authority and of those beside it, whatever is forecast.

    Attributes:
        profile: Who the children are.
        provision: Rows of the table of provision.
        benchmarks: The authority beside others.
    """

    profile: pd.DataFrame
    provision: tuple[Row, ...]
    benchmarks: pd.DataFrame


def published(evidence: Evidence) -> Published:
    """What the record of England has of the authority: it takes no forecast to put together."""
    record = evidence.england or the_record()
    beside = comparators(evidence, record)
    return Published(
        profile=profile_table(evidence, record),
        provision=published_provision(beside, record, evidence.opening_year),
        benchmarks=benchmarks(evidence),
    )


def local_tables(
    results: Results, carers: pd.DataFrame, known: Published
) -> dict[str, pd.DataFrame]:
    """Profile and provision of the authority that was run.

    Args:
        results: The engine's answer.
        carers: Its table of carers.
        known: What is published of it.
    """
    evidence = results.forecast.evidence
    held = results.forecast.baseline.projection.home_places[:, 0]
    low, middle, high = (float(x) for x in statistics(held, ("p10", "p50", "p90")).values())
    return {
        "profile": known.profile,
        "provision": provision_table(evidence, known.provision, carers, (low, middle, high)),
    }
