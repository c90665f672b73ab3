"""Children in withheld cells, of the opening year and the two before it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sufficiency.evidence.gaps.estimates import Estimate, Subject, shared_out
from sufficiency.evidence.gaps.usual import UsualChildren
from sufficiency.evidence.names import CATEGORIES, MAINSTREAM_ONLY
from sufficiency.evidence.placed import SEPARATE

Usual = Callable[[], UsualChildren]
"""What is usual in England; worked out when something is missing, and not before."""

ESTIMATED = "estimated"
"""Flag of a cell of placements that an estimate fills."""

_WITHHELD = (
    "the children left over where the other figures give them, else England's mean of a "
    "withheld figure"
)
_NEXT_YEAR = "the shares of the year after, on the children looked after: none are published"
_TRUST = (
    "children not with private or other providers, less the voluntary sector's usual share: the "
    "trust or company that runs the services is recorded as voluntary"
)


def fill_placed(
    placed: pd.DataFrame, totals: pd.Series, subject: Subject, usual: Usual
) -> tuple[pd.DataFrame, list[Estimate]]:
    """Groups of placement that are unknown in the years needed, so that they add to the total.

    Args:
        placed: children by (area_code, year) and group, NaN where unknown.
        totals: children looked after by (area_code, year).
    """
    filled, estimates = placed.copy(), []
    for year in subject.years:
        at = (subject.code, year)
        if at not in placed.index:
            after = (subject.code, year + 1)
            if after in filled.index and totals.get(at, 0) > 0:
                mix = filled[list(SEPARATE)].to_numpy(np.float64)[filled.index.get_loc(after)]
                parts = shared_out(float(totals[at]), mix.tolist())
                filled = pd.concat([filled, _row(at, parts)])
                estimates += [
                    Estimate("placements", year, name, children, "children", _NEXT_YEAR)
                    for name, children in zip(SEPARATE, parts, strict=True)
                ]
            continue
        counts = placed[list(SEPARATE)].to_numpy(np.float64)[placed.index.get_loc(at)]
        unknown = [name for name, count in zip(SEPARATE, counts, strict=True) if np.isnan(count)]
        if not unknown:
            continue
        left = float(totals.get(at, np.nan)) - float(np.nansum(counts))
        weights = [usual().withheld[name] for name in unknown]
        if not left >= 0:  # the total is of another count than its parts
            left = float(round(sum(weights)))
        for name, children in zip(unknown, shared_out(left, weights), strict=True):
            filled.loc[[at], name] = children
            estimates.append(Estimate("placements", year, name, children, "children", _WITHHELD))
    together = filled[["homes", "supported"]].sum(axis=1, skipna=False)
    filled["homes_and_supported"] = filled["homes_and_supported"].fillna(together)
    return filled, estimates


def _row(at: tuple[str, int], parts: list[float]) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples([at], names=["area_code", "year"])
    return pd.DataFrame([parts], columns=list(SEPARATE), index=index)


def fill_asylum(
    children: pd.DataFrame, subject: Subject, usual: Usual
) -> tuple[pd.DataFrame, list[Estimate]]:
    """Unaccompanied children where their number is withheld."""
    own = children[
        (children["area_code"] == subject.code) & (children["measure"] == "uasc_31_march")
    ]
    known = own.dropna(subset="value")
    missing = [year for year in subject.years if year not in set(known["year"])]
    if not missing:
        return children, []
    value = float(round(usual().withheld["uasc"]))
    rows = pd.DataFrame(
        {
            "area_code": subject.code,
            "area": subject.name,
            "year": missing,
            "measure": "uasc_31_march",
            "value": value,
            "source": "estimated: England's mean of a withheld figure",
        }
    )
    kept = children.drop(own.index[own["year"].isin(missing)])
    return pd.concat([kept, rows], ignore_index=True), [
        Estimate("children_in_care", year, "uasc_31_march", value, "children", _WITHHELD)
        for year in missing
    ]


def fill_places(
    placements: pd.DataFrame,
    totals: pd.Series,
    carers: pd.DataFrame,
    subject: Subject,
    usual: Usual,
) -> tuple[pd.DataFrame, list[Estimate]]:
    """The council's own provision, and children inside and outside its boundary.

    A trust or company that runs a council's services is recorded as a voluntary provider: where
    own provision is withheld, or smaller than the council's own filled mainstream places, it is
    what other providers and the voluntary sector's usual share leave.
    """
    ours = placements[placements["area_code"] == subject.code]
    cells = ours.set_index(["year", "category"])["children_31_march"]
    found: dict[tuple[int, str, str], tuple[float, str]] = {}
    for year in subject.years:
        total = float(totals.get((subject.code, year), np.nan))
        if not total > 0:
            continue
        if year not in set(ours["year"]):
            for dimension, category in _NEEDED:
                after = found.get((year + 1, dimension, category), (None, ""))[0]
                known = cells.get((year + 1, category), np.nan) if after is None else after
                of = float(known) / float(totals.get((subject.code, year + 1), np.nan))
                if of >= 0:
                    found[year, dimension, category] = float(round(total * of)), _NEXT_YEAR
            continue
        own = float(cells.get((year, "prov_own"), np.nan))
        if not own > 0 or own < _filled(carers, subject, year):
            there = _others(cells, year, usual().withheld)
            left = total - there - usual().voluntary * total
            children = float(round(min(max(left, 0.0), total)))
            found[year, "provider", "prov_own"] = children, _TRUST
        inside, outside = (float(cells.get((year, name), np.nan)) for name in _PLACES)
        if not (inside >= 0 and outside >= 0):
            if not inside >= 0:
                inside = total - outside if outside >= 0 else round(usual().inside * total)
            found[year, "location", _PLACES[0]] = inside, _WITHHELD
            found[year, "location", _PLACES[1]] = total - inside, _WITHHELD
    if not found:
        return placements, []
    rows = pd.DataFrame(
        [
            (subject.code, subject.name, *key, value, ESTIMATED, f"estimated: {method}")
            for key, (value, method) in found.items()
        ],
        columns=_COLUMNS,
    )
    replaced = placements.set_index(["area_code", "year", "dimension", "category"]).index.isin(
        [(subject.code, *key) for key in found]
    )
    return pd.concat([placements[~replaced], rows], ignore_index=True), [
        Estimate("placements", year, category, value, "children", method)
        for (year, _, category), (value, method) in found.items()
    ]


_PLACES = CATEGORIES["location"]
_NEEDED = (("provider", "prov_own"), *(("location", name) for name in _PLACES))
_COLUMNS = [
    *("area_code", "area", "year", "dimension", "category", "children_31_march"),
    *("flag", "source"),
]


def _others(cells: pd.Series, year: int, withheld: dict[str, float]) -> float:
    """Children with providers other than the council, a trust or the voluntary sector."""
    names = [name for name in CATEGORIES["provider"] if name not in ("prov_own", "prov_voluntary")]
    counts = [float(cells.get((year, name), np.nan)) for name in names]
    return sum(
        withheld[name] if np.isnan(count) else count
        for name, count in zip(names, counts, strict=True)
    )


def _filled(carers: pd.DataFrame, subject: Subject, year: int) -> float:
    """Filled mainstream places that are published; nil where none are."""
    rows = carers[
        (carers["area"] == subject.name)
        & (carers["basis"] == MAINSTREAM_ONLY)
        & (carers["measure"] == "filled_places")
        & (carers["year_to_31_march"] == year)
    ]
    return 0.0 if rows.empty else float(rows["value"].iloc[0])
