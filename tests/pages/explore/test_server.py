"""The page's server: nobody without the token, and a port that is taken is a sentence."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from sufficiency.errors import InputError
from sufficiency.pages.explore.server import HERE, Guarded, listen


def ask(
    kind: str = "http", query: str = "", cookie: str | None = None, path: str = "/"
) -> tuple[list[dict[str, Any]], bool]:
    """What a guarded application answers, and whether it was reached."""
    sent: list[dict[str, Any]] = []
    reached = []

    async def app(scope, receive, send):
        reached.append(scope)

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    headers = [] if cookie is None else [(b"cookie", cookie.encode())]
    scope = {"type": kind, "path": path, "query_string": query.encode(), "headers": headers}
    asyncio.run(Guarded(app, "right", 80)(scope, receive, send))
    return sent, bool(reached)


@pytest.mark.parametrize("query", ["", "token=", "token=wrong", "token=righ", "x=right"])
@pytest.mark.parametrize("cookie", [None, "sufficiency-80=wrong", "sufficiency-81=right", "x"])
def test_a_request_without_the_token_is_refused(query: str, cookie: str | None) -> None:
    sent, reached = ask(query=query, cookie=cookie)
    assert sent[0]["status"] == 403 and not reached
    assert b"comes back" not in sent[1]["body"]
    sent, reached = ask("websocket", query, cookie)
    assert sent == [{"type": "websocket.close", "code": 1008}] and not reached


def test_a_link_to_work_on_a_page_that_is_gone_is_told_how_to_come_back() -> None:
    sent, _ = ask(query="s=abc")
    assert sent[0]["status"] == 403 and b"put &s= and all that stands after" in sent[1]["body"]


def test_the_token_is_taken_out_of_the_address_and_kept_by_the_browser_alone() -> None:
    sent, reached = ask(query="token=right&s=abc")
    told = dict(sent[0]["headers"])
    assert sent[0]["status"] == 303 and told[b"location"] == b"/?s=abc" and not reached
    assert b"HttpOnly" in told[b"set-cookie"] and b"SameSite=Lax" in told[b"set-cookie"]
    _, reached = ask(cookie="other=1; sufficiency-80=right")
    assert reached
    assert ask("websocket", cookie="sufficiency-80=right")[1]


def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    with socket.socket() as other:
        other.bind((HERE, 0))
        other.listen()
        with pytest.raises(
            InputError, match=r"cannot be served at 127\.0\.0\.1, port \d+ \(.*in use"
        ):
            listen(HERE, other.getsockname()[1])


def test_only_this_machine_is_listened_to_unless_another_address_is_given() -> None:
    with listen(HERE, 0) as ear:
        assert ear.getsockname()[0] == "127.0.0.1" and ear.getsockname()[1] > 0
