"""Estimate the model's constants again and write them as the package keeps them.

    python -m sufficiency.forecasting.pooled.estimate panel.csv folder

The folder then holds `constants.json` and `constants_by_origin.json`; moved beside this file they
are in use. `models/pooled.md` says what panel the ones in use came from.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sufficiency.errors import InputError
from sufficiency.evidence import load_evidence
from sufficiency.forecasting.files.panel_file import check_panel, read_panel
from sufficiency.forecasting.pooled.constants import BY_ORIGIN, EMBEDDED, by_origin_json
from sufficiency.forecasting.pooled.published import by_year, england
from sufficiency.forecasting.pooled.refit import REFIT_AUTHORITIES, refitted

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


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Estimate the forecast's constants again.")
    asked.add_argument("panel", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--source", default=None)
    given = asked.parse_args()
    estimate_to_folder(given.panel, given.out, given.source)
