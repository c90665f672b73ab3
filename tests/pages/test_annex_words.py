"""Words of the annex that keep a saving, or the mix, from misleading."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from sufficiency.capacity.recruitment import ENQUIRIES
from sufficiency.pages.report.page import write_annex
from sufficiency.pages.words import of_mean
from sufficiency.results.lookup import one
from tests.pages.test_annex import Page
from tests.small_run import changed, small_run

pytestmark = pytest.mark.slow


def test_pounds_that_rest_on_an_assumption_stand_beside_the_saving(
    tmp_path: Path,
) -> None:
    run = small_run(3)
    facts = run.facts
    rests = replace(facts.scenarios[0], rests_on_residential=40_000.0)
    told = changed(run, scenarios=(rests, *facts.scenarios[1:]))
    path = write_annex(tmp_path / "r.html", told, ())
    text = Page(path.read_text(encoding="utf-8")).text
    last = run.tables["savings"].query("scenario == @rests.name and price_basis == 'real'")
    assert f"5%: {of_mean(40_000.0, last['mean'].iloc[-1])}" in text


def test_reasons_of_the_mix_are_told_and_left_out_of_a_published_page(
    tmp_path: Path,
) -> None:
    run = small_run(3)
    reason = "Other placements: 43 children, high."
    told = changed(run, mix=(reason,))
    path = write_annex(tmp_path / "m.html", told, ())
    assert reason in Page(path.read_text(encoding="utf-8")).text
    hidden = write_annex(tmp_path / "p.html", told.published(), ())
    assert reason not in hidden.read_text(encoding="utf-8")


def test_parts_of_the_outturn_add_up_as_shown(tmp_path: Path) -> None:
    run = small_run(3)
    path = write_annex(tmp_path / "a.html", run, ())
    found = re.search(
        r"own home places held £([\d.]+)m Not modelled: the rest of the outturn £([\d.]+)m "
        r"All spending on children looked after £([\d.]+)m",
        Page(path.read_text(encoding="utf-8")).text,
    )
    assert found
    modelled, rest, total = (Decimal(number) for number in found.groups())
    assert modelled + rest == total == Decimal("71.00")


def test_remarks_on_the_inputs_stand_below_the_headlines(tmp_path: Path) -> None:
    run = small_run(3)
    facts = run.facts
    told = changed(run, remarks=("'Grow' was written for Weirshire.",))
    path = write_annex(tmp_path / "r.html", told, ())
    text = Page(path.read_text(encoding="utf-8")).text
    places = [
        facts.headlines[-1],
        "Before these numbers are used.",
        *told.facts.remarks,
        "It is not a",
    ]
    assert sorted(map(text.index, places)) == [text.index(words) for words in places]
    plain = write_annex(tmp_path / "p.html", run, ())
    assert "Before these numbers are used" not in plain.read_text(encoding="utf-8")


def test_recruitment_says_how_many_enquiries_and_who_finds_no_foster_home(tmp_path: Path) -> None:
    run = small_run(4)
    facts = run.facts
    path = write_annex(tmp_path / "r.html", run, ())
    text = Page(path.read_text(encoding="utf-8")).text
    last = facts.scenario_names[2]
    approved = run.tables["households"].query(
        "scenario == @last and kind == 'mainstream' and flow == 'approved'"
    )
    most = approved.sort_values("mean").iloc[-1]
    each = one(run.tables["assumptions"], key=ENQUIRIES)["value"]
    households, enquiries = round(most["p50"]), round(each * most["p50"], -1)
    found = re.search(rf"{last} {households} \([^)]*\) \d+ \([^)]*\) {enquiries:.0f} \(", text)
    assert found and most["financial_year"] in text
    assert "who need a foster home and live in an external children's home" in text
    page = write_annex(tmp_path / "n.html", small_run(0), ())
    assert "Households approved" not in page.read_text(encoding="utf-8")


def test_it_is_said_beside_savings_that_ranges_leave_out_the_share_out_of_homes(
    tmp_path: Path,
) -> None:
    run = small_run(3)
    facts = run.facts
    path = write_annex(tmp_path / "r.html", run, ())
    assert "that it may be 0% to 15% is not in them" in path.read_text(encoding="utf-8")
    none = [replace(s, displaces_residential_share=None) for s in facts.scenarios]
    path = write_annex(tmp_path / "n.html", changed(run, scenarios=tuple(none)), ())
    assert "is not in them" not in path.read_text(encoding="utf-8")
