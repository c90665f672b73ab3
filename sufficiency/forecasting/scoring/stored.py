"""Scores that come with the package, so that a run can show them without waiting for them.

They were made by `sufficiency backtest` on a panel that is not part of the product; the lines
that begin with "#" in each file say on what, when and with what version.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from sufficiency.forecasting.scoring.summary import METRICS

STORED: Final = Path(__file__).with_name("stored")
"""Folder of backtest.csv, by_series.csv, by_origin.csv and fallbacks.csv, as
`sufficiency backtest` writes them, with lines in front that say what they are."""


def stored_scores() -> pd.DataFrame:
    """Scores on 72 English authorities in the columns of `tables/backtest.csv`.

    Returns:
        model, series, horizon, mase, crps, relative_crps, cover_50, cover_80, cover_95 (percent)
        and n (forecasts).
    """
    return stored_table("backtest")[["model", "series", "horizon", *METRICS]]


def stored_table(name: str) -> pd.DataFrame:
    """One of the stored tables: backtest, by_series, by_origin or fallbacks."""
    return pd.read_csv(STORED / f"{name}.csv", comment="#", encoding="utf-8")


def store(tables: dict[str, pd.DataFrame], about: list[str], folder: Path = STORED) -> None:
    """Write tables of scores with the lines that say what they are."""
    folder.mkdir(exist_ok=True)
    head = "".join(f"# {line}\n" for line in about)
    for name, table in tables.items():
        body = table.to_csv(index=False, float_format="%.6g", lineterminator="\n")
        (folder / f"{name}.csv").write_text(head + body, encoding="utf-8", newline="\n")
