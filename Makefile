# Quoth: needs Python 3.11 or newer and make; everything else goes into .venv.
# Which build of torch pip takes is pip's own setting: PIP_FIND_LINKS or PIP_EXTRA_INDEX_URL, see the README.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
AXE := 4.14.1

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test pytest setup lint types bench wheel pins clean

help:  ## show this
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*##/\t/' | expand -t 8

run: .venv/run.stamp  ## serve the chat page on http://127.0.0.1:8000 (PORT=… another port)
	@exec $(BIN)/quoth serve --host "$(HOST)" --port "$(PORT)"

test: .venv/axe-$(AXE).stamp  ## lint, check types, run the tests
	@$(MAKE) --no-print-directory -j 2 lint types pytest

pytest: .venv/test.stamp
	@$(BIN)/python -m pytest

setup: .venv/test.stamp  ## make .venv with all that developing needs

lint: .venv/test.stamp  ## style
	@$(BIN)/ruff check .

types: .venv/test.stamp  ## types, strictly
	@$(BIN)/mypy

bench: .venv/bench.stamp  ## measure at all sizes and beside peers, hours: tables and plots in docs/ (BENCH="--sizes 300 5000" less)
	@HF_HUB_OFFLINE=1 $(BIN)/python -m benchmarks $(BENCH)

wheel: .venv/test.stamp  ## build dist/quoth-….whl
	@$(BIN)/python -m build --wheel --no-isolation

pins: .venv/test.stamp  ## write constraints.txt anew from what is in .venv
	@sed '/^$$/,$$d' constraints.txt > constraints.new
	@echo >> constraints.new
	@$(BIN)/python -m pip freeze --all --exclude-editable | grep -v '^pip==' | sed -E 's/\+[a-z0-9.]+$$//' >> constraints.new
	@mv constraints.new constraints.txt

clean:  ## remove what was built; .venv stays
	@rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# A stamp says that .venv holds what these two files ask for. Running needs less than testing; the second builds on the first.
.venv/run.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Quoth needs Python 3.11 or newer as $(PYTHON); name one: make PYTHON=python3.11 …" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@echo "Installing Quoth into .venv (some minutes and about 1.5 GB when it is new) ..."
	@$(PIP) install -c constraints.txt -e .
	@touch $@

.venv/test.stamp: .venv/run.stamp
	@echo "Installing what tests and checks need into .venv ..."
	@$(PIP) install -c constraints.txt -e '.[test,lint,build]'
	@touch $@

.venv/bench.stamp: .venv/test.stamp
	@echo "Installing what the plots need into .venv ..."
	@$(PIP) install -c constraints.txt -e '.[bench]'
	@touch $@

# The pages' accessibility is tested with axe-core, a script that npm has. Without it those tests are skipped, and nothing else.
.venv/axe-$(AXE).stamp: | .venv/test.stamp
	@if ! command -v npm > /dev/null; then echo "No npm here: the tests of accessibility are skipped."; \
	elif npm install --prefix .venv/axe --no-save --ignore-scripts --no-audit --no-fund --silent axe-core@$(AXE); then touch $@; \
	else echo "npm could not fetch axe-core: the tests of accessibility are skipped."; fi
