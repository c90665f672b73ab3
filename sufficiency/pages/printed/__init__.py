"""Tables as a reader would print them: a caption, whole words, £m, and ranges before middles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sufficiency.errors import InputError, closest, listed
from sufficiency.pages.printed import money, numbers, trust
from sufficiency.pages.printed.table import Printed
from sufficiency.results.run import Run

TABLES: Final[Mapping[str, Callable[[Run], Printed]]] = {
    "side_by_side": numbers.side_by_side,
    "children": numbers.children,
    "gap": numbers.gap,
    "carers": numbers.carers,
    "costs": money.costs,
    "stress": money.stress,
    "bridge": money.bridge,
    "savings": money.savings,
    "savings_over_all_years": money.savings_over_all_years,
    "worth": money.worth,
    "base_year": money.base_year,
    "prediction": money.prediction,
    "assumptions": trust.assumptions,
    "turning": trust.turning,
    "estimates": trust.estimates,
    "balance": trust.balance,
    "reasons": trust.reasons,
    "methods": trust.methods,
    "verdicts": trust.method_verdicts,
    "chain": trust.chain,
    "misses": trust.misses,
}
"""Every table, in the order a reader meets them."""


def printed(run: Run, name: str) -> Printed:
    """A table of a run by its name.

    Raises:
        InputError: when there is no such table, or the run has nothing for it.
    """
    if name not in TABLES:
        raise InputError(
            f"There is no table '{name}'; known are {listed(TABLES)}.{closest(name, TABLES)}"
        )
    return TABLES[name](run)


__all__ = ["TABLES", "Printed", "printed"]
