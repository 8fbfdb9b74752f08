"""A parser of server-sent events, after the HTML standard's "Interpreting an event stream"."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class ServerEvent:
    name: str
    data: str


def parse(wire: bytes) -> list[ServerEvent]:
    events, name, data = [], "", list[str]()
    for line in re.split("\r\n|\n|\r", wire.decode("utf-8").removeprefix("\ufeff")):
        if not line:
            if data:
                events.append(ServerEvent(name or "message", "\n".join(data)))
            name, data = "", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
    return events
