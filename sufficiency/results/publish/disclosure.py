"""Published mode: small numbers of children withheld, and whatever would give them away.

Works on the tables, before any page is made, so every page, chart and file follows. The rule
is that of the published statistics, 1 to 5 children withheld, applied to forecasts as well,
which are modelled children and not counted ones, because the count they start from is real.

What is blanked, by date and alike in every scenario (a type that a scenario leaves alone has
the same number in each, so one shown anywhere would be shown everywhere):

1. a placement type with a small mean or median, with all its statistics; and a family whose
   opening count the publisher withheld, whatever its size, in every month of the first year
   (`unpublished`); and either in every month between two in which it is;
2. more types of the same family, smallest first, until two are blank with at least twelve
   children between them: the family's need is shown, and its 31 March count is published;
3. a family in which that cannot be reached, whole, and then more families, smallest first, to
   the same measure: the total is shown;
4. more families, smallest first, until the blank types are two more than the sums of them that
   are shown, and cost enough beside a small type: what blank types cost together is the total
   less the rest, which with the price list is one equation more;
5. the need, supply and gap of a blank family; supply and gap of a family with a blank type;
   foster carers, their places, and how many come and go, where the children in them are blank;
   need by age band is left out, being the shares of a count;
6. the cost of a type in a financial year in which it is blank in any month, and the steps of the
   bridge for mix and for price: the same children at the prices of another year; and, where any
   type is blank, what today's children would cost (`stress`): the opening count once more;
7. any other number of children, households or places that is itself small, such as the lower
   end of a range; and then the ends of the range of what is left of a sum that is shown, because
   where the sum is nearly certain one is low as the other is high;
8. children by lever in the waterfall, and the expected count and the difference of a year with a
   small flow, from which the flow could be had;
9. assumed numbers of children where any type is blank, and a share of all children that is of
   few, or of nearly all;
10. rates of leaving and moving of a withheld family, and lines of the tornado about a withheld
   type: the ends of a range, or a swing over a swing, give back a number (`inputs`).

Where counts are the council's own and not public (`own`), more: a type with a small count in a
counted month, and what protects it, is blank in every month of the run, until an integer programme
finds that sums, prices and costs leave the count free (`narrowing`); all rates, and the prices
and scaling of every line of the outturn that holds a withheld type; and of who the children are,
all but the sections without a small count that returns give (`profile`).

What is left is rounded (`rounding`): whole children and £0.1m.

Left as they are: savings and the other differences between a scenario and the baseline, which are
effects of what a lever assumes; and small numbers of households that come and go in a year to come,
which are drawn from rates. No child stands behind either.

The published record beside the forecast is held to the same rule (`record` in this folder). A
month's figure can still be guessed from its neighbours in time: as in any published series.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence import Evidence, benchmarks
from sufficiency.placements import FAMILY_OF
from sufficiency.results.contract import CONTRACT, Table
from sufficiency.results.figures import CARERS, CARERS_TO_COME, CHILDREN, MONEY
from sufficiency.results.gap import ALL_AGES
from sufficiency.results.local.provision import IN_HOMES
from sufficiency.results.lookup import only
from sufficiency.results.publish.inputs import (
    is_about,
    own_counts,
    without_few,
    without_prices,
    without_rates,
)
from sufficiency.results.publish.profile import counted_sections, without_small_sections
from sufficiency.results.publish.rounding import rounded_tables
from sufficiency.results.publish.unpublished import withheld_families
from sufficiency.results.publish.withholding import (
    SMALL,
    Row,
    enough,
    hidden,
    numbers_by_date,
    small,
    years_of,
)
from sufficiency.results.stress import OF_TODAY
from sufficiency.results.waterfall import SAVING

_CARED_BY: Final = {"kinship_fostering": "connected", "in_house_fostering": "mainstream"}
"""Whose places the children of a type fill."""
_LIVE_IN: Final = {**_CARED_BY, "in_house_residential": "children's home"}
"""The council's own carers or homes that the children of a type live in, in provision.csv."""
_ENDS: Final = (("p10", "p90"), ("p25", "p75"))
"""The two ends of a range: one thing is at the one when what is left of a sum is at the other."""
_SPLIT: Final = ("mix", "price")
"""Parts of the bridge that say what the children cost at the prices of another year."""
_INTERNAL: Final = ("after_care", "asylum", "budget", "differences", "fading", "scenario_flows")
"""Tables that no published run has: small numbers are most of what they hold, or the council's own
budget is held against the forecast."""
_OF_PEOPLE: Final = (CHILDREN, CARERS)
"""Kinds that start from a count: small ones are withheld, in every table that holds them."""
_WITH_A_TYPE: Final = (*_OF_PEOPLE, CARERS_TO_COME, MONEY)
"""Kinds withheld in the rows of a type, a family or a kind of carer that is."""
MARK: Final = "c"
"""What a page shows in place of a withheld figure, as the DfE's tables do."""
NOTE: Final = (
    f"{MARK}: withheld, because it is between 1 and {SMALL - 1} or would reveal a number that "
    "is. Forecasts are modelled, but they start from counts of real children."
)


@dataclass(frozen=True)
class Withheld:
    """Tables with small numbers, and what would reveal them, blank.

    Attributes:
        tables: Every table of the run.
        withheld: Number of figures withheld from each table that lost any.
    """

    tables: Mapping[str, pd.DataFrame]
    withheld: Mapping[str, int]


def withhold(tables: Mapping[str, pd.DataFrame], evidence: Evidence) -> Withheld:
    """New tables with small numbers, and figures that would reveal them, blank.

    Args:
        tables: The tables of a run, by name, as the engine hands them over.
        evidence: The published record, for what its publisher withheld.
    """
    dates = tables["placements"]["date"].drop_duplicates()
    unpublished = withheld_families(evidence, dates)
    own = own_counts(tables, evidence)
    by_type, families = hidden(tables["placements"], tables["costs"], unpublished, own)
    parts: set[Row] = {(date, FAMILY_OF[kind]) for date, kind in by_type}
    years: set[Row] = {(year, kind) for date, kind in by_type for year in years_of(date)}
    carers: set[Row] = {(date, _CARED_BY[kind]) for date, kind in by_type if kind in _CARED_BY}
    shown = {name: table for name, table in tables.items() if name not in _INTERNAL}
    if own is not None and "profile" in shown:
        shown["profile"] = counted_sections(shown["profile"], evidence.opening_year)
        if shown["profile"].empty:
            del shown["profile"]
    if "provision" in shown:  # beds less vacancies are children
        in_them = shown["provision"]["measure"].isin(IN_HOMES)
        shown["provision"] = shown["provision"][~in_them].reset_index(drop=True)
    shown["gap"] = only(tables["gap"], age_band=ALL_AGES).reset_index(drop=True)
    cared: set[Row] = {(year, kind) for date, kind in carers for year in years_of(date)}
    gone: dict[tuple[str, str], set[Row]] = {
        ("date", "placement_type"): by_type | families,
        ("date", "family"): families | parts,
        ("date", "kind"): carers,
        ("financial_year", "placement_type"): years,
        ("financial_year", "kind"): cared,
    }
    new = {name: _without(frame, CONTRACT[name], gone) for name, frame in shown.items()}
    new["area"] = _area(tables["area"])
    new["gap"] = _blanked(shown["gap"], ["date", "family"], families)
    few = parts | _small_gaps(tables)
    new["gap"] = _blanked(new["gap"], ["date", "family"], few, CONTRACT["gap"].blank)
    split = tables["bridge"]["financial_year"].isin([year for year, _ in years])
    new["bridge"] = tables["bridge"].assign(
        **{part: tables["bridge"][part].mask(split) for part in _SPLIT}
    )
    new["flows"] = _flows(tables["flows"])
    if "benchmarks" in tables:
        new["benchmarks"] = benchmarks(evidence, as_published=True)
    new = {name: _without_small(frame, CONTRACT[name]) for name, frame in new.items()}
    for name in ("forecast", "placements"):
        family = new[name]["placement_type"].map(FAMILY_OF).fillna("total")
        new[name] = _without_other_ends(new[name], [*_scenario(new[name]), "date"], family)
    new["area"] = _without_other_ends(new["area"], ["scenario", "date"])
    new["gap"] = _gap_without_other_ends(new["gap"])
    if "stress" in new and by_type:
        of_today = tables["stress"]["line"].isin(OF_TODAY)
        new["stress"] = tables["stress"][~of_today].reset_index(drop=True)
    if "waterfall" in new:
        money = tables["waterfall"]["measure"] == SAVING
        new["waterfall"] = tables["waterfall"][money].reset_index(drop=True)
    kinds = {kind for _, kind in by_type}
    if "provision" in new:
        new["provision"] = _provision(new["provision"], kinds)
    looked_after = evidence.series("looked_after_31_march")[evidence.opening_year]
    new["assumptions"] = without_few(tables["assumptions"], looked_after, every=bool(by_type))
    new["assumptions"] = without_rates(new["assumptions"], kinds, own)
    if "tornado" in new:
        about = [is_about(str(key), kinds) for key in tables["tornado"]["key"]]
        new["tornado"] = tables["tornado"][~np.array(about, dtype=bool)].reset_index(drop=True)
    if own is not None and "profile" in new:
        new["profile"] = without_small_sections(new["profile"])
    if own is not None:
        new["prices"] = without_prices(tables["prices"], kinds, own)
    blanks = {name: _blanks(new[name]) - _blanks(shown[name]) for name in new}
    withheld = {name: number for name, number in blanks.items() if number > 0}
    return Withheld(rounded_tables(new), withheld)


def _without(
    frame: pd.DataFrame, table: Table, gone: Mapping[tuple[str, str], set[Row]]
) -> pd.DataFrame:
    """A table without the rows of what is withheld, by whichever of its keys names it.

    Raises:
        KeyError: when the contract does not say what a table holds.
    """
    columns = [name for name, kind in table.shows.items() if kind in _WITH_A_TYPE]
    for keys, rows in gone.items():
        if set(keys) <= set(table.keys):
            frame = _blanked(frame, list(keys), rows, columns)
    return frame


def _without_small(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """A table without its small numbers of children, carers and places."""
    columns = [name for name, kind in table.shows.items() if kind in _OF_PEOPLE]
    kept = frame[columns].mask(small(frame[columns])) if columns else frame[columns]
    return frame.assign(**{column: kept[column] for column in columns})


def _blanks(frame: pd.DataFrame) -> int:
    return int(frame.isna().to_numpy().sum())


def _area(frame: pd.DataFrame) -> pd.DataFrame:
    """Blank small areas and the next smallest: the three add up to the total."""
    centre = frame[small(frame[["mean", "p50"]]).any(axis=1)]
    numbers = numbers_by_date(frame, "area")
    rows: set[Row] = set()
    for date, few in centre.groupby("date"):
        areas = set(few["area"])
        for children in numbers[date].values():
            areas = enough(areas, children)
        rows |= {(date, area) for area in areas}
    return _blanked(frame, ["date", "area"], rows)


def _provision(frame: pd.DataFrame, kinds: set[str]) -> pd.DataFrame:
    """Blank the council's own places and households where the children in them are withheld.

    Places are worked out from the children, at an occupancy that is shown.
    """
    settings = {setting for kind, setting in _LIVE_IN.items() if kind in kinds}
    hit = (frame["section"] == "own") & frame["setting"].isin(settings)
    return frame.assign(**{name: frame[name].mask(hit) for name in ("number", "low", "high")})


def _small_gaps(tables: Mapping[str, pd.DataFrame]) -> set[Row]:
    """Dates and families whose gap or supply is small: need less either gives the other."""
    gap = only(tables["gap"], age_band=ALL_AGES)
    rows = gap[small(gap[["usable_supply_p50", "gap_p50"]]).any(axis=1)]
    return set(zip(rows["date"], rows["family"], strict=True))


def _flows(frame: pd.DataFrame) -> pd.DataFrame:
    """Blank what starters and leavers would give, and the difference, where a count is small."""
    counts = small(frame[["opening", "started", "ceased", "actual"]])
    few = pd.Series(counts.any(axis=1), index=frame.index)
    return frame.assign(**{name: frame[name].mask(few) for name in ("expected", "residual")})


def _scenario(frame: pd.DataFrame) -> list[str]:
    return ["scenario"] if "scenario" in frame else []


def _without_other_ends(
    frame: pd.DataFrame, keys: Sequence[str], family: pd.Series | None = None
) -> pd.DataFrame:
    """Blank the ends of a range where a partner in a sum lost one end of its own.

    Args:
        frame: A table of numbers of children.
        keys: Columns that name a sum.
        family: The family of each row, where its sum is what is shown.
    """
    groups = [*(frame[key] for key in keys), *([] if family is None else [family])]
    new = frame
    for ends in _ENDS:
        lost = frame[list(ends)].isna().any(axis=1) & frame["mean"].notna()
        partners = lost.astype(int).groupby(groups).transform("sum") > lost
        new = new.assign(**{end: new[end].mask(partners) for end in ends})
    return new


def _gap_without_other_ends(frame: pd.DataFrame) -> pd.DataFrame:
    """Blank the ends of the gap where an end of the supply is blank, and the other way round."""
    ends = {stem: [f"{stem}_p10", f"{stem}_p90"] for stem in ("usable_supply", "gap")}
    lost = pd.concat([frame[pair].isna().any(axis=1) for pair in ends.values()], axis=1).any(axis=1)
    return frame.assign(**{end: frame[end].mask(lost) for pair in ends.values() for end in pair})


def _blanked(
    frame: pd.DataFrame,
    keys: list[str],
    rows: set[Row],
    columns: Iterable[str] | None = None,
) -> pd.DataFrame:
    """A copy with some value columns blank in the rows whose keys are listed."""
    numbers = list(columns or (str(c) for c in frame.select_dtypes("number")))
    hit = pd.MultiIndex.from_frame(frame[keys]).isin(list(rows))
    return frame.assign(**{column: frame[column].astype(float).mask(hit) for column in numbers})
