"""Constants are estimated again with one command, and refused where there is too little."""

from __future__ import annotations

from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.forecasting.files.panel_file import check_panel
from sufficiency.forecasting.pooled.constants import embedded_constants, read_constants
from sufficiency.forecasting.pooled.estimate import estimate_to_folder
from sufficiency.forecasting.pooled.refit import refitted
from sufficiency.forecasting.scoring.panel_history import constants_then, default_origins
from tests.forecasting.made_up import made_up_panel


@pytest.mark.slow
def test_both_files_are_written_and_readable(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    made_up_panel(60, years=14, seed=3).to_csv(path, index=False)
    estimate_to_folder(path, tmp_path / "made", "made up")
    latest = read_constants(tmp_path / "made" / "constants.json")
    assert latest.fitted_to == 2023 and latest.source == "made up"
    assert set(latest.series) == set(embedded_constants().series)
    lines = (tmp_path / "made" / "constants_by_origin.json").read_text(encoding="utf-8")
    assert lines.count('"fitted_to"') == len(range(2013, 2023))


def test_too_small_a_panel_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    made_up_panel(20, years=14).to_csv(path, index=False)
    with pytest.raises(InputError, match=r"few\.csv holds too little.*40 authorities"):
        estimate_to_folder(path, tmp_path / "made")
    assert not (tmp_path / "made").exists()


def test_a_backtest_estimates_at_each_origin_where_it_can() -> None:
    wide = made_up_panel(45, years=11, seed=1)
    panel = check_panel(wide)
    nation = dict(zip(panel.years.tolist(), panel["england_looked_after"][0], strict=True))
    origins = default_origins(panel)
    assert origins == (2017, 2018, 2019)
    constants, source = constants_then(panel, nation, origins, ("pooled",))
    assert [made.fitted_to for made in constants.values() if made] == list(origins)
    assert set(source.values()) == {"estimated on this panel up to the origin"}
    one = refitted(panel, nation, 2018, "")
    other = refitted(panel.until(2018), nation | {2020: 1.0}, 2018, "")
    assert one is not None and one == other
    few = check_panel(wide[wide["la_code"] <= "X0010"])
    _, source = constants_then(few, nation, origins, ("pooled",))
    assert set(source.values()) == {"estimated on 72 English authorities up to the origin"}
