"""Answering: understand, search, read, decide, cite. Quotes are exact, or the answer is that the stories don't tell."""

from .answer import Answer, Citation, Considered, Delta, Done, Event, Mode, PassagesFound, Turn, Waiting
from .chatbot import LONGEST, MOST_CITATIONS, Chatbot, open_chatbot
from .decide import REASONS
from .errors import AnswerError, QuestionEmpty, QuestionTooLong
from .evaluation import FIGURES, MISSES, Bin, Evaluation, Figure, Measured, Question, QuestionsWrong, Result, RiskPoint, evaluate, read_questions
from .meant import meant
from .suggest import Suggestions
from .verify import Verdict, verify
from .writing import Breaker, LanguageModel, LLMUnavailable, Message, RemoteModel

__all__ = [
    "FIGURES", "LONGEST", "MISSES", "MOST_CITATIONS", "REASONS", "Answer", "AnswerError", "Bin", "Breaker", "Chatbot", "Citation",
    "Considered", "Delta", "Done", "Evaluation", "Event", "Figure", "LLMUnavailable", "LanguageModel", "Measured", "Message", "Mode",
    "PassagesFound", "Question", "QuestionEmpty", "QuestionTooLong", "QuestionsWrong", "RemoteModel", "Result", "RiskPoint", "Suggestions",
    "Turn", "Verdict", "Waiting", "evaluate", "meant", "open_chatbot", "read_questions", "verify",
]  # fmt: skip
