"""Run the trial in several processes, and go on where an earlier run stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.forecasting.scoring.cache import ScoreCache, content_key
from sufficiency.forecasting.scoring.processes import each_done
from sufficiency.trial.chain import WholeRecord
from sufficiency.trial.openings import COLUMNS, MEASURES, Task, tasks, try_one

PACKAGE: Final = Path(__file__).parents[1]
_ROOMS: Final = ("capacity", "money", "trial")


@dataclass(frozen=True)
class Settings:
    """How a trial is run.

    Attributes:
        draws: behind each forecast.
        seed: of the random numbers.
        workers: processes; the answer is the same with any number.
        kept_in: folder where each finished opening is kept, so that a trial that was stopped goes
            on from there; None keeps nothing.
    """

    draws: int = 1000
    seed: int = 1
    workers: int = 1
    kept_in: Path | None = None


def run_trial(
    record: WholeRecord,
    rows: Sequence[int],
    settings: Settings,
    say: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Past forecasts of some authorities (indices) from every opening that their record allows.

    Args:
        record: every authority; the others are there to estimate from.
        rows: authorities wanted.
        settings: see `Settings`.
        say: told how many openings are done, of how many.

    Returns:
        Columns `openings.COLUMNS` and `openings.SCORES`, in a fixed order.
    """
    wanted = list(tasks(record, rows, settings.draws, settings.seed))
    kept = None if settings.kept_in is None else ScoreCache(settings.kept_in)
    whole = "" if kept is None else content_key(_code(), *_arrays(record))
    found: dict[int, pd.DataFrame] = {}
    for number, task in enumerate(wanted):
        held = kept.read(_key(whole, task), task.constants) if kept else None
        if held is not None:
            found[number] = pd.DataFrame(held)
    missing = [number for number in range(len(wanted)) if number not in found]
    for place, table in each_done(try_one, [wanted[n] for n in missing], settings.workers):
        number = missing[place]
        found[number] = table
        if kept:
            task = wanted[number]
            held = {str(name): values for name, values in table.to_dict("list").items()}
            kept.write(_key(whole, task), task.constants, held)
        if say:
            say(len(found), len(wanted))
    return _in_order(pd.concat([found[n] for n in range(len(wanted))], ignore_index=True))


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    order = table.assign(place=table["measure"].map(MEASURES.index))
    keys = ["la_code", "opening_year", "place", "constants", "horizon"]
    return table.loc[order.sort_values(keys, kind="stable").index].reset_index(drop=True)


def contract(table: pd.DataFrame) -> pd.DataFrame:
    """The columns that `sufficiency hindcast` writes; `filled` is yes or blank."""
    return table[list(COLUMNS)].assign(filled=np.where(table["filled"], "yes", ""))


def _key(whole: str, task: Task) -> str:
    return content_key(whole, task.opening, task.rows, task.constants, task.draws, task.seed)


def _arrays(record: WholeRecord) -> list[object]:
    """Every array of the record, for the hash of what made a result."""
    children, spending, split = record.children, record.spending, record.split
    found: list[object] = [children.filled.values[name] for name in sorted(children.filled.values)]
    found += [children.panel.values[name] for name in sorted(children.panel.values)]
    found += [children.expensive, children.was_filled, dict(children.england)]
    found += [getattr(spending.panel, f.name) for f in fields(spending.panel)]
    found += [split.families, split.estimates, record.turning.leaving, record.turning.moving]
    return [*found, spending.price, record.places.places, list(children.codes)]


def _code() -> str:
    """Hash of the code after forecasting that the trial runs."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
