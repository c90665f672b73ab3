"""The first cell of a notebook: boxes for a council and a scenario, and a button that keeps it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sufficiency.engine import forecast, run_scenarios
from sufficiency.errors import InputError
from sufficiency.evidence import authorities, load_evidence
from sufficiency.pages import RunPages
from sufficiency.pages.explore.boxes import Box, Slot, boxes, heading, held_in, values_in
from sufficiency.pages.explore.keeping import save
from sufficiency.results.run import Run, make_run
from sufficiency.scenarios import Scenario, explain, load_scenarios
from sufficiency.scenarios.file.draft import Checked, Draft, checked, draft_of

_WIDE: Final = {"description_width": "18em"}


class Form:
    """Boxes for a council and a scenario; `run()` makes the run that they ask for.

    The boxes are made from the levers' own descriptions and are read as a scenario file is. Below
    them the scenario is read back in plain English, or what is wrong with it is said.
    """

    def __init__(self, authority: str, begin: Path | None, scenarios: Path | None) -> None:
        from ipywidgets import HTML, Button, Combobox, IntText, Text, VBox

        self._draft = Draft({"name": "", "levers": []}) if begin is None else draft_of(begin)
        self._beside = scenarios
        self._slots = tuple(
            Slot(n, str(lever["lever"]), lever)
            for n, lever in enumerate(self._draft.values.get("levers", ()))
        )
        self._authority = Combobox(
            value=authority,
            options=list(authorities()["name"]),
            ensure_option=True,
            description="Council",
            style=_WIDE,
        )
        self._years = IntText(value=5, description="Years ahead", style=_WIDE)
        self._draws = IntText(value=2000, description="Simulated futures", style=_WIDE)
        self._name = Text(
            value=str(self._draft.values["name"]), description="Scenario's name", style=_WIDE
        )
        self._boxes = {box.name: _widget(slot, box) for slot in self._slots for box in boxes(slot)}
        self._said = HTML()
        kept = Button(description="Save to the folder scenarios", layout={"width": "auto"})
        kept.on_click(lambda _: self._keep())
        for box in (self._name, *self._boxes.values()):
            box.observe(lambda _: self._read(), names="value")
        parts: list[Any] = [self._authority, self._years, self._draws]
        if self._slots:
            parts += [self._name, *self._levers(), self._said, kept]
            self._read()
        self.widget = VBox(parts)

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
            raise InputError("\n".join(_faults(found)))
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
        """Say what the scenario does, or what is wrong with it."""
        found = self._checked()
        if found.scenario is None:
            self._tell(["It cannot be run yet:", *_faults(found)])
            return
        told = explain(found.scenario, load_evidence(self._authority.value)).split("\n\n")
        self._tell([line for block in told[3:4] for line in block.split("\n")])

    def _keep(self) -> None:
        folder = Path("scenarios") if self._beside is None else self._beside
        try:
            path = save(Draft(self._values(), self._draft.text), folder)
        except InputError as wrong:
            self._tell(str(wrong).split("\n"))
        else:
            self._tell([f"Saved as {path}."])

    def _tell(self, lines: list[str]) -> None:
        from html import escape

        self._said.value = "".join(f"<p>{escape(line)}</p>" for line in lines)

    def _levers(self) -> list[Any]:
        from ipywidgets import Accordion, VBox

        folds = Accordion([VBox([self._boxes[b.name] for b in boxes(s)]) for s in self._slots])
        for place, slot in enumerate(self._slots):
            folds.set_title(place, heading(slot.kind))
        folds.selected_index = 0
        return [folds]

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


def _widget(slot: Slot, box: Box) -> Any:
    """The box of one value, with what it is as its tooltip."""
    from ipywidgets import Checkbox, Dropdown, Text

    held, key = held_in(slot.values, box), box.key
    says = key.name if box.says == key.name else f"{key.name}: {box.says.lower()}"
    about = {"description": says, "tooltip": key.says, "style": _WIDE}
    if key.asks == "words":
        return Checkbox(value=bool(held), **about)
    if key.asks == "word":
        return Dropdown(options=["", *key.known], value=held or "", **about)
    limits = f" {key.limits.allowed}" if key.limits else ""
    text = "" if held is None else f"{held:.15g}" if isinstance(held, int | float) else str(held)
    return Text(value=text, placeholder=f"left out;{limits}", **about)


def _faults(found: Checked) -> list[str]:
    """What is wrong, key by key."""
    return [
        f"{', '.join(str(part) for part in path if part not in ('levers', 0))}: {said}"
        for path, said in found.faults.items()
    ]
