"""Every reader of inputs, and clean inputs that it reads, for `tests/fuzz.py` to damage."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sufficiency.evidence import load_evidence, write_evidence
from sufficiency.evidence.loading import the_record
from sufficiency.evidence.ssda903 import read_returns
from sufficiency.evidence.synthetic import make_world
from sufficiency.evidence.synthetic.returns import write_returns
from sufficiency.forecasting import forecast_panel, read_panel
from sufficiency.forecasting.files.panel_remarks import panel_remarks
from sufficiency.money import read_budget
from sufficiency.scenarios.file.reading import load_scenarios
from sufficiency.scenarios.questions.question import load_question
from tests.evidence.ssda903 import faults
from tests.forecasting.made_up import made_up_panel

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"


@dataclass(frozen=True)
class Reader:
    """A reader of inputs.

    Attributes:
        clean: files by path that it reads, made once.
        read: reads them from a folder; raises InputError to refuse.
    """

    clean: Callable[[], dict[str, bytes]]
    read: Callable[[Path], object]


@lru_cache
def _tables() -> dict[str, dict[str, str]]:
    return faults.as_texts(write_returns(make_world(25, 2, 8), 8))


@lru_cache
def returns_in_csv() -> dict[str, bytes]:
    return {
        f"{year}/{name}.csv": text.encode()
        for year, tables in _tables().items()
        for name, text in tables.items()
    }


@lru_cache
def returns_in_xml() -> dict[str, bytes]:
    return {f"{year}/r.xml": faults.xml_of(tables).encode() for year, tables in _tables().items()}


@lru_cache
def returns_in_workbooks() -> dict[str, bytes]:
    return {f"{year}/r.xlsx": faults.workbook_of(tables) for year, tables in _tables().items()}


@lru_cache
def panel() -> dict[str, bytes]:
    return {"panel.csv": made_up_panel(6).to_csv(index=False).encode()}


def forecast_of_panel(place: Path) -> None:
    cells = read_panel(place / "panel.csv")
    panel_remarks(cells, the_record())
    forecast_panel(cells, years=1, draws=20)


@lru_cache
def tables_of_its_own() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        written = write_evidence("Stockport", Path(folder) / "own")
        return {f"own/{path.name}": path.read_bytes() for path in written}


def own_tables(place: Path) -> None:
    load_evidence("Stockport", evidence=place / "own")


@lru_cache
def scenarios() -> dict[str, bytes]:
    return {f"s/{path.name}": path.read_bytes() for path in sorted(SCENARIOS.glob("*.yaml"))}


@lru_cache
def questions() -> dict[str, bytes]:
    (one, *_) = sorted((SCENARIOS / "questions").glob("households*.yaml"))
    return {"q/question.yaml": one.read_bytes()}


@lru_cache
def budget() -> dict[str, bytes]:
    rows = [f"{year}/{year - 1999},{71_000_000 + year},all,Cabinet" for year in range(2026, 2031)]
    return {"budget.csv": "\n".join(["financial_year,budget,covers,source", *rows, ""]).encode()}


@lru_cache
def areas() -> dict[str, bytes]:
    rows = [f"QX{place} {place % 9}ZZ,{'in' if place % 3 else 'out'}" for place in range(40)]
    return {"areas.csv": "\n".join(["postcode,area", *rows, ""]).encode()}


def lookup(place: Path) -> None:
    from sufficiency.evidence.ssda903.areas import read_areas

    read_areas(place / "areas.csv")("QX1 1ZZ")


READERS: dict[str, Reader] = {
    "returns": Reader(returns_in_csv, read_returns),
    "XML": Reader(returns_in_xml, read_returns),
    "xlsx": Reader(returns_in_workbooks, read_returns),
    "panel": Reader(panel, forecast_of_panel),
    "evidence": Reader(tables_of_its_own, own_tables),
    "scenarios": Reader(scenarios, lambda place: load_scenarios(place / "s")),
    "questions": Reader(questions, lambda place: load_question(place / "q" / "question.yaml")),
    "budget": Reader(budget, lambda place: read_budget(place / "budget.csv")),
    "areas": Reader(areas, lookup),
}
"""Readers by name: a new one is a line here."""
