"""A written run is read back as it was: tables, evidence, facts, finance and who may see it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sufficiency as sf
from sufficiency.errors import InputError
from sufficiency.evidence.catalogue import TABLES
from sufficiency.pages.workbook import write_workbook
from sufficiency.results.contract import CONTRACT
from sufficiency.results.finance import Finance
from sufficiency.results.kept.inputs import draws_table, write_inputs
from sufficiency.results.kept.plain import from_plain, to_plain
from sufficiency.results.manifest import Making, write_manifest
from sufficiency.results.run import Run
from sufficiency.results.table_files import in_order, write_tables
from tests.evidence.made_up import write_folder
from tests.small_run import appraised_run, changed, few_of, small_run

pytestmark = pytest.mark.slow


def written(folder: Path, run: Run) -> Path:
    """The folder of a run as the job writes it, pages apart."""
    scenario = folder / "grow.yaml"
    folder.mkdir(parents=True)
    scenario.write_text("name: Grow\n", encoding="utf-8")
    write_tables(run, folder / "run" / "tables")
    write_inputs(folder / "run", run, [scenario])
    write_manifest(folder / "run", run, Making((scenario,)))
    return folder / "run"


@pytest.fixture(scope="module")
def made() -> Run:
    return appraised_run(2)


@pytest.fixture(scope="module")
def folder(made: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("kept") / "a", made)


@pytest.fixture(scope="module")
def opened(folder: Path) -> Run:
    return sf.open_run(folder)


def assert_same_tables(one: Run, other: Run) -> None:
    assert list(one.tables) == [name for name in CONTRACT if name in other.tables]
    for name, table in one.tables.items():
        held = in_order(other.tables[name], CONTRACT[name])
        # Files hold six figures (the bridge: pence), and do not tell 652 from 652.0.
        pd.testing.assert_frame_equal(table, held, check_dtype=False, rtol=5e-6, atol=0.005)


def test_tables_and_facts_come_back(opened: Run, made: Run) -> None:
    assert_same_tables(opened, made)
    assert opened.facts == made.facts
    assert opened.audience == "internal" and opened.withheld == {}
    assert opened.results is None


def test_evidence_comes_back_to_the_last_digit(opened: Run, made: Run) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(opened.evidence.table(name), made.evidence.table(name))
    assert opened.evidence.hashes == made.evidence.hashes
    assert opened.evidence.own_files == made.evidence.own_files
    assert opened.evidence.authority == made.evidence.authority


def test_what_finance_asked_comes_back_and_gives_the_same_workbook(
    opened: Run, made: Run, tmp_path: Path
) -> None:
    assert opened.finance is not None and made.finance is not None
    for name, held in vars(made.finance).items():
        if isinstance(held, pd.DataFrame):
            pd.testing.assert_frame_equal(getattr(opened.finance, name), held)
    np.testing.assert_equal(asdict(opened.finance.model), asdict(made.finance.model))
    exact = replace(opened, tables=made.tables)
    one = write_workbook(tmp_path / "one.xlsx", exact).read_bytes()
    assert one == write_workbook(tmp_path / "two.xlsx", made).read_bytes()


def test_pages_can_be_made_of_it(opened: Run, made: Run) -> None:
    assert repr(opened) == repr(made)
    assert opened.plot_costs().alt == made.plot_costs().alt
    assert opened.with_headlines().facts.headlines == made.facts.headlines
    pd.testing.assert_frame_equal(opened.summary(), made.summary())


def test_draws_are_summed_up_closer_than_the_tables_have_them(folder: Path, made: Run) -> None:
    assert made.results is not None
    kept = pd.read_csv(folder / "inputs" / "draws.csv")
    assert list(kept.columns[:5]) == ["scenario", "measure", "period", "mean", "p01"]
    total = kept.query("scenario == 'Baseline' and measure == 'children_total'")
    held = made.tables["forecast"].query("placement_type == 'total'")
    np.testing.assert_allclose(total[["p10", "p50", "p90"]], held[["p10", "p50", "p90"]], rtol=5e-6)
    assert len(kept) == len(draws_table(made.results))
    assert (folder / "inputs" / "scenarios" / "grow.yaml").exists()


def test_a_published_run_keeps_no_inputs_and_is_opened_as_published(tmp_path: Path) -> None:
    run = few_of(small_run(), "other_residential", 3.0).published()
    folder = written(tmp_path / "p", run)
    assert not (folder / "inputs").exists()
    again = sf.open_run(folder)
    assert again.is_published and again.withheld == run.withheld and again.finance is None
    assert_same_tables(again, run)
    assert "are withheld" in again.chart("placement_types").note.full


def test_a_published_run_of_other_evidence_asks_for_it(tmp_path: Path) -> None:
    theirs = sf.load_evidence(write_folder(tmp_path / "theirs"))
    folder = written(tmp_path / "p", replace(small_run(), evidence=theirs).published())
    with pytest.raises(InputError, match="give that as well"):
        sf.open_run(folder)
    assert sf.open_run(folder, evidence=theirs).evidence.hashes == theirs.hashes


def test_names_and_words_come_back_as_they_were_typed(tmp_path: Path) -> None:
    run = small_run(1)
    old, bad = run.facts.scenario_names[0], '=HYPERLINK("x"), "NA"'
    renamed = {
        name: frame.assign(scenario=frame["scenario"].replace({old: bad}))
        for name, frame in run.tables.items()
        if "scenario" in frame
    }
    odd = changed(run, renamed, scenarios=(replace(run.facts.scenarios[0], name=bad),))
    opened = sf.open_run(written(tmp_path / "n", odd))
    assert opened.facts.scenario_names == (bad,)
    assert set(opened.tables["savings"]["scenario"]) == {bad}
    assert opened.plot_savings() is not None


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ({"contract": 99}, "install a newer sufficiency"),
        ({"contract": 1}, "make the run again"),
        ({"made_by": "somebody"}, "it is not a run"),
        ({"contract": None, "headlines": []}, "of a version before 0.2"),
        ({"contract": None}, "and not a run"),
        ({"files": ["tables/gap.csv", "tables/flows.csv"], "gone": True}, "flows.csv of the run"),
    ],
)
def test_what_is_no_run_of_this_contract_is_refused_in_a_sentence(
    folder: Path, tmp_path: Path, spoil: dict[str, object], said: str
) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) | spoil
    manifest = {key: value for key, value in manifest.items() if value is not None}
    (tmp_path / "tables").mkdir()
    gap = (folder / "tables" / "gap.csv").read_bytes()
    (tmp_path / "tables" / "gap.csv").write_bytes(gap)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        sf.open_run(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no folder"):
        sf.open_run(tmp_path / "nowhere")
    with pytest.raises(InputError, match="it is not a run"):
        sf.open_run(tmp_path)


def test_every_kind_of_value_that_finance_holds_goes_there_and_back() -> None:
    value = {
        "array": np.array([[1 / 3, np.nan], [np.inf, -0.0]]),
        "tuple": ("a", 1, None, 2.5),
        "table": pd.DataFrame(
            {
                "date": pd.to_datetime(["2026-03-31", "2027-03-31"]),
                "name": ["a", ""],
                "number": [0.1 + 0.2, np.nan],
                "whole": [1, 2],
            }
        ),
        "empty": pd.DataFrame({"name": pd.Series([], dtype="str")}),
    }
    back = from_plain(json.loads(json.dumps(to_plain(value), allow_nan=False)))
    np.testing.assert_array_equal(back["array"], value["array"])
    assert back["tuple"] == value["tuple"]
    for name in ("table", "empty"):
        pd.testing.assert_frame_equal(back[name], value[name])
    with pytest.raises(TypeError, match="not kept"):
        to_plain({"set": {1}})


def test_every_table_of_finance_is_kept(made: Run) -> None:
    held = to_plain(made.finance)
    assert set(held) == set(Finance.__dataclass_fields__)
