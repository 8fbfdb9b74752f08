"""Quoth beside what people would pick instead: LangChain, LlamaIndex, txtai and Haystack, measured in one run.

    python -m benchmarks.peers [--runs install val 5000 300000] [--systems quoth txtai …] [--again]

Every peer lives in an environment of its own (`environments`: made by pip from `requirements-*.txt`) and runs as a program of its own that reads
requests as JSON lines (`wire`). Quoth runs the same way. All of them use the same MiniLM from the same folder and index the same passages, those
that Quoth cuts.

- `langchain`, `llamaindex`, `txtai`, `haystack`, `quoth`: one program each, and what is used of each system
- `wire`: the requests, on the programs' side; `program`: on this side
- `passages`: what is added and what is asked; `gold`: which passages answer
- `comparison`: the run, question by question in turn; `table`: its figures in Markdown

**What is compared.** *Dense*: embed the question, search the vectors, return ten passages with their texts. *Hybrid*: dense and BM25, joined as
the peer's own documentation joins them; each peer's hybrid is its own class for it and no invention of ours. Latency is that of ten passages, ten
of either ranking being joined; recall is taken from fifty of either, which is better for the peers. Each peer has the kind of FAISS index that it
takes by default. Quoth's dense is its embedder and its engine's ranking, its hybrid `Library.search`, which is all that it ever does.

**What is fair about it.** A peer gets the passages already cut; Quoth reads and cuts the story files within its own time. Quoth has everything
durably on disk when adding ends, the peers hold it in memory and are not asked to save. Time is taken within each program, so the pipe costs
nobody anything. Systems answer one question after another in turn, in an order that rotates, and every timed question is new to all of them, as
Quoth remembers the vectors of questions. All have the texts at hand when they answer. Every library runs with its own default number of threads.

**What is not.** The weights of Quoth's ranking were chosen on the questions that recall is measured with; the peers' have the defaults of their
makers. At 300,000 passages nobody embeds: all get the same vectors, derived from embedded ones (`benchmarks.scale`); the questions are embedded by
each.
"""
