"""Charts fit for a council paper: what is on them, where it stands, and what they say in words."""

import re
import subprocess
import sys
from dataclasses import replace
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from sufficiency.errors import InputError
from sufficiency.pages import charts, style
from sufficiency.pages.charts.marks import spread
from sufficiency.pages.words import chance
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.facts import BASELINE
from tests.small_run import (
    LONG_NAME,
    appraised_run,
    changed,
    scaled,
    small_run,
    with_past_forecasts,
)

pytestmark = pytest.mark.slow

RECORD = "PUBLISHED RECORD"
NAMES = [make.__name__ for make in charts.CHARTS]
MONEY = [
    *("cost_forecast", "cost_drivers", "budget_context", "unit_costs"),
    *("costs", "savings", "waterfall", "tornado", "tornado_step_down"),
]


@pytest.fixture(scope="module")
def run():
    # A run from returns has its own past forecasts; here for all to see.
    return with_past_forecasts(appraised_run(3, years=5))


@pytest.fixture(scope="module")
def tables(run):
    return run.tables


@pytest.fixture(scope="module")
def facts(run):
    return run.facts


@pytest.fixture(scope="module")
def drawn(run):
    # Drawn once: a test that changes a figure would change it for the others.
    return {chart.slug: chart for chart in charts.draw_all(run)}


def words_on(figure):
    """Text that a reader sees, without the labels of ticks outside the view."""
    hidden = set()
    for panel in figure.findobj(Axes):
        for axis, (low, high) in (
            (panel.xaxis, sorted(panel.get_xlim())),
            (panel.yaxis, sorted(panel.get_ylim())),
        ):
            slack = 1e-6 * (high - low)
            for tick in axis.get_major_ticks():
                if not low - slack <= tick.get_loc() <= high + slack:
                    hidden |= {tick.label1, tick.label2}
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text not in hidden
    ]


def subtitle_of(chart):
    return chart.figure.texts[1].get_text().replace("\n", " ")


def boxes(chart):
    with style.settings():
        canvas = FigureCanvasAgg(chart.figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        # An annotation's own extent takes in its leader line, which may well cross others.
        found = [(text, Text.get_window_extent(text, renderer)) for text in words_on(chart.figure)]
    return found, chart.figure.bbox


def assert_well_laid_out(chart):
    found, page = boxes(chart)
    for text, box in found:
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= page.x1 and box.y1 <= page.y1
        assert inside, f"{chart.slug}: '{text.get_text()}' is clipped"
    for (one, a), (other, b) in combinations(found, 2):
        apart = a.x1 <= b.x0 + 1 or b.x1 <= a.x0 + 1 or a.y1 <= b.y0 + 1 or b.y1 <= a.y0 + 1
        assert apart, f"{chart.slug}: '{one.get_text()}' is on '{other.get_text()}'"


def test_every_chart_is_drawn(drawn):
    assert list(drawn) == NAMES
    assert len(NAMES) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_says_what_it_is(name, drawn):
    chart = drawn[name]
    words = [text.get_text().replace("\n", " ") for text in words_on(chart.figure)]
    message, below = (text.get_text().replace("\n", " ") for text in chart.figure.texts[:2])
    assert below.startswith(chart.title) and message != chart.title
    assert len(message.replace(LONG_NAME, "name").split()) <= 25
    assert "Tameside" in chart.title
    assert chart.note.source in words and chart.note.source.rstrip(".") in chart.note.full
    for said in ("Unit: ", "Date: ", "Source: "):
        assert said in chart.note.full
    assert any(kind in subtitle_of(chart) for kind in ("FORECAST", "SCENARIO", RECORD))
    assert ("Prices: " in chart.note.full) == (name in MONEY or name == "spend_and_children")
    assert len(chart.data)
    assert 1 <= len(re.findall(r"[.!?](?= [A-Z“]|$)", chart.alt)) <= 2


def test_only_the_record_does_without_the_number_of_futures(drawn):
    for chart in drawn.values():
        simulated = "simulated futures" in chart.note.full.split("Source: ")[1]
        assert simulated == (RECORD not in subtitle_of(chart))


@pytest.mark.parametrize("name", NAMES)
def test_words_are_inside_the_page_and_apart(name, drawn):
    assert_well_laid_out(drawn[name])


@pytest.mark.parametrize("number", [1, 12])
def test_few_and_many_scenarios_are_laid_out_as_well(number):
    many = small_run(number, years=5)
    for name in ("placement_types_scenarios", "gap_scenarios", "costs", "savings"):
        assert_well_laid_out(charts.chart_named(many, name))


def test_a_long_name_is_wrapped_and_whole(drawn):
    for name in ("placement_types_scenarios", "costs", "savings"):
        words = {text.get_text() for text in words_on(drawn[name].figure)}
        wrapped = [text for text in words if text.replace("\n", " ").startswith(LONG_NAME)]
        assert wrapped and "\n" in wrapped[0]


def test_a_name_without_spaces_is_broken_rather_than_clipped(run, facts, tables):
    name = "Unbroken" * 10
    renamed = {
        key: table.replace({"scenario": {facts.scenarios[0].name: name}})
        if "scenario" in table
        else table
        for key, table in tables.items()
    }
    odd = changed(run, renamed, scenarios=(replace(facts.scenarios[0], name=name),))
    for slug in ("costs", "savings", "gap_scenarios"):
        assert_well_laid_out(charts.chart_named(odd, slug))


def test_a_dollar_in_a_name_is_a_dollar(run, facts, tables):
    name = "Spend $5m to save $9m"
    savings = tables["savings"].replace({"scenario": {facts.scenarios[0].name: name}})
    odd = changed(run, {"savings": savings}, scenarios=(replace(facts.scenarios[0], name=name),))
    chart = charts.chart_named(odd, "savings")
    assert charts.png(chart)
    words = [text.get_text().replace("\n", " ") for text in words_on(chart.figure)]
    assert any(text.startswith(name) for text in words)


@pytest.mark.parametrize("name", NAMES)
def test_numbers_in_the_alternative_text_are_those_of_the_data(name, drawn, run):
    chart = drawn[name]
    # Beside its data: what a saving rests on, and the tornado's pounds before they are rounded.
    rests = [s.rests_on_residential for s in run.facts.scenarios if s.rests_on_residential]
    pounds = [*rests, *run.tables["tornado"][["at_low", "at_high"]].to_numpy().ravel()]
    shown = {f"{abs(value) / 1e6:,.1f}" for value in pounds}
    for column in chart.data.select_dtypes("number"):
        for value in chart.data[column].dropna():
            shown |= {f"{abs(value):,.0f}", f"{abs(value):,.1f}"}
            if "£m" in column:
                shown.add(f"{1e3 * abs(value):,.0f},000")
    alt = chart.alt
    for pattern in (
        re.escape(LONG_NAME),
        r"\b\d{1,2} in (5|10|100)\b",
        r"\d{1,2} (March|April|December) \d{4}",
        r"\b20\d\d/\d\d\b",
        r"\b20\d\d\b",
        r"[−\d.]+%( a year)?",
        r"Jan 2026",
    ):
        alt = re.sub(pattern, " ", alt)
    said = re.findall(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?", alt)
    assert said, alt
    assert set(said) <= shown, f"{name}: {sorted(set(said) - shown)}"


def test_alternative_text_gives_the_forecast_its_range(drawn, tables):
    last = tables["forecast"].query("placement_type == 'total'").iloc[-1]
    assert f"{last['p50']:,.0f} children" in drawn["children_in_care"].alt
    assert f"between {last['p10']:,.0f} and {last['p90']:,.0f}" in drawn["children_in_care"].alt


def test_the_record_is_told_as_published(drawn):
    assert "rose from 352 on 31 March 2010 to 652 on 31 March 2025" in drawn["children_in_care"].alt
    said = drawn["spend_and_children"].alt
    assert "spending changed by 51% in cash, from £47.0m to £71.0m" in said
    assert "stayed about the same, from 655 to 652" in said
    assert "£8,270 in 2024/25 (13.8% a year)" in drawn["unit_costs"].alt


def test_a_saving_says_how_likely_it_is_and_what_it_rests_on(drawn, facts, tables):
    chart = drawn["savings"]
    words = [" ".join(text.get_text().split()) for text in words_on(chart.figure)]
    last = tables["savings"].query("price_basis == 'real'").groupby("scenario").last()
    for scenario in facts.scenarios:
        assert f"{scenario.name} {chance(last['probability_saves'][scenario.name])}" in words
    assert "5% of new foster places replacing a place in a home" in chart.note.full
    assert "The chance of a saving in 2029/30 is" in chart.alt


def test_estimates_are_marked(drawn):
    words = " ".join(text.get_text() for text in words_on(drawn["placement_types"].figure))
    assert words.count("(estimate)") == 5
    assert "46 in 2025" in words


def test_counts_of_one_to_five_are_not_shown(drawn, run):
    small = run.evidence.placed("other_residential").loc[lambda found: found.between(1, 5)]
    assert len(small)
    data = drawn["placement_families"].data
    rows = data[(data["placement"] == "Other residential settings") & data["published"].notna()]
    assert not rows["published"].between(1, 5).any()


def test_parts_of_a_cost_bar_add_to_the_total_above_it(drawn, tables):
    data = drawn["cost_forecast"].data.dropna(subset="total, mean (£m)")
    parts = ["Fostering (£m)", "Children's homes (£m)", "Other placements and settings (£m)"]
    total = data[[*parts, "Not modelled (£m)"]].sum(axis=1)
    rounded_apart = 0.05 * (len(parts) + 2)  # each figure is rounded once, the total as well
    assert ((total - data["total, mean (£m)"]).abs() <= rounded_apart + 1e-9).all()
    costs = tables["costs"].query("scenario == @BASELINE and price_basis == 'nominal'")
    kinds = [*PLACEMENT_TYPES, "programme", "not_modelled"]
    first = costs[costs["placement_type"].isin(kinds) & (costs["financial_year"] == "2025/26")]
    whole = first["mean"].sum() / 1e6
    assert data["total, mean (£m)"].iloc[0] == pytest.approx(round(whole, 1))


def test_scales_start_at_zero_unless_the_chart_says_otherwise(drawn):
    for chart in drawn.values():
        if "not start at zero" in subtitle_of(chart):
            continue
        for panel in chart.figure.findobj(Axes):
            across = ("budget_context", "savings", "waterfall", "tornado", "tornado_step_down")
            sideways = chart.slug in across
            scale = panel.get_xlim() if sideways else panel.get_ylim()
            assert scale[0] <= 0 <= scale[1]
            assert scale[0] == 0 or chart.slug in ("savings", "trial", "waterfall")


def test_places_of_2018_and_2019_are_not_set_beside_later_ones(drawn):
    published = drawn["carers"].data.dropna(subset="approved places, published")
    assert list(published["date"]) == [f"31 March {year}" for year in range(2022, 2026)]
    assert list(published["filled places, published"]) == [140, 130, 135, 115]
    assert "2018 and 2019" in drawn["carers"].note.full


def test_supply_that_is_not_known_is_left_out(run, tables):
    gap = tables["gap"].copy()
    supply = [name for name in gap if name.startswith(("usable_supply", "gap"))]
    gap.loc[gap["family"] == "homes", supply] = np.nan
    chart = charts.need_and_supply(changed(run, {"gap": gap}))
    assert set(chart.data["family"]) == {"Fostering"}
    gap[supply] = np.nan
    assert charts.need_and_supply(changed(run, {"gap": gap})) is None
    assert charts.gap_scenarios(changed(run, {"gap": gap})) is None


def test_withheld_numbers_are_neither_drawn_nor_guessed(run):
    published = scaled(run, 1 / 12).published()
    assert published.tables["placements"]["p50"].isna().any()
    for chart in charts.draw_all(published):
        assert_well_laid_out(chart)
        words = " ".join(text.get_text() for text in words_on(chart.figure))
        assert not re.search(r"\bnan\b", f"{words} {chart.alt} {charts.markdown(chart)}")
        if "withheld" in chart.alt:
            assert "would reveal one, are withheld" in chart.note.full


def test_a_gap_withheld_at_the_end_alone_is_not_compared(run, tables):
    gap = tables["gap"].copy()
    last = (gap["date"] == gap["date"].max()) & (gap["family"] == "homes")
    gap.loc[last, ["gap_p10", "gap_p50", "gap_p90"]] = np.nan
    chart = charts.gap_scenarios(changed(run, {"gap": gap}))
    assert set(chart.data["placement"]) == {"Fostering: need beyond own places"}


def test_a_run_without_scenarios_has_no_scenarios_to_draw():
    alone = small_run(0)
    assert charts.placement_types_scenarios(alone) is None
    assert charts.gap_scenarios(alone) is None
    assert charts.savings(alone) is None
    assert set(charts.costs(alone).data["scenario"]) == {BASELINE}
    with pytest.raises(InputError, match="nothing to draw"):
        charts.chart_named(alone, "savings")


def test_an_authority_without_its_own_money_figures_is_shown_what_there_is(run):
    evidence = run.evidence
    spend = evidence.spend[evidence.spend["area"] != evidence.authority.name]
    papers = evidence.council_papers.iloc[:0]
    bare = replace(run, evidence=evidence.with_tables({"spend": spend, "council_papers": papers}))
    for make in (charts.spend_and_children, charts.unit_costs, charts.budget_context):
        assert make(bare) is None
    chart = charts.cost_forecast(bare)
    assert "2025/26 to 2029/30" in chart.title
    assert "Outturn" not in subtitle_of(chart)
    assert_well_laid_out(chart)


def test_the_same_tables_are_left_alone_and_give_the_same_bytes(run, tables, drawn):
    before = {name: table.copy(deep=True) for name, table in tables.items()}
    again = charts.draw_all(run)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, before[name])
    for chart in again:
        assert charts.svg(chart) == charts.svg(drawn[chart.slug]), chart.slug


def test_files_are_the_same_with_any_number_of_workers(run, tmp_path):
    makers = (charts.children_in_care, charts.costs, charts.savings)
    first = charts.write_charts(makers, run, tmp_path / "one")
    with charts.charts_begun(makers, run, tmp_path / "two", workers=2) as begun:
        second = begun()
    assert [chart.slug for chart in first] == [make.__name__ for make in makers]
    assert [chart.alt for chart in second] == [chart.alt for chart in first]
    names = [f"{make.__name__}.{ending}" for make in makers for ending in ("svg", "png", "md")]
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(names)
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_users_settings_change_nothing_and_are_left_alone(run, drawn):
    with mpl.rc_context({"font.size": 20, "figure.facecolor": "pink", "axes.grid": True}):
        before = dict(mpl.rcParams)
        chart = charts.children_in_care(run)
        again = charts.svg(chart)
        assert dict(mpl.rcParams) == before
    assert again == charts.svg(drawn["children_in_care"])


def test_no_figure_goes_through_pyplot():
    code = (
        "import sys; import sufficiency.pages.charts as charts; "
        "from tests.small_run import small_run; "
        "chart = charts.costs(small_run(1, years=1)); "
        "charts.png(chart); charts.svg(chart); sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_files_carry_the_words_for_those_who_cannot_see(drawn):
    chart = drawn["children_in_care"]
    picture = charts.svg(chart).decode()
    assert f">{chart.title}</title>" in picture
    assert f">{chart.alt}</desc>" in picture
    assert chart.alt.encode() in charts.png(chart, dpi=40)
    assert f'alt="{chart.alt}"' in chart._repr_html_()
    page = charts.markdown(chart)
    assert chart.alt in page and chart.note.full in page
    table = [line for line in page.splitlines() if line.startswith("|")]
    assert len(table) == len(chart.data) + 2
    assert any("| 31 March 2025 | 652 |" in line for line in table)


def test_an_unknown_chart_is_named_with_the_closest(run):
    with pytest.raises(InputError, match="Did you mean 'savings'"):
        charts.chart_named(run, "saving")


@pytest.mark.parametrize(
    ("wished", "heights"), [([1.0, 1.05, 1.1], [0.2] * 3), ([0.0, 3.0], [0.5, 0.5]), ([], [])]
)
def test_labels_are_spread_without_overlap_and_no_further_than_needed(wished, heights):
    centres = spread(wished, heights)
    for k in range(len(centres) - 1):
        gap = (heights[k] + heights[k + 1]) / 2
        assert centres[k + 1] - centres[k] >= gap - 1e-9
    assert np.mean(centres or [0]) == pytest.approx(np.mean(wished or [0]))


def test_labels_do_not_go_below_the_floor():
    assert spread([0.0, 0.05], [0.2, 0.2], floor=0.0) == pytest.approx([0.1, 0.3])


def test_baseline_is_drawn_first_among_scenarios(drawn):
    assert drawn["costs"].data["scenario"].iloc[0] == BASELINE
