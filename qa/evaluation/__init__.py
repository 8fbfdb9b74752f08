"""Measuring: a file of questions with what is expected of their answers, asked of a library, and the figures that this gives.

    file --rows--> Row --fields--> Question --places--> Question --Chatbot.ask, judge--> Result --figures--> Evaluation

- `question`, `rows`, `fields`, `places`, `reading`: the file, and everything that can be wrong with it
- `words`, `measures`: the measures, each a function of plain values
- `result`: one answer held against what was expected; `figures`: the figures by name; `evaluate`: all of a file
"""

from .evaluate import Evaluation, evaluate
from .figures import FIGURES, Figure, Measured
from .measures import Bin, RiskPoint
from .question import Problem, Question, QuestionsWrong
from .reading import read_questions
from .result import MISSES, Result

__all__ = [
    "FIGURES", "MISSES", "Bin", "Evaluation", "Figure", "Measured", "Problem", "Question", "QuestionsWrong", "Result", "RiskPoint",
    "evaluate", "read_questions",
]  # fmt: skip
