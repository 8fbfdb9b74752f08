"""How Quoth's costs grow from 300 passages to a million, one measurement a module, each run in a program of its own.

    python -m benchmarks.growth STEP [SIZE]

- `building`: a library of recombined tales, by commits; `adding`: more into one that is there; `opening`: seconds, memory, bytes on disk
- `asking`: latency by stage (`stages`); `askers`: throughput; `while_adding`: latency while files are added; `recall`: approximate beside exact
- `fresh`: the command and the server from nothing
- `opened`: libraries and models as the steps use them
- `exponents`: how each cost grows; `table`, `plots`: the figures in Markdown and as SVG

Texts and vectors are those of `benchmarks.scale`: passages of the stories recombined, their vectors derived from embedded ones. Questions are made of
the stories' own words, really understood, embedded and read.
"""
