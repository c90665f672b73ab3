"""Ofsted's list of providers, counted by the area where they stand, as rows of the record."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

import pandas as pd

from sufficiency.errors import InputError, listed
from sufficiency.evidence.england.areas import code_of_name
from sufficiency.evidence.england.update.cells import figures
from sufficiency.evidence.england.update.layouts import Context, Found, Layout, Sheet

_HOME, _BREAKS = "children's home", "children's home, of which short breaks only"
_SETTINGS: Final = MappingProxyType(
    {
        "children's home": _HOME,
        "residential special school (registered as a children's home)": (
            "residential special school registered as a home"
        ),
        "secure children's home": "secure",
        "secure training centre": "secure",
        "secure 16 to 19 academy": "secure",
        "supported accommodation": "supported accommodation",
        "independent fostering agency": "independent fostering agency",
    }
)
"""Settings that the record counts, by Ofsted's words; boarding schools and the like are not."""

_SECTORS: Final = MappingProxyType(
    {
        "local authority": "local authority",
        "private": "private",
        "voluntary": "voluntary",
        "health authority": "health",
        "health": "health",
    }
)
_TYPE, _PLACE, _SECTOR = "Provision type", "Local authority", "Sector"
_STATUS, _SHORT = "Registration status", "Short-break-only children's home"
_REGION = "Government Office Region"
_ELSEWHERE: Final = ("Wales", "Scotland", "Northern Ireland")
_DAY = re.compile(r"31 March (20\d\d)")
_KEYS = ["area_code", "setting", "sector"]


def _providers(sheet: Sheet, context: Context) -> Found:
    """Settings and places of each kind and sector in the area where they stand.

    Every provider of the list counts; where some are not active the figure's flag says how many.
    """
    said = _DAY.search(sheet.above) or _DAY.search(sheet.file)
    if said is None:
        raise InputError(
            f"{sheet.file}: does not say of which 31 March it is; put it in the file's name, as in "
            "'31 March 2025'."
        )
    year = int(said[1])
    rows = sheet.rows.apply(lambda column: column.str.strip())
    rows["setting"] = rows[_TYPE].str.lower().map(_SETTINGS)
    rows = rows[rows["setting"].notna() & ~rows[_REGION].isin(_ELSEWHERE)].copy()
    rows["sector"] = rows[_SECTOR].str.lower().map(_SECTORS)
    codes = {name: code_of_name(context.areas.table, name, year) for name in rows[_PLACE].unique()}
    rows["area_code"] = rows[_PLACE].map(codes)
    _refuse_unknown(sheet.file, rows)
    breaks = rows[(rows["setting"] == _HOME) & (rows[_SHORT] != "")].assign(setting=_BREAKS)
    counted = _counted(pd.concat([rows, breaks]))
    source = f"Ofsted, providers at 31 March {year}: {sheet.file}"
    return {"homes_located": counted.assign(year=year, source=source)}


def _refuse_unknown(file: str, rows: pd.DataFrame) -> None:
    """Every provider's area and sector are known.

    Raises:
        InputError: naming those that are not: a home left out would be a home too few.
    """
    for column, known in ((_PLACE, rows["area_code"]), (_SECTOR, rows["sector"])):
        strange = sorted(set(rows.loc[known.isna(), column]))
        if strange:
            raise InputError(f"{file}: {listed(strange)} under '{column}' are not known.")


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(places=figures(rows["Places"])["value"], idle=rows[_STATUS] != "Active")
    groups = rows.groupby(_KEYS)
    idle = groups["idle"].sum()
    flag = idle.astype(str).add("_not_active").where(idle > 0, "")
    settings = pd.DataFrame({"value": groups.size().astype(float), "flag": flag})
    places = pd.DataFrame({"value": groups["places"].sum(min_count=1), "flag": ""}).dropna()
    both = [settings.assign(measure="settings"), places.assign(measure="places")]
    return pd.concat(both).reset_index()


PROVIDERS: Final = (
    Layout(
        "Ofsted's providers of social care at 31 March",
        ("URN", _TYPE, _STATUS, _REGION, _PLACE, _SECTOR, "Places", _SHORT),
        _providers,
        whole=False,
    ),
)
