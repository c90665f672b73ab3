"""Rows of a small return, written by hand."""

from __future__ import annotations

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
