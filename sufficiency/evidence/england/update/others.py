"""Files of other publishers: the revenue outturn, Ofsted's fostering, the neighbours model."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence.england.areas import code_of_name
from sufficiency.evidence.england.update.cells import figures
from sufficiency.evidence.england.update.layouts import Context, Found, Layout, Sheet
from sufficiency.evidence.names import (
    ALL_FOSTERING,
    ASYLUM_LINE,
    FOSTERING_LINE,
    OTHER_LINE,
    RESIDENTIAL_LINE,
    TOTAL_LINE,
)

_FINANCIAL_YEAR = re.compile(r"(?<!\d)(20\d\d)[-_/](\d\d)(?!\d)")

# --- RO3 ----------------------------------------------------------------------------------

_LOOKED_AFTER = "Children's social care - Children Looked After"
_LINES: Final = MappingProxyType(
    {
        _LOOKED_AFTER: TOTAL_LINE,
        f"{_LOOKED_AFTER} of which residential care": RESIDENTIAL_LINE,
        f"{_LOOKED_AFTER} of which fostering services": FOSTERING_LINE,
        f"{_LOOKED_AFTER} of which asylum seeking children who are looked after": ASYLUM_LINE,
        f"{_LOOKED_AFTER} of which other": OTHER_LINE,
    }
)
_PARTS: Final = MappingProxyType(
    {
        "Total Expenditure (C3 = C1 + C2)": "total_expenditure",
        "Total Income (C6 = C4 + C5)": "income",
        "Net Current Expenditure (C7 = C3 - C6)": "net_current_expenditure",
    }
)
_ONS, _CERTIFIED = "ONS Code", "Certification"
_NOT_RETURNED = "[x]"


def _outturn(sheet: Sheet, context: Context) -> Found:
    """Lines for children looked after, in pounds, of authorities that have such services."""
    year = financial_year(sheet.above, sheet.file)
    if "£ thousand" not in sheet.above:
        raise InputError(f"{sheet.file}: does not say that its figures are in £ thousand.")
    rows = sheet.rows.apply(lambda column: column.str.strip())
    spends = context.areas.table["dfe_code"].ne("") | context.areas.table["group"].eq("nation")
    kept = set(context.areas.table.loc[spends, "area_code"])  # the GLA has its region's code
    rows["area_code"] = rows[_ONS].map(context.areas.codes()).where(lambda code: code.isin(kept))
    rows = rows[rows["area_code"].notna()]
    found = []
    for line, name in _LINES.items():
        for part, measure in _PARTS.items():
            cells = figures(rows[f"{line} - {part}"])
            cells["value"] = (cells["value"] * 1000).round(2)
            found.append(cells.assign(area_code=rows["area_code"], line=name, measure=measure))
    lines = pd.concat(found)
    lines["flag"] = lines["flag"].replace(f"mark:{_NOT_RETURNED}", "missing_return")
    returned = cells.assign(
        area_code=rows["area_code"],
        line="RO3 return",
        measure="certified",
        value=(rows[_CERTIFIED] == "Y").astype(float),
        flag="",
    )
    spend = pd.concat([lines.assign(unit="GBP"), returned.assign(unit="yes=1")], ignore_index=True)
    source = f"MHCLG Revenue Outturn RO3 {year}: {sheet.file}"
    return {"spend": spend.assign(financial_year=year, source=source)}


# --- Ofsted -------------------------------------------------------------------------------

_CARERS: Final = MappingProxyType(
    {
        "Number of children/young people in placements (at 31 March)": (
            "children_in_foster_placements_31_march"
        ),
        "Total approved carers": "approved_carers",
        "Total approved households": "approved_households",
        "Permanent foster care": "households_permanent",
        "Family and Friends": "households_family_and_friends",
        "Short breaks": "households_short_breaks",
        "Number of approved foster places": "approved_places",
        "Number of filled places": "filled_places",
        "Number of vacant places": "vacant_places",
        "Number of places not available": "places_not_available",
        "Number of initial enquiries from new prospective fostering households": (
            "initial_enquiries"
        ),
        "Total number of applications received from prospective fostering households between "
        "1 April and 31 March": "applications_received",
        "Number of applications approved": "applications_approved",
        "Total number of households approved in year": "households_approved_in_year",
        "Of which, number of family and friends households approved in year ~": (
            "family_friends_households_approved_in_year"
        ),
        "Deregistered to facilitate a transfer to a local authority": (
            "transferred_to_a_local_authority"
        ),
        "Deregistered to facilitate a transfer to an independent fostering agency": (
            "transferred_to_an_independent_agency"
        ),
        "Deregistration initiated by the fostering service": "deregistrations_by_service",
        "Deregistration initiated by the foster carer": "deregistrations_by_carer",
        'Total households deregistered between 1 April and 31 March"': (
            "households_deregistered_in_year"
        ),
    }
)


def _fostering(sheet: Sheet, context: Context) -> Found:
    """Ofsted's figures: its authorities have names and no codes, and the file's name the year."""
    year = int(financial_year("", sheet.file)[:4]) + 1
    rows = sheet.rows.apply(lambda column: column.str.strip())
    codes = {name: code_of_name(context.areas.table, name, year) for name in rows["CC"]}
    rows["area_code"] = rows["CC"].map(codes)
    rows = rows[rows["area_code"].notna()]
    found = [
        figures(rows[column]).assign(area_code=rows["area_code"], measure=measure)
        for column, measure in _CARERS.items()
    ]
    carers = pd.concat(found, ignore_index=True).drop_duplicates(["area_code", "measure"])
    return {"carers": carers.assign(year=year, basis=ALL_FOSTERING, source=f"Ofsted: {sheet.file}")}


def financial_year(text: str, file: str) -> str:
    """The financial year that the text or the file's name says, as in 2024-25.

    Raises:
        InputError: when neither does.
    """
    found = _FINANCIAL_YEAR.search(text) or _FINANCIAL_YEAR.search(file)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise InputError(
            f"{file}: does not say of which financial year it is; put it in the file's name, as "
            "in 2024-25."
        )
    return f"{found[1]}-{found[2]}"


# --- neighbours ---------------------------------------------------------------------------

NEIGHBOURS_TABLE: Final = "neighbours"
_RANKS = range(1, 11)


def _neighbours(sheet: Sheet, context: Context) -> Found:
    rows = sheet.rows.apply(lambda column: column.str.strip())
    codes, names = context.areas.numbers(), context.areas.table.set_index("area_code")["area"]
    ranks = [
        pd.DataFrame(
            {
                "area_code": rows["old_la_code"].map(codes),
                "rank": rank,
                "neighbour_code": rows[f"SN_{rank}"].map(codes),
            }
        )
        for rank in _RANKS
    ]
    table = pd.concat(ranks, ignore_index=True)
    if table.isna().any(axis=None):
        raise InputError(f"{sheet.file}: has numbers of councils that the record does not hold.")
    table["neighbour"] = table["neighbour_code"].map(names)
    table = table.sort_values(["area_code", "rank"], ignore_index=True)
    return {
        NEIGHBOURS_TABLE: table.assign(source=f"DfE statistical neighbours model: {sheet.file}")
    }


OTHERS: Final = (
    Layout(
        "revenue outturn, RO3 by authority",
        (_ONS, _CERTIFIED, *(f"{line} - {part}" for line in _LINES for part in _PARTS)),
        _outturn,
        whole=False,
    ),
    Layout(
        "Ofsted's fostering dataset by authority",
        ("CC", "Total approved households", "Number of approved foster places"),
        _fostering,
        whole=False,
    ),
    Layout(
        "statistical neighbours model",
        ("old_la_code", *(f"SN_{rank}" for rank in _RANKS)),
        _neighbours,
        whole=False,
    ),
)
