"""Each notebook runs as it is, from its own folder, with nothing edited."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_kept_without_output_and_takes_parameters(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert sum("parameters" in cell.metadata.get("tags", []) for cell in code) == 1


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, tmp_path: Path) -> None:
    import papermill

    done = papermill.execute_notebook(
        str(path),
        str(tmp_path / path.name),
        parameters={"draws": 300},
        cwd=str(path.parent),
        kernel_name="python3",
        progress_bar=False,
    )
    shown = [cell for cell in done.cells if cell.cell_type == "code" and cell.outputs]
    assert len(shown) >= 3
    pictures = [out for cell in shown for out in cell.outputs if "<img alt=" in str(out)]
    drawing = [cell for cell in done.cells if ".plot_" in cell.source or ".chart(" in cell.source]
    drawing = [cell for cell in drawing if ".alt" not in cell.source]
    drawing = [cell for cell in drawing if "write_all" not in cell.source]
    assert len(pictures) == len(drawing) > 0
    assert not any(out.output_type == "error" for cell in shown for out in cell.outputs)
