"""The page, served by the command itself, and a real browser to use it with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PATIENCE = 120_000
"""Milliseconds that a step may take on a machine that does other things too."""


@dataclass
class Visit:
    """A page in a browser: what it asked, what the server told it, and what went wrong in it."""

    page: Page
    asked: list[str] = field(default_factory=list)
    heard: list[str | bytes] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """Requests to anywhere but the server."""
        here = {"127.0.0.1", None, ""}
        return [url for url in self.asked if urlparse(url).hostname not in here]


def chromium() -> str:
    """Where this machine has Chromium."""
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    assert found, "the page is tried in Chromium: install it, as in apt install chromium"
    return found


@pytest.fixture(scope="module")  # one at a time: other files drive a browser too
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class Served:
    """The command as it runs: its first line, and the folder it was started in."""

    process: subprocess.Popen[str]
    address: str
    folder: Path

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def serve(folder: Path, *options: str) -> Served:
    """Start the command in a folder, and read the first line that it prints."""
    command = [sys.executable, "-m", "sufficiency", "explore", "--no-browser", *options]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    return Served(process, process.stdout.readline().strip(), folder)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    started = serve(tmp_path_factory.mktemp("explore"), "--draws", "200")
    yield started
    started.stop()


@contextmanager
def visiting(browser: Browser, address: str, **context: Any) -> Iterator[Visit]:
    """A page in a browser of its own, once it says something."""
    opened = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
    opened.set_default_timeout(PATIENCE)
    made = Visit(opened.new_page())
    made.page.on("request", lambda request: made.asked.append(request.url))
    hear = lambda frame: made.heard.append(frame)  # noqa: E731 - playwright marks what it calls
    made.page.on("websocket", lambda socket: socket.on("framereceived", hear))
    made.page.on("pageerror", lambda error: made.faults.append(str(error)))
    made.page.goto(address)
    made.page.wait_for_selector("#told p")
    yield made
    opened.close()
    assert not made.faults


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    with visiting(browser, served.address) as made:
        yield made
