"""What the world does to returns: each fault of a kind, put into clean ones at a place and share.

A return is its tables as texts; a fault writes the folder as a council might hold it.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from sufficiency.evidence.synthetic.returns import Tables

Returns = dict[str, dict[str, str]]
"""Folder of a year -> table name -> text of its CSV."""
DATES = ("DECOM", "DEC", "DOB", "DUC")
CODES = ("PLACE", "PLACE_PROVIDER", "RNE", "LS", "REC")


def as_texts(returns: Mapping[int, Tables]) -> Returns:
    return {
        f"{year - 1}-{year % 100:02d}": {
            name: table.to_csv(index=False, lineterminator="\n") for name, table in tables.items()
        }
        for year, tables in returns.items()
    }


def write(returns: Returns, place: Path) -> Path:
    for year, tables in returns.items():
        (place / year).mkdir(parents=True, exist_ok=True)
        for name, text in tables.items():
            (place / year / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return place


def cells(
    text: str, columns: tuple[str, ...], change: Callable[[str], str], share: float, seed: int
) -> str:
    """Change the filled cells of some columns in a share of the rows."""
    dice = random.Random(seed)
    rows = list(csv.reader(io.StringIO(text)))
    places = [rows[0].index(column) for column in columns if column in rows[0]]
    for row in rows[1:]:
        if dice.random() < share:
            for place in places:
                row[place] = change(row[place])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def iso(text: str) -> str:
    day, month, year = text.split("/")
    return f"{year}-{month}-{day}"


def serial(text: str) -> str:
    day, month, year = map(int, text.split("/"))
    return str((datetime.date(year, month, day) - datetime.date(1899, 12, 30)).days)


def swap(text: str) -> str:
    day, month, year = text.split("/")
    return text if int(day) > 12 else f"{month}/{day}/{year}"


def american(text: str) -> str:
    day, month, year = text.split("/")
    return f"{month}/{day}/{year}"


def filled(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: change(text) if text else text


MONTHS = ("January", "February", "March", "April", "May", "June", "July")
MONTHS += ("August", "September", "October", "November", "December")
Change = tuple[tuple[str, ...], Callable[[str], str]]

HARMLESS: dict[str, Change] = {
    "serial": (DATES, filled(serial)),
    "serial with decimals": (DATES, filled(lambda t: serial(t) + ".0")),
    "eight digits": (DATES, filled(lambda t: iso(t).replace("-", ""))),
    "iso with T": (DATES, filled(lambda t: iso(t) + "T00:00:00")),
    "am": (DATES, filled(lambda t: t + " 12:00:00 AM")),
    "offset": (DATES, filled(lambda t: iso(t) + "T12:00:00+00:00")),
    "months": (DATES, filled(lambda t: f"{t[:2]} {MONTHS[int(t[3:5]) - 1]} {t[6:]}")),
    "codes with words": (CODES, filled(lambda t: f"{t} - what it means")),
    "codes with brackets": (CODES, filled(lambda t: f"{t} (what it means)")),
    "codes with colon": (CODES, filled(lambda t: f"{t}: what it means")),
    "apostrophe": (("CHILD", *DATES, *CODES), filled(lambda t: "'" + t)),
    "formula": (("CHILD", *DATES, *CODES), filled(lambda t: f'="{t}"')),
    "zero width": (("CHILD", *DATES, *CODES), filled(lambda t: t + "\u200b")),
    "byte order mark": (("CHILD", *DATES, *CODES), filled(lambda t: "\ufeff" + t)),
    "hard space": (("CHILD", *DATES, *CODES), filled(lambda t: f"\xa0{t}\xa0")),
    **{
        f"blank as {word}": (("DEC", "REC"), lambda t, word=word: t or word)
        for word in ("<NA>", "(null)", "-", ".", "NaN", "NULL", "n/a", "\u2014")
    },
}
"""Ways of writing that have one meaning: the counts are the truth's."""

HARMFUL: dict[str, Change] = {
    "scientific": (("CHILD",), lambda t: "9.01E+11"),
    "scientific, comma": (("CHILD",), lambda t: f"{int(t) // 100000},01E+11"),
    "swapped": (DATES, filled(swap)),
    "swapped, DECOM alone": (("DECOM",), filled(swap)),
    "american": (DATES, filled(american)),
    "hashes": (DATES, filled(lambda t: "########")),
    "no child": (("CHILD",), lambda t: ""),
    "no start": (("DECOM",), lambda t: ""),
    "words alone": (("PLACE",), lambda t: "Foster placement"),
    "no type": (("PLACE",), lambda t: ""),
    "no provider": (("PLACE_PROVIDER",), lambda t: ""),
    "no LS": (("LS",), lambda t: ""),
    "no RNE": (("RNE",), lambda t: ""),
    "errors": (("DECOM", "DEC"), lambda t: "#VALUE!"),
    "unknown": (("DECOM",), lambda t: "not known"),
    "ended unknown": (("DEC",), lambda t: t or "ongoing?"),
}
"""Ways of writing that lose something: refused, unless by chance nothing was lost."""


Row = dict[str, str]


def days_later(row: Row, columns: tuple[str, ...], number: int) -> Row:
    def later(text: str) -> str:
        day = datetime.datetime.strptime(text, "%d/%m/%Y") + datetime.timedelta(number)
        return day.strftime("%d/%m/%Y")

    return {name: later(text) if name in columns and text else text for name, text in row.items()}


def recoded(column: str, old: tuple[str, ...], new: str) -> Callable[[Row], Row]:
    return lambda row: {**row, column: new} if row[column] in old else row


def closed_at_the_end(row: Row) -> Row:
    """An open row closed on the last day of its return, which its `last` names."""
    return row if row["DEC"] else {**row, "DEC": row["last"], "REC": "E4A"}


def of_leaving(change: Callable[[Row], Row]) -> Callable[[Row], Row]:
    """The change, of rows with which a child leaves care alone."""
    return lambda row: change(row) if row["REC"].startswith("E") else row


BROKEN: dict[str, Callable[[Row], Row]] = {
    "exits emptied": of_leaving(lambda row: {**row, "DEC": "", "REC": ""}),
    "exits three weeks late": of_leaving(lambda row: days_later(row, ("DEC",), 21)),
    "DEC and REC emptied": lambda row: {**row, "DEC": "", "REC": ""},
    "DEC emptied": lambda row: {**row, "DEC": ""},
    "homes as other": recoded("PLACE", ("K2",), "Z1"),
    "homes as fostering": recoded("PLACE", ("K2",), "U4"),
    "agency as own": recoded("PLACE_PROVIDER", ("PR4",), "PR1"),
    "connected as others": recoded("PLACE", ("U1", "U2", "U3"), "U4"),
    "short breaks": recoded("LS", ("C2",), "V4"),
    "care goes on": lambda row: {**row, "REC": "X1"} if row["REC"].startswith("E") else row,
    "care begins anew": recoded("RNE", ("P", "T", "L", "B", "U"), "S"),
    "a day late": lambda row: days_later(row, ("DECOM", "DEC"), 1),
    "a day early": lambda row: days_later(row, ("DECOM", "DEC"), -1),
    "begun a day late": lambda row: days_later(row, ("DECOM",), 1),
    "ended a day early": lambda row: days_later(row, ("DEC",), -1),
    "ended a week late": lambda row: days_later(row, ("DEC",), 7),
    "a month late": lambda row: days_later(row, ("DECOM", "DEC"), 30),
    "closed at the end": closed_at_the_end,
    "other identifiers": lambda row: {**row, "CHILD": f"9{row['CHILD']}"},
}
"""Rows of Episodes that can be read and are not right: a share of them changed in one return."""


def broken(returns: Returns, year: str, change: Callable[[Row], Row], share: float) -> Returns:
    dice = random.Random(year)
    rows = list(csv.DictReader(io.StringIO(returns[year]["Episodes"])))
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]), extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    last = f"31/03/{int(year[:4]) + 1}"
    table.writerows(change({**row, "last": last}) if dice.random() < share else row for row in rows)
    return {**returns, year: {**returns[year], "Episodes": out.getvalue()}}


def damaged(returns: Returns, year: str, change: Change, share: float, seed: int) -> Returns:
    columns, how = change
    tables = {name: cells(text, columns, how, share, seed) for name, text in returns[year].items()}
    return {**returns, year: tables}


def xml_of(tables: Mapping[str, str], placement: str = "PL") -> str:
    """A return in the XML of the upload."""
    people = list(csv.DictReader(io.StringIO(tables["Header"])))
    asylum = {row["CHILD"]: row for row in csv.DictReader(io.StringIO(tables["UASC"]))}
    episodes: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(tables["Episodes"])):
        episodes.setdefault(row["CHILD"], []).append(row)

    def element(name: str, value: str) -> str:
        return f"<{name}>{escape(value)}</{name}>" if value else f"<{name}/>"

    children = []
    for person in people:
        duc = asylum.get(person["CHILD"], {}).get("DUC", "")
        header = element("CHILDID", person["CHILD"])
        header += "".join(element(name, person[name]) for name in ("UPN", "SEX", "DOB", "ETHNIC"))
        header += element("UASC", "1" if duc else "0") + element("DUC", duc)
        header += "<AREVIEW><REVIEW>01/06/2025</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>"
        shown = ""
        for row in episodes.get(person["CHILD"], []):
            inner = "".join(
                element(placement if name == "PLACE" else name, row[name])
                for name in row
                if name != "CHILD"
            )
            shown += f"<EPISODE>{inner}</EPISODE>\n"
        children.append(f"<CHILD><HEADER>{header}</HEADER>\n{shown}</CHILD>")
    return f'<?xml version="1.0"?>\n<EXPSSDA903>\n{"".join(children)}\n</EXPSSDA903>\n'


def workbook_of(tables: Mapping[str, str], dates: bool = True) -> bytes:
    """A return in one workbook: a sheet a table, dates as Excel keeps them."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in tables.items():
        sheet = book.create_sheet(name)
        rows = list(csv.reader(io.StringIO(text)))
        for row in rows:
            kept: list[object] = list(row)
            for place, column in enumerate(rows[0]):
                if dates and row is not rows[0] and column in DATES and row[place]:
                    day, month, year = map(int, row[place].split("/"))
                    kept[place] = datetime.datetime(year, month, day)
                elif column == "CHILD" and row is not rows[0]:
                    kept[place] = int(row[place])
            sheet.append([None if cell == "" else cell for cell in kept])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def quoted_lines(text: str) -> bytes:
    return "\n".join(f'"{line}"' for line in text.splitlines()).encode()


def zip_of(tables: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return out.getvalue()


def half(text: str) -> bytes:
    data = text.encode()
    return data[: len(data) // 2]


def stray_quote(text: str) -> bytes:
    lines = text.splitlines()
    place = lines[0].split(",").index("REASON_PLACE_CHANGE")
    row = lines[len(lines) // 3].split(",")
    row[place] = '"CARPL'
    lines[len(lines) // 3] = ",".join(row)
    return "\n".join(lines).encode()


def html(text: str) -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split(",")) + "</tr>"
        for line in text.splitlines()
    )
    return f"<html><body><table>{rows}</table></body></html>".encode()


FILES: dict[str, tuple[str, Callable[[str], bytes], bool]] = {
    "empty": ("Episodes.csv", lambda text: b"", False),
    "nulls": ("Episodes.csv", lambda text: bytes(len(text)), False),
    "headings alone": ("Episodes.csv", lambda text: text.split("\n")[0].encode(), False),
    "no headings": ("Episodes.csv", lambda text: text.split("\n", 1)[1].encode(), False),
    "quoted lines": ("Episodes.csv", quoted_lines, False),
    "gzip": ("Episodes.csv.gz", lambda text: gzip.compress(text.encode(), mtime=0), False),
    "7z": ("Episodes.7z", lambda text: b"7z\xbc\xaf\x27\x1c" + text.encode(), False),
    "web page": ("Episodes.xls", html, False),
    "old workbook": ("Episodes.xls", lambda text: b"\xd0\xcf\x11\xe0" + bytes(500), False),
    "half": ("Episodes.csv", half, False),
    "stray quote": ("Episodes.csv", stray_quote, False),
    "tabs": ("Episodes.tsv", lambda text: text.replace(",", "\t").encode(), True),
    "no extension": ("Episodes", lambda text: text.encode(), True),
    "another extension": ("Episodes.dat", lambda text: text.encode(), True),
    "utf-16": ("Episodes.csv", lambda text: text.encode("utf-16"), True),
    "utf-16, no mark": ("Episodes.csv", lambda text: text.encode("utf-16-le"), True),
    "old line ends": ("Episodes.csv", lambda text: text.replace("\n", "\r").encode(), True),
}
"""An Episodes table as another file: its name, how it is made, and whether it can be read."""
