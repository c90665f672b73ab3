"""Estimate the model's constants again and write them as the package keeps them.

    python -m sufficiency.forecasting.estimate panel.csv folder

The folder then holds `constants.json` and `constants_by_origin.json`; moved beside this file they
are in use. `models/pooled.md` says what panel the ones in use came from.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence import load_evidence
from sufficiency.forecasting.constants import BY_ORIGIN, EMBEDDED, Constants, by_origin_json
from sufficiency.forecasting.files import read_panel
from sufficiency.forecasting.panel import Panel, check_panel
from sufficiency.forecasting.published import by_year, england
from sufficiency.forecasting.refit import refit

FIRST_AFTER = 3
"""Years after a panel's first by which its constants can first be estimated."""


def estimate_to_folder(panel_path: Path, out: Path, source: str | None = None) -> None:
    """Write both files of constants, estimated from a panel file.

    Args:
        panel_path: authorities by year, as for `sufficiency forecast --panel`.
        out: folder to write them in.
        source: words for where the figures came from; the file's name unless given.

    Raises:
        InputError: when the file is wrong, or too small or too empty to estimate from.
    """
    panel = check_panel(read_panel(panel_path))
    nation = by_year(england(load_evidence()))
    words = source or panel_path.name
    last = int(panel.years[-1])
    latest = refitted(panel, nation, last, words)
    if latest is None:
        raise InputError(
            f"{panel_path.name} holds too little to estimate from: totals, groups of placements "
            f"and reference columns of {REFIT_AUTHORITIES} authorities or more are needed."
        )
    years = range(int(panel.years[0]) + FIRST_AFTER, last)
    made = {year: refitted(panel, nation, year, words) for year in years}
    out.mkdir(parents=True, exist_ok=True)
    (out / EMBEDDED.name).write_text(latest.to_json(), encoding="utf-8", newline="\n")
    text = by_origin_json({year: one for year, one in made.items() if one is not None})
    (out / BY_ORIGIN.name).write_text(text, encoding="utf-8", newline="\n")


REFIT_AUTHORITIES = 40
"""Authorities with a total below which a panel is too small to estimate constants from."""


def refitted(
    panel: Panel, nation: Mapping[int, float], until: int, source: str
) -> Constants | None:
    """Constants estimated from figures up to a year, or None where a panel holds too little."""
    seen = panel.until(until)
    if np.isfinite(seen["looked_after"]).any(axis=1).sum() < REFIT_AUTHORITIES:
        return None
    with warnings.catch_warnings():
        # Years without a figure give empty means and spreads, which count for nothing.
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            return refit(seen, nation, until, source)
        except (np.linalg.LinAlgError, ValueError):
            return None


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Estimate the forecast's constants again.")
    asked.add_argument("panel", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--source", default=None)
    given = asked.parse_args()
    estimate_to_folder(given.panel, given.out, given.source)
