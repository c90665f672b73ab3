"""The section 251 outturn by authority, as rows of the record."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sufficiency.errors import InputError, listed
from sufficiency.evidence.england.update.cells import figures
from sufficiency.evidence.england.update.layouts import (
    GEOGRAPHY,
    Context,
    Found,
    Layout,
    Sheet,
)
from sufficiency.evidence.england.update.rows import of_areas
from sufficiency.evidence.names import SECTION_251_TOTAL

_LEAVING_CARE = "Leaving care support services"
_LINES: Final = MappingProxyType(
    {
        "Total Children Looked After": SECTION_251_TOTAL,
        _LEAVING_CARE: _LEAVING_CARE,
        "Total Safeguarding Children and Young Peoples Services": "Total Safeguarding",
    }
)
"""Lines of the return by their words, without the number before them."""

_NUMBERED = r"^[\d.]+[a-z]?\s+"


def _section_251(sheet: Sheet, context: Context) -> Found:
    """Gross spending of the lines that the record keeps, in pounds, by financial year."""
    rows = of_areas(sheet, context)
    words = rows["description_of_expenditure"].str.replace(_NUMBERED, "", regex=True)
    absent = set(_LINES) - set(words)
    if absent:
        raise InputError(f"{sheet.file}: has no line {listed(sorted(absent))}.")
    rows = rows.assign(line=words.map(_LINES))[words.isin(list(_LINES))]
    spend = rows[["area_code", "line", "source"]].join(figures(rows["total_expenditure"]))
    spend = spend.assign(measure="gross_expenditure", unit="GBP")
    spend["financial_year"] = rows["time_period"].str[:4] + "-" + rows["time_period"].str[4:]
    areas = context.areas.table  # of care leavers the record has the councils of today alone
    today = areas.loc[(areas["current"] == "yes") & (areas["dfe_code"] != ""), "area_code"]
    leaving = spend[(spend["line"] == _LEAVING_CARE) & spend["area_code"].isin(today)]
    leaving = leaving.rename(columns={"financial_year": "year"})
    leaving = leaving.drop(columns="line").assign(measure="leaving_care_services_spend")
    return {"spend": spend, "after_care": leaving}


SECTION_251: Final = (
    Layout(
        "section 251 outturn, children's services by authority",
        (*GEOGRAPHY, "category_of_expenditure", "description_of_expenditure", "total_expenditure"),
        _section_251,
    ),
)
