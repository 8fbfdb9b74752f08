"""How the reader was trained: from the public data to the weights in `qa/weights/`, by one command, `python -m qa.train`.

Nothing else imports this package; it needs the extra `quoth[train]`.
"""
