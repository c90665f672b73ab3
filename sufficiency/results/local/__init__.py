"""Who the children are and what there is for them: the published record beside others'."""

from __future__ import annotations

import pandas as pd

from sufficiency.engine import Results
from sufficiency.evidence.loading import the_record
from sufficiency.ranges import statistics
from sufficiency.results.local.profile import profile_table
from sufficiency.results.local.provision import provision_table

__all__ = ["local_tables", "profile_table", "provision_table"]


def local_tables(results: Results, carers: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Profile and provision of the authority that was run.

    Args:
        results: The engine's answer.
        carers: Its table of carers.
    """
    evidence = results.forecast.evidence
    record = evidence.england or the_record()
    held = results.forecast.baseline.projection.home_places[:, 0]
    low, middle, high = (float(x) for x in statistics(held, ("p10", "p50", "p90")).values())
    return {
        "profile": profile_table(evidence, record),
        "provision": provision_table(evidence, record, carers, (low, middle, high)),
    }
