"""Growth of groups of like authorities, for years beyond the tables of the package.

The package's groups.csv and authority_means.csv end with the record that came with it. A newer
record brings its own years, worked out in the same way.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.england.areas import current
from sufficiency.evidence.england.store import Record

FIRST: Final = 2010
YEARS_OF_GROWTH: Final = 5
FEWEST: Final = 30
"""An authority that looked after fewer on a 31 March says nothing of how its group grows."""

_SOURCE: Final = "computed from DfE Children looked after in England"


def reaching(tables: dict[str, pd.DataFrame], record: Record) -> dict[str, pd.DataFrame]:
    """Tables with groups and authority_means that reach the record's newest 31 March."""
    last = int(record.years("children_in_care")[-1])
    missing = range(int(tables["groups"]["year"].max()) + 1, last + 1)
    if not missing:
        return tables
    stock, asylum = (
        _counts(record, measure) for measure in ("looked_after_31_march", "uasc_31_march")
    )
    whole = stock[(stock[list(range(FIRST, last + 1))] >= FEWEST).all(axis=1)]
    group = current(record).set_index("area_code")["group"].reindex(whole.index)
    groups, means = [], []
    for year in missing:
        growth = _log_growth(whole, year, min(YEARS_OF_GROWTH, year - FIRST))
        of_group = growth.groupby(group).agg(["size", "mean"])
        for name, (size, mean) in of_group.iterrows():
            groups.append((name, year, int(size), float(mean), _SOURCE))
        known = asylum.reindex(whole.index).fillna(0.0)
        arrivals = (known[year] - known[year - 1]) / whole[year]
        change = float(_log_growth(whole, year, 1).mean())
        means.append(
            (year, len(whole), change, float(arrivals.mean()), float(growth.mean()), _SOURCE)
        )
    names = ["group", "year", "authorities", "mean_log_growth_5y", "source"]
    of_all = ["year", "authorities", "mean_log_change", "mean_uasc_change_over_looked_after"]
    of_all += ["mean_log_growth_5y", "source"]
    return tables | {
        "groups": _under(tables["groups"], pd.DataFrame(groups, columns=names)),
        "authority_means": _under(tables["authority_means"], pd.DataFrame(means, columns=of_all)),
    }


def _counts(record: Record, measure: str) -> pd.DataFrame:
    """A row an authority of today, a column a year."""
    rows = record.table("children_in_care", current(record)["area_code"])
    rows = rows[rows["measure"] == measure]
    return rows.pivot(index="area_code", columns="year", values="value")


def _log_growth(counts: pd.DataFrame, year: int, over: int) -> pd.Series:
    """Mean yearly log growth up to a year."""
    ratio = counts[year] / counts[year - over]
    return pd.Series(np.log(ratio.to_numpy()) / over, index=ratio.index)


def _under(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """A table with more rows; row numbers go on where a spreadsheet's would."""
    more = rows.reindex(columns=table.columns)
    more.index = pd.RangeIndex(len(more)) + int(table.index[-1]) + 1
    return pd.concat([table, more])
