"""Each notebook runs as it is, from its own folder, with nothing edited."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
_VERBS = ("run", "region", "form", "together", "print(run.")


def _code(path: Path) -> list[str]:
    return [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_kept_without_output_begins_with_boxes_and_says_one_thing_a_cell(
    path: Path,
) -> None:
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)
    first, *rest = _code(path)
    assert "sf.form" in first
    for source in rest:
        assert len(source.split("\n")) == 1, "a cell is one line: a verb in plain words"
        assert source.startswith(_VERBS) and "[" not in source, "no plumbing of data frames"


def test_five_notebooks_are_there() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05"]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_unedited(path: Path, tmp_path: Path) -> None:
    from nbclient import NotebookClient

    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    place = tmp_path / "notebooks"
    place.mkdir()
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=1200, kernel_name="python3", resources={"metadata": {"path": str(place)}}
    ).execute()
    shown = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
    text = [str(output) for cell in shown for output in cell.outputs]
    drawing = [s for s in _code(path) if ".plot_" in s or (".chart(" in s and ".alt" not in s)]
    printed = [s for s in _code(path) if ".table(" in s]
    assert sum("<img alt=" in one for one in text) == len(drawing) > 0
    assert sum("<caption" in one for one in text) >= len(printed) > 0
    assert "widget-view" in text[0], "the first cell is boxes to fill in"
    assert not any("stderr" in one for one in text), "nothing looks like a fault"
    if path.stem == "03_strategy_charts":
        kept = tmp_path / "outputs" / "strategy charts"
        assert (kept / "gap.csv").is_file() and len(list(kept.glob("*.svg"))) > 10


@pytest.mark.slow
def test_a_mistake_in_a_box_is_a_sentence() -> None:
    import sufficiency as sf

    form = sf.form(begin=ROOT / "scenarios" / "01-grow-in-house-fostering.yaml")
    box = form._boxes["lever0_months_to_first_placement"]
    box.value = "seven"
    with pytest.raises(sf.InputError) as wrong:
        form.run()
    assert wrong.value._render_traceback_() == [
        "Months to first placement: 'seven' is not a whole number; 0 to 36 months is allowed."
    ]
    assert "not a whole number" in form._said.value
    (told,) = (row for row in form._each_row() if box in row.boxes.values())
    assert "Not allowed: &#x27;seven&#x27; is not a whole number" in told.words.value
    box.value = "9"
    assert form.scenario().levers[0].months_to_first_placement == 9
    assert "their places can be filled in January 2028" in form._said.value
    assert "Not allowed" not in told.words.value and "0 to 36 months" in told.words.value
    assert "What it does not change" not in form._said.value

    form._authority.value = "Stockprt"
    assert "Did you mean &#x27;Stockport&#x27;?" in form._beside_authority.value
    with pytest.raises(sf.InputError, match="no authority 'Stockprt'"):
        form.run()
