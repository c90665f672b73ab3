"""What moved between two runs is taken apart by input, and the parts add up."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import sufficiency as sf
from sufficiency.engine import forecast, run_scenarios
from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.pages.between_runs import lines_of
from sufficiency.results.between_runs import EARLIER, LATER, movement
from sufficiency.results.kept.inputs import write_inputs
from sufficiency.results.manifest import Making, write_manifest
from sufficiency.results.run import Run, make_run
from sufficiency.results.table_files import write_tables

pytestmark = pytest.mark.slow
SCENARIO = Path("scenarios/06-step-down-from-residential.yaml")


def written(folder: Path, evidence: Evidence, seed: int = 1) -> Path:
    """A small run, as the job writes it, pages apart."""
    run = make_run(run_scenarios(forecast(evidence, years=3, draws=100, seed=seed), SCENARIO))
    write_tables(run, folder / "tables")
    write_inputs(folder, run, [SCENARIO])
    write_manifest(folder, run, Making((SCENARIO,)))
    return folder


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    return opened(written(tmp_path_factory.mktemp("first") / "run", load_evidence()))


def opened(folder: Path) -> tuple[Path, Run]:
    return folder, sf.open_run(folder)


def dearer(evidence: Evidence) -> Evidence:
    """Agency fees 10% up, known."""
    table = evidence.prices
    here = table["placement_type"] == "agency_fostering"
    price = table.loc[here, "weekly_price"] * 1.1
    for column in ("weekly_price", "low", "high"):
        table.loc[here, column] = price
    table["known"] = table["known"].astype("object")
    table.loc[here, "known"] = "yes"
    return evidence.with_tables({"prices": table})


def parts(moved: pd.DataFrame, headline: str) -> pd.Series:
    rows = moved[moved["headline"].str.startswith(headline)]
    assert rows["headline"].nunique() <= 2
    return rows.groupby("step", sort=False)["amount"].last()


def test_each_input_has_its_part_and_the_parts_add_up(
    first: tuple[Path, Run], tmp_path: Path
) -> None:
    later = opened(written(tmp_path / "later", dearer(load_evidence()), seed=2))
    moved = movement(first, later)
    for _, rows in moved.groupby("headline"):
        amounts = rows.set_index("step")["amount"]
        assert list(amounts.index) == [EARLIER, "prices.csv", "--seed", LATER]
        assert amounts[EARLIER] + amounts["prices.csv"] + amounts["--seed"] == pytest.approx(
            amounts[LATER], abs=0.01
        )
    # A price moves no child; another seed moves everything a little.
    children = parts(moved, "Children looked after on 31 March 2026")
    assert children["prices.csv"] == 0.0 and children["--seed"] != 0.0
    assert abs(parts(moved, "Cost of placements, 2027/28")["prices.csv"]) > 1000
    said = "\n".join(lines_of(moved))
    assert "prices.csv (4 cells changed)" in said and "--seed (1 to 2)" in said


def test_the_same_run_has_not_moved(first: tuple[Path, Run]) -> None:
    moved = movement(first, first)
    assert set(moved["step"]) == {EARLIER, LATER}
    ends = moved.pivot(index="headline", columns="step", values="amount")
    assert (ends[EARLIER] == ends[LATER]).all()


def test_runs_of_other_authorities_are_not_compared(
    first: tuple[Path, Run], tmp_path: Path
) -> None:
    other = opened(written(tmp_path / "other", load_evidence("Stockport")))
    with pytest.raises(InputError, match="Tameside and the later of Stockport"):
        movement(first, other)
