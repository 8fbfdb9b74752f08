"""Writing with a language model, if there is one: its sentences reach a person only with a quote that stands in the stories.

    question, windows --prompt--> LanguageModel --pieces--> script --Sentence--> verify --Supported--> draft

- `language_model`: the seam, and what can go wrong behind it; `remote`: a model behind an OpenAI-compatible URL; `breaker`: when it is left alone
- `prompt`: what it is told; `script`: what it writes, sentence by sentence
- `quotes`: where a quote stands; `claims`: which names and numbers a sentence claims; `support`: whether its passages bear it out
- `draft`: an answer; `rewrite`: a follow-up made to stand alone; `pen`: both for one question, and what came of it
"""

from .breaker import Breaker
from .draft import Draft, Task, draft
from .language_model import LanguageModel, LLMUnavailable, Message
from .pen import Pen
from .quotes import located
from .remote import RemoteModel
from .rewrite import rewrite
from .script import Cited, Script, Sentence
from .support import REJECTIONS, Rejected, Supported, supported

__all__ = [
    "REJECTIONS", "Breaker", "Cited", "Draft", "LLMUnavailable", "LanguageModel", "Message", "Pen", "Rejected", "RemoteModel", "Script",
    "Sentence", "Supported", "Task", "draft", "located", "rewrite", "supported",
]  # fmt: skip
