# `make demo` and `make test` do all the set-up on a fresh machine: a virtual environment, the package, what the tests need.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Real news text and labelled data for `make bench` and `make measure`, where they are at hand.
CORPORA ?= ../shared/corpora
GOLD ?= ../shared/gold

.PHONY: demo test bench measure lint clean

demo: $(VENV)/.installed
	$(BIN)/framing demo

test: $(VENV)/.tested lint
	$(BIN)/python -m pytest

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.tested
	$(BIN)/python -m tests.benchmarks.speed --corpora $(CORPORA)

measure: $(VENV)/.tested
	$(BIN)/python -m tests.benchmarks.measure --gold $(GOLD) --corpora $(CORPORA)

$(VENV)/.created:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
