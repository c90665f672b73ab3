"""Readers of the page without a browser: what one types and is told, over the page's own socket."""

from __future__ import annotations

import json
import time
import urllib.request
from http.cookiejar import CookieJar
from typing import Any

from websockets.sync.client import ClientConnection, connect

OUTPUTS = (
    *("told", "chart", "numbers", "reading", "levers", "years", "question", "answered", "kept"),
    *("about", "progress", "halting", "stopping"),
)


class Reader:
    """One reader: a session of their own."""

    def __init__(self, address: str) -> None:
        jar = CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        opener.open(address).read()
        place = address.split("?")[0].replace("http://", "ws://")
        cookie = "; ".join(f"{one.name}={one.value}" for one in jar)
        self.socket: ClientConnection = connect(
            f"{place}websocket/",
            additional_headers={"Cookie": cookie},
            max_size=None,
            max_queue=None,
            ping_interval=None,  # a machine that does other things too may answer late
        )
        self.values: dict[str, Any] = {}
        self.heard: list[str] = []
        shown = {f".clientdata_output_{name}_hidden": False for name in OUTPUTS}
        first = {".clientdata_url_search": "", "council": "Tameside", "view": "need"}
        self._send("init", {**shown, **first})

    def types(self, **boxes: object) -> None:
        """Fill in boxes, press buttons, choose."""
        self._send("update", boxes)

    def presses(self, button: str) -> None:
        """Press a button for the first time."""
        self._send("update", {f"{button}:shiny.action": 1})

    def waits(self, output: str, words: str, seconds: float = 120.0) -> float:
        """Until an output says some words; how long it took, in seconds."""
        began = time.perf_counter()
        while words not in str(self.values.get(output, "")):
            text = self.socket.recv(timeout=began + seconds - time.perf_counter())
            self.heard.append(str(text))
            self.values |= json.loads(text).get("values", {})
        return time.perf_counter() - began

    def closes(self) -> None:
        """Leave."""
        self.socket.close()

    def _send(self, method: str, data: dict[str, Any]) -> None:
        self.socket.send(json.dumps({"method": method, "data": data}))
