"""What one reader has on the page: a council, a scenario in hand, its answer and the last one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shiny import Inputs, Session, reactive

from sufficiency.pages.explore.boxes import Slot, values_in
from sufficiency.pages.explore.state import Answer, Asked, Place
from sufficiency.scenarios import Scenario
from sufficiency.scenarios.file.draft import Draft, checked

MINE: Final = "My scenario"
WHY: Final = "Tried on the page."
KEPT: Final = ", as kept"
EACH: Final = "each"
"""Who does a scenario on councils together, where it does not say: each of them."""


class Desk:
    """The reader's desk: reactive values that the parts of the page read and write.

    `values` gives the scenario in hand as a file would hold it, `checked` what a file with it would
    be read as; each is worked out once for whatever asks.
    """

    def __init__(self, asked: Asked, first: Place, input: Inputs, session: Session) -> None:
        self.asked = asked
        self.first = first
        self.input = input
        self.session = session
        self.opened: reactive.Value[Place] = reactive.Value(first)
        self.slots: reactive.Value[tuple[Slot, ...]] = reactive.Value(())
        self.begun: reactive.Value[Draft] = reactive.Value(Draft({}))
        self.now: reactive.Value[Answer | None] = reactive.Value(None)
        self.last: reactive.Value[Answer | None] = reactive.Value(None)
        self.kept: reactive.Value[dict[str, dict[str, Any]]] = reactive.Value({})
        self.restored: reactive.Value[dict[str, Any]] = reactive.Value({})
        self.saved: reactive.Value[int] = reactive.Value(0)
        self._made = 0
        self.values = reactive.calc(self._values)
        self.checked = reactive.calc(lambda: checked(self.values()))

    def open(self, opened: Place) -> None:
        """Put another place on the desk; the scenario in hand stays, to be tried on it."""
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

    def _values(self) -> dict[str, Any]:
        """The scenario in hand as a file would hold it."""
        kept = {key: value for key, value in self.begun().values.items() if key != "levers"}
        told = {
            "name": self.typed("name"),
            "why": self.typed("why"),
            "premise": self.typed("premise"),
        }
        held = {"name": MINE, "why": WHY, **kept}
        held |= {key: value.strip() for key, value in told.items() if value is not None}
        if self.opened().is_region and self.typed("applies_to") is not None:
            held |= {key: self.typed(key) for key in ("applies_to", "shared_by")}
        if held.get("applies_to", EACH) == EACH:
            held.pop("applies_to", None)
            held.pop("shared_by", None)
        if not held.get("premise"):
            held.pop("premise", None)
        return {**held, "levers": [values_in(slot, self.typed) for slot in self.slots()]}

    def can_be_tried(self) -> Scenario | None:
        """The scenario in hand, where it does something and can be answered."""
        found = self.checked().scenario
        return found if found and found.levers and not self.opened().why_not else None

    def why_untried(self) -> str:
        """What to do before the scenario in hand can be tried, where it cannot."""
        if self.opened().why_not:
            return self.opened().why_not
        return "Mend what is wrong with it first." if self.slots() else "Add a lever first."

    def draft(self) -> Draft:
        """The scenario in hand, with the text of the file it came from."""
        return Draft(self.values(), self.begun().text)

    def kept_as(self, name: str = "") -> dict[str, Scenario]:
        """What is kept, where it can be tried; one of the name given says that it is kept."""
        found = {}
        for own, values in () if self.opened().why_not else self.kept().items():
            scenario = checked(values).scenario
            if scenario is not None:
                shown = own if own != name else own + KEPT
                found[shown] = scenario.model_copy(update={"name": shown})
        return found

    def side_by_side(self) -> dict[str, Scenario]:
        """What is kept and the scenario in hand, under their own names: to be taken away."""
        found = self.can_be_tried()
        if found is None:
            return self.kept_as()
        return {**self.kept_as(found.name), found.name: found}
