"""Attacks on what is published, each of which once gave back a withheld count.

Every attack is first made on what stays inside the council, where it works: it would find the count
again if what it starts from were published.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.stats import gamma

from sufficiency.evidence import load_evidence
from sufficiency.evidence.record import COUNTS
from sufficiency.pages.charts import chart_named, svg
from sufficiency.pages.report import write_annex
from sufficiency.placements import FAMILIES, TYPES_OF, position
from sufficiency.results import contract
from sufficiency.results.figures import CHILDREN, MONEY, PLAIN, nearest
from sufficiency.results.local.counted import AGE_BY_TYPE, COUNTED
from sufficiency.results.lookup import one
from sufficiency.results.manifest import Making, write_manifest
from sufficiency.results.publish.disclosure import withhold
from sufficiency.results.publish.own import has_own_counts, own_files
from sufficiency.results.publish.profile import without_small_sections
from sufficiency.results.publish.record import families_shown
from sufficiency.results.publish.unpublished import families_not_published
from sufficiency.results.run import Run
from sufficiency.results.table_files import write_tables
from tests.published_runs import SEED, folder_with, on_a_folder, on_returns, small_cells
from tests.small_run import appraised_run, few_of, small_run, tables_of

FEW = (("other_residential", 4),)


# --- the range of a rate gives back the count that it was drawn from ------------------------


def counts_from_rates(run: Run) -> dict[str, float]:
    """Counts behind the rates of a run: two quantiles of a gamma tell its shape."""
    found = {}
    for row in run.tables["assumptions"].to_dict("records"):
        if re.match("(exit|move)_rate_a_month_", row["key"]) and row["low"] > 0:
            low, high = (-np.log1p(-row[end]) for end in ("low", "high"))

            def apart(log_shape: float, ratio: float = high / low) -> float:
                shape = np.exp(log_shape)
                return float(gamma.ppf(0.9, shape) / gamma.ppf(0.1, shape) - ratio)

            found[row["key"]] = float(np.exp(brentq(apart, -3, 9)))
    return found


@pytest.mark.slow
def test_no_count_comes_back_from_the_range_of_a_rate() -> None:
    own = on_returns(400)
    returns = own.run.evidence.returns
    assert returns is not None
    inside = counts_from_rates(own.run)
    exits = returns.monthly.exits[-36:].sum(axis=(0, 2))
    of_homes = exits[[position(kind) for kind in TYPES_OF["homes"]]].sum()
    assert inside["exit_rate_a_month_homes"] == pytest.approx(of_homes, rel=0.6, abs=2)
    assert counts_from_rates(own.run.published()) == {}


@pytest.mark.slow
def test_rates_of_withheld_families_are_not_published() -> None:
    for own in (on_returns(60), on_a_folder(FEW)):
        rows = own.run.published().tables["assumptions"].set_index("key")
        rates = rows[rows.index.str.contains("_rate_a_month_")]
        assert len(rates) >= len(FAMILIES)
        assert rates[["value", "low", "high", "impact"]].isna().all(axis=None)
        scaled = rows[rows.index.str.startswith("scaling_factor_")]
        assert len(scaled) == 2 and scaled[["value", "low", "high"]].isna().all(axis=None)


# --- who the children are: a section is a sum of all children, which is shown ----------------


def readings(shown: pd.Series, total: int) -> list[set[int]]:
    """What each blank count of a section may be, to a reader who knows the sum and the rule.

    The reader tries every small count in every blank place, and asks whether the rest can add up
    and whether the rule would then have shown what is shown.
    """
    blank = np.flatnonzero(shown.isna())
    rest = total - int(shown.sum())
    found = []
    for place in range(len(blank)):
        free = set()
        for guess in range(1, 6):
            parts = [0] * (len(blank) - 1)
            if parts:
                parts[-1] = rest - guess
            if guess + sum(parts) != rest or min(parts, default=0) < 0:
                continue
            tried = shown.copy()
            tried.iloc[blank] = np.insert(np.array(parts, dtype=float), place, guess)
            frame = pd.DataFrame({"section": "one", "children": tried, "authority": 0.0})
            if without_small_sections(frame)["children"].equals(shown):
                free.add(guess)
        found.append(free)
    return found


def test_no_small_count_of_who_the_children_are_comes_back_by_subtraction() -> None:
    small_at_all = 0
    for own in (on_returns(60), on_returns(400)):
        run, year = own.run, own.run.evidence.opening_year
        total = int(own.counted.iloc[0].sum())
        inside = run.tables["profile"].query("year == @year").set_index(["section", "category"])
        outside = run.published().tables["profile"].set_index(["section", "category"])
        assert set(outside.index.get_level_values("section")) <= set(COUNTED) - {AGE_BY_TYPE}
        assert set(outside["year"]) == {year}
        for _, shown in outside.groupby(level="section"):
            counts = inside.loc[shown.index, "children"]
            assert counts.sum() == total
            few = counts.between(1, 5)
            # one blank alone is the total less the rest: what is blank must not be settled by it
            assert shown["children"].isna().all() == few.any() == shown["authority"].isna().all()
            assert shown["children"].notna().all() or len(shown) > 1
            for free, is_small in zip(readings(shown["children"], total), few, strict=False):
                assert not is_small or free == {1, 2, 3, 4, 5}
            small_at_all += int(few.sum())
    assert small_at_all >= 2


# --- own home places are children over an occupancy that is shown ---------------------------


def test_own_places_do_not_tell_how_many_children_live_in_them(tmp_path: Path) -> None:
    own = on_returns(400)
    assert own.counted.iloc[0]["in_house_residential"] in range(1, 6)
    at = {"section": "own", "setting": "children's home"}
    inside, outside = (one(run.tables["provision"], **at) for run in (own.run, own.run.published()))
    occupancy = one(own.run.tables["assumptions"], key="home_occupancy")["value"]
    guesses = [n for n in range(1, 6) if np.ceil(n / occupancy) == np.floor(inside["low"])]
    assert guesses == [own.counted.iloc[0]["in_house_residential"]]
    assert np.isnan([outside[name] for name in ("number", "low", "high")]).all()
    annex = write_annex(tmp_path / "annex.html", on_returns(60).run.published(), ())
    assert "Own children's home places (estimate)" in html.unescape(annex.read_text("utf-8"))


# --- a digest of a file with a count of 1 to 5 is found in a few guesses ---------------------


def manifest(folder: Path, run: Run, files: tuple[Path, ...] = ()) -> dict[str, Any]:
    folder.mkdir()
    settings = {"years": 2, "draws": 100, "seed": SEED, "publish": run.is_published}
    write_manifest(folder, run, Making(files, settings, target=folder))
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def strings(value: Any) -> Iterator[str]:
    """Every word and number in what JSON holds."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield str(key)
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)
    else:
        yield str(value)


def test_no_digest_tells_which_guess_at_a_file_is_right(tmp_path: Path) -> None:
    run = on_a_folder(FEW).run
    guesses = {}
    for guess in range(1, 6):
        folder = folder_with(tmp_path / str(guess), {"other_residential": guess})
        content = (folder / "placements.csv").read_bytes()
        guesses[guess] = hashlib.sha256(content).hexdigest()
    inside = set(strings(manifest(tmp_path / "inside", run)))
    assert [guess for guess, digest in guesses.items() if digest in inside] == [4]
    outside = manifest(tmp_path / "outside", run.published())
    assert not set(guesses.values()) & set(strings(outside))
    assert "placements.csv" in outside["evidence"]["withheld"]
    returned = manifest(tmp_path / "returns", on_returns(60).run.published())
    assert returned["returns"] is None
    counts = on_returns(60).run.evidence.hashes[COUNTS]
    assert counts not in set(strings(returned))


def test_no_digest_of_a_scenario_file_is_published(tmp_path: Path) -> None:
    file = tmp_path / "few.yaml"
    file.write_text("name: Few\nlevers: [{children_a_year: 3}]\n", encoding="utf-8")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    run = on_a_folder(FEW).run
    assert digest in set(strings(manifest(tmp_path / "in", run, (file,))))
    outside = manifest(tmp_path / "out", run.published(), (file,))
    assert digest not in set(strings(outside))
    assert outside["scenario_files"] == [{"file": "few.yaml"}]


# --- with the seed, the run can be made again on one guess after another ---------------------


def same_tables(one: Run, two: Run) -> bool:
    return all(one.tables[name].equals(two.tables[name]) for name in one.tables)


@pytest.mark.slow
def test_a_replay_on_a_guess_needs_the_seed() -> None:
    """With the seed one guess fits to the last figure; without it none does."""
    true, seen = 4, on_a_folder(FEW).run.published()
    again = {
        (guess, seed): on_a_folder((("other_residential", guess),), drawn_from=seed).run.published()
        for guess, seed in ((3, SEED), (true, SEED), (true, 1))
    }
    fits = {key for key, run in again.items() if same_tables(run, seen)}
    assert fits == {(true, SEED)}


@pytest.mark.slow
def test_the_seed_and_the_folder_are_nowhere_in_what_is_published(tmp_path: Path) -> None:
    from sufficiency.pages.report import write_report
    from sufficiency.pages.workbook import write_workbook

    run = on_a_folder(FEW).run
    said = {}
    for audience, shown in (("internal", run), ("published", run.published())):
        folder = tmp_path / audience
        found = manifest(folder, shown)
        write_tables(shown, folder / "tables")
        report = write_report(folder / "report.html", shown, ()).read_text(encoding="utf-8")
        write_workbook(folder / "workbook.xlsx", shown)
        with ZipFile(folder / "workbook.xlsx") as book:
            cells = " ".join(book.read(name).decode("utf-8") for name in book.namelist())
        tables = " ".join(p.read_text("utf-8") for p in (folder / "tables").iterdir())
        said[audience] = " ".join([*strings(found), report, cells, tables, repr(shown)])
    for word in (str(SEED), f"{SEED:,}", str(tmp_path)):
        assert word not in said["published"]
    assert str(SEED) in said["internal"] and str(tmp_path) in said["internal"]


# --- a line of zeros that stops, a swing per pound, a digit too many --------------------------


def test_no_line_stops_where_a_first_child_came() -> None:
    """A type with a small count in any counted month is blank in every month, zeros as well."""
    own = on_returns(60)
    few = {kind for _, kind in small_cells(own.counted)}
    came = {kind for kind in few if (own.counted[kind] == 0).any()}
    assert came, "the made-up returns have a type that was empty and had a child in it"
    table = own.run.published().tables["placements"]
    rows = table[table["placement_type"].isin(few)]
    assert rows[["mean", "p10", "p50", "p90"]].isna().all(axis=None)


@pytest.mark.slow
def test_the_tornado_has_no_row_of_a_withheld_type() -> None:
    """The swing of a price, over its range, is the number of children who are paid for."""
    run = few_of(appraised_run(), "external_residential", 3.0)
    assert any("external_residential" in key for key in run.tables["tornado"]["key"])
    after = run.published().tables
    assert not any("external_residential" in key for key in after["tornado"]["key"])
    assert len(after["tornado"]) > 0
    impact = after["assumptions"].set_index("key")["impact"]
    assert np.isnan(impact["weekly_price_external_residential"])
    assert impact.notna().any()


def figures_of(run: Run, kind: object) -> np.ndarray:
    from sufficiency.results.contract import CONTRACT

    found = [
        run.tables[name][column].to_numpy(float)
        for name in run.tables
        for column, shows in CONTRACT[name].shows.items()
        if shows is kind
    ]
    values = np.concatenate(found)
    return values[~np.isnan(values)]


@pytest.mark.slow
def test_tables_are_whole_children_and_tenths_of_a_million() -> None:
    inside, run = appraised_run(), appraised_run().published()
    for kind in (CHILDREN, MONEY):
        assert kind.step is not None
        finer = np.abs(figures_of(inside, kind) / kind.step % 1 - 0.5) < 0.49
        assert finer.any(), "before, there is more to see"
        shown = figures_of(run, kind) / kind.step
        np.testing.assert_allclose(shown, np.round(shown), atol=1e-6)


@pytest.mark.slow
def test_what_a_chart_draws_is_no_finer_than_the_tables() -> None:
    """History and forecast alike: points, the numbers beside the picture, and its coordinates."""
    run = appraised_run().published()
    for name in ("cost_forecast", "costs", "savings"):
        for ax in chart_named(run, name).figure.axes:
            for line in ax.lines:
                values = np.asarray(line.get_ydata(), dtype=float)
                big = values[np.abs(values) > 1e6]
                np.testing.assert_allclose(big, nearest(big, 1e5), rtol=1e-9)
    before, after = (
        chart_named(appraised_run(), "children_in_care"),
        chart_named(run, "children_in_care"),
    )
    assert svg(before) != svg(after)
    for ax in after.figure.axes:
        for line in ax.lines:
            values = np.asarray(line.get_ydata(), dtype=float)
            if len(values) > 2:
                np.testing.assert_allclose(values, np.round(values))


def test_a_table_that_nobody_declared_is_not_published() -> None:
    tables = tables_of(small_run(1, 2))
    with pytest.raises(KeyError, match="undeclared"):
        withhold({**tables, "undeclared": pd.DataFrame({"children": [3]})}, load_evidence())


def test_a_table_that_comes_later_follows_by_its_declaration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rows of a withheld family go, and small numbers of children in any column."""
    run = few_of(small_run(1, 2), "other_residential", 3.0)
    gap = run.tables["gap"].query("scenario == 'Baseline'")
    later = gap[["date", "family"]].assign(middle=40.6, low=2.0, line="a line")
    shows = {"middle": CHILDREN, "low": CHILDREN, "line": PLAIN}
    monkeypatch.setitem(contract.CONTRACT, "later", contract.Table(("date", "family"), shows))
    after = withhold({**run.tables, "later": later}, run.evidence).tables["later"]
    gone = later["family"].isin(["other_residential"])
    assert after.loc[gone, "middle"].isna().all()
    kept = after.loc[later["family"] == "fostering"]
    assert (kept["middle"] == 41).all() and kept["low"].isna().all()
    assert (kept["line"] == "a line").all()


# --- and what the department publishes is not withheld ----------------------------------------


def test_the_public_record_is_shown_whole() -> None:
    """Every count by family, area and flow that the record publishes is on a published page."""
    run = small_run(2, 3).published()
    evidence = run.evidence
    families = chart_named(run, "placement_families").data
    year = evidence.opening_year
    shown = families[families["date"] == f"31 March {year}"].set_index("placement")["published"]
    assert shown.notna().all() and len(shown) == 1 + len(FAMILIES)
    years = range(2010, year + 1)
    withheld = families_not_published(evidence, years)
    counts = families_shown(run, years)
    for family in FAMILIES:
        known = evidence.placed(family).reindex(years).notna() & ~withheld[family]
        assert counts.loc[known, family].notna().all()
    inside = chart_named(small_run(2, 3), "area").data["published"]
    assert chart_named(run, "area").data["published"].notna().sum() == inside.notna().sum()
    flows = chart_named(run, "entries_and_exits").data
    assert flows[["started", "ceased"]].notna().all(axis=None)
    opening = run.tables["gap"].query("scenario == 'Baseline'")
    first = opening[opening["date"] == opening["date"].min()]
    assert first["need_p50"].notna().all()


def test_a_council_in_the_record_of_england_is_public_and_its_own_tables_are_not(
    tmp_path: Path,
) -> None:
    stockport = load_evidence("Stockport")
    assert own_files(stockport) == () and not has_own_counts(stockport)
    given = load_evidence(folder_with(tmp_path / "own", {"other_residential": 4}))
    assert "placements.csv" in own_files(given) and has_own_counts(given)
