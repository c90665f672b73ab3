"""Rows of a small return, written by hand, and the counts that were made of them."""

from __future__ import annotations

from sufficiency.evidence.ssda903 import Returns

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
)


def episode(
    child: str,
    start: str,
    end: str = "",
    rec: str = "",
    place: str = "U6",
    provider: str = "PR1",
    rne: str = "S",
    legal: str = "C2",
) -> str:
    return f"{child},{start},{rne},{legal},N1,{place},{provider},{end},{rec},,QV1 1ZZ,QX2 2ZZ,"


def birth(child: str, born: str = "15/06/2012") -> str:
    return f"{child},1,{born},WBRI,A123456789012,,"


def count(read: Returns, measure: str, date: str, kind: str | None = None) -> int:
    """Children in a month, of all types or of one."""
    frame = read.monthly.frame()
    rows = frame[(frame["measure"] == measure) & (frame["date"] == date)]
    return int(
        rows[rows["placement_type"] == kind]["children"].sum() if kind else rows["children"].sum()
    )


def flows(read: Returns, measure: str) -> int:
    """Children over all months."""
    frame = read.monthly.frame()
    return int(frame.loc[frame["measure"] == measure, "children"].sum())


def births(number: int) -> list[str]:
    return [birth(f"c{n}") for n in range(number)]
