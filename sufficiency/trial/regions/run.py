"""Run the trial of sums, write it, and read the one that comes with the package.

python -m sufficiency.trial.regions.run        # constants, the stored trial and its scores again
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from sufficiency.evidence.loading import the_record
from sufficiency.evidence.regions import region_of_codes
from sufficiency.forecasting.scoring.processes import each_done
from sufficiency.forecasting.shared.model import EMBEDDED, SharedConstants
from sufficiency.trial.chain import FIRST_ORIGIN, WholeRecord
from sufficiency.trial.halves import in_first_half
from sufficiency.trial.openings import LEAK_FREE
from sufficiency.trial.read import whole_record
from sufficiency.trial.regions.misses import shared_from
from sufficiency.trial.regions.scores import cover
from sufficiency.trial.regions.sums import COLUMNS, TOGETHER, Task, try_sums
from sufficiency.trial.stored import stored_hindcast
from sufficiency.writing import atomic_file

STORED: Final = Path(__file__).with_name("stored")
SCORES: Final = {
    "scores": ("draws", "of", "measure", "horizon"),
    "scores_by_origin": ("draws", "of", "measure", "horizon", "origin"),
    "scores_by_region": ("draws", "group", "measure", "horizon"),
}
"""Tables of cover by what they are grouped by; those by region are of regions alone."""
SOURCE: Final = (
    "Past forecasts of English authorities, openings 2013-2024, and England 1994-2025 (Department "
    "for Education, MHCLG, Open Government Licence v3.0)"
)


def run_regions(
    draws: int,
    seed: int,
    workers: int,
    say: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Sums of regions and of random tens from every opening, as `sums.try_sums` gives them."""
    record, _ = whole_record()
    regions = region_of_codes(the_record())
    halves = shared_of_halves(record, regions)
    years = range(FIRST_ORIGIN, int(record.children.years[-1]))
    named = tuple(regions.get(code, "") for code in record.children.codes)
    tasks = [Task(record, year, named, halves, draws, seed) for year in years]
    found: dict[int, pd.DataFrame] = {}
    for place, table in each_done(try_sums, tasks, workers):
        found[place] = table
        if say:
            say(len(found), len(tasks))
    return pd.concat([found[place] for place in range(len(tasks))], ignore_index=True)


def shared_of_halves(
    record: WholeRecord, regions: dict[str, str]
) -> tuple[SharedConstants, SharedConstants]:
    """What is shared, for the first and for the second half, each estimated on the other."""
    past = _leak_free()
    codes = record.children.codes
    first = dict(zip(codes, in_first_half(codes), strict=True))
    of_first = past["la_code"].map(first).astype(bool)
    second, one = (
        shared_from(past[rows], regions, record.nation, SOURCE) for rows in (of_first, ~of_first)
    )
    return one, second


def regions_to_folder(out: Path, stored: bool, draws: int, seed: int, workers: int) -> int:
    """Write regions.csv: `sums.COLUMNS`. Returns its number of rows.

    Args:
        out: folder to write in; made if it is not there.
        stored: whether to write the trial that comes with the package.

    Raises:
        InputError: when the file cannot be written.
    """
    if stored:
        table = stored_regions()
    else:
        from sufficiency.progress import bar

        with bar("Openings") as shown:
            found = run_regions(draws, seed, workers, lambda done, of: shown(done / of))
        table = _contract(found)
    out.mkdir(parents=True, exist_ok=True)
    with atomic_file(out / "regions.csv") as building:
        building.write_bytes(_csv(table))
    return len(table)


def stored_regions() -> pd.DataFrame:
    """The trial of sums that comes with the package: columns `sums.COLUMNS`."""
    content = gzip.decompress((STORED / "regions.csv.gz").read_bytes())
    return pd.read_csv(io.BytesIO(content), encoding="utf-8")


def stored_cover(name: str = "scores") -> pd.DataFrame:
    """One of `SCORES`, as `scores.cover` gives it; draws says together or apart."""
    return pd.read_csv(STORED / f"{name}.csv", encoding="utf-8")


def store(table: pd.DataFrame, folder: Path = STORED) -> None:
    """Write a trial of sums and its scores as the package keeps them."""
    folder.mkdir(parents=True, exist_ok=True)
    content = gzip.compress(_csv(_contract(table)), compresslevel=9, mtime=0)
    (folder / "regions.csv.gz").write_bytes(content)
    england = table["group"] == "England"
    named = table.assign(of=table["kind"].where(~england, "England"))
    for name, by in SCORES.items():
        rows = named[named["kind"] == "region"] if "group" in by else named
        text = cover(rows, by).to_csv(index=False, float_format="%.4g", lineterminator="\n")
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")


def _contract(table: pd.DataFrame) -> pd.DataFrame:
    return table.loc[table["draws"] == TOGETHER, list(COLUMNS)].reset_index(drop=True)


def _csv(table: pd.DataFrame) -> bytes:
    text = table.to_csv(index=False, float_format="%.5g", lineterminator="\n")
    return text.encode("utf-8")


def _leak_free() -> pd.DataFrame:
    past = stored_hindcast()
    return past[past["constants"] == LEAK_FREE]


def main() -> None:
    """Estimate the constants in use again, on all authorities, and store the trial."""
    record, _ = whole_record()
    found = shared_from(_leak_free(), region_of_codes(the_record()), record.nation, SOURCE)
    EMBEDDED.write_text(replace(found, source=SOURCE).to_json(), encoding="utf-8", newline="\n")
    store(run_regions(draws=600, seed=1, workers=2))


if __name__ == "__main__":
    main()
