"""What the reader counts is what the generator knows to be true."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import import_to_file, read_returns
from sufficiency.evidence.ssda903.counting import count_months
from sufficiency.evidence.synthetic import make_world, synthesise, truth
from sufficiency.evidence.synthetic.dirt import DIRT

KEYS = ["date", "placement_type", "measure"]


def differences(folder: Path, out: Path) -> pd.DataFrame:
    import_to_file(folder, out)
    both = pd.read_csv(out).merge(
        pd.read_csv(folder / "truth.csv"), on=KEYS, how="outer", indicator=True
    )
    return both[(both["_merge"] != "both") | (both["children_x"] != both["children_y"])]


@pytest.mark.parametrize(("pattern", "years", "seed"), [("steady", 1, 1), ("shocked", 6, 2)])
def test_a_clean_return_gives_the_truth(tmp_path, pattern, years, seed):
    synthesise(tmp_path / "s", children=200, years=years, seed=seed, pattern=pattern)

    assert differences(tmp_path / "s", tmp_path / "i.csv").empty


@pytest.mark.parametrize("dirt", [*DIRT, "all"])
def test_a_dirty_return_gives_the_truth_after_its_set_asides(tmp_path, dirt):
    synthesise(tmp_path / "s", children=300, years=4, seed=5, pattern="drifting", dirt=[dirt])

    assert differences(tmp_path / "s", tmp_path / "i.csv").empty


def test_dirt_is_seen_and_counted(tmp_path):
    synthesise(tmp_path / "s", children=300, years=4, seed=5, dirt=["all"])

    report = read_returns(tmp_path / "s").report

    for rule in (
        "ends_before_start",
        "before_birth",
        "unknown_place",
        "duplicate",
        "no_birthday",
        "overlap",
        "left_open",
        "past_18",
        "unknown_legal",
        "short_break",
    ):
        assert report.count(rule) > 0, rule


def test_the_same_seed_writes_the_same_files(tmp_path):
    for name in ("a", "b"):
        synthesise(tmp_path / name, children=60, years=2, seed=3, dirt=["all"])

    names = [p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*.csv")]
    assert len(names) == 7
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_an_unknown_pattern_or_fault_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(InputError, match="Did you mean 'shocked'"):
        synthesise(tmp_path / "s", pattern="shock")
    with pytest.raises(InputError, match="Did you mean 'overlaps'"):
        synthesise(tmp_path / "s", children=20, dirt=["overlap"])


@pytest.mark.parametrize("untidy", ["iso", "lower", "zip", "flat", "cp1252", "semicolon", "blank"])
def test_any_layout_gives_the_same_counts(tmp_path, untidy):
    """Columns in another order, more of them, fewer of them, other encodings and folders."""
    synthesise(tmp_path / "s", children=80, years=3, seed=4)
    other = tmp_path / "other"
    for year in sorted(p for p in (tmp_path / "s").iterdir() if p.is_dir()):
        for file in year.iterdir():
            _rewrite(file, other, year.name, untidy)
    if untidy == "zip":
        with zipfile.ZipFile(tmp_path / "o.zip", "w") as archive:
            for file in other.rglob("*.csv"):
                archive.write(file, file.relative_to(other))
        other = tmp_path / "o.zip"

    counts, tidy = read_returns(other), read_returns(tmp_path / "s")

    pd.testing.assert_frame_equal(counts.monthly.frame(), tidy.monthly.frame())
    assert (counts.monthly.stock == tidy.monthly.stock).all()


def _rewrite(file: Path, other: Path, year: str, untidy: str) -> None:
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    table = table[list(table.columns[::-1])].assign(LA="Nowhere")
    table = table.drop(columns=[c for c in ("HOME_POST", "PL_POST", "URN") if c in table])
    if untidy == "iso":
        for column in {"DOB", "DECOM", "DEC", "DUC"} & set(table.columns):
            dates = pd.to_datetime(table[column], format="%d/%m/%Y", errors="coerce")
            table[column] = dates.dt.strftime("%Y-%m-%d 00:00:00").fillna("")
    if untidy == "lower":
        table = table.apply(lambda column: column.str.lower())
        table.columns = table.columns.str.lower()
    text = table.to_csv(index=False, sep=";" if untidy == "semicolon" else ",")
    if untidy == "blank":
        text = "\n,,,\n" + text.replace("\n", "\r\n\r\n")
    place = other if untidy == "flat" else other / f"Return {year}"
    place.mkdir(parents=True, exist_ok=True)
    name = f"{year} {file.stem.lower()[:3]} extract.csv"
    if untidy == "cp1252":
        (place / name).write_bytes(text.replace("Nowhere", "Nowhère").encode("cp1252"))
    else:
        (place / name).write_text(text, encoding="utf-8-sig", newline="")


def test_counts_in_memory_balance_and_agree_with_the_truth():
    world = make_world(400, 5, 9, "drifting")
    known, monthly = truth(world), count_months(world.spells)

    assert (monthly.by_type == known.stock).all()
    assert (monthly.stock[..., :5].sum((1, 2)) == known.stock.sum(1)).all()
    between = monthly.moves.sum(1) - monthly.moves.sum(2)
    between = between + monthly.changes.sum(1) - monthly.changes.sum(2)
    change = monthly.entries.sum(2) - monthly.exits.sum(2) + between
    assert (np.diff(monthly.by_type, axis=0) == change).all()
    assert (monthly.area.sum(2) == monthly.by_type).all()
    assert monthly.now.children.sum() == known.stock[-1].sum()


def test_steps_account_for_every_child_at_every_month_end():
    monthly = count_months(make_world(200, 3, 2).spells)
    turned = monthly.by_type[:-1].sum() - monthly.steps.children.sum()
    left = monthly.steps.children[monthly.steps.then == 10].sum()

    change = monthly.by_type[-1].sum() - monthly.by_type[0].sum()
    assert change == monthly.arrivals.sum() - left - turned
    assert turned > 0


def test_a_made_up_authority_is_about_as_large_as_asked_and_has_every_type():
    known = truth(make_world(650, 10, 11))

    assert 550 < known.stock.sum(1).mean() < 750
    assert (known.stock.mean(0) > 3).all()
