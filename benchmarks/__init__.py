"""Measurements: run by hand or by `make bench`, never as tests. Figures go to `docs/benchmarks.md` with the command that made them."""
