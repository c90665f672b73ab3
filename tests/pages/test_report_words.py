"""Words of the report that keep a saving, or the mix, from misleading."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from sufficiency.evidence import load_evidence
from sufficiency.pages.disclosure import for_publication
from sufficiency.pages.report import write_report
from tests.pages.tables_fixture import make_facts, make_tables
from tests.pages.test_report import Page


def test_pounds_that_rest_on_an_assumption_stand_beside_the_saving(
    tmp_path: Path,
) -> None:
    tables, evidence, facts = make_tables(2, 3, 60), load_evidence(), make_facts(2, 3, 60)
    rests = replace(facts.scenarios[0], rests_on_residential=40_000.0)
    told = replace(facts, scenarios=(rests, *facts.scenarios[1:]))
    path = write_report(tmp_path / "r.html", tables, evidence, told, ())
    text = Page(path.read_text(encoding="utf-8")).text
    assert "5%: £40,000 (the mean is −£" in text


def test_reasons_of_the_mix_are_told_and_left_out_of_a_published_page(
    tmp_path: Path,
) -> None:
    tables, evidence, facts = make_tables(2, 3, 60), load_evidence(), make_facts(2, 3, 60)
    told = replace(facts, mix=("Other placements: 43 children, high.",))
    path = write_report(tmp_path / "m.html", tables, evidence, told, ())
    assert told.mix[0] in Page(path.read_text(encoding="utf-8")).text
    hidden = write_report(
        tmp_path / "p.html", for_publication(tables, evidence), evidence, told, ()
    )
    assert told.mix[0] not in hidden.read_text(encoding="utf-8")


def test_parts_of_the_outturn_add_up_as_shown(tmp_path: Path) -> None:
    tables, evidence, facts = make_tables(2, 3, 60), load_evidence(), make_facts(2, 3, 60)
    path = write_report(tmp_path / "a.html", tables, evidence, facts, ())
    found = re.search(
        r"own home places held £([\d.]+)m Not modelled: the rest of the outturn £([\d.]+)m "
        r"All spending on children looked after £([\d.]+)m",
        Page(path.read_text(encoding="utf-8")).text,
    )
    assert found
    modelled, rest, total = (Decimal(number) for number in found.groups())
    assert modelled + rest == total == Decimal("71.00")
