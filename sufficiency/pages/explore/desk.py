"""What one reader has on the page: a council, a scenario in hand, its answer and the last one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shiny import Inputs, Session, reactive

from sufficiency.pages.explore.boxes import Slot, values_in
from sufficiency.pages.explore.state import Asked, Opened
from sufficiency.results.tried import Tried
from sufficiency.scenarios.file.draft import Checked, Draft, checked

MINE: Final = "My scenario"
WHY: Final = "Tried on the page."
BEFORE: Final = ", before the last change"
KEPT: Final = ", as kept"


class Desk:
    """The reader's desk: reactive values that the parts of the page read and write."""

    def __init__(self, asked: Asked, first: Opened, input: Inputs, session: Session) -> None:
        self.asked = asked
        self.input = input
        self.session = session
        self.opened: reactive.Value[Opened] = reactive.Value(first)
        self.slots: reactive.Value[tuple[Slot, ...]] = reactive.Value(())
        self.begun: reactive.Value[Draft] = reactive.Value(Draft({}))
        self.now: reactive.Value[Tried | None] = reactive.Value(None)
        self.last: reactive.Value[Tried | None] = reactive.Value(None)
        self.kept: reactive.Value[dict[str, dict[str, Any]]] = reactive.Value({})
        self.restored: reactive.Value[dict[str, Any]] = reactive.Value({})
        self.saved: reactive.Value[int] = reactive.Value(0)
        self._made = 0

    def open(self, opened: Opened) -> None:
        """Put another council on the desk; the scenario in hand stays, to be tried on it."""
        self.opened.set(opened)
        self.now.set(None)
        self.last.set(None)

    def begin(self, draft: Draft) -> None:
        """Put another scenario in hand."""
        self.begun.set(draft)
        self.now.set(None)
        self.last.set(None)
        levers = draft.values.get("levers", ())
        self.slots.set(tuple(self.slot(str(lever["lever"]), lever) for lever in levers))

    def slot(self, kind: str, values: Mapping[str, Any]) -> Slot:
        """A lever's form that no browser has seen, so that it holds what it is given."""
        self._made += 1
        return Slot(self._made, kind, values)

    def typed(self, name: str) -> Any:
        """What a box holds; None where the browser has not told yet."""
        box = self.input[name]
        return box() if box.is_set() else None

    def values(self) -> dict[str, Any]:
        """The scenario in hand as a file would hold it."""
        kept = {key: value for key, value in self.begun().values.items() if key != "levers"}
        told = {
            "name": self.typed("name"),
            "why": self.typed("why"),
            "premise": self.typed("premise"),
        }
        held = {"name": MINE, "why": WHY, **kept}
        held |= {key: value.strip() for key, value in told.items() if value is not None}
        if not held.get("premise"):
            held.pop("premise", None)
        return {**held, "levers": [values_in(slot, self.typed) for slot in self.slots()]}

    def checked(self) -> Checked:
        """The scenario in hand as a file with it would be read."""
        return checked(self.values())

    def draft(self) -> Draft:
        """The scenario in hand, with the text of the file it came from."""
        return Draft(self.values(), self.begun().text)

    def in_hand(self) -> dict[str, Tried]:
        """The last answer and the new one; or, where some are kept, those and the new one."""
        now, last = self.now(), self.last()
        name = str(self.values()["name"])
        others = self._kept(name)
        if last is not None and not others:
            others = {name + BEFORE: last}
        return {**others, **({} if now is None else {name: now})}

    def side_by_side(self) -> dict[str, Tried]:
        """What is kept and the scenario in hand, under their own names: to be taken away."""
        now, found = self.now(), self.checked().scenario
        if now is None or found is None:
            return self._kept("")
        return {**self._kept(found.name), found.name: now.told_as(found)}

    def _kept(self, name: str) -> dict[str, Tried]:
        """What is kept, on the council that is open; one of the name in hand says that it is."""
        opened = self.opened()
        if opened.inside is None:
            return {}
        found = {}
        for own, values in self.kept().items():
            scenario = checked(values).scenario
            if scenario is not None:
                shown = own if own != name else own + KEPT
                named = scenario.model_copy(update={"name": shown})
                found[shown] = opened.tried(scenario).told_as(named)
        return found
