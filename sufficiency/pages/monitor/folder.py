"""`sufficiency monitor`: read the ledger, work out the month, write its folder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from sufficiency._version import __version__
from sufficiency.errors import InputError
from sufficiency.evidence.ledger import read_ledger, read_type_budget
from sufficiency.evidence.placement_list import read_placement_list, rows_of
from sufficiency.evidence.ssda903 import read_returns
from sufficiency.pages.monitor.page import month_page
from sufficiency.pages.monitor.sheet import month_workbook
from sufficiency.results.monitor.month import Month, month_of
from sufficiency.results.monitor.outturn import forecast_outturn
from sufficiency.results.monitor.periods import by_period
from sufficiency.results.monitor.returns import beside_returns
from sufficiency.results.table_files import write_csv
from sufficiency.writing import output_folder, sign

OUTTURN_FILE = "outturn.csv"


@dataclass(frozen=True)
class MonitorFiles:
    """What a month is made from.

    Attributes:
        ledger, budget: CSV files.
        placements: a list of current placements; None leaves that part out.
        ssda903: a folder or zip of returns, whose children stand beside the ledger's weeks.
        columns: what that list calls its columns; None where it uses words that are known.
        last: the folder that last month's run wrote; None leaves out what changed.
        internal: whether single placements may be shown.
    """

    ledger: Path
    budget: Path
    placements: Path | None = None
    last: Path | None = None
    internal: bool = False
    columns: Path | None = None
    ssda903: Path | None = None


def monitor_to_folder(files: MonitorFiles, out: Path, draws: int, seed: int) -> Month:
    """Write tables, a page and a workbook of the month; give back its numbers.

    Raises:
        InputError: when a file is wrong or the folder is not ours to write.
    """
    ledger = read_ledger(files.ledger)
    budget = read_type_budget(files.budget, ledger)
    held = (
        None if files.placements is None else read_placement_list(files.placements, files.columns)
    )
    before = None if files.last is None else _outturn_of(files.last)
    found, periods = forecast_outturn(ledger, draws, seed), by_period(ledger, budget, draws, seed)
    month = month_of(ledger, budget, found, periods, before)
    counted = None if files.ssda903 is None else read_returns(files.ssda903).monthly
    if counted is not None:
        month = replace(month, returns=beside_returns(ledger, counted))
    with output_folder(out) as folder:
        tables = folder / "tables"
        tables.mkdir()
        write_csv(month.outturn, tables / OUTTURN_FILE, pence=True)
        write_csv(month.profile, tables / "profile.csv")
        write_csv(month.periods, tables / "periods.csv")
        if counted is not None:
            write_csv(month.returns, tables / "returns.csv")
        if not month.changed.empty:
            write_csv(month.changed, tables / "changed.csv", pence=True)
        if held is not None:
            write_csv(held.summed, tables / "placements.csv")
        if files.internal and files.placements is not None:
            write_csv(rows_of(files.placements, files.columns), tables / "internal_placements.csv")
        (folder / "monitor.html").write_text(
            month_page(month, held), encoding="utf-8", newline="\n"
        )
        month_workbook(folder / "monitor.xlsx", month, held)
        of_returns = {} if counted is None else {"returns": counted.sha256}
        sign(folder, _manifest(files, draws, seed) | of_returns)
    return month


def _outturn_of(folder: Path) -> pd.DataFrame:
    """The outturn that an earlier run wrote."""
    path = folder / "tables" / OUTTURN_FILE
    if not path.is_file():
        raise InputError(f"'{folder}' holds no monitoring of an earlier month ({OUTTURN_FILE}).")
    return pd.read_csv(path)


def _manifest(files: MonitorFiles, draws: int, seed: int) -> dict[str, object]:
    named = [files.ledger, files.budget, *([files.placements] if files.placements else [])]
    return {
        "version": __version__,
        "draws": draws,
        "seed": seed,
        "internal": files.internal,
        "inputs": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in named},
    }
