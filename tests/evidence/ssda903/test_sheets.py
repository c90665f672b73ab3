"""A grid of plain cells is read as the same rows would be one by one."""

from __future__ import annotations

import pytest

from sufficiency.evidence.ssda903.csvs import read_csv
from sufficiency.evidence.ssda903.sheets import Grid, RowByRow

HEADER = ["CHILD", "DECOM", "PLACE"]
GRIDS = {
    "plain": "CHILD,DECOM,PLACE\n1,01/04/2020,U4\n2,02/04/2020,U4\n1,01/05/2020,K2\n",
    "ends without a line break": "CHILD,DECOM,PLACE\n1,,U4\n2,,U4",
    "blank rows between and after": "CHILD,DECOM,PLACE\n1,,U4\n,,\n , ,\t\n2,,U4\n\n\n",
    "empty lines within": "CHILD,DECOM,PLACE\n1,,U4\n\n\n2,,U4\n",
    "titles above": "Return,,\n,,\nCHILD,DECOM,PLACE\n1,,U4\n2,,U4\n",
    "semicolons and other line ends": "CHILD;DECOM;PLACE\r\n1;;U4\r\n2;;U4\r\n",
    "letters of other scripts": "CHILD,DECOM,PLACE\né£,\u200b,U4\nß,\xa0,U4\n",
}
ROWS = {
    "a quoted cell": 'CHILD,DECOM,PLACE\n1,,U4\n"2",,U4\n',
    "a row that ends early": "CHILD,DECOM,PLACE,REC\n1,,U4\n2,,U4,X1\n3,,K2,\n",
}


def below(sheet) -> tuple[list[list[str]], list[int], int]:
    """The cells under the headings, column by column, their lines, and how many do not fit."""
    above = next(at for at, (_, cells) in enumerate(sheet.top) if "CHILD" in cells)
    body = sheet.below(above, sheet.top[above][1])
    columns = [body.column(place) for place in range(len(HEADER))]
    cells = [[texts.different[at].strip() for at in texts.which] for texts in columns]
    return cells, body.lines.tolist(), body.ragged


@pytest.mark.parametrize("name", GRIDS)
def test_a_grid_says_what_its_rows_say(name):
    text = GRIDS[name]
    mark = text.rfind("U4")
    quoted = text[:mark] + '"U4"' + text[mark + 2 :]  # a mark that says nothing

    grid, rows = read_csv("e.csv", text.encode()), read_csv("e.csv", quoted.encode())

    assert isinstance(grid, Grid) and isinstance(rows, RowByRow)
    assert below(grid) == below(rows)
    assert [line for line, _ in grid.top] == [line for line, _ in rows.top]


@pytest.mark.parametrize("name", ROWS)
def test_what_is_no_grid_is_read_row_by_row(name):
    sheet = read_csv("e.csv", ROWS[name].encode())

    assert isinstance(sheet, RowByRow)
    assert below(sheet)[2] == 0


def test_a_text_that_some_rows_lack_is_in_none_of_theirs():
    text = "CHILD,DECOM,PLACE\n1,,U4\n2,,K2\n1,,U4\n"

    child = read_csv("e.csv", text.encode()).below(0, HEADER).column(0)

    assert child.different == ("1", "2")
    assert child.cells() == [2, 1]
