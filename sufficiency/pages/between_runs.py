"""What moved between two runs, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sufficiency.results.between_runs import EARLIER, LATER


def lines_of(moved: pd.DataFrame) -> Iterator[str]:
    """A line for each headline, and one beneath it for each input that moves it, to its total."""
    for headline, rows in moved.groupby("headline", sort=False):
        unit = str(rows["unit"].iloc[0])
        amounts = rows.set_index("step")["amount"]
        was, now = float(amounts[EARLIER]), float(amounts[LATER])
        yield f"{headline}: {_said(was, unit)} to {_said(now, unit)} ({_signed(now - was, unit)})"
        for row in rows[~rows["step"].isin([EARLIER, LATER])].to_dict("records"):
            amount = _signed(float(row["amount"]), unit)
            yield f"    {amount:>12}  {row['step']} ({row['what']})"


def _said(value: float, unit: str) -> str:
    if unit == "children":
        return f"{value:,.1f}"
    return f"{'−' if value < 0 else ''}£{abs(value) / 1e6:,.3f}m"


def _signed(value: float, unit: str) -> str:
    return ("−" if value < 0 else "+") + _said(abs(value), unit)
