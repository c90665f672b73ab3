"""The page's own server: one address on this machine, and a token without which it says nothing."""

from __future__ import annotations

import hmac
import secrets
import socket
import webbrowser
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from sufficiency.errors import InputError

HERE: Final = "127.0.0.1"
TOKEN: Final = "token"
_REFUSED: Final = (
    "403: this page opens with the whole address that `sufficiency explore` printed, token "
    "included. Where the command was started again, it printed a new one.\n"
)
_WORK: Final = (
    "What was on the page is in this address: put &s= and all that stands after s= behind the new "
    "one, and it comes back.\n"
)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guarded:
    """An application that answers only those who came with the token.

    The first request brings it in the address; it is then kept as a cookie of this server alone,
    and taken out of the address, so that it is in no bookmark and no history of links.
    """

    def __init__(self, app: Asgi, token: str, port: int) -> None:
        self.app = app
        self.token = token
        self.cookie = f"sufficiency-{port}"  # cookies know no ports: another page has another

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http" and self._given(scope):
            await self._enter(scope, send)
        elif self._remembered(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})  # before it opens: 403
        else:
            work = _WORK if b"s=" in scope["query_string"] else ""
            await _answer(send, 403, [], _REFUSED + work)

    def _given(self, scope: Scope) -> bool:
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        return self._is(asked.get(TOKEN, ""))

    def _remembered(self, scope: Scope) -> bool:
        cookies: SimpleCookie = SimpleCookie()
        for name, value in scope["headers"]:
            if name == b"cookie":
                cookies.load(value.decode("latin-1"))
        held = cookies.get(self.cookie)
        return held is not None and self._is(held.value)

    def _is(self, word: str) -> bool:
        return hmac.compare_digest(word.encode(), self.token.encode())

    async def _enter(self, scope: Scope, send: Send) -> None:
        asked = parse_qsl(scope["query_string"].decode("latin-1"))
        rest = urlencode([(key, value) for key, value in asked if key != TOKEN])
        there = scope["path"] + (f"?{rest}" if rest else "")
        cookie = f"{self.cookie}={self.token}; Path=/; HttpOnly; SameSite=Lax"
        await _answer(send, 303, [("location", there), ("set-cookie", cookie)], "")


async def _answer(send: Send, status: int, headers: list[tuple[str, str]], text: str) -> None:
    told = [("content-type", "text/plain; charset=utf-8"), *headers]
    raw = [(name.encode(), value.encode("latin-1")) for name, value in told]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": text.encode()})


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; port 0 is any that is free.

    Raises:
        InputError: when the address is not this machine's, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ear = socket.socket(family, socket.SOCK_STREAM)
    ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        ear.bind((host, port))
    except (OSError, OverflowError) as fault:
        ear.close()
        reason = getattr(fault, "strerror", None) or str(fault)
        raise InputError(
            f"The page cannot be served at {host}, port {port} ({reason}): leave --port out for "
            "one that is free, and --host out for this machine alone."
        ) from None
    ear.listen(64)
    return ear


def serve(app: Asgi, ear: socket.socket, say: Callable[[str], None], browser: bool) -> None:
    """Say the address and serve until the command is stopped.

    Args:
        app: what is served.
        ear: where it listens.
        say: prints a line; the first is the address, token included.
        browser: whether to open it in the browser of this machine.
    """
    import uvicorn

    host, port = ear.getsockname()[:2]
    token = secrets.token_urlsafe(24)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/?{TOKEN}={token}"
    say(address)
    say("The page is open for as long as this command runs. To stop it: Ctrl+C.")
    if browser:
        webbrowser.open(address)
    settings = uvicorn.Config(
        Guarded(app, token, port),
        log_level="warning",
        ws="auto",
        lifespan="on",
        ws_ping_timeout=None,  # a page on a machine that slept, or was busy, is still there
        ws_per_message_deflate=False,  # pressing a picture takes longer than sending it
    )
    uvicorn.Server(settings).run(sockets=[ear])
