"""`forecast --panel`: the contract of the file, its faults, and what must not matter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.loading import the_record
from sufficiency.forecasting import forecast_panel, read_panel
from sufficiency.forecasting.files.panel_forecast import QUANTILES
from sufficiency.forecasting.files.panel_remarks import panel_remarks
from sufficiency.forecasting.pooled.series import SERIES
from tests.forecasting.made_up import made_up_panel


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return made_up_panel(24)


@pytest.fixture(scope="module")
def table(frame: pd.DataFrame) -> pd.DataFrame:
    return forecast_panel(frame, draws=400)


def test_columns_and_rows(table: pd.DataFrame) -> None:
    assert table.columns.tolist() == ["la_code", "year", "series", "quantile", "value"]
    assert len(table) == 24 * 3 * 5 * 21
    assert sorted(table["quantile"].unique()) == pytest.approx(QUANTILES)
    assert set(table["series"]) == set(SERIES)
    assert sorted(table["year"].unique()) == [2026, 2027, 2028]
    assert (table["value"] >= 0).all()


def test_quantiles_rise_and_the_band_widens(table: pd.DataFrame) -> None:
    wide = table.pivot(index=["la_code", "year", "series"], columns="quantile", values="value")
    assert (np.diff(wide.to_numpy(), axis=1) > 0).all()
    total = wide.xs("looked_after", level="series")
    band = (np.log(total[0.9]) - np.log(total[0.1])).unstack()
    assert (band[2027] > 1.2 * band[2026]).all()
    assert (band[2028] > 1.1 * band[2027]).all()


def test_same_seed_same_numbers_and_another_seed_others(frame: pd.DataFrame) -> None:
    one, two = (forecast_panel(frame, draws=50, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    other = forecast_panel(frame, draws=50, seed=6)
    assert (one["value"] != other["value"]).any()


def test_names_and_calendar_change_nothing_but_the_draws(
    frame: pd.DataFrame, table: pd.DataFrame
) -> None:
    codes = sorted(frame["la_code"].unique())
    names = dict(zip(codes, [f"Z{i:03d}" for i in range(len(codes))][::-1], strict=True))
    other = frame.assign(la_code=frame["la_code"].map(names), year=frame["year"] + 40)
    moved = forecast_panel(other.sample(frac=1.0, random_state=1), draws=400)
    back = moved.assign(
        la_code=moved["la_code"].map({new: old for old, new in names.items()}),
        year=moved["year"] - 40,
    )
    key = ["la_code", "year", "series", "quantile"]
    both = table.merge(back, on=key, suffixes=("", "_moved"))
    assert len(both) == len(table)
    ratio = np.log(both["value_moved"] / both["value"])
    inner = both["quantile"].between(0.1, 0.9)
    first = (both["year"] == 2026) & (both["series"] == "looked_after")
    assert ratio[inner & first].abs().max() < 0.002
    assert ratio[inner].abs().mean() < 0.015
    assert ratio.abs().max() > 0


def test_an_authority_is_forecast_alike_whoever_else_is_in_the_file(
    frame: pd.DataFrame, table: pd.DataFrame
) -> None:
    code = frame["la_code"].iloc[0]
    alone = forecast_panel(frame[frame["la_code"] == code], draws=400)
    expected = table[table["la_code"] == code].reset_index(drop=True)
    total = alone["series"] == "looked_after"
    assert alone.loc[total, "value"].to_numpy() == pytest.approx(
        expected.loc[total, "value"].to_numpy()
    )
    assert len(alone) == len(expected)
    only = forecast_panel(frame, draws=400, only=[code])
    pd.testing.assert_frame_equal(only, expected)


def test_the_future_is_not_seen(frame: pd.DataFrame) -> None:
    past = frame[frame["year"] <= 2020]
    blanked = frame.copy()
    later = blanked["year"] > 2020
    blanked.loc[later, ["looked_after", *SERIES[1:]]] = np.nan
    blanked.loc[later, ["rate_per_10000", "uasc"]] = 1e6
    pd.testing.assert_frame_equal(forecast_panel(past, draws=50), forecast_panel(blanked, draws=50))


def test_blanks_and_missing_columns_drop_out(frame: pd.DataFrame) -> None:
    plain = frame[["la_code", "year", "looked_after"]]
    assert set(forecast_panel(plain, draws=50)["series"]) == {"looked_after"}
    foster = forecast_panel(frame[["la_code", "year", "foster"]], draws=50)
    assert set(foster["series"]) == {"foster"}
    withheld = frame.copy()
    withheld.loc[withheld["year"] == 2025, "placed_for_adoption"] = np.nan
    assert "placed_for_adoption" in set(forecast_panel(withheld, draws=50)["series"])
    withheld.loc[withheld["year"] > 2020, "placed_for_adoption"] = np.nan
    assert "placed_for_adoption" not in set(forecast_panel(withheld, draws=50)["series"])


def test_each_authority_from_its_own_latest_year(frame: pd.DataFrame) -> None:
    code = frame["la_code"].iloc[0]
    early = frame[(frame["la_code"] != code) | (frame["year"] <= 2022)]
    years = forecast_panel(early, draws=50).groupby("la_code")["year"].min()
    assert years[code] == 2023
    assert (years.drop(code) == 2026).all()


def test_counts_of_nought_are_allowed(frame: pd.DataFrame) -> None:
    empty = frame.assign(placed_for_adoption=0.0)
    got = forecast_panel(empty, draws=50)
    small = got[(got["series"] == "placed_for_adoption") & (got["quantile"] == 0.5)]
    assert small["value"].max() < 2


def test_a_file_that_a_spreadsheet_saved(tmp_path: Path, frame: pd.DataFrame) -> None:
    path = tmp_path / "panel.csv"
    frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    pd.testing.assert_frame_equal(
        forecast_panel(read_panel(path), draws=50), forecast_panel(frame, draws=50)
    )


@pytest.mark.parametrize(
    ("row", "column", "value", "words"),
    [
        (2, "foster", "many", ["row 4", "foster", "many", "zero or more"]),
        (0, "looked_after", "-3", ["row 2", "looked_after", "-3"]),
        (1, "year", "last", ["row 3", "year", "last", "whole year"]),
        (1, "year", "", ["row 3", "year", "blank"]),
        (3, "la_code", " ", ["row 5", "la_code", "blank"]),
        (1, "year", "2010", ["row 3", "2010 twice"]),
        (4, "uasc", "inf", ["row 6", "uasc", "inf"]),
        (5, "group_log_growth_5y", "x", ["row 7", "group_log_growth_5y", "a number or a blank"]),
        (5, "group_log_growth_5y", "7", ["row 7", "group_log_growth_5y", "from -1 to 1"]),
        (2, "foster", "9000", ["row 4", "foster", "found 9000, more than the", "looked_after"]),
        (2, "looked_after", "1e9", ["row 4", "looked_after", "up to 1,000,000"]),
        (2, "foster", "x" * 10**4, ["row 4", "foster", "(10,000 characters)"]),
    ],
)
def test_faults_name_the_row_the_column_and_what_is_allowed(
    tmp_path: Path, frame: pd.DataFrame, row: int, column: str, value: str, words: list[str]
) -> None:
    wrong = frame.astype("str")
    wrong.iloc[row, wrong.columns.get_loc(column)] = value
    path = tmp_path / "mine.csv"
    wrong.to_csv(path, index=False)
    with pytest.raises(InputError) as caught:
        forecast_panel(read_panel(path))
    for word in ["mine.csv", *words]:
        assert word in str(caught.value)


def test_all_faults_are_said_at_once(frame: pd.DataFrame) -> None:
    wrong = frame.astype("str")
    wrong.loc[0, "foster"], wrong.loc[9, "uasc"] = "-1", "none"
    with pytest.raises(InputError) as caught:
        forecast_panel(wrong)
    assert len(str(caught.value).splitlines()) == 2


def test_missing_columns_and_empty_files(tmp_path: Path, frame: pd.DataFrame) -> None:
    with pytest.raises(InputError, match=r"la_code.*'lacode'"):
        forecast_panel(frame.rename(columns={"la_code": "lacode"}))
    with pytest.raises(InputError, match="nothing to forecast"):
        forecast_panel(frame[["la_code", "year", "uasc"]])
    with pytest.raises(InputError, match="no rows"):
        forecast_panel(frame.iloc[:0])
    with pytest.raises(InputError, match="'X0000' has no figure"):
        forecast_panel(frame.assign(foster=np.nan)[["la_code", "year", "foster"]])
    with pytest.raises(InputError, match="no file"):
        read_panel(tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read_panel(tmp_path)
    (tmp_path / "short.csv").write_text("la_code,year,foster\nX,2020\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 2 has 2 cells; the header has 3"):
        read_panel(tmp_path / "short.csv")
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04\x00\x00")
    with pytest.raises(InputError, match="not a text file"):
        read_panel(tmp_path / "book.csv")


@pytest.mark.parametrize("setting", [{"years": 0}, {"draws": 0}])
def test_settings_below_one(frame: pd.DataFrame, setting: dict[str, int]) -> None:
    with pytest.raises(InputError, match="at least 1"):
        forecast_panel(frame, **setting)


def test_placements_that_add_to_far_more_than_all_children_are_refused(frame: pd.DataFrame) -> None:
    twice = frame.copy()
    twice.loc[3, "foster"] = twice.loc[3, "looked_after"] * 0.9
    twice.loc[3, "homes_and_supported"] = twice.loc[3, "looked_after"] * 0.9
    with pytest.raises(InputError, match=r"row 5: .*foster.* add to .*, more than the"):
        forecast_panel(twice, draws=50)


def test_one_code_in_two_cases_is_refused(frame: pd.DataFrame) -> None:
    code = frame["la_code"].iloc[0]
    lower = frame.assign(la_code=frame["la_code"].where(frame["year"] < 2020, code.lower()))
    with pytest.raises(InputError, match="one code written in two ways"):
        forecast_panel(lower[frame["la_code"] == code], draws=50)


def test_an_abolished_authority_and_one_that_ends_early_are_remarked_on() -> None:
    years = [*range(2015, 2022), *range(2015, 2026), *range(2015, 2024)]
    codes = ["E10000021"] * 7 + ["E08000008"] * 11 + ["Somewhere"] * 9
    panel = pd.DataFrame({"la_code": codes, "year": years, "looked_after": 600})

    abolished, early = panel_remarks(panel, the_record())

    assert "Northamptonshire, abolished April 2021" in abolished
    assert "North Northamptonshire and West Northamptonshire" in abolished
    assert "'Somewhere' (2023)" in early and "E1" not in early


def test_published_placements_that_add_to_a_few_too_many_are_remarked_on(
    frame: pd.DataFrame,
) -> None:
    assert panel_remarks(frame, the_record()) == []
    parts = frame[list(SERIES[1:])].sum(axis=1)
    close = frame.assign(looked_after=frame["looked_after"].where(frame.index != 4, parts - 3))
    (said,) = panel_remarks(close, the_record())
    assert f"'{frame['la_code'][4]}' in {frame['year'][4]}" in said


def test_a_number_ten_times_those_of_the_years_beside_it_is_remarked_on(
    frame: pd.DataFrame,
) -> None:
    times = np.where(frame.index == 4, 10, 1)
    (said,) = panel_remarks(frame.assign(looked_after=frame["looked_after"] * times), the_record())
    assert f"'{frame['la_code'][4]}' in {frame['year'][4]} (from" in said


@pytest.mark.filterwarnings("error")
def test_an_authority_without_a_child_gives_noughts_and_no_warning() -> None:
    empty = pd.DataFrame({"la_code": "A", "year": [2023, 2024, 2025], "looked_after": 0.0})
    got = forecast_panel(empty.assign(foster=[0.0, 0.0, np.nan]), draws=50)
    assert (got["value"] == 0).all() and len(got) > 0


def test_what_no_panel_is_as_large_as_is_refused_before_it_is_read(tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text("la_code,year,foster" + "," * 100_000 + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="100,003 columns"):
        read_panel(wide)
    with (tmp_path / "long.csv").open("wb") as file:
        file.truncate(30_000_000)
    with pytest.raises(InputError, match="30 MB"):
        read_panel(tmp_path / "long.csv")
