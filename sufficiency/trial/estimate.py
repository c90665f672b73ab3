"""Estimate the constants of every link but the total again, and write them to a folder.

    python -m sufficiency.trial.estimate OUT [--record RECORD]

RECORD is a folder that holds a record of England, the embedded one unless given. OUT then holds
`mix.json`, `places_trend.json`, `spending.json`, `lines.json` and `record.json`; the cards
(`models/`) say where each is kept. `split_error.json` goes to `sufficiency/evidence/`.
All authorities are used. The total's constants are not touched:
they stay fitted on their own 72 authorities.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sufficiency.capacity.places_trend import PlacesConstants, refit_places
from sufficiency.evidence.split_error import SplitError
from sufficiency.forecasting.mix.model import MixConstants
from sufficiency.forecasting.mix.refit import refit_mix
from sufficiency.forecasting.pooled.series import TOTAL
from sufficiency.money.spending.lines import LineConstants, refit_lines
from sufficiency.money.spending.model import SpendingConstants
from sufficiency.money.spending.record import GrowthRecord, refit_record
from sufficiency.money.spending.refit import refit_spending
from sufficiency.trial.chain import WholeRecord
from sufficiency.trial.money_record import LinesRecord
from sufficiency.trial.split_error import refit_split_error


@dataclass(frozen=True)
class Estimated:
    """The constants in use, estimated again."""

    mix: MixConstants
    places: PlacesConstants
    spending: SpendingConstants
    lines: LineConstants
    record: GrowthRecord
    split: SplitError

    def write(self, out: Path) -> None:
        """One file for each, in a folder that is made if it is not there."""
        out.mkdir(parents=True, exist_ok=True)
        for name, made in (
            ("mix", self.mix),
            ("places_trend", self.places),
            ("spending", self.spending),
            ("lines", self.lines),
            ("record", self.record),
            ("split_error", self.split),
        ):
            (out / f"{name}.json").write_text(made.to_json(), encoding="utf-8", newline="\n")


def estimate(record: WholeRecord, lines: LinesRecord) -> Estimated:
    """All constants but the total's, from every authority and year of the record."""
    children, places, spending = record.children, record.places, record.spending
    last = int(children.years[-1])
    source = (
        f"{len(children.codes)} English authorities of today and before, to 31 March {last} "
        "(Department for Education, Ofsted, MHCLG, Open Government Licence v3.0)"
    )
    both = np.isin(lines.years, spending.panel.years)
    over_year = spending.panel.expensive[:, np.isin(spending.panel.years, lines.years)]
    nation = {int(year): lines.england[int(year)] for year in lines.years[both]}
    return Estimated(
        mix=refit_mix(
            children.expensive, children.panel[TOTAL], children.years, children.england, source
        ),
        places=refit_places(places.places, places.years, places.england, source),
        spending=refit_spending(spending.panel, spending.england, source),
        lines=refit_lines(lines.shares[:, both], over_year, nation, source),
        record=refit_record(spending.panel.spending + spending.price, spending.panel.years),
        split=refit_split_error(record.split, np.ones(len(children.codes), dtype=bool), source),
    )


if __name__ == "__main__":
    from sufficiency.trial.read import whole_record

    asked = argparse.ArgumentParser(description="Estimate the chain's constants again.")
    asked.add_argument("out", type=Path)
    asked.add_argument("--record", type=Path, default=None)
    given = asked.parse_args()
    estimate(*whole_record(given.record)).write(given.out)
