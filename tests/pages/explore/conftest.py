"""The page, served by the command itself, and a real browser to use it with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PATIENCE = 120_000
"""Milliseconds that a step may take on a machine that does other things too."""


@dataclass
class Visit:
    """A page in a browser, and every request it made."""

    page: Page
    asked: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """Requests to anywhere but the server."""
        here = {"127.0.0.1", None, ""}
        return [url for url in self.asked if urlparse(url).hostname not in here]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    assert found, "the page is tried in Chromium: install it (.ci/run does), as in apt install"
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


def serve(folder: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    """The command, started in a folder; and the first line that it printed."""
    command = [sys.executable, "-m", "sufficiency", "explore", "--no-browser", *options]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process, line = serve(tmp_path_factory.mktemp("explore"), "--draws", "200")
    yield line
    process.terminate()
    process.wait()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    made = Visit(context.new_page())
    made.page.on("request", lambda request: made.asked.append(request.url))
    made.page.goto(address)
    made.page.wait_for_selector("#told p")
    yield made
    context.close()
