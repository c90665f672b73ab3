"""From enquiry to approved household: what the record says, as plain facts with their sources.

The engine does not use them: a scenario says how many households are approved. They say what that
would ask of a recruitment team.
"""

from __future__ import annotations

import pandas as pd

from sufficiency.evidence import Evidence

COLUMNS = ["fact", "value", "unit", "period", "source"]
_TO_APPLICATION = "Enquiry to application conversion, LA"
_APPLICATIONS = "Mainstream fostering applications"
_APPROVED = "Newly approved mainstream households"


def recruitment_facts(evidence: Evidence) -> pd.DataFrame:
    """Conversion from enquiries to approvals in England, latest year of each.

    Returns:
        Columns fact, value, unit, period, source: the share of enquiries to councils that become
        applications; approvals over applications of the same year, all mainstream services;
        and, from the two, enquiries for one approved household. Rows whose figures the evidence
        lacks are left out.
    """
    table = evidence.carers_england
    rows: list[dict[str, object]] = []
    applied = _latest(table, _TO_APPLICATION)
    if applied is not None:
        share = float(applied["value"]) / 100
        rows.append(_row("enquiries to a council that become applications", share, applied))
    converted = _approved_over_applications(table)
    if converted is not None:
        rows.append(converted)
    if applied is not None and converted is not None:
        enquiries = 1.0 / (share * float(str(converted["value"])))
        source = f"{rows[0]['source']}; {converted['source']}"
        fact = "enquiries to a council for one approved household"
        both = f"{rows[0]['period']} and {converted['period']}"
        rows.append(dict(zip(COLUMNS, (fact, enquiries, "enquiries", both, source), strict=True)))
    return pd.DataFrame(rows, columns=COLUMNS)


def enquiries_for(evidence: Evidence, households: float) -> float | None:
    """Enquiries that so many approved households would take, at England's conversion.

    None where the evidence lacks a figure. For seven households it is about 120.
    """
    facts = recruitment_facts(evidence).set_index("fact")["value"]
    each = facts.get("enquiries to a council for one approved household")
    return None if each is None else float(each) * households


def _approved_over_applications(table: pd.DataFrame) -> dict[str, object] | None:
    """Approvals over applications in the latest year that has both."""
    applications = table[table["measure"] == _APPLICATIONS].set_index("period")
    approved = table[table["measure"] == _APPROVED].set_index("period")
    years = sorted(set(applications.index) & set(approved.index))
    if not years:
        return None
    year = years[-1]
    above, below = approved.loc[year], applications.loc[year]
    share = float(above["value"]) / float(below["value"])
    source = f"{above['source']}: {above['value']:,.0f} approved of {below['value']:,.0f}"
    fact = "applications that end in approval (approvals over applications of a year)"
    return dict(zip(COLUMNS, (fact, share, "share", year, source), strict=True))


def _latest(table: pd.DataFrame, measure: str) -> pd.Series | None:
    rows = table[table["measure"] == measure].sort_values("period")
    return None if rows.empty else rows.iloc[-1]


def _row(fact: str, value: float, row: pd.Series) -> dict[str, object]:
    values = (fact, value, "share", row["period"], row["source"])
    return dict(zip(COLUMNS, values, strict=True))
