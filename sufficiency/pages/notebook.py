"""The first cell of a notebook: boxes for a council and a scenario, and a button that keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

from sufficiency.engine import forecast, run_scenarios
from sufficiency.errors import InputError
from sufficiency.evidence import authorities, load_evidence
from sufficiency.pages import RunPages
from sufficiency.pages.explore.boxes import Slot, heading, plainly, values_in
from sufficiency.pages.explore.keeping import save
from sufficiency.pages.notebook_boxes import LABEL, Row, not_allowed, rows
from sufficiency.results.run import Run, make_run
from sufficiency.scenarios import Scenario, explain, load_scenarios
from sufficiency.scenarios.file.draft import Checked, Draft, checked, draft_of
from sufficiency.scenarios.file.yamltext import KeyPath

_WIDE: Final = {"description_width": LABEL}
_LONG: Final = {"width": f"calc({LABEL} + 22em)"}
_TOLD: Final = ("What it does\n", "Levers that meet\n", "Take care\n")
"""The parts of the reading in plain English that a form shows."""


class Form:
    """Boxes for a council and a scenario; `run()` makes the run that they ask for.

    The boxes are made from the levers' own descriptions and are read as a scenario file is. What is
    wrong with a value is said beside it, and below them the scenario is read back in plain English.
    """

    def __init__(self, authority: str, begin: Path | None, scenarios: Path | None) -> None:
        from ipywidgets import HTML, Button, Combobox, HBox, IntText, Text, VBox

        self._draft = Draft({"name": "", "levers": []}) if begin is None else draft_of(begin)
        self._beside = scenarios
        self._slots = tuple(
            Slot(n, str(lever["lever"]), lever)
            for n, lever in enumerate(self._draft.values.get("levers", ()))
        )
        self._authority = Combobox(
            value=authority,
            options=list(authorities()["name"]),
            description="Council",
            style=_WIDE,
            layout=_LONG,
        )
        self._years = IntText(value=5, description="Years ahead", style=_WIDE)
        self._draws = IntText(value=2000, description="Simulated futures", style=_WIDE)
        self._name = Text(
            value=str(self._draft.values["name"]),
            description="Scenario's name",
            style=_WIDE,
            layout=_LONG,
        )
        self._rows = [rows(slot) for slot in self._slots]
        self._boxes = {name: box for row in self._each_row() for name, box in row.boxes.items()}
        self._beside_authority, self._said = HTML(layout={"flex": "1 1 20em"}), HTML()
        kept = Button(
            description="Save to the folder scenarios",
            layout={"width": "auto", "align_self": "flex-start"},
        )
        kept.on_click(lambda _: self._keep())
        for box in (self._authority, self._name, *self._boxes.values()):
            box.observe(lambda _: self._read(), names="value")
        first = HBox([self._authority, self._beside_authority], layout={"flex_flow": "row wrap"})
        parts: list[Any] = [first, self._years, self._draws]
        if self._slots:
            parts += [self._name, self._levers(), kept]
        self.widget = VBox([*parts, self._said])
        self._read()

    def run(self) -> Run:
        """The run of the council with this scenario, and with those of the folder beside it.

        Raises:
            InputError: when a box holds what is not allowed; each is named.
        """
        evidence = load_evidence(self._authority.value)
        beside = () if self._beside is None else load_scenarios(self._beside)
        mine = (self.scenario(),) if self._slots else ()
        others = tuple(one for one in beside if one.name not in {m.name for m in mine})
        baseline = forecast(evidence, self._years.value, self._draws.value)
        return make_run(run_scenarios(baseline, (*mine, *others)), pages=RunPages())

    def scenario(self) -> Scenario:
        """The scenario as its boxes have it.

        Raises:
            InputError: when one holds what is not allowed; each is named.
        """
        found = self._checked()
        if found.scenario is None:
            raise InputError("\n".join(self._faults(found)))
        return found.scenario

    def _values(self) -> dict[str, Any]:
        levers = [values_in(slot, self._typed) for slot in self._slots]
        values = dict(self._draft.values) | {"name": self._name.value, "levers": levers}
        return {"why": "Tried in a notebook.", **values}

    def _typed(self, name: str) -> Any:
        """What a box holds; sources have none here, and stay as the file has them."""
        return self._boxes[name].value if name in self._boxes else None

    def _checked(self) -> Checked:
        return checked(self._values())

    def _read(self) -> None:
        """Say what the scenario does, or what is wrong with it, there and beside its box."""
        found = self._checked()
        for row in self._each_row():
            row.tell([told for at, told in found.faults.items() if row.holds(at)])
        self._beside_authority.value = ""
        try:
            evidence = load_evidence(self._authority.value)
        except InputError as unknown:
            self._beside_authority.value = not_allowed([str(unknown)])
            return
        if not self._slots:
            return
        if found.scenario is None:
            self._tell(["It cannot be run yet:", *self._faults(found)])
            return
        blocks = explain(found.scenario, evidence).split("\n\n")
        told = [block for block in blocks if block.startswith(_TOLD)]
        self._tell([line for block in told for line in block.split("\n")])

    def _keep(self) -> None:
        folder = Path("scenarios") if self._beside is None else self._beside
        try:
            path = save(Draft(self._values(), self._draft.text), folder)
        except InputError as wrong:
            self._tell(str(wrong).split("\n"))
        else:
            self._tell([f"Saved as {path}."])

    def _tell(self, lines: list[str]) -> None:
        self._said.value = "".join(f"<p>{escape(plainly(line))}</p>" for line in lines)

    def _each_row(self) -> Iterator[Row]:
        return (row for lever in self._rows for part in lever for row in part)

    def _levers(self) -> Any:
        """A fold for each lever: its numbers, and folds for what it costs and how it builds up."""
        from ipywidgets import VBox

        told = {}
        for slot, (first, costs, aside) in zip(self._slots, self._rows, strict=True):
            inner = _folds({"What it costs": _stack(costs), "How it builds up": _stack(aside)})
            told[f"{slot.number + 1}. {heading(slot.kind)}"] = VBox([_stack(first), inner])
        levers = _folds(told)
        levers.selected_index = 0
        return levers

    def _faults(self, found: Checked) -> list[str]:
        """What is wrong, key by key, in the words of the boxes."""
        return [f"{self._named(at)}: {told}" for at, told in found.faults.items()]

    def _named(self, at: KeyPath) -> str:
        held = (row.key.name for row in self._each_row() if row.holds(at))
        return next(held, " ".join(map(str, at)).capitalize())

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget)


def form(
    authority: str = "Tameside",
    begin: str | Path | None = None,
    scenarios: str | Path | None = None,
) -> Form:
    """Boxes for the first cell of a notebook: a council, and a scenario to change.

    Args:
        authority: the council that is there at first.
        begin: a scenario file whose numbers the boxes hold at first; None for no scenario.
        scenarios: a folder of scenario files to run beside it, and to save it in.

    Raises:
        InputError: when the file is not a scenario.
    """
    first, beside = (None if path is None else Path(path) for path in (begin, scenarios))
    return Form(authority, first, beside)


def _stack(of: list[Row]) -> Any:
    from ipywidgets import VBox

    return VBox([row.widget for row in of])


def _folds(of: Mapping[str, Any]) -> Any:
    from ipywidgets import Accordion

    folds = Accordion(list(of.values()))
    for place, title in enumerate(of):
        folds.set_title(place, title)
    return folds
