"""The documentation: what it names is there, here and in the site made of it."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.test_project import LEAVES, ROOMS

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "models/*.md", "outputs/*.md")
    for page in ROOT.glob(pattern)
)
HISTORY = {ROOT / "CHANGELOG.md", *ROOT.glob("docs/decisions/0*.md")}
"""Pages that say what was: they may name what is no longer there."""

_FENCE = re.compile(r"^(`{3,}).*?^\1", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_NAMED = re.compile(
    r"\b(?:docs|models|notebooks|scenarios|sufficiency|tests)/[\w./-]*\w\.(?:md|py|ya?ml|ipynb|csv)\b"
)


def _links(page: Path) -> list[str]:
    return _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))


def _anchors(page: Path) -> set[str]:
    """What a heading is called in a link: its words in small letters, joined by hyphens."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def _broken(page: Path) -> list[str]:
    broken = []
    for link in _links(page):
        parts = urlsplit(link)
        if parts.scheme:
            continue
        target = (page.parent / unquote(parts.path)) if parts.path else page
        if not target.is_file() or (parts.fragment and parts.fragment not in _anchors(target)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_to_a_file_and_to_its_heading(page: Path) -> None:
    assert not _broken(page)


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A heading, with marks\n[a](#a-heading-with-marks) [b](#gone) [c](gone.md)\n"
        "[d](page.md#no)\n```\n[e](in-code.md)\n```\n",
        encoding="utf-8",
    )
    assert _broken(page) == ["#gone", "gone.md", "page.md#no"]


@pytest.mark.parametrize(
    "page", sorted(set(PAGES) - HISTORY), ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_every_file_of_ours_that_a_page_names_is_there(page: Path) -> None:
    named = set(_NAMED.findall(page.read_text(encoding="utf-8")))
    assert not {name for name in named if not (ROOT / name).exists()}


def test_every_page_that_a_message_or_a_help_text_names_is_there() -> None:
    for path in (ROOT / "sufficiency").rglob("*.py"):
        for name in re.findall(r"\b(?:docs|models)/[\w-]+\.md\b", path.read_text("utf-8")):
            assert (ROOT / name).is_file(), f"{path.name} names {name}"


def test_the_reference_holds_every_room_and_leaf() -> None:
    def told(page: str) -> set[str]:
        text = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
        return {name.split(".")[0] for name in re.findall(r"automodule:: sufficiency\.(\S+)", text)}

    assert told("rooms.md") == set(ROOMS)
    assert told("leaves.md") == set(LEAVES) - {"_version"}


class _Page(HTMLParser):
    """The links of a page of the site and the places in it that a link can lead to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        self.places |= {str(about[key]) for key in ("id", "name") if about.get(key)}
        self.links |= {str(about[key]) for key in ("href", "src") if about.get(key)}


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_and_every_link_in_it_leads_somewhere(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", "docs"]
    built = subprocess.run(
        [*command, ".", tmp_path], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert built.returncode == 0, built.stderr

    pages = {path.resolve(): _Page(path) for path in tmp_path.rglob("*.html")}
    assert len(pages) > len(PAGES)
    broken = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                assert parts.scheme in ("https", "http", "mailto"), f"{path.name}: {link}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            place = unquote(parts.fragment)
            if not target.is_file() or (
                place and target in pages and place not in pages[target].places
            ):
                broken.append(f"{path.relative_to(tmp_path)}: {link}")
    assert not broken


def test_decisions_are_numbered_without_a_gap_and_begin_with_their_number() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    begun = [file.read_text(encoding="utf-8").split(" ", 2)[1] for file in files]

    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    assert begun == [f"{number}." for number in range(1, len(files) + 1)]
