"""Faults of real returns, put into made-up ones so that the truth can still be told.

Each kind either spoils what the rules of merging mend, or adds rows that can be set aside: the
counts of a dirty return, once read, are those of the clean one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, closest, listed
from sufficiency.evidence.ssda903.dates import read_days
from sufficiency.evidence.ssda903.spells import birthday
from sufficiency.evidence.synthetic.corrections import (
    Soil,
    corrected_starts,
    dates_for_nothing,
    mistyped_years,
    rewritten_identifiers,
    some,
    withdrawn_moves,
)
from sufficiency.evidence.synthetic.returns import Tables, as_text
from sufficiency.streams import stream


def _children(returns: dict[int, Tables], rng: np.random.Generator) -> set[str]:
    everyone = sorted({child for tables in returns.values() for child in tables["Header"]["CHILD"]})
    return {everyone[i] for i in some(len(everyone), rng)}


def _each(returns: dict[int, Tables], change: Callable[[Tables], Tables]) -> dict[int, Tables]:
    return {year: {**tables, **change(tables)} for year, tables in returns.items()}


def _missing_birthdays(returns: dict[int, Tables], rng: np.random.Generator) -> dict[int, Tables]:
    chosen = _children(returns, rng)
    return _each(
        returns,
        lambda t: {"Header": t["Header"].assign(DOB=t["Header"]["DOB"].mask(_in(t, chosen), ""))},
    )


def _in(tables: Tables, chosen: set[str]) -> pd.Series:
    return tables["Header"]["CHILD"].isin(chosen)


def _no_header(returns: dict[int, Tables], rng: np.random.Generator) -> dict[int, Tables]:
    chosen = _children(returns, rng)
    return _each(returns, lambda t: {"Header": t["Header"][~_in(t, chosen)]})


def _add(
    returns: dict[int, Tables], spoil: Callable, rng: np.random.Generator
) -> dict[int, Tables]:
    """Put spoilt copies of some rows among the rows."""

    def change(tables: Tables) -> Tables:
        rows = tables["Episodes"]
        extra = spoil(rows.iloc[some(len(rows), rng)].copy(), tables["Header"])
        mixed = pd.concat([rows, extra], ignore_index=True)
        return {"Episodes": mixed.iloc[rng.permutation(len(mixed))].reset_index(drop=True)}

    return _each(returns, change)


def _ends_before_start(returns: dict[int, Tables], rng: np.random.Generator) -> dict[int, Tables]:
    def spoil(rows: pd.DataFrame, _: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(DEC=as_text(read_days(rows["DECOM"]) - 30), REC="X1")

    return _add(returns, spoil, rng)


def _before_birth(returns: dict[int, Tables], rng: np.random.Generator) -> dict[int, Tables]:
    def spoil(rows: pd.DataFrame, header: pd.DataFrame) -> pd.DataFrame:
        known = header[header["DOB"] != ""].set_index("CHILD")["DOB"]
        rows = rows[rows["CHILD"].isin(known.index)]
        born = read_days(known.loc[rows["CHILD"]])
        return rows.assign(DECOM=as_text(born - 90))

    return _add(returns, spoil, rng)


def _unknown_codes(returns: dict[int, Tables], rng: np.random.Generator) -> dict[int, Tables]:
    def spoil(rows: pd.DataFrame, _: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(PLACE="Q9")

    spoilt = _add(returns, spoil, rng)

    def change(tables: Tables) -> Tables:
        rows = tables["Episodes"].copy()
        usual = np.flatnonzero(~rows["LS"].isin(["V3", "V4"]))
        rows.loc[usual[some(len(usual), rng)], "LS"] = "??"
        return {"Episodes": rows}

    return _each(spoilt, change)


def _duplicate_rows(returns: dict[int, Tables], rng: np.random.Generator) -> dict[int, Tables]:
    return _add(returns, lambda rows, _: rows, rng)


def _continued(rows: pd.DataFrame) -> np.ndarray:
    """Rows closed with X1: another of the same child follows in the same return."""
    return np.flatnonzero((rows["REC"] == "X1") & (rows["DEC"] != "") & (rows["PLACE"] != "Q9"))


def _overlaps(returns: dict[int, Tables], rng: np.random.Generator) -> dict[int, Tables]:
    def change(tables: Tables) -> Tables:
        rows = tables["Episodes"].copy()
        which = _continued(rows)
        which = which[some(len(which), rng)]
        rows.loc[which, "DEC"] = as_text(read_days(rows.loc[which, "DEC"]) + 25)
        return {"Episodes": rows}

    return _each(returns, change)


def _left_open(returns: dict[int, Tables], rng: np.random.Generator) -> dict[int, Tables]:
    def change(tables: Tables) -> Tables:
        rows = tables["Episodes"].copy()
        which = _continued(rows)
        rows.loc[which[some(len(which), rng)], ["DEC", "REC", "REASON_PLACE_CHANGE"]] = ""
        return {"Episodes": rows}

    return _each(returns, change)


def _over_18(returns: dict[int, Tables], rng: np.random.Generator) -> dict[int, Tables]:
    def change(tables: Tables) -> Tables:
        rows = tables["Episodes"].copy()
        known = tables["Header"][tables["Header"]["DOB"] != ""]
        born = dict(zip(known["CHILD"], read_days(known["DOB"]).tolist(), strict=True))
        day = np.array([born.get(child, 0) for child in rows["CHILD"]])
        left = read_days(rows["DEC"])
        which = np.flatnonzero((day > 0) & (left == birthday(day, 18)))
        rows.loc[which[::2], ["DEC", "REC"]] = ""
        return {"Episodes": rows}

    return _each(returns, change)


DIRT: Final[Mapping[str, Soil]] = MappingProxyType(
    {
        "corrected_starts": corrected_starts,
        "withdrawn_moves": withdrawn_moves,
        "missing_birthdays": _missing_birthdays,
        "no_header": _no_header,
        "duplicate_rows": _duplicate_rows,
        "overlaps": _overlaps,
        "left_open": _left_open,
        "over_18": _over_18,
        "ends_before_start": _ends_before_start,
        "before_birth": _before_birth,
        "unknown_codes": _unknown_codes,
        "mistyped_years": mistyped_years,
        "dates_for_nothing": dates_for_nothing,
        "rewritten_identifiers": rewritten_identifiers,
    }
)
"""Faults by name, in the order in which they are put in: dates of birth are taken away before
those that are told by them, and what rewrites whole columns comes last."""


def soil(returns: dict[int, Tables], kinds: Iterable[str], seed: int) -> dict[int, Tables]:
    """Returns with faults of some kinds; "all" for every kind.

    Raises:
        InputError: for a kind that is not known.
    """
    wanted = list(kinds)
    for kind in wanted:
        if kind not in (*DIRT, "all"):
            near = closest(kind, DIRT)
            raise InputError(f"'{kind}' is no kind of fault; use all, or {listed(DIRT)}.{near}")
    for kind, spoil in DIRT.items():
        if "all" in wanted or kind in wanted:
            returns = spoil(returns, stream(seed, "synthetic dirt", kind))
    return returns
