"""Whose rows they are: areas matched by their codes, with codes that changed and new councils."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from sufficiency.errors import InputError, listed
from sufficiency.evidence.england.store import Record

REORGANISATIONS: Final = ("predecessor_la_code", "successor_la_code")
"""Columns of a file that says which councils new ones came from, by the department's numbers."""

_CODE = re.compile(r"E\d{8}")
_GROUP_OF = {"E06": "Unitary", "E10": "County"}


@dataclass(frozen=True)
class Areas:
    """The record's areas, and what files told of them.

    Attributes:
        table: the record's areas, with councils that are new.
        predecessors: numbers of the councils that each new one came from.
        new: codes of councils that the record did not hold before.
    """

    table: pd.DataFrame
    predecessors: Mapping[str, tuple[str, ...]]
    new: tuple[str, ...] = ()

    @classmethod
    def of(cls, record: Record, reorganised: pd.DataFrame) -> Areas:
        """The record's areas, and pairs of `REORGANISATIONS`."""
        pairs = reorganised.groupby(REORGANISATIONS[1])[REORGANISATIONS[0]]
        return cls(record.areas, {str(new): tuple(old) for new, old in pairs})

    def codes(self) -> dict[str, str]:
        """The record's code by every code that an area has or had."""
        table = self.table
        found = {
            other: code
            for code, note in zip(table["area_code"], table["note"], strict=True)
            for other in _CODE.findall(note)
        }
        return found | {code: code for code in table["area_code"]}

    def numbers(self) -> dict[str, str]:
        """The record's code by the department's number of an authority."""
        held = self.table[self.table["dfe_code"] != ""]
        return dict(zip(held["dfe_code"], held["area_code"], strict=True))

    def matched(self, rows: pd.DataFrame) -> pd.Series:
        """The record's code of each row of a file of the department; blank where there is none.

        An authority's code may have changed since: the department's number then tells who it is.
        """
        level = rows["geographic_level"]
        given = rows["new_la_code"].where(level == "Local authority", rows["region_code"])
        given = given.where(level != "National", rows["country_code"])
        by_code = given.map(self.codes())
        by_number = rows["old_la_code"].map(self.numbers()).where(level == "Local authority")
        return by_code.fillna(by_number).fillna("").astype(str)

    def with_new(self, rows: pd.DataFrame) -> Areas:
        """The areas with councils of a file that the record does not hold.

        Raises:
            InputError: when no file says which councils a new one came from.
        """
        local = rows[(rows["geographic_level"] == "Local authority") & (self.matched(rows) == "")]
        found = self
        for row in local.drop_duplicates("new_la_code").to_dict("records"):
            found = found._with_council({str(key): str(value) for key, value in row.items()})
        return found

    def _with_council(self, row: Mapping[str, str]) -> Areas:
        number, code, name = row["old_la_code"], row["new_la_code"], row["la_name"]
        if number not in self.predecessors:
            raise InputError(
                f"{name} ({code}, {number}) is not in the record of England. If it is a new "
                "council, say which came before it: put a file reorganisations.csv beside the "
                f"others, with columns {' and '.join(REORGANISATIONS)} and a row for each pair, "
                "by the department's three-digit numbers."
            )
        olds = self.predecessors[number]
        table = self.table
        unknown = set(olds) - set(table["dfe_code"])
        if unknown:
            raise InputError(
                f"reorganisations.csv names {listed(sorted(unknown))} as predecessors of {name}; "
                "the record of England has no such number."
            )
        before = table["dfe_code"].isin(olds)
        council = {
            "area_code": code,
            "area": name,
            "dfe_code": number,
            "region": row["region_name"],
            "region_code": row["region_code"],
            "group": _GROUP_OF.get(code[:3], str(table.loc[before, "group"].iloc[0])),
            "current": "yes",
            "note": f"new: from {listed(sorted(table.loc[before, 'area']))}",
            "source": "DfE; ONS codes",
        }
        successors = table["successors"].where(
            ~before, table["successors"].map(lambda held: ";".join(filter(None, [held, number])))
        )
        table = pd.concat([table.assign(successors=successors), pd.DataFrame([council])])
        table = table.fillna("").reset_index(drop=True)
        return replace(self, table=table, new=(*self.new, code))


def changed_codes(areas: Areas, rows: pd.DataFrame) -> dict[str, str]:
    """Codes of a file's newest year that the record does not know, by the record's own."""
    newest = rows[rows["time_period"] == rows["time_period"].max()]
    local = newest[newest["geographic_level"] == "Local authority"]
    pairs = pd.DataFrame({"given": local["new_la_code"], "held": areas.matched(local)})
    known = areas.codes()
    changed = pairs[(pairs["held"] != "") & ~pairs["given"].isin(known)].drop_duplicates()
    return dict(zip(changed["held"], changed["given"], strict=True))


def brought_up_to_date(areas: pd.DataFrame, children: pd.DataFrame) -> pd.DataFrame:
    """Areas with the years in which each looked after children, and which are councils of today.

    Args:
        children: children_in_care of the record, long.
    """
    counted = children[
        (children["measure"] == "looked_after_31_march")
        & children["value"].notna()
        & (children["year"] >= FIRST_YEAR)
    ]
    years = counted.groupby("area_code")["year"].agg(["min", "max", "count"]).astype(int)
    local = (areas["dfe_code"] != "") & areas["area_code"].isin(years.index)
    table = areas.copy()
    for column, of in {"first_year": "min", "last_year": "max", "years": "count"}.items():
        table.loc[local, column] = areas.loc[local, "area_code"].map(years[of]).astype(str)
    newest = str(children["year"].max())
    table.loc[local & (table["successors"] != "") & (table["last_year"] != newest), "current"] = (
        "no"
    )
    return table


FIRST_YEAR: Final = 2010
"""From here the record holds authorities; England alone before."""
