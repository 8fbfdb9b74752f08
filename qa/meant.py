"""Which stories a question may have meant, when it does not say."""

from .answer import Answer
from .decide import BESIDE


def meant(answer: Answer) -> list[str]:
    """Return the ids of the stories that an answer may be about: those it quotes, then those read nearly as well, best first.

    Args:
        answer: An answer with the passages that were considered; without them only what it quotes is known.
    """
    if answer.abstained:
        return []
    scores: dict[str, float] = {}
    for passage in answer.passages:
        if passage.reader_score is not None:
            scores[passage.document_id] = max(scores.get(passage.document_id, passage.reader_score), passage.reader_score)
    best = max(scores.values(), default=0.0)
    close = sorted((id for id, score in scores.items() if score >= best - BESIDE), key=lambda id: (-scores[id], id))
    return list(dict.fromkeys([*(citation.document_id for citation in answer.citations), *close]))
