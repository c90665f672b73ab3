"""What is taken away from the page: each a file made of a run, of one council or of several."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sufficiency.pages.explore.region.opened import OpenedRegion
from sufficiency.pages.explore.state import Place
from sufficiency.results.region.run import RegionRun
from sufficiency.results.run import Run
from sufficiency.results.table_files import write_csv, write_tables
from sufficiency.scenarios import Scenario

CHAPTER, REPORT, WORKBOOK = "chapter.docx", "report.html", "workbook.xlsx"
TABLES, CHARTS = "tables.zip", "charts.zip"


def taken(opened: Place, scenarios: Mapping[str, Scenario], name: str) -> bytes:
    """The content of a file of that name, made of scenarios side by side, by their names."""
    tried: dict[str, Any] = {
        called: opened.tried(scenario).told_as(scenario) for called, scenario in scenarios.items()
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        if isinstance(opened, OpenedRegion):
            _OF_A_REGION[name](opened.taken_away(tried), path)
        else:
            _OF_A_COUNCIL[name](opened.taken_away(tried, appraised=name != CHAPTER), path)
        return path.read_bytes()


def _chapter(run: Run, path: Path) -> None:
    from sufficiency.pages.document.chapter import write_chapter

    write_chapter(path, run)


def _workbook(run: Run, path: Path) -> None:
    from sufficiency.pages.workbook import write_workbook

    write_workbook(path, run)


def _charts(run: Run, folder: Path) -> None:
    from sufficiency.pages.charts import draw_all, write_all

    write_all(draw_all(run), folder)


def _region_report(run: RegionRun, path: Path) -> None:
    from sufficiency.pages.region import draw_region, write_region_report

    with TemporaryDirectory() as folder:
        write_region_report(run, draw_region(run, Path(folder)), path)


def _region_workbook(run: RegionRun, path: Path) -> None:
    from sufficiency.pages.region import write_region_workbook

    write_region_workbook(run, path)


def _region_charts(run: RegionRun, folder: Path) -> None:
    from sufficiency.pages.region import draw_region

    draw_region(run, folder)


def _region_tables(run: RegionRun, folder: Path) -> None:
    for name, table in run.tables.items():
        write_csv(table, folder / f"{name}.csv")


def _zipped(write: Callable[[Any, Path], Any]) -> Callable[[Any, Path], None]:
    """A folder of files as one."""

    def zipped(run: Any, path: Path) -> None:
        folder = path.with_suffix("")
        folder.mkdir()
        write(run, folder)
        shutil.make_archive(str(folder), "zip", folder)

    return zipped


_OF_A_COUNCIL: Final[Mapping[str, Callable[[Run, Path], Any]]] = {
    CHAPTER: _chapter,
    WORKBOOK: _workbook,
    TABLES: _zipped(write_tables),
    CHARTS: _zipped(_charts),
}
_OF_A_REGION: Final[Mapping[str, Callable[[RegionRun, Path], Any]]] = {
    REPORT: _region_report,
    WORKBOOK: _region_workbook,
    TABLES: _zipped(_region_tables),
    CHARTS: _zipped(_region_charts),
}
