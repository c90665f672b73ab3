"""A run: one object that every page is given, and that no copy makes less careful."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from matplotlib.text import Text

import sufficiency as sf
from sufficiency.errors import InputError
from sufficiency.pages.report import write_report
from sufficiency.results.publish.disclosure import MARK
from sufficiency.results.run import Run, make_run
from tests.small_run import few_of, figures, small_forecast, small_results, small_run

COPIES: dict[str, Callable[[Run], Run]] = {
    "replace": lambda run: replace(run, facts=replace(run.facts, draws=200)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda run: pickle.loads(pickle.dumps(run)),
    "with more tables": lambda run: run.with_tables({"backtest": pd.DataFrame()}),
    "with headlines": lambda run: run.with_headlines(),
    "appraised": lambda run: run.appraised,
    "published again": lambda run: run.published(),
}


@pytest.fixture(scope="module")
def published() -> Run:
    return few_of(small_run(), "other_residential", 3.0).published()


@pytest.mark.parametrize("how", COPIES)
def test_no_copy_of_a_published_run_loses_its_mark(published: Run, how: str) -> None:
    again = COPIES[how](published)
    assert again.is_published
    assert again.withheld == published.withheld
    row = again.tables["forecast"].query("placement_type == 'other_residential'")
    assert row["mean"].isna().all()


def test_how_few_children_stand_on_an_estimate_is_not_published() -> None:
    run = small_run()
    told = replace(run.facts, estimates="5 of 485 children stand on an estimate.")
    assert replace(run, facts=told).published().facts.estimates == ""


def test_a_published_run_holds_nothing_that_gives_back_what_it_withholds(published: Run) -> None:
    assert published.results is None and published.finance is None
    assert published.facts.mix == ()
    internal = few_of(small_run(), "other_residential", 3.0)
    assert not internal.is_published and internal.withheld == {}
    gone = figures(
        internal.tables["placements"].query("placement_type == 'placed_for_adoption'")
    ) - {round(float(x), 6) for x in range(200)}
    shown = set[float]().union(*(figures(table) for table in published.tables.values()))
    assert len(gone) > 10 and not gone & shown


def test_charts_report_and_workbook_of_a_published_run_say_that_they_withhold(
    published: Run, tmp_path: Path
) -> None:
    chart = published.chart("placement_types")
    assert "are withheld" in chart.note.full
    assert "withheld" in " ".join(text.get_text() for text in chart.figure.findobj(Text))
    assert "are withheld" not in small_run().chart("placement_types").note.full
    book = openpyxl.load_workbook(published.to_excel(tmp_path / "p.xlsx"))
    cells = {cell.value for row in book["Costs nominal"].iter_rows() for cell in row}
    assert MARK in cells
    page = write_report(tmp_path / "p.html", published, ()).read_text(encoding="utf-8")
    assert "withheld, because it is between 1 and 5" in page


def test_headlines_of_a_published_run_are_made_from_what_is_left(published: Run) -> None:
    tables = published.tables
    gap = tables["gap"].assign(gap_p50=np.nan)
    fewer = replace(published, tables={**tables, "gap": gap}).with_headlines()
    gone = set(published.facts.headlines) - set(fewer.facts.headlines)
    assert gone and {said.split(".")[0] for said in gone} <= {"Fostering", "Children's homes"}
    assert not [said for said in fewer.facts.headlines if said.startswith("Fostering.")]


def test_a_run_cannot_be_changed_and_its_tables_are_given_as_copies() -> None:
    run = small_run()
    with pytest.raises(FrozenInstanceError):
        run.audience = "published"  # type: ignore[misc]
    for table in (run.costs, run.placements, run.carers, run.gap, run.savings, run.bridge):
        taken, before = table(), table()
        taken.iloc[:, -1] = 0
        pd.testing.assert_frame_equal(table(), before)


def test_printed_it_is_short_and_says_who_when_what_and_how_to_go_on(published: Run) -> None:
    said = repr(small_run())
    assert len(said.splitlines()) <= 12
    for words in (
        *(
            "Tameside",
            "internal",
            "31 March 2025: 652 children",
            "31 March 2028",
            "100 simulated futures, seed 1",
        ),
        *("Grow in-house fostering", "4 in 5 chance", "run.plot_costs()", "run.published()"),
    ):
        assert words in said
    assert "published" in repr(published) and "withheld" in repr(published)
    assert "<table>" in small_run()._repr_html_()
    shown = replace(small_run(), facts=replace(small_run().facts, authority="<b>A</b>"))
    assert "<b>" not in shown._repr_html_()


def test_results_and_forecasts_are_short_when_printed_and_can_be_looked_up() -> None:
    for answer in (small_forecast(), small_results(), small_results().scenarios[0]):
        assert len(repr(answer)) < 1200
        assert {answer: 1}[answer] == 1
    assert "100 draws" in repr(small_forecast())
    assert "Grow in-house fostering" in repr(small_results())


def test_a_comparison_with_another_scenario_turns_the_sign() -> None:
    run, first = small_run(), small_run().facts.scenario_names[0]
    other = sf.compare(small_results(), against=first)
    saved = other.savings().set_index(["scenario", "financial_year", "price_basis"])["mean"]
    was = run.savings().set_index(["scenario", "financial_year", "price_basis"])["mean"]
    np.testing.assert_allclose(saved["Baseline"], -was[first])
    over = other.savings_over_all_years().query("price_basis == 'real'").set_index("scenario")
    assert over.loc["Baseline", "mean"] == pytest.approx(saved["Baseline", :, "real"].sum())
    with pytest.raises(InputError, match="Did you mean 'Grow in-house fostering'"):
        sf.compare(small_results(), against="Grow in-house fosterin")


def test_what_takes_draws_says_so_where_there_are_none(published: Run) -> None:
    with pytest.raises(InputError, match="holds no draws"):
        published.savings_over_all_years()
    with pytest.raises(InputError, match="no waterfall"):
        published.waterfall()
    with pytest.raises(InputError, match="nothing to draw"):
        published.chart("tornado")


def test_a_run_made_for_its_numbers_alone_has_no_pages() -> None:
    alone = make_run(small_results())
    assert alone.facts.headlines == ()
    assert repr(alone) == "Run of Tameside, 2025 to 2028 (internal)"
    with pytest.raises(InputError, match="without pages"):
        alone.chart("costs")


@pytest.mark.slow
def test_what_finance_asks_is_worked_out_once_and_carried_to_copies() -> None:
    run = sf.compare(small_results(1, years=1))
    assert run.finance is None and "tornado" not in run.tables
    done = run.appraised
    assert done.finance is not None and run.appraised is done and done.appraised is done
    assert {"appraisal", "tornado", "waterfall"} <= set(done.tables)
    assert replace(done, audience="internal").finance is done.finance
    assert {field.name for field in fields(Run)} >= {"tables", "evidence", "facts", "audience"}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: sf.forecast("tameside"), "forecast() takes evidence, as load_evidence() gives it"),
        (lambda: sf.forecast(sf.load_evidence(), draws=True), "a whole number of draws"),
        (lambda: sf.run("tameside"), "run() takes evidence"),
        (lambda: sf.run_scenarios(sf.load_evidence(), ()), "takes a forecast, as forecast()"),
        (lambda: sf.run_scenarios(small_forecast(), 3), "a folder, a file or a list"),
        (lambda: sf.run_scenarios(small_forecast(), [3]), "scenarios, as load_scenarios()"),
        (lambda: sf.compare(small_forecast()), "compare() takes results"),
        (lambda: sf.seek("tameside", "question.yaml"), "seek() takes a forecast"),
        (lambda: sf.open_run(3), "open_run() takes the folder"),
    ],
)
def test_a_value_of_another_type_gets_a_sentence(call: Callable[[], object], said: str) -> None:
    with pytest.raises(InputError) as wrong:
        call()
    assert said in str(wrong.value) and str(wrong.value).endswith(".")
