"""How much two short answers have in common: exact match, token F1, ROUGE-L. Each is between 0 and 1.

Exact match and token F1 follow SQuAD's evaluation (Rajpurkar et al. 2016): lower case, punctuation and articles dropped. Beyond ASCII, which is all
that it knows, a dash parts words and other punctuation is dropped too. ROUGE-L (Lin 2004) is the F1 of the longest common subsequence of lower-case
words; **without** Porter's stemmer, which some published figures use: "dance" and "danced" are two words here.
"""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

_ARTICLE = re.compile(r"\b(a|an|the)\b")
_WORD = re.compile(r"[^\W_]+")


def squad_words(text: str) -> list[str]:
    """Return the words of an answer as SQuAD's evaluation compares them."""
    kept = "".join(map(_unpunctuated, text.lower()))
    return _ARTICLE.sub(" ", kept).split()


def _unpunctuated(character: str) -> str:
    if character in string.punctuation:
        return ""
    category = unicodedata.category(character)
    return " " if category == "Pd" else "" if category.startswith("P") else character


def exact_match(answer: str, reference: str) -> float:
    """Return 1 where the words are the same in the same order, else 0."""
    return float(squad_words(answer) == squad_words(reference))


def token_f1(answer: str, reference: str) -> float:
    """Return the F1 of the words that both hold, each as often as both hold it; two empty answers are the same."""
    given, wanted = squad_words(answer), squad_words(reference)
    if not given or not wanted:
        return float(given == wanted)
    return _f1((Counter(given) & Counter(wanted)).total(), len(given), len(wanted))


def rouge_l(answer: str, reference: str) -> float:
    """Return the F1 of the longest run of words, gaps allowed, that both hold in the same order; 0 where one has none."""
    given, wanted = _WORD.findall(answer.lower()), _WORD.findall(reference.lower())
    return _f1(common_subsequence(given, wanted), len(given), len(wanted))


def common_subsequence(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    above = [0] * (len(right) + 1)
    for word in left:
        row = [0]
        for column, other in enumerate(right, start=1):
            row.append(above[column - 1] + 1 if word == other else max(above[column], row[-1]))
        above = row
    return above[-1]


def best(measure: Callable[[str, str], float], answer: str, references: Sequence[str]) -> float:
    """Return the highest value over several references, of which there must be one at least."""
    return max(measure(answer, reference) for reference in references)


def _f1(common: int, given: int, wanted: int) -> float:
    return 2 * common / (given + wanted) if common else 0.0
