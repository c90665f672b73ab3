"""Ways to damage a file, as transfers, spreadsheets and typing do."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

JUNK = ["", " ", "?", "null", "NaN", "31/02/2020", "1/1/20", "99999999999999999999", "-1", "é£"]
JUNK += ["01/01/1850", "2099-12-31", "2020-13-45", "=1+1", '"', "'", "\t", "U6,PR1", "x" * 300]


def flip(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.randint(1, 30)):
        if out:
            out[dice.randrange(len(out))] = dice.randrange(256)
    return bytes(out)


def truncate(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def insert(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + bytes(dice.choice(b'\x00"\n\r,;\xff\xfe ') for _ in range(5)) + data[at:]


def drop_lines(data: bytes, dice: random.Random) -> bytes:
    return b"\n".join(line for line in data.split(b"\n") if dice.random() > 0.3)


def repeat_lines(data: bytes, dice: random.Random) -> bytes:
    return b"\n".join(line for line in data.split(b"\n") for _ in range(dice.randint(1, 2)))


def shuffle_lines(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    dice.shuffle(lines)
    return b"\n".join(lines)


def cells(data: bytes, dice: random.Random) -> bytes:
    share = dice.choice([0.001, 0.02, 0.3])
    return "\n".join(
        ",".join(dice.choice(JUNK) if dice.random() < share else cell for cell in line.split(","))
        for line in data.decode("utf-8", "replace").split("\n")
    ).encode()


def column(data: bytes, dice: random.Random) -> bytes:
    """Blank or spoil one column from top to bottom, its name now and then."""
    lines = [line.split(",") for line in data.decode("utf-8", "replace").split("\n")]
    at, junk, top = dice.randrange(len(lines[0])), dice.choice(JUNK), dice.random() < 0.5
    for number, line in enumerate(lines):
        if at < len(line) and (number or top):
            line[at] = junk
    return "\n".join(map(",".join, lines)).encode()


def drop_column(data: bytes, dice: random.Random) -> bytes:
    lines = [line.split(",") for line in data.decode("utf-8", "replace").split("\n")]
    at = dice.randrange(len(lines[0]))
    return "\n".join(",".join(line[:at] + line[at + 1 :]) for line in lines).encode()


def separator(data: bytes, dice: random.Random) -> bytes:
    return data.replace(b",", dice.choice([b";", b"\t", b"|", b" ", b",,"]))


def encoding(data: bytes, dice: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(dice.choice(["utf-16", "utf-8-sig", "utf-32"]))


def empty(_data: bytes, dice: random.Random) -> bytes:
    return dice.choice([b"", b"\n", b"\xef\xbb\xbf", b"CHILD", bytes(200), b"PK\x03\x04"])


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(flip, truncate, insert, drop_lines, repeat_lines, shuffle_lines),
    *(cells, column, drop_column, separator, encoding, empty),
)


def mangle(clean: dict[str, bytes], place: Path, dice: random.Random) -> None:
    """Write the files with one to three of them damaged in one to three ways: mostly one.

    What is damaged everywhere is refused at the first look, and tries nothing behind it.
    """
    files = dict(clean)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        name = dice.choice(sorted(files))
        for _ in range(dice.choice((1, 1, 1, 2, 3))):
            files[name] = dice.choice(WAYS)(files[name], dice) if files[name] else b""
        if dice.random() < 0.05:
            del files[name]
            break
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
