"""What is done in Python and in notebooks: a run and what is made of it, each a verb."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sufficiency.engine import Forecast, Results, forecast, run_scenarios
from sufficiency.errors import InputError, need
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.forecasting.scoring.stored import stored_scores
from sufficiency.money import read_budget
from sufficiency.pages import RunPages
from sufficiency.results.facts import BASELINE
from sufficiency.results.run import Run, make_run
from sufficiency.scenarios import Scenario
from sufficiency.writing import atomic_file

if TYPE_CHECKING:
    from sufficiency.results.seek import Answer
    from sufficiency.scenarios import Question

Scenarios = str | Path | Scenario | Iterable[Scenario]


def run(
    evidence: Evidence,
    scenarios: Scenarios = (),
    *,
    years: int = 5,
    draws: int = 2000,
    seed: int = 1,
    budget: str | Path | None = None,
) -> Run:
    """The whole job in Python: forecast, run the scenarios, cost and appraise them.

    Args:
        evidence: the record to start from, as `load_evidence` gives it.
        scenarios: a folder of scenario files, one file, or scenarios already loaded; none gives
            the baseline alone.
        years: April-March years from the latest 31 March count, 1 to 10.
        draws: simulated futures behind every range, 100 to 20,000.
        seed: the same seed gives the same numbers.
        budget: a CSV of the approved budget by year (see docs/guide-for-finance.md).

    Returns:
        The run, with its tables, charts and workbook; nothing is written.

    Raises:
        InputError: when the evidence, a scenario file, the budget or a setting is wrong.
    """
    need(evidence, Evidence, "run", "evidence, as load_evidence() gives it")
    approved = None if budget is None else read_budget(Path(budget))
    results = run_scenarios(forecast(evidence, years, draws, seed), scenarios)
    made = make_run(results, pages=RunPages(), budget=approved)
    return made.with_tables({"backtest": stored_scores()}).appraised


def compare(results: Results, against: str = BASELINE) -> Run:
    """Scenarios compared with one of them, the baseline unless another is named: a run.

    What a finance officer asks (appraisal, tornado, waterfall) is worked out when it is first
    asked for; see `Run.appraised`.

    Raises:
        InputError: when there is no scenario of that name.
    """
    need(results, Results, "compare", "results, as run_scenarios() gives them")
    need(against, str, "compare", "the name of a scenario to compare with")
    return make_run(results, against, pages=RunPages())


def open_run(folder: str | Path, evidence: Evidence | None = None) -> Run:
    """A run that was written to a folder, to make pages, comparisons and documents from.

    Tables come back to the six figures of their files, and what finance asked to the last digit;
    charts and the workbook can be made again. `results` is None: the draws are gone, save for what
    `inputs/draws.csv` sums up. Monthly counts from returns are not read back into the evidence:
    to run on them again takes the returns. A published run keeps no inputs: its finance is None.

    Args:
        folder: what `sufficiency run` wrote.
        evidence: for a published run that was made from evidence other than the package's own.

    Raises:
        InputError: when the folder holds no run, a run of another contract, or less than it says.
    """
    from sufficiency.results.kept.reading import read_run

    need(folder, (str, Path), "open_run", "the folder that a run was written to")
    return read_run(Path(folder), RunPages(), evidence)


def write_document(
    folder: Path,
    out: Path,
    template: Path | None = None,
    earlier: Path | None = None,
    publish: bool = False,
) -> None:
    """Write a chapter in Word, or slides, from a run that was written to a folder.

    Args:
        folder: what `sufficiency run` wrote.
        out: the .docx or .pptx file to write.
        template: the council's own Word template, or slides in its look.
        earlier: the folder of an earlier run, to say what changed since.
        publish: whether to withhold small numbers of an internal run.

    Raises:
        InputError: when a folder holds no run, the template is of another kind, or `out` is
            neither the name of a Word document nor of slides.
    """
    ending = out.suffix.lower()
    if ending not in (".docx", ".pptx"):
        raise InputError(
            f"'{out}' is neither the name of a Word document nor of slides; let it end in .docx "
            "or .pptx."
        )
    if ending == ".docx":
        from sufficiency.pages.document.chapter import write_chapter as write
    else:
        from sufficiency.pages.document.slides import write_slides as write
    made = open_run(folder)
    before = None if earlier is None else open_run(earlier)
    with atomic_file(out) as building:
        write(building, made.published() if publish else made, template, before)


def seek(forecast: Forecast, question: str | Path | Question) -> Answer:
    """How much of a lever reaches a goal; None as its value where no allowed value does.

    Args:
        forecast: the baseline, as `forecast` gives it.
        question: a question file (see docs/scenario-files.md), or one already loaded.

    Raises:
        InputError: when the file is not a question.
    """
    from sufficiency.results.seek import seek as answer
    from sufficiency.scenarios import Question, load_question

    need(forecast, Forecast, "seek", "a forecast, as forecast() gives it")
    if isinstance(question, str | Path):
        question = load_question(Path(question))
    need(question, Question, "seek", "a question file, or a question as load_question() gives it")
    return answer(forecast, question)


def forecast_to_file(panel: Path | None, years: int, draws: int, seed: int, out: Path) -> list[str]:
    """Write a forecast of need to one CSV file, whole or not at all.

    Args:
        panel: a file of authorities by year; None forecasts the embedded authority.
        years: years ahead.
        draws: simulated futures behind every quantile.
        seed: seed of the run.
        out: the CSV file.

    Returns:
        Sentences on the panel that its reader should know.

    Raises:
        InputError: when the panel or a setting is wrong, or the file cannot be written.
    """
    from sufficiency.evidence.loading import the_record
    from sufficiency.forecasting import forecast_panel, panel_of, read_panel
    from sufficiency.forecasting.files.panel_remarks import panel_remarks
    from sufficiency.results.table_files import write_csv

    if panel is not None and panel.resolve() == out.resolve():
        raise InputError(f"{out} is the panel itself; name another file to write.")
    if panel is not None:
        frame, only = read_panel(panel), None
        remarks = panel_remarks(frame, the_record())
    else:
        evidence = load_evidence()
        frame, only = panel_of(evidence), [evidence.authority.code]
        remarks = []
    with atomic_file(out) as building:
        table = forecast_panel(frame, years=years, draws=draws, seed=seed, only=only)
        write_csv(table, building)
    return remarks
