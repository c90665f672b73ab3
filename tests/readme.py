"""What the README quotes of a run of Tameside: its picture, the words for it, one headline.

`make readme` writes them anew from a run with the settings of `sufficiency run`; a slow test holds
that they are what such a run says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from textwrap import wrap

import sufficiency as sf
from sufficiency.pages.charts import Chart, chart_named, png
from sufficiency.pages.headlines import headlines
from sufficiency.results.run import Run

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "images" / "need_and_supply.png"
_ALT = re.compile(rf"!\[[^\]]*\](?=\({PICTURE.relative_to(ROOT).as_posix()}\))")
_QUOTE = re.compile(r"^> Children\. .*?(?=^$)", re.MULTILINE | re.DOTALL)
_LINE = 102


@lru_cache(maxsize=1)
def as_it_comes() -> Run:
    """A run with the settings of `sufficiency run`, of the baseline alone."""
    return sf.run(sf.load_evidence())


@lru_cache(maxsize=1)
def quoted() -> tuple[Chart, str]:
    """The chart that the README shows and the headline that it quotes, of a run as it comes."""
    made = as_it_comes()
    (numbers,) = (one for one in headlines(made) if one.startswith("Children. "))
    return chart_named(made, PICTURE.stem), numbers


def as_it_should_be(text: str) -> str:
    """The README with the words of the picture and the headline as a run has them."""
    chart, numbers = quoted()
    text, pictures = _ALT.subn(lambda _: f"![{chart.alt}]", text)
    lines = "".join(f"> {line}\n" for line in wrap(numbers, _LINE))
    text, quotes = _QUOTE.subn(lambda _: lines, text)
    assert pictures == quotes == 1, "README.md no longer shows the picture and quotes a headline"
    return text


if __name__ == "__main__":
    README.write_text(
        as_it_should_be(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n"
    )
    PICTURE.write_bytes(png(quoted()[0]))
