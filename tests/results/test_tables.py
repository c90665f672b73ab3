"""The tables of a run are what the contract says, in files that are the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.checks import ContractError, check_tables
from sufficiency.results.contract import CONTRACT
from sufficiency.results.facts import BASELINE
from sufficiency.results.table_files import in_order, write_csv, write_tables
from tests.small_run import small_run, tables_of

Tables = dict[str, pd.DataFrame]


@pytest.fixture
def tables() -> Tables:
    return tables_of(small_run(scenarios=2, years=2))


def write(tables: Tables, folder: Path) -> list[Path]:
    return write_tables(replace(small_run(scenarios=2, years=2), tables=tables), folder)


def changed(frame: pd.DataFrame, row: int, column: str, value: object) -> pd.DataFrame:
    new = frame.copy()
    new.loc[row, column] = value
    return new


def test_tables_that_fit_are_written_with_the_columns_of_the_contract(
    tables: Tables, tmp_path: Path
) -> None:
    paths = write(tables, tmp_path / "tables")
    assert {path.stem for path in paths} == set(tables)
    for path in paths:
        assert list(pd.read_csv(path).columns) == CONTRACT[path.stem].columns


def test_two_writes_are_alike_to_the_byte(tables: Tables, tmp_path: Path) -> None:
    for one, two in zip(
        write(tables, tmp_path / "one"), write(tables, tmp_path / "two"), strict=True
    ):
        assert one.read_bytes() == two.read_bytes()


def test_what_a_file_says_is_what_the_table_held(tables: Tables, tmp_path: Path) -> None:
    write(tables, tmp_path)
    read = pd.read_csv(tmp_path / "costs.csv")
    held = in_order(tables["costs"], CONTRACT["costs"])
    assert (read["scenario"] == held["scenario"]).all()
    np.testing.assert_allclose(read["p80"], held["p80"], rtol=5e-6)


def test_rows_come_in_the_order_of_the_vocabulary(tables: Tables, tmp_path: Path) -> None:
    shuffled = {name: frame.sample(frac=1, random_state=3) for name, frame in tables.items()}
    shuffled["placements"] = shuffled["placements"].sort_values(
        "scenario", key=lambda names: names == BASELINE, kind="stable"
    )
    write(shuffled, tmp_path)
    read = pd.read_csv(tmp_path / "placements.csv", parse_dates=["date"])
    assert read["scenario"].iloc[0] == BASELINE
    assert list(read["placement_type"].iloc[:11]) == [*PLACEMENT_TYPES, "total"]
    assert read[read["scenario"] == BASELINE]["date"].is_monotonic_increasing


Fault = Callable[[Tables], Tables]
FAULTS: dict[str, Fault] = {
    "unknown tables": lambda t: t | {"secrets": t["area"]},
    "are missing": lambda t: {name: frame for name, frame in t.items() if name != "gap"},
    "columns are": lambda t: t | {"gap": t["gap"].rename(columns={"need_p50": "need"})},
    "columns are .*date": lambda t: t | {"area": t["area"][t["area"].columns[::-1]]},
    "a key is blank": lambda t: t | {"carers": changed(t["carers"], 0, "kind", None)},
    "a row is there twice": lambda t: t | {"flows": pd.concat([t["flows"], t["flows"][:1]])},
    "vocabulary": lambda t: t | {"area": changed(t["area"], 0, "area", "abroad")},
    "a placement_type is missing": lambda t: t | {"placements": t["placements"].drop(index=4)},
    "Baseline is missing": lambda t: t | {"bridge": t["bridge"].query("scenario != 'Baseline'")},
    "not a month end": lambda t: (
        t | {"gap": t["gap"].assign(date=t["gap"]["date"] - pd.Timedelta(days=1))}
    ),
    "dates are": lambda t: t | {"gap": t["gap"].assign(date=t["gap"]["date"].astype(str))},
    "a value is blank": lambda t: t | {"costs": changed(t["costs"], 0, "p80", np.nan)},
    "infinite": lambda t: t | {"gap": changed(t["gap"], 0, "gap_p90", np.inf)},
    "not a number": lambda t: t | {"area": t["area"].assign(p50="many")},
    "out of order": lambda t: t | {"carers": changed(t["carers"], 9, "households_p10", 900.0)},
    "negative": lambda t: t | {"area": changed(t["area"], 0, "mean", -1.0)},
    "placements: types and total": lambda t: (
        t | {"placements": changed(t["placements"], 0, "mean", 99.0)}
    ),
    "forecast and Baseline": lambda t: t | {"forecast": changed(t["forecast"], 0, "mean", 99.0)},
    "area and total": lambda t: t | {"area": changed(t["area"], 0, "mean", 99.0)},
    "costs: types": lambda t: t | {"costs": changed(t["costs"], 0, "mean", 0.0)},
    "savings and costs": lambda t: t | {"savings": changed(t["savings"], 1, "mean", 9e6)},
    "bridge": lambda t: t | {"bridge": changed(t["bridge"], 1, "mix", 9e6)},
    "probability": lambda t: t | {"savings": changed(t["savings"], 1, "probability_saves", 1.5)},
}


@pytest.mark.parametrize("said", FAULTS)
def test_a_table_that_does_not_fit_is_refused_and_nothing_is_written(
    tables: Tables, tmp_path: Path, said: str
) -> None:
    with pytest.raises(ContractError, match=said):
        write(FAULTS[said](tables), tmp_path / "tables")
    assert list(tmp_path.iterdir()) == []


def test_a_run_without_scenarios_fits(tables: Tables) -> None:
    alone = {
        name: frame[frame["scenario"] == BASELINE] if "scenario" in frame else frame
        for name, frame in tables.items()
    }
    alone["savings"] = pd.DataFrame(columns=CONTRACT["savings"].columns)
    check_tables(alone)


def test_numbers_dates_blanks_and_words_in_a_file(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(["2026-03-31", "2027-03-31"]),
            "name": ['Grow, "fast"', "Åse"],
            "value": [71_003_456.7, np.nan],
            "share": [1 / 3, 1e-9],
            "children": [652, 0],
        }
    )
    write_csv(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes().decode("utf-8") == (
        "date,name,value,share,children\n"
        '2026-03-31,"Grow, ""fast""",71003500,0.333333,652\n'
        "2027-03-31,Åse,,1e-09,0\n"
    )
