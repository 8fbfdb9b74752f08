"""What is counted: never a question's text, never a label that a client chooses."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from qa import Answer

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)


class Metrics:
    """The counters of one application, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.asks = Counter("quoth_asks", "Questions by how they ended.", ["outcome"], registry=self.registry)
        self.ask_seconds = Histogram("quoth_ask_seconds", "From question to answer.", buckets=_SECONDS, registry=self.registry)
        self.answers = Counter("quoth_answers", "Answers by who worded them.", ["mode"], registry=self.registry)
        self.dropped = Counter("quoth_sentences_dropped", "Sentences of a language model that were not borne out.", registry=self.registry)
        self.notices = Counter("quoth_model_failures", "Answers that a language model was to word and did not.", registry=self.registry)
        self.files = Counter("quoth_files", "Uploaded files by what became of them.", ["status"], registry=self.registry)
        self.responses = Counter("quoth_responses", "Responses by class of status.", ["class"], registry=self.registry)
        self.disconnects = Counter("quoth_disconnects", "Clients that left before the answer.", registry=self.registry)

    def count(self, answer: Answer) -> None:
        """Count what an answer says of how it was made."""
        self.answers.labels(answer.mode).inc()
        self.dropped.inc(answer.dropped)
        self.notices.inc(answer.notice is not None)

    def watch(self, name: str, text: str, read: Callable[[], float]) -> None:
        """Add a gauge that is read when the metrics are."""
        Gauge(name, text, registry=self.registry).set_function(read)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)
