"""What takes time to make, kept for whoever asks for it next."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final, Generic, TypeVar

from sufficiency.scenarios import Scenario
from sufficiency.scenarios.file.draft import values_of

Made = TypeVar("Made")
PICTURES: Final = 48
"""Pictures that a council keeps, some 100 kB each: readers open with the same ones and go back."""
_WORDS: Final = ("name", "why", "premise", "authority", "source")
"""Keys of a scenario that change no answer."""


class Shelf(Generic[Made]):
    """The last few things made, by key; readers who ask for the same thing wait for one of them.

    Those who ask for another thing do not wait.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self._held: dict[Hashable, Made] = {}
        self._making: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What is kept under a key, made where it is not there; the longest unasked for goes.

        What `make` raises is raised, and nothing is kept.
        """
        with self._guard:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._guard:
                if key in self._held:
                    self._held[key] = self._held.pop(key)
                    return self._held[key]
            made = make()
            with self._guard:
                self._held[key] = made
                while len(self._held) > self.room:
                    gone = next(iter(self._held))
                    del self._held[gone]
                    self._making.pop(gone, None)
            return made


def what_it_does(scenario: Scenario) -> str:
    """A scenario without the words about it: two that do the same have one answer."""
    return json.dumps(_does(values_of(scenario)), sort_keys=True)


def _does(values: Mapping[str, Any]) -> dict[str, Any]:
    done = {key: value for key, value in values.items() if key not in _WORDS}
    return done | {"levers": [_does(lever) for lever in done.pop("levers", ())]}
