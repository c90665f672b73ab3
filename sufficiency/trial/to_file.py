"""`sufficiency hindcast`: the whole chain at past openings, written to one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence.england.areas import find
from sufficiency.evidence.loading import the_record
from sufficiency.trial.read import whole_record
from sufficiency.trial.run import Settings, contract, run_trial
from sufficiency.trial.stored import store, stored_hindcast


@dataclass(frozen=True)
class Asked:
    """Which past forecasts are wanted.

    Attributes:
        authority: its name or code; None is every authority.
        stored: take them from the package instead of making them again.
        record: folder of another record of England.
    """

    authority: str | None = None
    stored: bool = False
    record: Path | None = None


def hindcast_to_file(
    asked: Asked, out: Path, settings: Settings, say: Callable[[int, int], None] | None = None
) -> pd.DataFrame:
    """Write past forecasts against what came, columns `openings.COLUMNS`.

    Raises:
        InputError: when there is no such authority, nothing can be forecast of it, or the file
            cannot be written.
    """
    code = None if asked.authority is None else find(the_record(asked.record), asked.authority).code
    if asked.stored:
        table = stored_hindcast()
        table = table if code is None else table[table["la_code"] == code]
    else:
        record, _ = whole_record(asked.record)
        codes = record.children.codes
        rows = range(len(codes)) if code is None else [codes.index(code)]
        table = contract(run_trial(record, rows, settings, say))
    if table.empty:
        raise InputError(
            f"There is no past forecast of {asked.authority}: its record holds no year to forecast "
            "from with an outcome after it."
        )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(out, index=False, float_format="%.6g", lineterminator="\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.") from None
    return table


def store_again(settings: Settings, say: Callable[[int, int], None] | None = None) -> None:
    """Make the trial of every authority again and keep it as the package's own."""
    from sufficiency._version import __version__

    record, _ = whole_record()
    table = run_trial(record, range(len(record.children.codes)), settings, say)
    last = int(record.children.years[-1])
    about = (
        f"Openings 2013 to {last - 1} of every English authority, {settings.draws:,} draws, seed "
        f"{settings.seed}, version {__version__}; constants of each half of the authorities "
        "estimated on the other; DfE, Ofsted, MHCLG, ONS, Open Government Licence v3.0"
    )
    store(table, about)


if __name__ == "__main__":
    # make hindcast: the folder lets a trial that was stopped go on.
    store_again(
        Settings(workers=2, kept_in=Path(".hindcast")),
        lambda done, of: print(f"{done} of {of} openings", flush=True),
    )
