"""A language model's stand-ins: a real server of a tiny model that says what it is told to, and servers that misbehave."""
