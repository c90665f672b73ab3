"""How the page shows tables and charts, to eyes, to a screen reader and on paper."""

from __future__ import annotations

import pandas as pd
from htmltools import HTML, Tag, tags

from sufficiency.pages.charts import Chart, svg


def table(frame: pd.DataFrame, caption: str) -> Tag:
    """A table of text, its rows named by its index."""
    levels = frame.index.nlevels
    head = tags.tr(
        *(tags.td("") for _ in range(levels)),
        *(tags.th(str(column), scope="col") for column in frame.columns),
    )
    rows = []
    for name, cells in zip(frame.index, frame.itertuples(index=False, name=None), strict=True):
        names = name if isinstance(name, tuple) else (name,)
        rows.append(
            tags.tr(
                *(tags.th(str(part), scope="row") for part in names),
                *(tags.td("" if cell != cell else str(cell)) for cell in cells),
            )
        )
    whole = tags.table(
        tags.caption(caption), tags.thead(head), tags.tbody(*rows), class_="table table-sm"
    )
    return scrolled(whole, caption)


def picture(chart: Chart) -> Tag:
    """A chart with its caption; its words are inside the picture for who cannot see it."""
    text = svg(chart).decode("utf-8")
    return tags.figure(
        scrolled(HTML(text[text.index("<svg ") :]), f"Chart: {chart.title}"),
        tags.figcaption(chart.note.full),
    )


def scrolled(inside: Tag | HTML, name: str) -> Tag:
    """What may be wider than a small screen, to be moved by keyboard too."""
    return tags.div(inside, class_="scrolled", tabindex="0", role="region", **{"aria-label": name})
