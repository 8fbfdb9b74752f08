"""Quoth as a model that chat programs ask: the form in which OpenAI-compatible servers are spoken to.

`history` makes a question of a conversation, `footnotes` and `inert` make Markdown of an answer, `completion` and `streaming` send it.
"""
