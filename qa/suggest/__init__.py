"""Questions made from a story's own sentences, each of which Quoth answers from the sentence that it was made from.

passages --tales.made--> questions --order--> tried one by one --Chatbot.ask--> those that it answers as it should
"""

from .suggestions import Suggestions

__all__ = ["Suggestions"]
