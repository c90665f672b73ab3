"""From careers to episodes: legal changes, temporary placements, short breaks and the codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.evidence.ssda903.spells import OPEN, birthday
from sufficiency.evidence.synthetic.careers import MOVED, SAME_CARER
from sufficiency.evidence.synthetic.world import World

CODES: Final = (
    ("U1", "U3"),
    ("U6", "U4"),
    ("U6", "U4"),
    ("K2",),
    ("K2", "K2", "K1"),
    ("K3",),
    ("P1",),
    ("A3", "A4", "A5", "A6"),
    ("R1", "R3", "R5", "S1"),
    ("Z1",),
)
"""PLACE by placement type."""
PROVIDERS: Final = ("PR1", "PR1", "PR4", "PR1", "PR4", "PR4", "PR0", "PR1", "PR4", "PR4")
RECS: Final = (
    ("E11", "E12"),
    ("E4A", "E4B"),
    ("E13", "E41"),
    ("E45", "E47", "E48"),
    ("E5", "E6", "E17"),
    ("E3", "E8", "E9"),
)
WHY: Final = ("CARPL", "CLOSE", "ALLEG", "STAND", "APPRR", "CREQB", "CREQO", "CHILD", "PLACE")


@dataclass(frozen=True)
class Episodes:
    """Episodes as a council records them, one entry for each in every array.

    `born`, `uasc`, `adult`, `need` and `home` are by child.
    """

    child: np.ndarray
    start: np.ndarray
    end: np.ndarray
    kind: np.ndarray
    temporary: np.ndarray
    rne: np.ndarray
    rec: np.ndarray
    legal: np.ndarray
    why: np.ndarray
    pick: np.ndarray
    post: np.ndarray
    urn: np.ndarray
    born: np.ndarray
    uasc: np.ndarray
    adult: np.ndarray
    need: np.ndarray
    home: np.ndarray

    def codes(self, shown: np.ndarray, year: int) -> tuple[np.ndarray, np.ndarray]:
        """PLACE and PLACE_PROVIDER of some episodes as the return of a year has them."""
        names = [list(names) for names in CODES]
        if year < 2024:
            names[5] = ["H5", "P2"]
        if year > 2025:
            names[9] = ["Z11", "Z12", "Z13", "Z14"]
        kind, pick = self.kind[shown], self.pick[shown]
        place = np.array(
            [names[k][p % len(names[k])] for k, p in zip(kind, pick, strict=True)], dtype=object
        )
        stay = self.temporary[shown]
        place = np.where(stay, np.char.add("T", (pick % 5).astype(str)), place)
        provider = np.array(PROVIDERS)[kind]
        other = (provider == "PR4") & (pick % 7 == 0)
        return place, np.where(other, "PR3", provider)


def episodes_of(world: World, rng: np.random.Generator) -> Episodes:
    """Cut careers into episodes as a council would record them."""
    spells = world.spells
    rec = np.full(len(spells.child), "X1", dtype=object)
    for group, choices in enumerate(RECS):
        which = np.flatnonzero(spells.reason == group)
        rec[which] = np.array(choices)[rng.integers(0, len(choices), len(which))]
    rne = np.where(world.began == MOVED, "P", np.where(world.began == SAME_CARER, "T", "S"))
    rne = np.where((rne == "P") & (rng.random(len(rne)) < 0.1), "B", rne)
    rne = np.where((rne == "T") & (rng.random(len(rne)) < 0.3), "U", rne)
    length = np.where(spells.end == OPEN, spells.last - spells.start, spells.end - spells.start)
    # Three cuts at most: a legal change, and a temporary placement with the return from it.
    legal_cut = (length > 90) & (rng.random(len(length)) < 0.3)
    away = (length > 150) & (rng.random(len(length)) < 0.06)
    cut_at = spells.start + (length * rng.uniform(0.1, 0.35, len(length))).astype(np.int64)
    away_at = spells.start + (length * rng.uniform(0.45, 0.7, len(length))).astype(np.int64)
    away_to = away_at + rng.integers(8, 25, len(length))
    pieces = [(np.ones(len(length), bool), spells.start, rne, False)]
    pieces.append((legal_cut, cut_at, np.full(len(length), "L"), False))
    pieces.append((away, away_at, np.full(len(length), "P"), True))
    pieces.append((away, away_to, np.full(len(length), "P"), False))
    origin = np.concatenate([np.flatnonzero(which) for which, *_ in pieces])
    start = np.concatenate([day[which] for which, day, *_ in pieces])
    began = np.concatenate([code[which] for which, _, code, _ in pieces])
    temporary = np.concatenate([np.full(int(which.sum()), t) for which, _, _, t in pieces])
    order = np.lexsort((start, origin))
    origin, start, began, temporary = (a[order] for a in (origin, start, began, temporary))
    same = np.append(origin[1:] == origin[:-1], False)
    end = np.where(same, np.append(start[1:], 0), spells.end[origin])
    closes = np.where(same, "X1", rec[origin])
    return _dressed(world, origin, start, end, began, closes, temporary, rng)


def _dressed(
    world: World,
    origin: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
    rne: np.ndarray,
    rec: np.ndarray,
    temporary: np.ndarray,
    rng: np.random.Generator,
) -> Episodes:
    """Add short breaks and the columns that mean nothing for the counts."""
    spells, number = world.spells, len(world.born)
    breaks = max(1, number // 40)
    break_start = rng.integers(spells.first - 200, spells.last - 100, breaks)
    break_child = number + np.arange(breaks)
    child = np.concatenate([spells.child[origin], break_child])
    start = np.concatenate([start, break_start])
    end = np.concatenate([end, break_start + rng.integers(30, 700, breaks)])
    kind = np.concatenate([spells.kind[origin], rng.choice([1, 4], breaks)])
    rne = np.concatenate([rne, np.full(breaks, "S")])
    rec = np.concatenate([rec, np.full(breaks, "E8")]).astype(object)
    temporary = np.concatenate([temporary, np.zeros(breaks, dtype=bool)])
    legal = rng.choice(["C1", "C2", "V2", "E1"], len(child), p=[0.25, 0.55, 0.15, 0.05])
    legal[len(origin) :] = rng.choice(["V3", "V4"], breaks)
    pick = np.concatenate([np.arange(len(spells.child)) * 7919 % 101, np.zeros(breaks, int)])
    pick = np.concatenate([pick[origin], pick[len(spells.child) :]])
    born = np.concatenate([world.born, break_start - rng.integers(2000, 5000, breaks)])
    uasc = np.concatenate([world.uasc, np.zeros(breaks, dtype=bool)])
    why = np.where(rec == "X1", np.array(WHY)[rng.integers(0, len(WHY), len(child))], "")
    urn = np.where(np.isin(kind, (3, 4)), rng.integers(10**6, 10**7, len(child)).astype(str), "")
    return Episodes(
        child=child,
        start=start,
        end=end,
        kind=kind,
        temporary=temporary,
        rne=rne,
        rec=rec,
        legal=legal,
        why=why,
        pick=pick,
        post=_postcodes(len(child), rng),
        urn=urn,
        born=born,
        uasc=uasc,
        adult=birthday(born, 18),
        need=rng.choice(["N1", "N2", "N4", "N5", "N8"], len(born), p=[0.7, 0.05, 0.1, 0.1, 0.05]),
        home=_postcodes(len(born), rng),
    )


def _postcodes(number: int, rng: np.random.Generator) -> np.ndarray:
    """Postcodes of areas (QV, QX) that do not exist."""
    area = rng.choice(["QV", "QX"], number, p=[0.6, 0.4])
    outward = rng.integers(1, 30, number)
    inward = rng.integers(0, 10, number)
    return np.array(
        [f"{a}{o} {i}ZZ" for a, o, i in zip(area, outward, inward, strict=True)], dtype=object
    )
