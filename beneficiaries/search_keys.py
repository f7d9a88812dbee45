"""How names are compared: without accents, case, punctuation or ligatures, and forgiving a slip of the finger."""

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from rapidfuzz.distance import OSA

KEY_LENGTH = 200
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def normalise(text: str) -> str:
    """Lower-case letters and figures without accents, separated by single spaces."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(letter for letter in apart.translate(_LETTERS) if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def search_key(first_name: str, last_name: str) -> str:
    return normalise(f"{first_name} {last_name}")[:KEY_LENGTH].strip()


def relevance(query_words: Iterable[str], key: str) -> int:
    """How well a key answers a query, from 0 (one word of the query is not in it) to 100 (every word is, as typed)."""
    words = key.split()
    # « Ben Ali » is also looked for as « benali ».
    words += [first + second for first, second in pairwise(words)]
    scores = [max((_likeness(asked, word) for word in words), default=0) for asked in query_words]
    return 0 if not scores or 0 in scores else sum(scores) // len(scores)


def _likeness(asked: str, word: str) -> int:
    """100 for the same word, less for its beginning, less still for a slip: a letter wrong, missing, extra, swapped."""
    if asked == word:
        return 100
    if word.startswith(asked):
        return 90
    allowed = _slips_allowed(max(len(asked), len(word)))
    slips = OSA.distance(asked, word, score_cutoff=allowed) if allowed else allowed + 1
    return 80 - 10 * slips if slips <= allowed else 0


def _slips_allowed(length: int) -> int:
    if length < 4:
        return 0
    return 1 if length < 8 else 2
