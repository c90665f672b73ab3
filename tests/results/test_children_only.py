"""A council that returned no spending: its children are forecast, and nothing is in pounds."""

from __future__ import annotations

from sufficiency.results.checks import check_tables
from sufficiency.results.children_only import without_money
from sufficiency.results.contract import MONEY_TABLES
from tests.small_run import small_run


def test_nothing_in_pounds_is_left_and_every_child_is() -> None:
    run = small_run()
    children = without_money(run)
    assert not set(children.tables) & set(MONEY_TABLES)
    assert set(run.tables) - set(children.tables) <= set(MONEY_TABLES)
    check_tables(children.tables, costed=False)
    assert children.tables["placements"].equals(run.tables["placements"])
    assert not children.tables["after_care"]["measure"].str.contains("spending|_real").any()
    assumptions = children.tables["assumptions"]
    assert 0 < len(assumptions) < len(run.tables["assumptions"])
    assert not assumptions["unit"].str.contains("GBP").any()
    assert children.facts.headlines
    assert not any("£" in said for said in (*children.facts.headlines, *children.facts.remarks))
    assert children.finance is None and children.results is None
