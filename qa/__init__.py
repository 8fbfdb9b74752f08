"""Answering: understand, search, read, decide, cite. Quotes are exact, or the answer is that the stories don't tell."""

from .answer import Answer, Citation, Considered, Delta, Done, Event, PassagesFound, Turn
from .chatbot import LONGEST, MOST_CITATIONS, Chatbot, open_chatbot
from .decide import REASONS
from .errors import AnswerError, QuestionEmpty, QuestionTooLong
from .verify import Verdict, verify

__all__ = [
    "LONGEST", "MOST_CITATIONS", "REASONS", "Answer", "AnswerError", "Chatbot", "Citation", "Considered", "Delta", "Done", "Event",
    "PassagesFound", "QuestionEmpty", "QuestionTooLong", "Turn", "Verdict", "open_chatbot", "verify",
]  # fmt: skip
