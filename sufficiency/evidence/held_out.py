"""How far the estimates of who provides a placement miss, where that can be held out.

`python -m sufficiency.evidence.held_out` prints the errors that docs/method.md gives (a minute or
two). No authority's split of today is published: what can be tried is the split of 2010, which was,
and figures that most authorities publish and a few do not.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.england.areas import current
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.gaps.usual import children_by_group, usual_children
from sufficiency.evidence.grades import NOT_POSSIBLE, grades, opening_year
from sufficiency.evidence.loading import load_evidence, the_record
from sufficiency.evidence.names import MAINSTREAM_ONLY
from sufficiency.evidence.splits import estimate_split
from sufficiency.placements import TYPES_OF, position

COLUMNS: Final = ("what", "councils", "error", "else_error", "unit")
_SPLIT_WAS_PUBLISHED: Final = 2010
_CONNECTED, _OTHERS = "foster_relative_or_friend", "foster_other"
_OTHER_PROVIDERS: Final = (
    *("prov_other_la", "prov_other_public", "prov_private"),
    *("prov_parents", "prov_not_reported"),
)


def held_out_errors(record: Record, shares: pd.Series) -> pd.DataFrame:
    """Mean absolute errors of the estimates, and of the simplest thing to do in their place.

    Args:
        shares: connected carers' share of fostering today by area code, as `connected_today`.

    Returns:
        what, councils (tried on), error, else_error (of taking England's, or the median, for all),
        unit.
    """
    year = opening_year(record)
    rows = [
        ("connected carers' share of fostering against 2010's", *_against_2010(record, shares)),
        ("own provision where it is withheld", *_own_provision(record, year)),
        ("filled mainstream places where none are published", *_places(record, year)),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def connected_today(record: Record, draws: int = 50, seed: int = 1) -> pd.Series:
    """Connected carers' estimated share of fostering at the opening by area code, 0 to 1."""
    table = grades(record)
    shares = {}
    for code in table.loc[table["grade"] != NOT_POSSIBLE, "code"]:
        evidence = load_evidence(code)
        split = estimate_split(evidence, evidence.opening_year, draws, seed).mean(axis=0)
        fostered = split[[position(kind) for kind in TYPES_OF["fostering"]]].sum()
        shares[code] = float(split[position("kinship_fostering")] / fostered)
    return pd.Series(shares)


def _against_2010(record: Record, shares: pd.Series) -> tuple[int, float, float, str]:
    """Today's estimate and the median council's against the share that 2010's returns gave."""
    wide = record.numbers("placements", _SPLIT_WAS_PUBLISHED).droplevel("dimension").unstack()
    then = wide[_CONNECTED] / (wide[_CONNECTED] + wide[_OTHERS])
    both = pd.concat([shares, then], axis=1, keys=["now", "then"], join="inner").dropna()
    grown = float(both["now"].median() / both["then"].median())
    guess = both["then"] * grown
    error, flat = (both["now"] - guess).abs(), (both["now"] - both["now"].median()).abs()
    return len(both), 100 * float(error.mean()), 100 * float(flat.mean()), "points of percent"


def _own_provision(record: Record, year: int) -> tuple[int, float, float, str]:
    """The rule for a trust's council, on councils whose own provision is published."""
    wide = record.numbers("placements", year).droplevel("dimension").unstack()
    wide = wide.reindex(current(record)["area_code"])
    of = record.numbers("children_in_care", year).xs("looked_after_31_march", level="measure")
    of, usual = of.reindex(wide.index), usual_children(record, year)
    others = sum(wide[name].fillna(usual.withheld[name]) for name in _OTHER_PROVIDERS)
    guess = (of - others - usual.voluntary * of).clip(lower=0.0)
    known = (wide["prov_own"] > 0) & (
        wide["prov_own"] >= _filled(record, year, wide.index).fillna(0)
    )
    error = (100 * (guess - wide["prov_own"]).abs() / of)[known]
    median = (wide["prov_own"] / of)[known].median()
    flat = (100 * (wide["prov_own"] / of - median).abs())[known]
    return int(known.sum()), float(error.mean()), float(flat.mean()), "percent of children"


def _places(record: Record, year: int) -> tuple[int, float, float, str]:
    """The council's own places of the year before, at the change in foster placements."""
    codes = pd.Index(current(record)["area_code"])
    now, before = (_filled(record, when, codes) for when in (year, year - 1))
    fostered, earlier = (
        children_by_group(record, when)["foster"].reindex(codes) for when in (year, year - 1)
    )
    guess, flat = before * fostered / earlier, usual_children(record, year).filled * fostered
    known = (now > 0) & (before > 0) & fostered.notna() & earlier.notna()
    miss, usual = (np.abs(np.log(found[known] / now[known])) for found in (guess, flat))
    return (
        int(known.sum()),
        100 * float(miss.mean()),
        100 * float(usual.mean()),
        "percent of places",
    )


def _filled(record: Record, year: int, codes: pd.Index) -> pd.Series:
    places = record.numbers("carers", year).xs(MAINSTREAM_ONLY, level="basis")
    return places.xs("filled_places", level="measure").reindex(codes)


if __name__ == "__main__":
    held = the_record()
    print(held_out_errors(held, connected_today(held)).round(1).to_string(index=False))
