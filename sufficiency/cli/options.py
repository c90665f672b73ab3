"""Options that several commands have, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Years = Annotated[int, typer.Option(help="April-March years ahead, 1 to 10.")]
Draws = Annotated[int, typer.Option(help="Simulated futures behind every range.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers.")]
EvidenceFolder = Annotated[
    Path | None,
    typer.Option("--evidence", help="A folder of the authority's own tables, all or some."),
]
EvenSo = Annotated[
    bool, typer.Option("--even-so", help="Go on though the counts of returns are in doubt.")
]
AuthorityName = Annotated[
    str | None, typer.Option("--authority", help="Name or code of an English authority.")
]
RecordFolder = Annotated[
    Path | None, typer.Option("--record", help="A newer record of England than the package's.")
]
ReturnsFolder = Annotated[
    Path | None,
    typer.Option("--ssda903", help="A folder or zip of its SSDA903 returns; see docs/ssda903.md."),
]
EarlierRun = Annotated[
    Path | None,
    typer.Option("--earlier", help="Folder of an earlier run: the report says what changed."),
]
AreasFile = Annotated[
    Path | None,
    typer.Option("--areas", help="A CSV of postcode,area: which placements are in the area."),
]
Ignored = Annotated[
    list[str] | None,
    typer.Option("--ignore", help="A file among the returns to leave out; may be repeated."),
]
