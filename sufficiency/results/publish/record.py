"""The published record as a page may show it beside the forecast.

The Department withholds counts of 1 to 5. The record here holds some of them all the same, where
the others and the total gave them; and a folder of an authority's own may hold all. In published
mode a public record is shown as its publishers have it: what they withheld is left out, and what
they publish is not. A record of a council's own is withheld by year as the tables are by date: a
small count, one that the publisher withheld, one that the tables of the run withhold, and the next
smallest with them.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from sufficiency.placements import FAMILIES
from sufficiency.results.facts import BASELINE
from sufficiency.results.figures import nearest
from sufficiency.results.lookup import all_ages, march, only
from sufficiency.results.publish.own import has_own_counts
from sufficiency.results.publish.unpublished import families_not_published
from sufficiency.results.publish.withholding import enough, small
from sufficiency.results.run import Run

PERCENTILES: Final = ("p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5")
_PAST_SEED: Final = 1


def shown(series: pd.Series, run: Run) -> pd.Series:
    """A published series of children, without its small counts where the tables have none."""
    return series.mask(small(series)) if _holds_back(run) else series


def _holds_back(run: Run) -> bool:
    """Whether a published run is of counts that nobody has published."""
    return run.is_published and has_own_counts(run.evidence)


def past_shown(run: Run, past: pd.DataFrame) -> pd.DataFrame:
    """Past forecasts of all children, for a page: to whole children where anybody may see it."""
    if not run.is_published:
        return past
    ends = [column for column in past if column in PERCENTILES]
    return past.assign(**{column: nearest(past[column], 1.0) for column in ends})


def past_seed(run: Run) -> int:
    """The seed that past forecasts are drawn from: not the run's own where anybody may see it."""
    return _PAST_SEED if run.facts.seed is None else run.facts.seed


def families_shown(run: Run, years: range) -> pd.DataFrame:
    """Children at 31 March in all and by family as far as they may be shown.

    Counts of 1 to 5 are not shown in any mode: some were found by subtraction.

    Args:
        tables: The tables of the run.
        evidence: The published record.
        years: The years to show.

    Returns:
        One row a year; columns total and the families; blank where not known or withheld.
    """
    evidence = run.evidence
    total = evidence.series("looked_after_31_march").reindex(years)
    counts = pd.DataFrame({family: evidence.placed(family).reindex(years) for family in FAMILIES})
    if not run.is_published:
        both = pd.concat([total.rename("total"), counts], axis=1)
        return both.mask(small(both))
    withheld = families_not_published(evidence, years) & counts.notna()
    if not has_own_counts(evidence):
        return pd.concat([total.rename("total"), counts.mask(withheld)], axis=1)
    for year in years:
        need = only(all_ages(run.tables), scenario=BASELINE, date=march(year)).set_index("family")
        withheld.loc[year] |= need["need_p50"].isna().reindex(FAMILIES, fill_value=False)
    kept = withheld_by_year(counts, total, withheld)
    return pd.concat([shown(total, run).rename("total"), kept], axis=1)


def withheld_by_year(
    counts: pd.DataFrame, total: pd.Series, withheld: pd.DataFrame
) -> pd.DataFrame:
    """Counts without the small ones, those withheld already, and what would give either.

    Args:
        counts: Children by year and family, which add to the total; blank where not known. What
            is left of the total is taken to be shared by the blank ones.
        total: Children in all by year.
        withheld: Counts that are known and not to be shown, of the shape of `counts`.
    """
    hide = withheld | counts.isna() | small(counts)
    for year in counts.index[hide.any(axis=1)]:
        row = counts.loc[year]
        left = max(float(total[year]) - float(row.sum()), 0.0) / max(int(row.isna().sum()), 1)
        sizes = row.fillna(0.0 if left != left else left).to_dict()
        blank = set(counts.columns[hide.loc[year]])
        hide.loc[year, list(enough(blank, {str(name): n for name, n in sizes.items()}))] = True
    return counts.mask(hide)


def areas_shown(run: Run, record: pd.DataFrame) -> pd.DataFrame:
    """Children inside and outside the area by year: both blank where either is withheld.

    Args:
        tables: The tables of the run.
        record: Published counts by year, of columns in_area and out_of_area.
    """
    if not _holds_back(run):
        return record
    hide = (record.isna() | small(record)).any(axis=1)
    for year in record.index:
        ahead = only(run.tables["area"], scenario=BASELINE, date=march(year))
        hide[year] |= bool(ahead.loc[ahead["area"] != "unknown", "p50"].isna().any())
    return record.mask(hide)


def filled_shown(run: Run, filled: pd.Series) -> pd.Series:
    """Mainstream places filled, without those that would tell of few children.

    Ofsted rounds its counts to 5, which hides one child and not a small service; a folder of an
    authority's own need not be rounded. A place filled is a child: withheld are a small count, one
    that leaves few of the children in foster homes to other carers, and that of a date at which
    the tables of the run withhold the children in in-house fostering.

    Args:
        tables: The tables of the run.
        evidence: The published record.
        filled: Places filled by year.
    """
    if not _holds_back(run):
        return filled
    others = run.evidence.placed("foster").reindex(filled.index) - filled
    hide = small(filled) | small(others)
    ahead = only(run.tables["carers"], scenario=BASELINE, kind="mainstream").set_index("date")
    blank = ahead["filled_places_p50"].isna()
    hide |= blank.reindex([march(year) for year in filled.index], fill_value=False).to_numpy()
    return filled.mask(hide)
