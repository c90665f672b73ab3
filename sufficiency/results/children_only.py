"""A run of an authority that returned no spending: its children, and nothing in pounds."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sufficiency.results.asylum import GRANT
from sufficiency.results.contract import MONEY_TABLES
from sufficiency.results.run import Run

_POUNDS = "£"
_OF_PRICES = ("scaling_", "spending_", "weekly_", "not_modelled")
"""How keys of assumptions begin that prices and spending alone rest on."""


def without_money(run: Run) -> Run:
    """The run's children alone: no table, sentence or assumption that rests on spending.

    Its prices were made of what England spends (`Evidence.costed`), and are to be seen by nobody.
    """
    facts = run.facts
    return replace(
        run,
        tables={
            name: _of_children(name, table)
            for name, table in run.tables.items()
            if name not in MONEY_TABLES
        },
        facts=replace(
            facts,
            headlines=tuple(said for said in facts.headlines if _POUNDS not in said),
            remarks=tuple(said for said in facts.remarks if _POUNDS not in said),
            scenarios=tuple(replace(one, rests_on_residential=None) for one in facts.scenarios),
        ),
        finance=None,
        budget=None,
        results=None,
    )


def _of_children(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """A table without its rows in pounds."""
    if name in ("after_care", "asylum"):
        return table[~table["measure"].str.endswith("_real") & (table["measure"] != GRANT)]
    if name == "assumptions":
        in_pounds = table["unit"].str.contains("GBP") | table["key"].str.startswith(_OF_PRICES)
        return table[~in_pounds]
    return table
