"""A written run read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.money import Budget
from sufficiency.results.contract import CONTRACT, IN_WORDS, Table
from sufficiency.results.facts import LeverFacts, RunFacts, ScenarioFacts
from sufficiency.results.finance import Finance, FinanceModel
from sufficiency.results.finance.agencies import Shares
from sufficiency.results.finance.buildings import Building
from sufficiency.results.finance.joining import Joining
from sufficiency.results.kept.inputs import INPUTS
from sufficiency.results.kept.plain import from_plain
from sufficiency.results.manifest import CONTRACT_VERSION
from sufficiency.results.publish.own import own_files
from sufficiency.results.publish.rounding import rounded_record
from sufficiency.results.run import Pages, Run
from sufficiency.results.table_files import as_written
from sufficiency.writing import MADE_BY, manifest_of

_WHOLE = ("year", "years", "horizon", "step", "held_80", "n")
"""Columns of whole numbers."""
_DATES = ("date", "origin")


def read_run(folder: Path, pages: Pages | None = None, evidence: Evidence | None = None) -> Run:
    """The run that a folder holds; see `sufficiency.open_run`, which hands in the pages.

    Raises:
        InputError: when the folder holds no run, a run of another contract, or less than it says;
            or when a published run was made from evidence that is neither the package's nor given.
    """
    manifest = _manifest(folder)
    facts = _facts(manifest["facts"])
    published = manifest["audience"] == "published"
    tables = {
        name: _table(folder / "tables" / f"{name}.csv", table)
        for name, table in CONTRACT.items()
        if f"tables/{name}.csv" in manifest["files"]
    }
    finance, budget = (None, None) if published else _asked(folder / INPUTS / "finance.json")
    return Run(
        tables=tables,
        evidence=_evidence(folder, manifest, facts, evidence),
        facts=facts,
        finance=finance,
        budget=budget,
        audience="published" if published else "internal",
        withheld=manifest["disclosure"]["figures_withheld"],
        pages=pages,
    )


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run of this contract."""
    if not folder.is_dir():
        raise InputError(f"There is no folder '{folder}' to read a run from.")
    manifest = manifest_of(folder)
    if manifest.get("made_by") != MADE_BY:
        raise InputError(f"'{folder}' holds no manifest.json of ours: it is not a run.")
    if "contract" not in manifest:
        what = "of a version before 0.2; make it again" if "headlines" in manifest else "not a run"
        raise InputError(f"What '{folder}' holds is ours, and {what}.")
    if manifest["contract"] != CONTRACT_VERSION:
        newer = manifest["contract"] > CONTRACT_VERSION
        raise InputError(
            f"The run in '{folder}' is of contract {manifest['contract']} (sufficiency "
            f"{manifest.get('version')}), and this version reads {CONTRACT_VERSION}: "
            + ("install a newer sufficiency." if newer else "make the run again.")
        )
    if "region" in manifest:
        raise InputError(
            f"'{folder}' is a run of councils together: open its report.html, or look at it with "
            "sufficiency explore --run."
        )
    if not manifest.get("costed", True):
        raise InputError(
            f"The run in '{folder}' is of a council that returned no spending. Its tables are of "
            "children alone; pages hold costs, and cannot be made of it."
        )
    return manifest


def _facts(held: Mapping[str, Any]) -> RunFacts:
    """The facts of a run as its manifest has them."""
    scenarios = tuple(
        ScenarioFacts(**{**one, "levers": tuple(LeverFacts(**lever) for lever in one["levers"])})
        for one in held["scenarios"]
    )
    date = held["counted_to"]
    lists = {name: tuple(value) for name, value in held.items() if isinstance(value, list)}
    counted = None if date is None else pd.Timestamp(date)
    return RunFacts(**{**held, **lists, "scenarios": scenarios, "counted_to": counted})


def _table(path: Path, table: Table) -> pd.DataFrame:
    """One table as `write_tables` wrote it: dates, words and numbers to six figures."""
    try:
        cells = pd.read_csv(path, encoding="utf-8", dtype="str", keep_default_na=False)
    except (OSError, ValueError) as fault:
        raise InputError(
            f"{path.name} of the run in '{path.parent.parent}' is missing or cannot be read; make "
            "the run again."
        ) from fault
    columns: dict[str, pd.Series] = {}
    for name in table.columns:
        cell = cells[name]
        if name in _DATES:
            columns[name] = pd.to_datetime(cell)
        elif name in _WHOLE and (cell != "").all():
            columns[name] = cell.astype("int64")
        elif name in IN_WORDS or (name in table.keys and name not in _WHOLE):
            columns[name] = cell.map(as_written)
        else:
            columns[name] = pd.to_numeric(cell).astype("float64")
    return pd.DataFrame(columns)


def _asked(path: Path) -> tuple[Finance | None, Budget | None]:
    """What finance asked of the run, and the budget, where it has them."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise InputError(f"{path} is missing or cannot be read; make the run again.") from fault
    finance, budget = from_plain(held["finance"]), from_plain(held["budget"])
    if finance is not None:
        model = finance["model"]
        joined = {name: Joining(**model[name]) for name in ("run", "held")}
        buildings = {
            name: tuple(Building(**building) for building in of)
            for name, of in model["buildings"].items()
        }
        parts = {**joined, "buildings": buildings, "shares": Shares(**model["shares"])}
        model = FinanceModel(**{**model, **parts})
        finance = Finance(**{**finance, "model": model})
    return finance, None if budget is None else Budget(**budget)


def _evidence(
    folder: Path, manifest: Mapping[str, Any], facts: RunFacts, given: Evidence | None
) -> Evidence:
    """The record that the run was made from, without returns: their counts are in the tables."""
    kept = folder / INPUTS / "evidence"
    held = manifest["evidence"]
    if given is None:
        given = load_evidence(kept) if kept.is_dir() else load_evidence()
    if not kept.is_dir():
        files = {file: digest for file, digest in held["sha256"].items() if file in given.hashes}
        unknown = set(held["withheld"]) - set(own_files(given))
        if unknown or any(given.hashes[file] != digest for file, digest in files.items()):
            raise InputError(
                f"The run in '{folder}' is published and keeps no inputs, and it was made from "
                "other evidence than the package's own: give that as well, as in "
                "open_run(folder, evidence=load_evidence(...))."
            )
    if given.opening_year != facts.opening_year:
        given = given.until(facts.opening_year)
    digests = given.hashes if held["withheld"] else held["sha256"]
    given = replace(
        given,
        own_files=tuple(held["own_tables"]),
        common_files=tuple(held["common_tables"]),
        _hashes=tuple(digests.items()),
    )
    return rounded_record(given) if manifest["audience"] == "published" else given
