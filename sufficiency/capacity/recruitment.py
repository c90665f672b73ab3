"""From enquiry to approved household: what the record says, as facts with their sources.

The engine does not use them: a scenario says how many households are approved. They say what that
would ask of a recruitment team.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from sufficiency.evidence import Evidence

ENQUIRIES: Final = "enquiries_for_one_approved_household"
"""Key of the number of enquiries to a council behind one approved mainstream household."""
_FOR_INFORMATION = "for information, no forecast or cost uses it"
_TO_APPLICATION = "Enquiry to application conversion, LA"
_APPLICATIONS = "Mainstream fostering applications"
_APPROVED = "Newly approved mainstream households"


def recruitment_facts(evidence: Evidence) -> list[dict[str, Any]]:
    """Conversion from enquiries to approvals in England, latest year of each.

    Returns:
        Rows of the table of assumptions (key, value, unit, source, quality; no range is
        published): the share of enquiries to councils that become applications; approvals over
        applications of the same year, all mainstream services; and, from the two, enquiries for
        one approved household. Rows whose figures the evidence lacks are left out.
    """
    table = evidence.carers_england
    applied, approved = _applied(table), _approved(table)
    rows = [row for row in (applied, approved) if row is not None]
    if applied is not None and approved is not None:
        rows.append(
            _row(
                ENQUIRIES,
                1.0 / (applied["value"] * approved["value"]),
                "enquiries to a council, at the two conversions above",
                f"{applied['source']}; {approved['source']}",
                "derived",
            )
        )
    return [row | {"source": f"{_FOR_INFORMATION}: {row['source']}"} for row in rows]


def _applied(table: pd.DataFrame) -> dict[str, Any] | None:
    """The share of enquiries to councils that become applications, latest year."""
    rows = table[table["measure"] == _TO_APPLICATION].sort_values("period")
    if rows.empty:
        return None
    latest = rows.iloc[-1]
    return _row(
        "enquiries_that_become_applications",
        float(latest["value"]) / 100,
        f"share of enquiries to councils, England, {latest['period']}",
        str(latest["source"]),
        "published",
    )


def _approved(table: pd.DataFrame) -> dict[str, Any] | None:
    """Approvals over applications in the latest year that has both."""
    columns = ["period", "value", "source"]
    applied = table.loc[table["measure"] == _APPLICATIONS, columns]
    approved = table.loc[table["measure"] == _APPROVED, columns]
    both = approved.merge(applied, on="period", suffixes=("", "_applied")).sort_values("period")
    if both.empty:
        return None
    latest = both.iloc[-1]
    above, below = float(latest["value"]), float(latest["value_applied"])
    return _row(
        "applications_that_end_in_approval",
        above / below,
        f"approvals over applications of a year, mainstream, England, {latest['period']}",
        f"{latest['source']}: {above:,.0f} approved of {below:,.0f}",
        "derived",
    )


def _row(key: str, value: float, unit: str, source: str, quality: str) -> dict[str, Any]:
    return {"key": key, "value": value, "unit": unit, "source": source, "quality": quality}
