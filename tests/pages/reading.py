"""How hard a text is to read: words, sentence length and reading age."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import mean

_WORD = re.compile(r"[A-Za-z£][\w£'’.,%-]*|\d[\d,.]*m?%?")


@dataclass(frozen=True)
class Reading:
    """Of a text: words in all, words a sentence on average and at most, and age to read it."""

    words: int
    sentence: float
    longest: int
    age: float


def reading(paragraphs: list[str]) -> Reading:
    """The measures of some paragraphs; age by Flesch and Kincaid's grade, plus five years."""
    sentences = [
        part
        for text in paragraphs
        for part in re.split(r"(?<=[.!?])\s+(?=[A-Z“£0-9])", text.strip())
        if _WORD.search(part)
    ]
    lengths = [len(_WORD.findall(sentence)) for sentence in sentences]
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z'’]+", sentence)]
    grade = 0.39 * mean(lengths) + 11.8 * mean(map(_syllables, words)) - 15.59
    return Reading(sum(lengths), mean(lengths), max(lengths), grade + 5)


def _syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end left out."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(groups - silent, 1)
