"""Made-up financial years to try monitoring on, child by child; written apart from the model.

Children enter and leave four kinds of placement, each at a price of its own that rises in time.
Three kinds of year: steady; a jump of entries and prices at a month after the sixth; and invoices
of which most come up to three months late. Truth is what the year cost when every invoice had come.
"""

from __future__ import annotations

import numpy as np

from sufficiency.evidence.ledger import Ledger

KINDS = ("steady", "jump", "late")
TYPES = (
    "in_house_fostering",
    "agency_fostering",
    "external_residential",
    "supported_accommodation",
)
STOCK = np.array([150, 120, 70, 60])
STAY = np.array([22.0, 20.0, 14.0, 10.0])
PRICE = np.array([560.0, 1050.0, 6200.0, 1350.0])
SPREAD = np.array([0.15, 0.15, 0.3, 0.4])
DAYS = np.array([30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31])


def made_up_year(kind: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Weeks and pounds by month and type, (12, 4) each, as they stand in the end."""
    random = np.random.default_rng([seed, KINDS.index(kind)])
    weeks, spend = np.zeros((12, 4)), np.zeros((12, 4))
    size = random.uniform(0.5, 1.6)
    jump_month = int(random.integers(6, 10))
    jump = np.exp(random.normal(0, 0.2)) if kind == "jump" else 1.0
    dearer = np.exp(random.normal(0, 0.02)) if kind == "jump" else 1.0
    drift = random.normal(0.0, 0.12)
    for k in range(4):
        held = random.lognormal(np.log(PRICE[k]), SPREAD[k], int(STOCK[k] * size))
        for month in range(12):
            after = kind == "jump" and month >= jump_month
            stays = random.random(len(held)) > 1 / STAY[k]
            entries = STOCK[k] * size / STAY[k] * (1 + drift) * (jump if after else 1.0)
            new = random.lognormal(np.log(PRICE[k]), SPREAD[k], random.poisson(entries))
            part = random.random(len(held))
            share = np.where(stays, 1.0, part)
            rate = held * 1.002**month * (dearer if after else 1.0)
            arrived = random.random(len(new))
            weeks[month, k] = (share.sum() + arrived.sum()) * DAYS[month] / 7
            spend[month, k] = ((share * rate).sum() + (arrived * new).sum()) * DAYS[month] / 7
            held = np.concatenate([held[stays], new])
    return weeks, spend


def as_known(kind: str, seed: int, months: int) -> tuple[Ledger, float]:
    """The ledger after so many months, and what the year cost in the end."""
    weeks, spend = made_up_year(kind, seed)
    seen = spend[:months].copy()
    if kind == "late":
        random = np.random.default_rng([seed, months, 99])
        for back, share in ((1, 0.25), (2, 0.6), (3, 0.85)):
            if months - back >= 0:
                seen[months - back] *= np.clip(share + random.normal(0, 0.05, 4), 0.05, 1.0)
    return Ledger("2025/26", TYPES, weeks[:months], seen), float(spend.sum())
