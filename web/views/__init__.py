"""What the pages show: plain values made from answers, stories and hits, rendered with autoescape."""

from .answers import AnswerView, answer_view, plain_answer
from .passages import PassageView, hit_views
from .places import Strip, story_strip
from .stories import Block, outline, story_blocks
from .templates import FOLDER, render

__all__ = [
    "FOLDER", "AnswerView", "Block", "PassageView", "Strip", "answer_view", "hit_views", "outline", "plain_answer",
    "render", "story_blocks", "story_strip",
]  # fmt: skip
