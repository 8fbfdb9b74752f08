"""From a conversation of messages to a question with the turns before it."""

from collections.abc import Collection, Sequence

from qa import Mode, QuestionEmpty
from web.completions.footnotes import taken_apart
from web.completions.schemas import ConversationBody, MessageBody
from web.schemas import HISTORY_TURNS, QUESTION_LENGTH, AskBody, TurnBody

_ANSWER_LENGTH = 1000
_MOST_DOCUMENTS = 100


def asked(conversation: ConversationBody, mode: Mode | None, known: Collection[str]) -> AskBody:
    """Make of a conversation the question that it ends with.

    The last message of the role `user` is the question; those of `user` and `assistant` before it are the turns. What other roles say (`system`,
    `developer`, `tool`) is no part of the stories, so nothing of it could be quoted: it is ignored.

    Args:
        conversation: The messages.
        mode: How the answer is worded.
        known: Ids of all documents: an earlier answer was about those of them that its footnotes lead to.

    Raises:
        QuestionEmpty: Nobody asks anything.
        ValidationError: The question is empty or too long.
    """
    messages = conversation.messages
    last = max((at for at, message in enumerate(messages) if message.role == "user"), default=None)
    if last is None:
        raise QuestionEmpty("No message asks anything.", "Send a message of the role `user`; the last one is the question.")
    return AskBody(question=messages[last].text.strip(), history=_turns(messages[:last], known), mode=mode)


def _turns(messages: Sequence[MessageBody], known: Collection[str]) -> list[TurnBody]:
    pairs: list[tuple[str, list[str]]] = []
    for message in messages:
        if message.role == "user":
            pairs.append((message.text.strip()[:QUESTION_LENGTH], []))
        elif message.role == "assistant" and pairs:
            pairs[-1][1].append(message.text)
    told = [(question, answers) for question, answers in pairs if question]
    return [_turn(question, answers, known) for question, answers in told[-HISTORY_TURNS:]]


def _turn(question: str, answers: Sequence[str], known: Collection[str]) -> TurnBody:
    taken = [taken_apart(answer) for answer in answers]
    words = "\n".join(words for words, _ in taken)
    ids = dict.fromkeys(id for _, found in taken for id in found if id in known)
    return TurnBody(question=question, answer=words[:_ANSWER_LENGTH], documents=list(ids)[:_MOST_DOCUMENTS])
