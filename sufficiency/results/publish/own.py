"""What of the evidence is the council's own, and so not known to a reader of a published run.

Everything a publisher has published may be said again, whole, with the digest of its file. What a
council gave itself (its returns, or a file of an evidence folder) may hold counts that nobody has
published: of those, no digest is published either, since a count of 1 to 5 can be tried until its
digest fits.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sufficiency.evidence import Evidence
from sufficiency.evidence.record import COUNTS
from sufficiency.results.facts import RunFacts
from sufficiency.results.figures import MONEY, nearest

_HOLD_COUNTS: Final = frozenset(
    (
        *("children_in_care.csv", "placements.csv", "characteristics.csv", "carers.csv"),
        "provision.csv",
    )
)
"""Files of an evidence folder that count children or carers of the authority."""


def own_files(evidence: Evidence) -> tuple[str, ...]:
    """Files that the council gave, whatever they hold, and the counts of its returns.

    A record of England holds what its publishers publish, the package's own or a newer one.
    """
    returned = () if evidence.returns is None else (COUNTS,)
    return (*evidence.own_files, *returned)


def has_own_counts(evidence: Evidence) -> bool:
    """Whether numbers of children may be in it that nobody has published."""
    return bool({COUNTS, *_HOLD_COUNTS} & set(own_files(evidence)))


def published_facts(facts: RunFacts, evidence: Evidence) -> RunFacts:
    """The facts of a run as anybody may see them: no seed, and nothing finer than the tables.

    Remarks on counts of the council's own are for the council: they say what its prices were
    scaled by, which is a sum of its children. How many children stand on an estimate may be few.
    """
    assert MONEY.step is not None
    scenarios = tuple(
        scenario
        if scenario.rests_on_residential is None
        else replace(
            scenario,
            rests_on_residential=float(nearest(scenario.rests_on_residential, MONEY.step)),
        )
        for scenario in facts.scenarios
    )
    remarks = () if has_own_counts(evidence) else facts.remarks
    return replace(facts, seed=None, mix=(), scenarios=scenarios, remarks=remarks, estimates="")
