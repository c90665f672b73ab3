"""What the report says after its first page, section by section, in short plain sentences."""

from __future__ import annotations

from dataclasses import dataclass, field

from sufficiency.money.spending.record import NO_DOWNTURN, growth_record
from sufficiency.pages.report import local
from sufficiency.pages.report import scores as report_scores
from sufficiency.pages.report.after_care import asylum_words
from sufficiency.pages.report.block import Block, in_brackets
from sufficiency.pages.report.changed import changed
from sufficiency.pages.report.counted import COUNTED_SO, counted_blocks
from sufficiency.pages.report.front import need_supply_gap
from sufficiency.pages.report.glossary import glossary
from sufficiency.pages.report.scaling import standing_words
from sufficiency.pages.report.stress import banked_block, inflation_words, stress_block
from sufficiency.pages.report.trial import EXPENSIVE, found, listed_numbers
from sufficiency.pages.words import chance, day, millions, money, thousands
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import march, one, only, year_to
from sufficiency.results.run import Run


@dataclass(frozen=True)
class Section:
    """One section of the report.

    Attributes:
        key: Its place in the page, and of its charts in `page.CHARTS`.
        name: Its heading.
        words: Paragraphs. points: A list under them. tables: Under that.
        terms: Terms with their meanings.
    """

    key: str
    name: str
    words: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Block, ...] = ()
    terms: tuple[tuple[str, str], ...] = field(default=())


def sections(run: Run, earlier: Run | None = None) -> tuple[Section, ...]:
    """Every section after the first page, in the order that strategies follow.

    Args:
        run: The run.
        earlier: An earlier run of the same authority, to say what changed since.
    """
    found = (
        _need(run),
        _who(run),
        _provision(run),
        _gap(run),
        _options(run),
        _cost(run),
        None if earlier is None else _since(run, earlier),
        _how_good(run),
        Section("words", "Words used here", terms=glossary(run.facts)),
        _sources(run),
    )
    return tuple(section for section in found if section is not None)


def _need(run: Run) -> Section:
    return Section(
        "need",
        "How many children, in what placement",
        (
            "The forecast takes no new action into account. It shows where numbers are heading.",
            "The annex says what moves it.",
        ),
        tables=(types_table(run),),
    )


def types_table(run: Run) -> Block:
    """Each placement type at the opening and at the last 31 March."""
    facts = run.facts
    table = run.tables["forecast"]
    rows = []
    for kind in (*PLACEMENT_TYPES, "total"):
        now, late = (
            one(table, placement_type=kind, date=march(year))
            for year in (facts.opening_year, facts.horizon_year)
        )
        name = f"{label(kind)} (estimate)" if kind in facts.estimated else label(kind)
        opening = in_brackets({**now, "p50": now["mean"]}, thousands)
        rows.append((name, opening, in_brackets(late, thousands)))
    return Block(
        f"Children in {facts.authority} by placement: the opening in means, which add up; then "
        "the middle. In brackets is the range with a 4 in 5 chance",
        ("Placement", day(facts.opening_year), f"{day(facts.horizon_year)}, forecast"),
        tuple(rows),
        total=1,
    )


def _who(run: Run) -> Section | None:
    table, counted = local.who_table(run), counted_blocks(run)
    if table is None and not counted:
        return None
    neighbours = len(run.evidence.neighbours)
    words = (
        f"Neighbours are the {neighbours} councils most like {run.facts.authority}. "
        "A “c” marks a number that is withheld because it is small.",
        *local.missing_words(run),
        *((COUNTED_SO,) if counted else ()),
        *asylum_words(run),
    )
    return Section(
        "who",
        "Who the children are",
        words,
        tables=counted if table is None else (table, *counted),
    )


def _provision(run: Run) -> Section | None:
    table, own = local.provision_block(run), local.own_list_block(run)
    if table is None:
        return None
    if own is not None:
        known = (
            "The council's own list of homes stands below. The forecast does not use it: it works "
            "with the estimate above."
        )
    elif run.facts.estimated:
        known = "No list of the council's own homes was given, so their places are an estimate."
    else:
        known = "The council's own places come from its returns."
    return Section(
        "there",
        "What there is",
        (
            "Homes in the area are not the council's alone. Any council may place a child in them. "
            "So more homes nearby need not mean more places for our children.",
            known,
        ),
        tables=(table,) if own is None else (table, own),
    )


def _gap(run: Run) -> Section:
    facts = run.facts
    ages = None if facts.counted_to is None else local.ages_block(run)  # estimates: in the annex
    years = tuple(dict.fromkeys((min(facts.opening_year + 3, facts.horizon_year),)))
    words = [
        "The gap is need less the places our own carers and homes can fill. Agencies and private "
        "homes meet it today.",
        "A connected carer takes one named child. Those places are no spare room for others.",
    ]
    lines = local.market_lines(run, years)
    if lines:
        words.append("What we would say to providers, each line from a row of the gap table:")
    tables = (local.gap_by_year(run), *((ages,) if ages else ()))
    return Section("gap", "What is missing", tuple(words), lines, tables)


def _options(run: Run) -> Section | None:
    facts = run.facts
    if not facts.scenarios:
        return None
    return Section(
        "options",
        "What could be done",
        (
            "Each option runs on the same simulated futures as the forecast. So a difference is "
            "the option, and not chance.",
            "An option is not a forecast. It shows what follows if its assumptions come true. The "
            "annex lists them.",
        ),
        tables=(options_table(run),),
    )


def options_table(run: Run) -> Block:
    """Options side by side in the last year: gaps and saving."""
    facts, tables = run.facts, run.tables
    last, year = march(facts.horizon_year), year_to(facts.horizon_year)
    rows = []
    for name in (BASELINE, *facts.scenario_names):
        cells = []
        for family in ("fostering", "homes"):
            keys = {"scenario": name, "family": family, "age_band": "all", "date": last}
            cells.append(need_supply_gap(one(tables["gap"], **keys))[-1])
        saved = only(tables["savings"], scenario=name, financial_year=year, price_basis="real")
        found = saved.to_dict("records")
        cells += (
            [
                in_brackets(found[0], money(run.is_published)),
                chance(found[0]["probability_saves"]),
            ]
            if found
            else ["–", "–"]
        )
        rows.append(("No new action" if name == BASELINE else name, *cells))
    return Block(
        f"Options in {facts.authority}: short by on {day(facts.horizon_year)}, and saving in "
        f"{year} in {year_to(facts.opening_year)} prices (minus is a cost)",
        ("Option", "Foster homes, short by", "Home places, short by", "Saving", "Chance it saves"),
        tuple(rows),
    )


def _cost(run: Run) -> Section:
    facts = run.facts
    base = year_to(facts.opening_year)
    tables = (cost_table(run), stress_block(run), banked_block(run))
    return Section(
        "cost",
        "What it costs",
        (
            "These are gross costs of placements, in the prices of each year. Services beside "
            "placements are shown as “not modelled”.",
            f"{growth_record().sentence(2)} {NO_DOWNTURN}",
            *inflation_words(run),
            *standing_words(run),
            f"The annex has costs in {base} prices, and what drives them.",
        ),
        tables=tuple(table for table in tables if table is not None),
    )


def cost_table(run: Run) -> Block:
    """The baseline's cost by financial year, nominal: modelled with its range, and the rest."""
    facts = run.facts
    rows = []
    for year in range(facts.opening_year + 1, facts.horizon_year + 1):
        keys = {"scenario": BASELINE, "financial_year": year_to(year), "price_basis": "nominal"}
        total = one(run.tables["costs"], placement_type="total", **keys)
        rest = one(run.tables["costs"], placement_type="not_modelled", **keys)
        rows.append((year_to(year), in_brackets(total, millions), in_brackets(rest, millions)))
    return Block(
        f"Cost of placements in {facts.authority} with no new action, April-March years, nominal: "
        "middle, and the range with a 4 in 5 chance",
        ("Year", "Placements", "Not modelled"),
        tuple(rows),
    )


def _since(run: Run, earlier: Run) -> Section:
    found = changed(run, earlier)
    name = "What changed since the last forecast"
    return Section("since", name, found.words, tables=(found.table,))


def _how_good(run: Run) -> Section:
    facts = run.facts
    if facts.counted_to is None:
        total = found("looked_after")
        words: tuple[str, ...] = (
            "We tried the method on every English council. Each trial used only what was known at "
            "the time.",
            f"One, two and three years ahead, the error was {listed_numbers(total.error[:3])}% "
            f"less than that of expecting no change. The range held "
            f"{listed_numbers(total.held[:3])} times in 100.",
        )
        dear, spent = found(EXPENSIVE), found("spending_real")
        agency = found("agency_fostering")
        points: tuple[str, ...] = (
            "It is late when numbers turn.",
            f"Four and five years ahead, the range held {min(total.held[3:])} times in 100.",
            f"Children in homes and other costly placements came out up to {max(dear.over)}% above "
            "the forecast.",
            f"Children with agency carers came out up to {-min(agency.over)}% below it, by "
            "estimates: fewer may be there for own carers to take.",
            f"Spending came out up to {max(spent.over)}% above. Its range held {min(spent.held)} "
            f"to {max(spent.held)} times in 100.",
            NO_DOWNTURN,
            "Prices of each placement rest on national figures and assumptions.",
            "It knows nothing of new laws or court rulings.",
        )
    else:
        own = report_scores.own_scores(run)
        words = ("The method follows children month by month at the rates of the returns.",)
        if own is not None:
            words = (
                *words,
                f"Tried from {own.origins} earlier month ends, its range held {own.held} of "
                f"{own.forecasts}.",
            )
        points = (
            "It follows a jump in numbers and does not foresee one.",
            "Numbers of carers and prices rest on national figures and assumptions.",
        )
    return Section("how-good", "How good is the forecast", words, points)


def _sources(run: Run) -> Section:
    facts = run.facts
    known = (
        f"published figures to {day(facts.opening_year)}"
        if facts.counted_to is None
        else "the council's own returns"
    )
    return Section(
        "sources",
        "Where the numbers come from",
        (
            f"The forecast starts from {known}. They come from the Department for Education, "
            "Ofsted, the Office for National Statistics, and the housing ministry (MHCLG).",
            "Contains public sector information licensed under the Open Government Licence v3.0. "
            "Published figures are Crown copyright.",
        ),
    )
