"""The text of a scenario file as values, with the line each of them stands on.

Only the plain part of YAML is read: keys, texts, numbers, true, false and lists. A month stays
the text that was typed (YAML would make 2026-04-01 a date and 12:30 a number), a key that is
there twice is refused (YAML would silently keep the last), and so are tags and aliases, which
can run code or grow without end.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from sufficiency.scenarios.values import shown

LARGEST: Final = 100_000
"""Bytes; a scenario file is a page or two, about 5,000."""
DEEPEST: Final = 12

_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,30}")
_DECIMAL: Final = re.compile(
    r"[-+]?(?:[0-9]{1,30}\.?[0-9]{0,30}|\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,4})?"
)
_CUT: Final = re.compile(r"\s+#(?:\S|\s*[0-9])")
"""What follows a text that a '#' cuts short; a comment has a space and no number after its '#'."""
_THOUSANDS: Final = re.compile(r"[0-9]{3}(?:[.][0-9]+)?")
_WORDS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "true": True, "false": False,
}  # fmt: skip

Plain = str | int | float | bool | None
KeyPath = tuple[str | int, ...]
"""Where a value stands: ("levers", 0, "percent")."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file: the line where it is known, and a sentence or two.

    `at` is where the key stands, and `said` the sentence without it, where the file has such a key.
    """

    line: int | None
    sentence: str
    at: KeyPath = ()
    said: str = ""


@dataclass(frozen=True)
class Text:
    """What a file says: its values, the line of each, and what could not be read."""

    values: Any
    lines: dict[KeyPath, int]
    faults: tuple[Fault, ...]

    def line(self, path: KeyPath) -> int | None:
        """The line of a value, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def read_text(path: Path) -> Text:
    """Read a file; whatever is wrong with it comes back as faults, never as an exception."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        return _refused(None, f"the file cannot be read ({error.strerror}).")
    if size > LARGEST:
        return _refused(
            None, f"the file holds {size:,} bytes; a scenario file has at most {LARGEST:,}."
        )
    try:
        text = decoded(raw)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return _refused(line, "a character is not UTF-8; save the file as UTF-8 text.")
    try:
        return parse(text)
    except yaml.YAMLError as error:
        return _refused(*_not_yaml(error))


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8, or the UTF-16 that `>` writes in Windows PowerShell.

    Raises:
        UnicodeDecodeError: when it is neither.
    """
    return raw.decode("utf-16" if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")


def parse(text: str) -> Text:
    """Read YAML text.

    Raises:
        yaml.YAMLError: when the text is not YAML.
    """
    forbidden = _forbidden(text)
    if forbidden:
        return Text(None, {}, tuple(forbidden))
    node = yaml.compose(text, Loader=yaml.BaseLoader)
    if node is None:
        return _refused(None, "the file is empty.")
    lines: dict[KeyPath, int] = {}
    faults: list[Fault] = []
    faults += _lost(node, text.splitlines())
    values = _value(node, (), lines, faults)
    return Text(values, lines, tuple(faults))


def _refused(line: int | None, sentence: str) -> Text:
    return Text(None, {}, (Fault(line, sentence),))


def _not_yaml(error: yaml.YAMLError) -> tuple[int | None, str]:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it is not YAML"
    line = mark.line + 1 if mark else None
    advice = "look for a missing colon, quotation mark or bracket, or a tab, on this line or above"
    return line, f"the text cannot be read as YAML: {' '.join(str(problem).split())}; {advice}."


def _forbidden(text: str) -> list[Fault]:
    """Faults of what is refused before any value is built."""
    faults = []
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                faults.append(Fault(line, "a second scenario begins here; write one in a file."))
        if isinstance(event, yaml.AliasEvent):
            faults.append(
                Fault(line, f"the alias '*{event.anchor}' is not allowed; write the value out.")
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            faults.append(
                Fault(line, f"the tag {shown(tag)} is not allowed; write the plain value.")
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return [*faults, Fault(line, f"lists and keys go more than {DEEPEST} deep.")]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return faults


def _lost(node: yaml.Node, lines: list[str]) -> list[Fault]:
    """Texts that a '#' cuts short: "Cabinet paper #7" would be read as "Cabinet paper".

    A '#' followed by a space begins a comment, as does any after a number.
    """
    if isinstance(node, yaml.ScalarNode):
        end = node.end_mark
        rest = lines[end.line][end.column :] if end.line < len(lines) else ""
        lost = _CUT.match(rest)
        if node.style is None and lost and isinstance(plain_value(str(node.value)), str):
            whole = f"{node.value}{rest}".rstrip()
            return [
                Fault(
                    end.line + 1,
                    f"the text {shown(whole)} would be cut short at '#', which begins a comment: "
                    "put the text in quotation marks.",
                )
            ]
        return []
    pairs = [part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,))]
    return [fault for part in pairs for fault in _lost(part, lines)]


def _value(node: yaml.Node, path: KeyPath, lines: dict[KeyPath, int], faults: list[Fault]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, i), lines, faults) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    values: dict[str, Any] = {}
    raw: dict[str, Any] = {}
    in_braces = isinstance(node, yaml.MappingNode) and bool(node.flow_style)
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            faults.append(Fault(line, "a key is a list or a mapping; a key must be one word."))
            continue
        key = str(key_node.value)
        if in_braces and values and _THOUSANDS.fullmatch(key) and not value_node.value:
            before = str(list(raw.values())[-1])
            number = re.sub(r"[^0-9]", "", before) + key
            faults.append(
                Fault(
                    line,
                    f"'{before},{key}' is read as two keys, since a comma in braces begins the "
                    f"next: write {number}, without a comma or a sign.",
                )
            )
            continue
        if key in values:
            first = lines[(*path, key)]
            faults.append(Fault(line, f"the key {shown(key)} is already on line {first}."))
            continue
        lines[(*path, key)] = line
        raw[key] = value_node.value
        values[key] = _value(value_node, (*path, key), lines, faults)
    return values


def _scalar(node: yaml.ScalarNode) -> Plain:
    quoted = node.style is not None  # in quotation marks, or a block of text
    return str(node.value) if quoted else plain_value(str(node.value))


def plain_value(text: str) -> Plain:
    """What a word without quotation marks stands for: mostly itself.

    >>> plain_value("2027"), plain_value("2027-04"), plain_value("true")
    (2027, '2027-04', True)
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
