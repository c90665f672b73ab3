"""What the guide for finance prints of a run of Tameside as it comes, below its six tasks.

`make readme` writes these lines anew with the README. A slow test holds that those of the baseline
are what such a run says; those of the scenarios take a run of its own, which only `make readme`
makes. Each is found by its heading and by what stands in its first cell, or by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import sufficiency as sf
from sufficiency.results.finance import Finance
from sufficiency.results.finance.sensitivity import BASELINE_COST
from sufficiency.results.lookup import only
from sufficiency.results.stress import ALL, AS_FORECAST, AT_TODAY, BANKED, ENGLAND
from tests.readme import as_it_comes

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide-for-finance.md"
SURE, STRESSED = ("2025/26", "2027/28", "2029/30"), ("2025/26", "2026/27", "2029/30")
"""Years of its table of ranges, and of its table of stress."""
TEN, NEVER, GROW = 10, "not within 10 years", "Grow in-house fostering"
WORTH = f"Net present value of {GROW}"
MOVED = {
    BASELINE_COST: {
        "level of spending growth, 4.2% to 9.6% a year": "spending_growth_level",
        "price of other placements, £1,300 to £6,000": "weekly_price_other_placements",
        "price of supported accommodation, £750 to £1,900": "weekly_price_supported_accommodation",
    },
    WORTH: {
        "come out of children's homes, 0 to 15%": "displaces_residential_share",
        "optimism bias of savings, 5% to 40%": "optimism_bias_savings",
        "| level of spending growth": "spending_growth_level",
    },
}
"""By outcome of the tornado, what the guide calls each assumption that moves it most."""
SPREAD, LINES = ("p10", "p50", "p80", "p90", "contingency"), (AS_FORECAST, AT_TODAY, ENGLAND)


@lru_cache(maxsize=1)
def lines() -> dict[str, tuple[str, ...]]:
    """Rows of the guide's tables by heading, as a run has them."""
    made = as_it_comes()
    assert made.finance is not None
    return {
        "How sure are you?": tuple(_sure(made.finance)),
        "What if nothing moved, and if spending grew as England's?": tuple(_stressed()),
        "How wrong would you have been on 2024/25?": tuple(_wrong(made.finance)),
    }


def sentences() -> dict[str, str]:
    """What the guide says in words: a pattern, and the words of a run."""
    finance = as_it_comes().finance
    assert finance is not None
    rise, other_return = finance.first_year.iloc[1], finance.prediction.iloc[5]
    low, high = _m(rise["p10"]), _m(rise["p90"])
    others, homes = (_banked(kind) for kind in ("other_placements", "external_residential"))
    dear = finance.tail.query("threshold == 10_000").set_index("placement_type")
    outer, inner = dear.loc["external_residential"], dear.loc["other_placements"]
    return {
        r"The model's 2025/26 is \S+ \(\S+ to \S+\) above": (
            f"The model's 2025/26 is {_m(rise['mean'])} ({low} to {high}) above"
        ),
        r"the prediction would have been \S+, \S+ \(\d+%\) too low": (
            f"the prediction would have been {_m(other_return['predicted'])}, "
            f"{_m(-other_return['error'])} ({-other_return['error_percent']:.0%}) too low"
        ),
        r"fall from \d+ to \d+, worth \S+ at 2024/25 prices \(\S+ to \S+\)": (
            f"fall from {others['children_today']:.0f} to {others['children']:.0f}, worth "
            f"{_m(others['mean'])} at 2024/25 prices ({_m(others['p10'])} to {_m(others['p90'])})"
        ),
        r"It also has \d+ more children in external homes, which cost \S+ more": (
            f"It also has {homes['children'] - homes['children_today']:.0f} more children in "
            f"external homes, which cost {_m(-homes['mean'])} more"
        ),
        r"about \d+ children in external homes \(\d+ to \d+\) and \d+ in other": (
            f"about {outer['children']:.0f} children in external homes "
            f"({outer['children_low']:.0f} to {outer['children_high']:.0f}) and "
            f"{inner['children']:.0f} in other"
        ),
        r"and to take \S+ a year between them": (
            f"and to take {_m(outer['gbp_a_year'] + inner['gbp_a_year'])} a year between them"
        ),
    }


def _banked(kind: str) -> dict[str, float]:
    """What 2026/27 banks on of a placement type, at base-year prices."""
    table = as_it_comes().tables["stress"]
    of = {"line": BANKED, "placement_type": kind, "financial_year": "2026/27"}
    (row,) = only(table, price_basis="real", **of).to_dict("records")
    return row


def as_it_should_be(text: str) -> str:
    """The guide with the rows and the words that a run of the baseline has."""
    return with_figures(text, lines(), sentences())


def with_figures(text: str, tables: Mapping[str, Sequence[str]], said: Mapping[str, str]) -> str:
    """The guide with other rows under some headings, and other words in place of patterns."""
    for heading, rows in tables.items():
        before, of, after = _section(text, heading)
        for row in rows:
            first = row.split("|")[1]
            of, found = re.subn(
                rf"^\|{re.escape(first)}\|.*$", lambda _, row=row: row, of, flags=re.M
            )
            assert found == 1, f"{heading} no longer has one row that begins with{first}"
        text = before + of + after
    for pattern, words in said.items():
        text, found = re.subn(pattern, lambda _, words=words: words, text)
        assert found == 1, f"the guide no longer says {pattern}"
    return text


def _section(text: str, heading: str) -> tuple[str, str, str]:
    """What comes before the text under a heading, that text, and what follows it."""
    start = text.index(f"\n## {heading}\n")
    end = text.find("\n## ", start + 4)
    return text[:start], text[start:end], text[end:]


def _sure(finance: Finance) -> Iterator[str]:
    for year in SURE:
        (row,) = only(finance.budget, financial_year=year, covers="all").to_dict("records")
        yield f"| {year} | {' | '.join(_m(row[key]) for key in SPREAD)} |"


def _stressed() -> Iterator[str]:
    table = only(as_it_comes().tables["stress"], price_basis="nominal", placement_type=ALL)
    for year in STRESSED:
        cells = []
        for line in LINES:
            (row,) = only(table, line=line, financial_year=year).to_dict("records")
            low, high = (f"{row[key] / 1e6:.1f}" for key in ("p10", "p90"))
            cells.append(f"{_m(row['p50'])} ({low} to {high})")
        yield f"| {year} | {' | '.join(cells)} |"


def _wrong(finance: Finance) -> Iterator[str]:
    for row in finance.prediction.head(5).to_dict("records"):
        off = f"{_m(row['error'], '+')} ({row['error_percent']:+.0%})".replace("-", "−")
        span = f"{_m(row['p10'])} to {_m(row['p90'])}"
        if round(row["p10"], -5) == round(row["p90"], -5):
            span = "carried by the child"
        yield f"| {row['line']} | {_m(row['predicted'])} | {span} | {_m(row['actual'])} | {off} |"


def of_scenarios(text: str) -> str:
    """The guide with the rows and the words that a run of the shipped scenarios has."""
    finance = sf.run(sf.load_evidence(), scenarios=str(ROOT / "scenarios")).finance
    assert finance is not None
    worth = tuple(_worth(finance, str(name)) for name in finance.switching["scenario"])
    return with_figures(text, {"What is a programme worth?": worth}, _of_growing(finance))


def _worth(finance: Finance, name: str) -> str:
    """A scenario's line: over the plan, over ten years, payback, and where it breaks even."""
    of = only(finance.appraisal, scenario=name)
    cells = []
    for years in (of["years"].min(), TEN):
        (npv,) = only(of, years=years, measure="npv").to_dict("records")
        cells.append(f"{_m(npv['mean'])} ({_m(npv['p10'])} to {_m(npv['p90'])})")
    (back,) = only(of, years=TEN, measure="payback_month").to_dict("records")
    months = [f"{back[k]:.0f}" if back[k] == back[k] else NEVER for k in ("mean", "p50")]
    (even,) = only(of, years=TEN, measure="switching_value").to_dict("records")
    (counts,) = only(finance.switching, scenario=name).to_dict("records")
    found = even["mean"] == even["mean"]
    written = f" (as written: {counts['as_written']:g})" if counts["as_written"] != 1 else ""
    size = f"{even['mean']:.2g} {counts['quantity']}{written}" if found else "–"
    graded = only(of, years=TEN, measure="npv_by_grade")["mean"].iloc[0]
    bias = f"{_m(graded)} ({counts['grade']}, {counts['correction']:.0%})"
    return f"| {name} | {' | '.join(cells)} | {'; '.join(months)} | {size} | {bias} |"


def _of_growing(finance: Finance) -> dict[str, str]:
    """What the guide says of growing in-house fostering, and of what moves the answer."""
    at = only(finance.costings, scenario=GROW).set_index("own_fostering_at")["mean"] / 1e6
    effects = only(finance.year_effects, scenario=GROW, financial_year="2028/29").iloc[0]
    part, full = (effects[name] / 1e6 for name in ("part_year", "full_year"))
    swings = finance.tornado.set_index(["outcome", "key"])
    displaced = swings.loc[(WORTH, "displaces_residential_share")]
    found = {
        r"saves £\S+m over five years at marginal cost and £\S+m at full cost": (
            f"saves £{at['marginal']:.2f}m over five years at marginal cost and "
            f"£{at['full']:.2f}m at full cost"
        ),
        r"£\S+m and £\S+m in 2028/29, before": f"£{part:.2f}m and £{full:.2f}m in 2028/29, before",
        r"at nil the programme is worth \S+, at 15% \S+\. The": (
            f"at nil the programme is worth {_m(displaced['at_low'])}, at 15% "
            f"{_m(displaced['at_high'])}. The"
        ),
    }
    for outcome, moved in MOVED.items():
        for words, key in moved.items():
            swing = _m(swings.loc[(outcome, key), "swing"])
            found[rf"{re.escape(words)} \| £[\d.]+m"] = f"{words} | {swing}"
    return found


def _m(pounds: float, plus: str = "") -> str:
    sign = "−" if pounds < 0 else plus
    return f"{sign}£{abs(pounds) / 1e6:.1f}m"


if __name__ == "__main__":
    anew = of_scenarios(as_it_should_be(GUIDE.read_text(encoding="utf-8")))
    GUIDE.write_text(anew, encoding="utf-8", newline="\n")
