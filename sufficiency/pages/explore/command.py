"""`sufficiency explore`: what it says before the page opens, and what it refuses."""

from __future__ import annotations

import warnings
from typing import Protocol

from sufficiency.errors import InputError
from sufficiency.pages.explore.server import HERE, listen, serve
from sufficiency.pages.explore.state import Asked
from sufficiency.stopping import Stopped


class Say(Protocol):
    """Prints a line, at once."""

    def __call__(self, text: str, error: bool = False) -> None: ...


def explore(asked: Asked, host: str | None, port: int, *, browser: bool, say: Say) -> None:
    """Open what was asked for and serve it until the command is stopped.

    Args:
        host: an address that others reach; None is this machine alone.
        port: 0 is any that is free.
        browser: whether to open it in the browser of this machine.
        say: prints a line; the first on its output is the address.

    Raises:
        InputError: when what was asked for cannot be opened or served.
    """
    if asked.run is not None and (asked.authority or asked.ssda903 or asked.evidence):
        raise InputError("--run opens an earlier run as it is: leave --authority and others out.")
    from sufficiency.pages.explore.app import application

    # a council's part of a home is no whole number of places
    warnings.filterwarnings("ignore", message="Pydantic serializer warnings")
    ear = listen(host or HERE, port)
    if asked.served:
        say(_warning(asked), error=True)
    app = application(asked)
    try:
        serve(app, ear, say, browser)
    except Stopped:  # Ctrl+C is how whoever opened the page closes it
        saved = "" if asked.served else " Scenarios that were saved are in the folder scenarios."
        say(f"Stopped.{saved}", error=True)


def _warning(asked: Asked) -> str:
    """What whoever serves others should know."""
    small = (
        "Small numbers are withheld."
        if asked.publish
        else "Small numbers are NOT withheld (--internal): everybody who has the address sees them."
    )
    return (
        "Warning: with --host, whoever reaches this address and has the token sees the page. It is "
        "for a council's own server, behind its own sign-on and encryption; the page has neither. "
        f"{small} Nothing is saved on this machine: readers download what they keep."
    )
