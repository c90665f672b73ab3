"""Words that a page uses, each explained once."""

from __future__ import annotations

from typing import Final

from sufficiency.results.facts import RunFacts

_TERMS: Final = (
    (
        "Agency fostering",
        "Carers who work for an independent agency. The council pays the agency for each child.",
    ),
    (
        "Baseline, or no new action",
        "What we expect if carers and homes go on as they have. It is not a target.",
    ),
    (
        "Connected carers",
        "Relatives or friends approved to look after a child they know. Their place is for that "
        "child alone.",
    ),
    ("Gap, or short by", "Need less the places our own carers and homes can fill."),
    ("Mainstream carers", "The council's own foster carers who can take any child."),
    ("Middle", "Half of our simulated futures are above it and half are below."),
    (
        "Nominal and real",
        "Nominal prices are those of each year. Real prices leave out general inflation.",
    ),
    (
        "Range",
        "It has a 4 in 5 chance of holding. The truth is as likely to lie below it as above.",
    ),
    (
        "RO3 and section 251",
        "Two returns in which councils tell the government what they spent.",
    ),
    ("Scenario, or option", "What would follow if its assumptions came true."),
    ("SSDA903", "The yearly return of every child in care, sent to the government."),
    (
        "Supported accommodation",
        "Homes for young people of 16 and 17 who need some support.",
    ),
    ("Unaccompanied asylum seekers (UASC)", "Children who came to this country alone for safety."),
)


def glossary(facts: RunFacts) -> tuple[tuple[str, str], ...]:
    """Terms and what they mean, in the order of the alphabet."""
    more = (("Estimate", "Our best figure where none is published."),) if facts.estimated else ()
    return tuple(sorted((*_TERMS, *more)))
