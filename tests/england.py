"""Every English authority through the forecast, one after the other: what runs, and what does not.

    python tests/england.py [--draws 100] [--region NAME] [--only NAME ...] [--out FILE.csv]

Loads each authority by its name, forecasts it with prices and capacity, and writes a line for each
that fails. Ends with a count by grade, and exit code 1 if one that should run does not, or if its
grade is not what its evidence turned out to hold.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path

import pandas as pd

from sufficiency.engine import forecast
from sufficiency.errors import InputError
from sufficiency.evidence import authorities, load_evidence
from sufficiency.evidence.grades import CHILDREN_ONLY, FULL, NOT_POSSIBLE, WITH_ESTIMATES


def one(code: str, grade: str, draws: int) -> dict[str, object]:
    """One authority: what its evidence holds, what is forecast, and what went wrong."""
    began = time.monotonic()
    row: dict[str, object] = {"fault": ""}
    try:
        evidence = load_evidence(code)
        estimates = evidence.estimates
        recent = estimates["year"] >= evidence.opening_year - 1
        young = estimates["what"] == "looked_after_31_march"  # the years before it began
        row["found"] = WITH_ESTIMATES if (recent | young).any() else FULL
        baseline = forecast(evidence, years=5, draws=draws)
        total = baseline.families.total
        row["opening"] = float(total[:, 0].mean())
        row["growth"] = float(total[:, -1].mean() / total[:, 0].mean())
        for factor in baseline.prices.factors.to_dict("records"):
            row[f"factor_{factor['line']}"] = factor["factor"]
        row["total"] = baseline.prices.scaling.total
        row["not_modelled"] = float(baseline.prices.not_modelled.mean())
    except InputError as wrong:
        row["found"] = NOT_POSSIBLE
        row["fault"] = "" if grade == NOT_POSSIBLE else str(wrong).splitlines()[0]
    except Exception as fault:
        where = traceback.extract_tb(fault.__traceback__)[-1]
        row["fault"] = (
            f"{type(fault).__name__}: {fault} ({Path(where.filename).name}:{where.lineno})"
        )
    row["seconds"] = round(time.monotonic() - began, 2)
    return row


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--region")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    table = authorities(asked.region)
    if asked.only:
        table = table[table["name"].isin(asked.only) | table["code"].isin(asked.only)]
    rows = []
    for row in table.to_dict("records"):
        found = row | one(row["code"], row["grade"], asked.draws)
        rows.append(found)
        if found["fault"]:
            print(f"{row['name']}: {found['fault']}", flush=True)
        elif found["grade"] != CHILDREN_ONLY and found["grade"] != found["found"]:
            found["fault"] = "grade"
            print(f"{row['name']}: graded '{row['grade']}', found '{found['found']}'", flush=True)
    result = pd.DataFrame(rows)
    if asked.out:
        result.to_csv(asked.out, index=False)
    print(result["grade"].value_counts().to_string())
    ran = int((result["fault"] == "").sum() - (result["grade"] == NOT_POSSIBLE).sum())
    print(f"{ran} of {len(result)} forecast with money, {result['seconds'].median():.1f}s each")
    return int((result["fault"] != "").any())


if __name__ == "__main__":
    sys.exit(main())
