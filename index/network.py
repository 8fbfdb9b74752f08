"""Small networks on ONNX Runtime: a graph from a file, its weights from wherever they lie.

The graphs hold no weights (`qa/train/graphs.py` writes them). A run uses the thread that asks for it and no other, so that two people who ask at once
do not wait for each other's threads; many rows are shared out to as many threads as there are cores. What is added while people ask is computed on
threads that give way to theirs.
"""

import functools
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import ModelMissing

# A thread of this niceness gets next to nothing of a core that another thread wants too.
_NICE = 19

Arrays = Mapping[str, NDArray[Any]]


class Network:
    """A network, ready to run. Safe to use from several threads.

    Args:
        graph: An ONNX file whose weights lie elsewhere.
        weights: The weights by their names in the graph, with their shapes and types there.

    Raises:
        ModelMissing: The graph is not there, or does not go with the weights.
    """

    def __init__(self, graph: Path, weights: Arrays) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Kept: the session reads some of them where they lie.
        self._weights = [onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(weight)) for weight in weights.values()]
        options.add_external_initializers(list(weights), self._weights)
        try:
            self._session = onnxruntime.InferenceSession(graph.read_bytes(), options, providers=["CPUExecutionProvider"])
        except Exception as exc:  # ONNX Runtime's own share no class but this
            hint = "Install Quoth again: pip install --force-reinstall --no-deps quoth"
            raise ModelMissing(f"The network {graph.name} cannot be loaded.", hint) from exc

    def run(self, given: Arrays) -> list[NDArray[np.float32]]:
        """Return the outputs of the graph, in its order."""
        outputs: list[NDArray[np.float32]] = self._session.run(None, dict(given))
        return outputs

    def run_all(self, given: Iterable[Arrays], *, giving_way: bool = False) -> Iterator[list[NDArray[np.float32]]]:
        """Yield the outputs for each of these, in their order, computed side by side.

        Args:
            given: The inputs of each run.
            giving_way: Whether anything else on this machine that wants a core gets it first, where the system allows that for a thread (Linux).
        """
        return _threads(giving_way=giving_way).map(self.run, given)


@functools.cache
def _threads(*, giving_way: bool) -> ThreadPoolExecutor:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    name = "network-giving-way" if giving_way else "network"
    return ThreadPoolExecutor(cores, thread_name_prefix=name, initializer=_give_way if giving_way else None)


def _give_way() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
