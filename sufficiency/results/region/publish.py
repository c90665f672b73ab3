"""A region as anybody may see it: a sum is shown where every council in it shows its own part.

Councils publish runs of their own, and whoever takes nine of ten from the sum has the tenth. So a
figure of the region is shown where the published run of each of its councils shows that figure of
the council, and is blank where one of them withholds it, whatever the others do. What is shown of
the region is then a sum of what its councils show: it tells nothing that their own published runs
do not tell, whoever subtracts them, or another region's, from it. What a publisher withheld, and
was recovered here, comes back by no sum.

Of a council by itself are left what its own published run shows whatever it withholds: all its
children, all its cost, and what scenarios save it. Shares of a scenario that is the region's are
numbers of children and are left out; so is what it saves each council, where a number that it is
shared by is withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas as pd

from sufficiency.engine import BASELINE
from sufficiency.results.contract import CONTRACT
from sufficiency.results.figures import CARERS, CHANCE, CHILDREN, MONEY, Kind, published
from sufficiency.results.lookup import march, only
from sufficiency.results.publish.withholding import small
from sufficiency.results.region.dataset import Dataset
from sufficiency.results.region.draws import NOMINAL

_ALIKE: Final = {"pooled_gap": "gap"}
"""Measures of the region alone, and the council's figure that stands for each."""
_OF_COUNCIL: Final = ("children", NOMINAL)
"""What a council's published run shows of it, whatever else it withholds."""
_MONEY: Final = ("mean", "p10", "p50", "p90", "p10_alike", "p90_alike")


def published_tables(
    tables: Mapping[str, pd.DataFrame], kept: Dataset, codes: Sequence[str], keys: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """The region's tables with blanks where a council's own has one, and rounded.

    Args:
        tables: the region's (`RegionRun.tables`).
        kept: the councils' tables, as anybody may see them.
        codes: of the councils.
        keys: name of each scenario that is the region's -> what it is shared by.
    """
    new = dict(tables)
    for name in ("forecast", "placements", "carers", "gap", "costs"):
        new[name] = _rounded(_blanked(tables[name], name, kept, codes), CONTRACT[name].shows)
    opening = march(int(tables["councils"]["year"].min()))
    hidden = set(_families_hidden(kept, codes, opening))
    told = {name for name, key in keys.items() if key in hidden}
    gains = tables["gains"].drop(columns="share")
    new["gains"] = gains[~gains["scenario"].isin(told)].reset_index(drop=True)
    own = tables["councils"]["measure"].isin(_OF_COUNCIL)
    new["councils"] = _of_councils(tables["councils"][own].reset_index(drop=True))
    for name in ("savings", "gains", "joint"):
        kinds = {**dict.fromkeys(_MONEY, MONEY), "probability_saves": CHANCE}
        new[name] = _rounded(new[name], kinds)
    return new


def _blanked(table: pd.DataFrame, name: str, kept: Dataset, codes: Sequence[str]) -> pd.DataFrame:
    """A table of sums, each blank where one of its councils' own is."""
    values = [column for column in table if column in _values_of(table)]
    keys = [column for column in table if column not in values]
    hit = pd.DataFrame(False, index=table.index, columns=values)
    for shown in _shown(name, kept, codes):
        beside = table[keys].merge(shown, on=keys, how="left", validate="one_to_one")
        for column in values:
            hit[column] |= beside[_of_council(column)].isna().to_numpy()
    return table.assign(**{column: table[column].mask(hit[column]) for column in values})


def _shown(name: str, kept: Dataset, codes: Sequence[str]) -> Iterator[pd.DataFrame]:
    for code in codes:
        yield kept.table(name, code)


def _values_of(table: pd.DataFrame) -> list[str]:
    return [str(column) for column in table.select_dtypes("float")]


def _of_council(column: str) -> str:
    """The column of a council's own table that a column of the region's is the sum of."""
    stem, _, point = column.rpartition("_")
    return f"{_ALIKE.get(stem, stem)}_{point}" if stem else column


def _rounded(table: pd.DataFrame, kinds: Mapping[str, object]) -> pd.DataFrame:
    """Each column rounded by its kind; numbers of people that are small themselves go as well."""
    new = table
    for column in _values_of(table):
        kind = kinds[_of_council(column)]
        assert isinstance(kind, Kind)
        values = table[column]
        if kind in (CHILDREN, CARERS):
            values = values.mask(small(values))
        new = new.assign(**{column: published(values, kind)})
    return new


def _families_hidden(kept: Dataset, codes: Sequence[str], opening: pd.Timestamp) -> Iterator[str]:
    """Families whose number at the opening a council's published run withholds."""
    for shown in _shown("gap", kept, codes):
        need = only(shown, scenario=BASELINE, date=opening).set_index("family")["need_p50"]
        yield from (str(family) for family in need.index[need.isna()])


def _of_councils(table: pd.DataFrame) -> pd.DataFrame:
    """All children and all cost of each council, rounded; none where a number is small.

    One council's alone would come back from the sum less the others.
    """
    children = table["measure"] == "children"
    points = _values_of(table)
    if small(table.loc[children, points]).any():
        return table.iloc[:0]
    new = table.copy()
    for kind, rows in ((CHILDREN, children), (MONEY, ~children)):
        for point in points:
            new.loc[rows, point] = published(table.loc[rows, point], kind)
    return new
