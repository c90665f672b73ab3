"""A made-up authority's returns, year by year, in the layout of the SSDA903 collection."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903.dates import year_of
from sufficiency.evidence.ssda903.spells import OPEN, days
from sufficiency.evidence.synthetic.episodes import Episodes, episodes_of
from sufficiency.evidence.synthetic.world import World
from sufficiency.streams import stream

Tables = dict[str, pd.DataFrame]

ETHNIC: Final = ("WBRI", "WOTH", "MWBC", "MWAS", "AIND", "APKN", "BAFR", "BCRB", "OOTH")
REASONS: Final = ("CARPL", "CLOSE", "ALLEG", "STAND", "APPRR", "CREQB", "CREQO", "CHILD", "PLACE")
SEX_LETTERS_FROM: Final = 2025


def as_text(day: np.ndarray) -> np.ndarray:
    """dd/mm/yyyy, as the collection asks for; nothing for `OPEN`."""
    dates = pd.DatetimeIndex(np.where(day == OPEN, 0, day).astype("datetime64[D]"))
    return np.where(day == OPEN, "", dates.strftime("%d/%m/%Y").to_numpy(dtype=object))


def write_returns(world: World, seed: int) -> dict[int, Tables]:
    """Header, Episodes and UASC of each year.

    Returns:
        Year of the 31 March that each return runs to -> table name -> texts.
    """
    rng = stream(seed, "synthetic returns")
    episodes = episodes_of(world, rng)
    people = _people(episodes, rng)
    years = range(
        int(year_of(np.array([world.spells.first + 1]))[0]),
        int(year_of(np.array([world.spells.last]))[0]) + 1,
    )
    return {year: _one_year(episodes, people, year) for year in years}


def _people(episodes: Episodes, rng: np.random.Generator) -> pd.DataFrame:
    number = len(episodes.born)
    girl = rng.random(number) < 0.45
    mother = girl & (rng.random(number) < 0.01)
    identity = rng.permutation(np.arange(100_000, 100_000 + 9 * number))[:number]
    upn = rng.integers(10**11, 10**12, number)
    letter = np.array(list("ABCDEFGHJKLMNPQRTUVWXYZ"))[rng.integers(0, 23, number)]
    return pd.DataFrame(
        {
            "CHILD": identity.astype(str),
            "girl": girl,
            "DOB": as_text(episodes.born),
            "ETHNIC": np.array(ETHNIC)[rng.integers(0, len(ETHNIC), number)],
            "UPN": [f"{a}{b}" for a, b in zip(letter, upn, strict=True)],
            "MOTHER": np.where(mother, "1", ""),
            "MC_DOB": np.where(mother, as_text(episodes.born + 6000), ""),
            "DUC": np.where(episodes.uasc, as_text(episodes.adult), ""),
            "uasc": episodes.uasc,
        }
    )


def _one_year(episodes: Episodes, people: pd.DataFrame, year: int) -> Tables:
    begin, end = days(f"{year - 1}-04-01"), days(f"{year}-03-31")
    shown = np.flatnonzero((episodes.start <= end) & (episodes.end >= begin))
    child = episodes.child[shown]
    stop = np.where(episodes.end[shown] > end, OPEN, episodes.end[shown])
    is_open = stop == OPEN
    place, provider = episodes.codes(shown, year)
    table = pd.DataFrame(
        {
            "CHILD": people["CHILD"].to_numpy()[child],
            "DECOM": as_text(episodes.start[shown]),
            "RNE": episodes.rne[shown],
            "LS": episodes.legal[shown],
            "CIN": episodes.need[child],
            "PLACE": place,
            "PLACE_PROVIDER": provider,
            "DEC": as_text(stop),
            "REC": np.where(is_open, "", episodes.rec[shown]),
            "REASON_PLACE_CHANGE": np.where(is_open, "", episodes.why[shown]),
            "HOME_POST": episodes.home[child],
            "PL_POST": episodes.post[shown],
            "URN": episodes.urn[shown],
        }
    )
    header = people.iloc[np.unique(child)]
    letters = year >= SEX_LETTERS_FROM
    sex = np.where(header["girl"], "F" if letters else "2", "M" if letters else "1")
    header = header.assign(SEX=sex)
    columns = ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"]
    return {
        "Header": header[columns].reset_index(drop=True),
        "Episodes": table,
        "UASC": header.loc[header["uasc"], ["CHILD", "SEX", "DOB", "DUC"]].reset_index(drop=True),
    }
