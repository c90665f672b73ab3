"""The data-quality report: what was read, what was set aside and why, in counts alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

SET_ASIDE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ragged": "cells do not fit the columns",
        "draft": "another return of the same year holds the same episodes and more endings",
        "no_child": "no child identifier",
        "no_start": "DECOM is missing or not a date",
        "bad_end": "DEC is not a date",
        "unknown_place": "PLACE is not a code of the return",
        "after_return": "DECOM is after the end of the return",
        "ends_before_start": "DEC is before DECOM",
        "no_days": "DEC is the day of DECOM: no night in the placement",
        "before_birth": "DECOM is before the date of birth",
        "adult": "DECOM is on or after the 18th birthday",
        "duplicate": "the same row is there twice in one file",
        "second_view": "another row of the same file has the same child and DECOM",
    }
)
"""Rows that take no part in the counts, by rule; each row by the first rule that it breaks."""

KEPT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "no_birthday": "no date of birth (or no Header): counted, of unknown age",
        "two_birthdays": "dates of birth differ between returns: the latest is used",
        "unknown_rne": "RNE is not a code of the return: no move is counted",
        "unknown_legal": "LS is not a code of the return: counted as looked after",
        "unknown_provider": "PLACE_PROVIDER is not a code of the return: not own provision",
        "parents_provide": "PLACE_PROVIDER is PR0 (parents) with U4-U6 or K2: not own provision",
        "unknown_rec": "REC is not a code of the return: an exit for unknown reasons",
        "other_year": "PLACE is a code of another year's return: read as that code",
        "no_rec": "DEC without REC: an exit for unknown reasons unless an episode follows",
        "no_dec": "REC without DEC: still open",
        "end_after_return": "DEC is after the end of the return: still open",
        "no_date": "DEC without REC on 31 March or a day that many rows share: still open",
        "other_view": "another return of the same year holds the episode: the fuller one is used",
        "withdrawn": "a later return leaves no room for it (withdrawn or corrected): taken out",
        "recoded": "PLACE, PLACE_PROVIDER, RNE or LS differ between returns: the latest is used",
        "overlap": "closed later than the child's next episode begins: ended when that begins",
        "left_open": "open though a later episode begins: ended when that begins",
        "past_18": "runs past the 18th birthday: ended on it",
        "vanished": "open in one return and not in the next: ended at the end of the first",
        "newcomers": "in care when the return before ended, which lacks the child: a late record?",
        "left_and_on": "REC says that care ended and the next episode goes on: no exit",
        "started_twice": "RNE says that care began though it had not ended: no entry",
        "legal_and_moved": "RNE L (a legal change alone) and another type of placement than before",
        "x1_gap": "REC X1 without an episode that follows at once: neither exit nor entry",
        "to_short_break": "full care goes on as short breaks (V3, V4): out of the stock, no exit",
        "temporary_alone": "a temporary placement that interrupts none: other placements",
        "short_break": "legal status V3 or V4 (short breaks): not in the stock",
    }
)
"""Faults and oddities of rows that are counted, with what is done about each."""


@dataclass(frozen=True)
class QualityReport:
    """Counts by file and rule; nothing in it says anything of any one child.

    Attributes:
        table: file, role, rule, meaning, rows; rule "read" counts the rows of each file.
        children: children with an episode that counts.
        returns: years of the returns found, 2025 for the one to 31 March 2025.
        first, last: month ends (ISO) between which the record is whole.
        remarks: sentences on the record as a whole that a reader should know.
        files: every file of the folder: name, status (`files.READ` and its fellows), what it is.
        doubts: why the returns would have been refused, had the user not gone on even so.
        counted: children at each 31 March (columns: years) in all and by type (rows, as shown).
    """

    table: pd.DataFrame
    children: int
    returns: tuple[int, ...]
    first: str
    last: str
    remarks: tuple[str, ...] = ()
    files: tuple[tuple[str, str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    counted: pd.DataFrame = field(default_factory=pd.DataFrame)

    def count(self, rule: str) -> int:
        """Rows under a rule, over all files."""
        return int(self.table.loc[self.table["rule"] == rule, "rows"].sum())

    @property
    def set_aside(self) -> int:
        """Rows that take no part in the counts."""
        return int(self.table.loc[self.table["rule"].isin(list(SET_ASIDE)), "rows"].sum())

    def summary(self) -> dict[str, Any]:
        """What a run's record says of its returns."""
        read = self.table[self.table["rule"] == "read"]
        return {
            "years": list(self.returns),
            "whole_from": self.first,
            "whole_to": self.last,
            "rows_read": {
                role: int(rows) for role, rows in read.groupby("role")["rows"].sum().items()
            },
            "rows_set_aside": self.set_aside,
            "remarks": [*self.doubts, *self.remarks],
        }

    def lines(self) -> list[str]:
        """The report in sentences: doubts first, then rows, then counts to be looked at."""
        read = self.table[self.table["rule"] == "read"]
        by_role = read.groupby("role", sort=False)["rows"].sum()
        counts = ", ".join(f"{role} {rows:,}" for role, rows in by_role.items())
        said = [
            *self.doubts,
            f"Read {len(read)} files ({counts} rows) of the returns of "
            f"{', '.join(map(str, self.returns))}: {self.children:,} children, whole from "
            f"{self.first} to {self.last}.",
            f"Set aside {self.set_aside:,} rows.",
        ]
        for rules, verb in ((SET_ASIDE, "set aside"), (KEPT, "kept")):
            for rule, meaning in rules.items():
                rows = self.count(rule)
                if rows:
                    said.append(f"  {rows:,} rows {verb}: {meaning}.")
        return [*said, *self.remarks, *self._counted_lines(), *self._file_lines()]

    def _counted_lines(self) -> list[str]:
        """What was counted: what is wrong alike in all returns shows to those who know them."""
        if self.counted.empty:
            return []
        table = self.counted.to_string(index_names=False).split("\n")
        return ["Children counted at each 31 March; look whether you know them:", *table]

    def _file_lines(self) -> list[str]:
        """Every file of the folder, under what was done with it."""
        done: dict[str, list[str]] = {}
        for name, status, what in self.files:
            done.setdefault(status, []).append(f"{name} ({what})" if what else name)
        words = {
            "read": "Files read",
            "another table of the return": "Files of no use here, other tables of the return",
            "ignored": "Files left out with --ignore",
            "system file": "Files of the computer's own, left out",
        }
        return [f"{words[status]}: {', '.join(names)}." for status, names in done.items()]
