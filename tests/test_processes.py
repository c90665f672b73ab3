"""Work that other processes do beside this one, and what this one does of it."""

from __future__ import annotations

import os

from sufficiency.processes import Hands


def test_alone_it_is_done_here_with_what_was_given_when_it_was_asked_for() -> None:
    given = [1, 2]
    with Hands(1) as hands:
        answer = hands.ask(sum, given)
        given.append(3)
        assert answer.get() == 3
        assert hands.ask(os.getpid).get() == os.getpid()


def test_of_two_processes_this_one_does_what_the_other_has_not_begun() -> None:
    """One is this one. The other has a few of many at hand, and holds nobody up with the rest."""
    with Hands(2) as hands:
        asked = [hands.ask(os.getpid) for _ in range(50)]
        last_first = [answer.get() for answer in reversed(asked)]
    others = set(last_first) - {os.getpid()}
    assert len(others) <= 1
