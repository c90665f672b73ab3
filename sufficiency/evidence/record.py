"""The published record of an authority: one frozen object, validated when it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, overload

import pandas as pd

from sufficiency.errors import InputError, closest, listed
from sufficiency.evidence.gaps.estimates import STAND_IN, as_table
from sufficiency.evidence.lookups import Assumption, assumptions_by_key, every_year, unknown
from sufficiency.evidence.names import ENGLAND, GROUP_OF_FAMILY, GROUPS, MEASURES

if TYPE_CHECKING:
    from sufficiency.evidence.england.store import Record
    from sufficiency.evidence.ssda903 import Returns


COUNTS = "SSDA903 returns, as counted by month"
"""What `Evidence.hashes` calls the counts from returns."""


@dataclass(frozen=True)
class Authority:
    """The authority whose record it is.

    Attributes:
        code: nine-character code of the Office for National Statistics.
        name: as its own papers write it.
        group: group of like authorities in groups.csv, as in "Greater Manchester".
    """

    code: str
    name: str
    group: str


def no_estimates() -> pd.DataFrame:
    """`Evidence.estimates` where nothing is estimated."""
    return as_table(())


class _Table:
    """An attribute of `Evidence` that gives a copy of one table."""

    def __init__(self, meaning: str) -> None:
        self.__doc__ = meaning

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, evidence: None, owner: type) -> _Table: ...
    @overload
    def __get__(self, evidence: Evidence, owner: type) -> pd.DataFrame: ...
    def __get__(self, evidence: Evidence | None, owner: type) -> _Table | pd.DataFrame:
        return self if evidence is None else evidence.table(self.name)


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known, as published. Read it with `sufficiency.evidence.load_evidence`.

    Tables are long frames, one for each file, with the file's columns. Each look gives a copy:
    what is done to it does not change the evidence.

    Attributes:
        authority: whose record it is.
        opening_year: year of the latest 31 March, from which a projection starts.
        own_files: files that the authority gave.
        common_files: files taken from the package's own tables, national and common to all.
        remarks: sentences of caution about figures of the record that do not agree.
        estimates: table, year, what, value, unit, method: every figure that was withheld or is
            missing and is estimated instead.
        returns: monthly counts from the authority's own SSDA903 returns; None without them.
        england: the record of every English authority that it was made beside.
    """

    authority: Authority
    opening_year: int
    own_files: tuple[str, ...]
    common_files: tuple[str, ...]
    _frames: dict[str, pd.DataFrame] = field(repr=False)
    _placed: pd.DataFrame = field(repr=False)
    _hashes: tuple[tuple[str, str | None], ...] = field(repr=False)
    remarks: tuple[str, ...] = ()
    estimates: pd.DataFrame = field(default_factory=no_estimates, repr=False)
    _published: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    returns: Returns | None = field(default=None, repr=False)
    england: Record | None = field(default=None, repr=False)

    children_in_care = _Table("Looked after, started, ceased, UASC and rate by area and year.")
    placements = _Table("Children at 31 March by placement type, provider, location, distance.")
    characteristics = _Table("The authority's children by age, sex, legal status and need.")
    spend = _Table("Outturn lines and weekly costs by area and financial year.")
    carers = _Table("Ofsted's fostering households and places by area and year.")
    carers_england = _Table("Ofsted's fostering figures for England.")
    population = _Table("The authority's population aged 0-17: estimates and projection.")
    council_papers = _Table("Figures in the council's own papers and press reports of them.")
    unit_costs = _Table("National and other councils' costs by placement type.")
    price_indices = _Table("GDP deflator, CPI and CPIH by financial year.")
    provision = _Table("The council's own list of its homes; empty where it gives none.")
    uplifts = _Table("Uplifts of prices that the council has agreed; empty where it gives none.")
    neighbours = _Table("The authority's statistical neighbours in rank order.")
    groups = _Table("Growth of groups of like authorities by year.")
    authority_means = _Table("Means over English authorities by year.")
    events = _Table("Dated events that may have changed who enters and leaves care.")
    provider_england = _Table("England: children by placement, provider and boundary.")
    durations_england = _Table("England: placements that ended in the year and how long they ran.")
    changes_england = _Table("England: placement changes by placement, duration and reason.")
    prices = _Table("Weekly price of each placement type in 2024/25.")
    money_assumptions = _Table(
        "What money rests on beyond prices: build-up, tail, income, appraisal."
    )
    assumptions = _Table("Every assumption with its range, source and quality.")

    @property
    def costed(self) -> bool:
        """Whether the authority's spending is known, or estimated from what it returned."""
        return bool((self.estimates["method"] != STAND_IN).all())

    def table(self, name: str) -> pd.DataFrame:
        """A copy of the table of that name.

        Raises:
            InputError: when there is no such table.
        """
        if name not in self._frames:
            raise InputError(f"There is no table '{name}'.{closest(name, self._frames)}")
        # Copy on write: nothing is copied until someone changes it.
        return self._frames[name].copy(deep=False)

    @property
    def published(self) -> dict[str, pd.DataFrame]:
        """The tables as they were read, before any gap was filled."""
        return {name: table.copy(deep=False) for name, table in self._published.items()}

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of each file by its name; of returns, that of the counts made from them.

        Of a table of the record of England, that of the file it would be written to.
        """
        found = {
            file: digest or _digest(self._published[file.removesuffix(".csv")])
            for file, digest in self._hashes
        }
        counts = () if self.returns is None else ((COUNTS, self.returns.monthly.sha256),)
        return found | dict(counts)

    def until(self, year: int) -> Evidence:
        """The evidence as if 31 March of that year were the latest: no later spending."""
        spend = self._frames["spend"]
        starts = spend["financial_year"].str[:4].astype(int)
        earlier = spend[starts < year].reset_index(drop=True)
        return replace(self.with_tables({"spend": earlier}), opening_year=year)

    def with_tables(self, tables: Mapping[str, pd.DataFrame]) -> Evidence:
        """The evidence with other tables in place of those named."""
        return replace(self, _frames={**self._frames, **tables})

    def series(self, measure: str, area: str | None = None) -> pd.Series:
        """One measure of children in care by year.

        Args:
            measure: looked_after_31_march, started_in_year, ceased_in_year, uasc_31_march or
                rate_per_10000.
            area: name or code of an area; the authority's own unless given.

        Returns:
            Values indexed by year (of the 31 March; flows are of the year that ends then),
            without gaps in the index; NaN where a figure is not known.

        Raises:
            InputError: when the measure or the area is not in the record.
        """
        if measure not in MEASURES:
            raise InputError(
                f"There is no measure '{measure}'; known are {listed(MEASURES)}."
                f"{closest(measure, MEASURES)}"
            )
        found = self._measures_of(self._code(area))
        assert found is not None, "an area has a code because it has rows"
        return found[measure].copy() if measure in found else unknown(found.index, measure)

    def placed(self, group: str, area: str | None = None) -> pd.Series:
        """Children at 31 March in a group of placements by year.

        Args:
            group: foster, homes, supported (both from 2020), homes_and_supported (all years,
                comparable across 2020), placed_with_parents, placed_for_adoption,
                other_residential (with schools), other_placements; or the family's own name.
            area: name or code of an area; the authority's own unless given.

        Returns:
            Values indexed by year; NaN where a cell was withheld and the others and the total
            do not give it exactly (see `sufficiency.evidence.placed`).

        Raises:
            InputError: when the group or the area is not in the record.
        """
        name = GROUP_OF_FAMILY.get(group, group)
        if name not in GROUPS:
            raise InputError(
                f"There is no group of placements '{group}'; known are {listed(GROUPS)}."
                f"{closest(group, [*GROUPS, *GROUP_OF_FAMILY])}"
            )
        found = self._groups_of(self._code(area))
        if found is None:
            raise InputError(f"placements.csv has no rows for '{area}'.")
        return found[name].copy()

    def assumption(self, key: str, table: str = "assumptions") -> Assumption:
        """The assumption of that name.

        Args:
            key: its key.
            table: "assumptions" or "money_assumptions".

        Raises:
            InputError: when there is none.
        """
        if table not in self._assumed:
            self._assumed[table] = assumptions_by_key(self.table(table))
        found = self._assumed[table]
        if key not in found:
            raise InputError(f"{table}.csv has no key '{key}'.{closest(key, found)}")
        return found[key]

    # What is looked up again and again is laid out once.

    def _measures_of(self, code: str) -> pd.DataFrame | None:
        """Measures of children in care of an area, a row a year without gaps; None without any."""
        if ("measures", code) not in self._of_areas:
            rows = self._frames["children_in_care"]
            wide = rows[rows["area_code"] == code].pivot(
                index="year", columns="measure", values="value"
            )
            self._of_areas["measures", code] = every_year(wide.astype("float64"))
        return self._of_areas["measures", code]

    def _groups_of(self, code: str) -> pd.DataFrame | None:
        """Children in each group of placements of an area, likewise."""
        if ("groups", code) not in self._of_areas:
            rows = self._placed[self._placed.index.get_level_values("area_code") == code]
            self._of_areas["groups", code] = every_year(rows.droplevel("area_code"))
        return self._of_areas["groups", code]

    @cached_property
    def _of_areas(self) -> dict[tuple[str, str], pd.DataFrame | None]:
        return {}

    @cached_property
    def _assumed(self) -> dict[str, dict[str, Assumption]]:
        """Assumptions by table and key, as far as they were asked for."""
        return {}

    def _code(self, area: str | None) -> str:
        """Code of an area given by name or code."""
        if area is None:
            return self.authority.code
        if self._measures_of(area) is not None:
            return area
        rows = self._frames["children_in_care"]
        found = rows.loc[rows["area"] == area, "area_code"]
        if found.empty:
            known = sorted({*rows["area"], ENGLAND})
            raise InputError(f"children_in_care.csv has no area '{area}'.{closest(area, known)}")
        return str(found.iloc[0])


def as_csv(table: pd.DataFrame) -> bytes:
    """A table of evidence as its file holds it."""
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8")


def _digest(table: pd.DataFrame) -> str:
    return hashlib.sha256(as_csv(table)).hexdigest()
