"""Measurements: run by hand, never as tests. Figures go to `docs/benchmarks.md` with the command that made them."""
