"""What can go wrong with an answer. A question that cannot be answered from the stories is no error: it is an abstention."""

from corpus import QuothError


class AnswerError(QuothError):
    """No answer could be made."""


class QuestionEmpty(AnswerError):
    """The question holds no words."""


class QuestionTooLong(AnswerError):
    """The question is longer than 2,000 characters."""
