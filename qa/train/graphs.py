"""The graphs that the product runs on ONNX Runtime, without weights.

    python -m qa.train.graphs [--embedder index/graphs/minilm.onnx] [--reader qa/weights/reader.onnx]

Both are MiniLM's encoder in ONNX Runtime's own operators (com.microsoft): embedding, attention and normalising are one step each. Weights are named
and not held, so the files are some kilobytes, and the same weights serve training and product. The reader's products are of eight-bit integers: each
column of weights has one scale, and the input of a step has one that is chosen as it comes (dynamic quantisation).
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from onnx import NodeProto, TensorProto, helper

from qa.reader_model import HEADS, INNER, LAYERS, POSITIONS, VOCABULARY, WIDTH

_FUSED, _PLAIN = "com.microsoft", ""
_EPSILON = 1e-12


class Graph:
    """Steps and named weights, as they are put down.

    Args:
        quantised: Whether products of states and weights are of eight-bit integers.
    """

    def __init__(self, *, quantised: bool) -> None:
        self.quantised = quantised
        self.steps: list[NodeProto] = []
        self.weights: list[TensorProto] = []
        if quantised:
            self.weights.append(helper.make_tensor("step", TensorProto.FLOAT, [], [1 / 127]))
            self.weights.append(helper.make_tensor("zero", TensorProto.UINT8, [], [128]))

    def weight(self, name: str, *shape: int, kind: int = TensorProto.FLOAT) -> str:
        """Name a weight that will be given."""
        tensor = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="weights")
        self.weights.append(tensor)
        return name

    def step(self, operator: str, inputs: Sequence[str], *outputs: str, domain: str = _FUSED, **settings: float | Sequence[int]) -> str:
        """Put down a step and return its first output."""
        made = helper.make_node(operator, inputs, outputs, domain=domain)
        made.attribute.extend(helper.make_attribute(name, value) for name, value in settings.items())
        self.steps.append(made)
        return outputs[0]

    def product(self, states: str, name: str, wide: int, out: int) -> str:
        """Multiply states with a matrix."""
        if not self.quantised:
            return self.step("MatMul", [states, self.weight(f"{name}.weight", wide, out)], name, domain=_PLAIN)
        # One scale for each token: with one for all of them a few large numbers would leave the others few steps.
        size = self.step("Abs", [states], f"{name}.abs", domain=_PLAIN)
        most = self.step("ReduceMax", [size], f"{name}.most", domain=_PLAIN, axes=[-1], keepdims=1)
        scaled = self.step("Div", [states, most], f"{name}.scaled", domain=_PLAIN)
        whole = self.step("QuantizeLinear", [scaled, "step", "zero"], f"{name}.whole", domain=_PLAIN)
        matrix = self.weight(f"{name}.weight", wide, out, kind=TensorProto.INT8)
        found = self.step("MatMulIntegerToFloat", [whole, matrix, "step", self.weight(f"{name}.scale", out), "zero"], f"{name}.found")
        return self.step("Mul", [found, most], name, domain=_PLAIN)

    def encoder(self) -> str:
        """Put down the encoder; returns its states, `(batch, length, width)`."""
        norm = [self.weight("embedded.weight", WIDTH), self.weight("embedded.bias", WIDTH)]
        sizes = {"words": VOCABULARY, "positions": POSITIONS, "kinds": 2}
        tables = [self.weight(f"{name}.weight", size, WIDTH) for name, size in sizes.items()]
        states = self.step("EmbedLayerNormalization", ["ids", "kinds", *tables, *norm, "there"], "embedded", "lengths", epsilon=_EPSILON)
        for number in range(LAYERS):
            states = self.layer(states, f"layers.{number}")
        return states

    def layer(self, states: str, name: str) -> str:
        """Put down one transformer layer."""
        mixed = self.product(self.attention(states, f"{name}.attention"), f"{name}.mixed", WIDTH, WIDTH)
        states = self.added(mixed, states, f"{name}.mixed", f"{name}.after_attention")
        inner = self.product(states, f"{name}.inner", WIDTH, INNER)
        inner = self.step("BiasGelu", [inner, self.weight(f"{name}.inner.bias", INNER)], f"{name}.gelu")
        return self.added(self.product(inner, f"{name}.outer", INNER, WIDTH), states, f"{name}.outer", f"{name}.after_inner")

    def attention(self, states: str, name: str) -> str:
        """Put down an attention, its three products with it as one."""
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        self.step("Split", [self.product(states, name, WIDTH, 3 * WIDTH)], *parts, domain=_PLAIN, axis=-1)
        return self.step("MultiHeadAttention", [*parts, self.weight(f"{name}.bias", 3 * WIDTH), "lengths"], f"{name}.mix", num_heads=HEADS)

    def added(self, new: str, before: str, product: str, norm: str) -> str:
        """Add what a product gave to the states before it, and normalise."""
        inputs = [new, before, self.weight(f"{norm}.weight", WIDTH), self.weight(f"{norm}.bias", WIDTH), self.weight(f"{product}.bias", WIDTH)]
        return self.step("SkipLayerNormalization", inputs, norm, epsilon=_EPSILON)

    def finished(self, outputs: dict[str, Sequence[str | int]]) -> bytes:
        """Return the file of the graph with these outputs and their shapes."""
        given = [helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "length"]) for name in ("ids", "kinds", "there")]
        told = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()]
        graph = helper.make_graph(self.steps, "quoth", given, told, self.weights)
        versions = [helper.make_opsetid(_PLAIN, 17), helper.make_opsetid(_FUSED, 1)]
        model = helper.make_model(graph, opset_imports=versions, ir_version=8, producer_name="quoth")
        return bytes(model.SerializeToString(deterministic=True))


def embedder() -> bytes:
    """Return the graph of the default embedder: the mean of a text's states, at unit length, `(batch, width)`."""
    graph = Graph(quantised=False)
    states = graph.encoder()
    floats = graph.step("Cast", ["there"], "there_float", domain=_PLAIN, to=TensorProto.FLOAT)
    rows = graph.step("Reshape", [floats, _numbers(graph, "as_rows", [0, 1, -1])], "there_rows", domain=_PLAIN)
    total = graph.step("MatMul", [rows, states], "total", domain=_PLAIN)
    flat = graph.step("Reshape", [total, _numbers(graph, "as_flat", [0, -1])], "flat", domain=_PLAIN)
    graph.step("LpNormalization", [flat], "vectors", domain=_PLAIN, axis=-1, p=2)
    return graph.finished({"vectors": ["batch", WIDTH]})


def reader(*, quantised: bool = True) -> bytes:
    """Return the graph of the reader: logits of starts and ends, `(batch, length, 2)`, and of no answer, `(batch, 1)`."""
    graph = Graph(quantised=quantised)
    states = graph.encoder()
    spans = graph.step("MatMul", [states, graph.weight("spans.weight", WIDTH, 2)], "spans_product", domain=_PLAIN)
    graph.step("Add", [spans, graph.weight("spans.bias", 2)], "spans", domain=_PLAIN)
    first = graph.step("Gather", [states, _numbers(graph, "start", None)], "first", domain=_PLAIN, axis=1)
    graph.step("Gemm", [first, graph.weight("none.weight", WIDTH, 1), graph.weight("none.bias", 1)], "none", domain=_PLAIN)
    return graph.finished({"spans": ["batch", "length", 2], "none": ["batch", 1]})


def _numbers(graph: Graph, name: str, values: Sequence[int] | None) -> str:
    """Put constants into the graph; None stands for a zero without a dimension."""
    graph.weights.append(helper.make_tensor(name, TensorProto.INT64, [] if values is None else [len(values)], values or [0]))
    return name


def main() -> None:
    """Write both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedder", type=Path, default=Path("index/graphs/minilm.onnx"))
    parser.add_argument("--reader", type=Path, default=Path("qa/weights/reader.onnx"))
    given = parser.parse_args()
    given.embedder.write_bytes(embedder())
    given.reader.write_bytes(reader())


if __name__ == "__main__":
    main()
