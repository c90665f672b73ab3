"""A cell's value and its formula are one thing: what the text says is what the cell is worth."""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sufficiency.pages.workbook.places import Place, Places
from sufficiency.results import cells
from sufficiency.results.by_year import ByYear, add_up, chain, given_by_year, index_from
from sufficiency.results.cell_functions import (
    above,
    absolute,
    all_are,
    at_most,
    equals,
    is_number,
    larger,
    sum_product,
    total,
)
from sufficiency.results.cells import NOTHING, Cell, Given, If, Span

NUMBERS = (3.0, 5.0, 7.0, 11.0)


def placed(given: list[Cell], moves: str = "freely", sheet: str = "Inputs") -> Places:
    """The cells one under another in column B from row 2."""
    places = Places()
    for row, cell in enumerate(given, start=1):
        places.put(cell, Place(sheet, row, 1, moves))  # type: ignore[arg-type]
    return places


def worked_out(formula: str, values: dict[str, float]) -> float:
    """A formula of arithmetic as Python reads it."""
    return float(eval(re.sub(r"B\d", lambda m: repr(values[m[0]]), formula)))


Expression = Callable[[list[Cell]], Cell]
LEAVES: st.SearchStrategy[Expression] = st.sampled_from(
    [lambda given, k=k: given[k] for k in range(len(NUMBERS))]
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("+-*"), inner, inner).map(
            lambda made: lambda given: cells.Joined(made[0], made[1](given), made[2](given))
        ),
        inner.map(lambda made: lambda given: -made(given)),
        st.tuples(inner, LEAVES).map(lambda made: lambda given: made[0](given) / made[1](given)),
    ),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_brackets_stand_where_they_are_needed(make: Expression):
    given: list[Cell] = [Given(number) for number in NUMBERS]
    at = placed(given).seen_from("Inputs")
    values = {f"B{row}": number for row, number in enumerate(NUMBERS, start=2)}
    cell = make(given)
    text = cell.within(at)
    # Two signs in a row are one thing to a spreadsheet and to Python alike.
    assert worked_out(text, values) == pytest.approx(cell.value)


def test_a_figure_cannot_stand_inside_a_formula():
    with pytest.raises(ValueError, match="stands on no sheet"):
        (Given(2.0) * Given(3.0)).formula(Places().seen_from("Costs"))


def test_a_cell_with_an_address_is_named_and_one_without_is_written_out():
    a, b = Given(2.0), Given(3.0)
    both = a + b
    places = placed([a, b])
    product = both * b
    assert product.formula(places.seen_from("Inputs")) == "(B2+B3)*B3"
    places.put(both, Place("Costs", 4, 5, "freely"))
    assert product.formula(places.seen_from("Inputs")) == "'Costs'!F5*B3"
    assert product.value == 15


def test_a_cell_has_one_place():
    a = Given(1.0)
    places = placed([a])
    with pytest.raises(ValueError, match="same cell"):
        places.put(a, Place("Costs", 1, 1, "freely"))


def test_addresses_hold_what_must_not_move():
    price, fixed = Given(1.0), Given(2.0)
    year = [Given(float(y)) for y in range(3)]
    places = Places()
    places.put(fixed, Place("Inputs", 7, 3, "never"))
    for at, cell in enumerate(year):
        places.put(cell, Place("Costs", 18, 5 + at, "by year"))
    places.put(price, Place("Costs", 0, 0, "freely"))
    here, there = places.seen_from("Costs"), places.seen_from("Savings")
    assert here.of(fixed) == there.of(fixed) == "'Inputs'!$D$8"
    assert (here.of(year[0]), there.of(year[0])) == ("F19", "'Costs'!F$19")
    assert (here.of(price), there.of(price)) == ("A1", "'Costs'!A1")
    assert here.span(year) == "$F$19:$H$19"
    assert places.row_of(year, 5) == "'Costs'!$F$6:$H$6"


def test_a_sum_takes_in_no_cell_that_is_not_its_own():
    a, b, c = (Given(float(n)) for n in range(3))
    at = placed([a, b, c]).seen_from("Inputs")
    assert total([a, b, c]).formula(at) == "SUM(B2:B4)"
    for wrong in ([a, c], [a, b, b], [b, a]):
        with pytest.raises(ValueError, match="rectangle"):
            total(wrong).formula(at)


def test_functions_are_worth_what_a_spreadsheet_makes_of_them():
    a, b, nil, empty = Given(-4.0), Given(2.5), Given(0.0), Given(None)
    at = placed([a, b, nil, empty]).seen_from("Inputs")
    for cell, text, value in (
        (total([a, b]), "SUM(B2:B3)", -1.5),
        (sum_product(Span([a, b]), Span([b, nil])), "SUMPRODUCT(B2:B3,B3:B4)", -10.0),
        (sum_product(absolute(Span([a, b]) - Span([b, nil]))),
         "SUMPRODUCT(ABS(B2:B3-B3:B4))", 9.0),
        (larger(a, nil), "MAX(B2,B4)", 0.0),
        (If(above(b, nil), a / b, NOTHING), 'IF(B3>B4,B2/B3,"")', -1.6),
        (If(above(nil, b), b / nil, NOTHING), 'IF(B4>B3,B3/B4,"")', ""),
        (If(is_number(empty), b, nil), "IF(ISNUMBER(B5),B3,B4)", 0.0),
        (equals(a, a), "B2=B2", True),
        (at_most(absolute(a), b), "ABS(B2)<=B3", False),
    ):  # fmt: skip
        assert (cell.formula(at), cell.value) == (text, value)


def test_one_check_that_fails_or_is_in_error_is_not_hidden():
    nil = Given(0.0)
    assert all_are([nil, Given(0.0)], nil).value is True
    assert all_are([nil, Given(1.0)], nil).value is False
    assert all_are([nil, Given("#VALUE!")], nil).value is False


def test_lines_by_year_add_up_and_leave_out_a_base_year_that_is_not_there():
    a, b = given_by_year([1.0, 2.0], base=10.0), given_by_year([3.0, 4.0])
    both = add_up([a, b])
    assert [cell.value for cell in both.years] == [4.0, 6.0]
    assert both.base is not None and both.base.value == 10.0
    assert (a + b).base is None and (a * Given(2.0)).base is not None
    assert [cell.value for cell in a.before.years] == [10.0, 1.0]
    assert [cell.value for cell in (Given(3.0) * a / b).years] == [1.0, 1.5]


def test_an_index_grows_and_a_chain_ends_where_its_steps_lead():
    index = index_from(Given(1.0), given_by_year([0.5, 0.1]), 2)
    np.testing.assert_allclose([cell.value for cell in index.years], [1.5, 1.65])
    starts, ends = chain(Given(100.0), [given_by_year([5.0, -1.0]), given_by_year([2.0, 3.0])])
    assert [cell.value for cell in starts.years] == [100.0, 107.0]
    assert [cell.value for cell in ends.years] == [107.0, 109.0]
    assert isinstance(ends, ByYear) and ends.base is not None


def test_the_example_in_the_words_of_the_module():
    assert doctest.testmod(cells).failed == 0
