# `make demo` and `make test` do all the set-up on a fresh machine: a virtual environment, the package, what the tests need.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Real news text and labelled data for `make bench` and `make measure`, where they are at hand.
CORPORA ?= ../shared/corpora
GOLD ?= ../shared/gold

.PHONY: docs gallery catalogues demo test torture browser lint bench profile scale measure grow simulate mutate worst screenshots clean

demo: $(VENV)/.installed
	$(BIN)/framing demo

# Three tests for two cores: some wait for a disk or a browser. Threads of Polars would only get in each other's way. Of
# what is compiled each process makes use: hundreds are started, and each would compile the package anew.
WORKERS ?= $(shell echo $$(( ($$(getconf _NPROCESSORS_ONLN) * 3 + 1) / 2 )))
# Where there is room in memory (300 MB are taken of it), what tests write lies there: thousands of waits for a disk show
# nothing.
TEMPORARY ?= $(shell [ "$$(df -Pk /dev/shm 2>/dev/null | awk 'END { print int($$4) }')" -gt 2000000 ] && echo TMPDIR=/dev/shm)
test:
	@$(MAKE) --no-print-directory --jobs 2 browser $(VENV)/.tested
	@$(MAKE) --no-print-directory lint
	$(TEMPORARY) POLARS_MAX_THREADS=1 PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

# The documents as a site, in site/: pages of docs, and reference made of the code. Nothing is fetched; a warning is an error.
docs: $(VENV)/.tested
	$(BIN)/python -m sphinx --builder html --fail-on-warning --keep-going --quiet docs site
	@echo "open site/index.html"

# Hundreds of kills and of examples of each property, a failure of each call that writes, each page on each screen, and a
# wheel that is installed with all that it needs; hours.
torture: $(VENV)/.tested
	TORTURE=300 $(BIN)/python -m pytest tests/store/test_kills.py tests/store/test_faults.py tests/cluster/test_spreading.py tests/browser/test_axe.py tests/test_build.py
	TORTURE=300 $(BIN)/python -m pytest -m hypothesis

# Pictures of the gallery, what notebooks show and what tutorials print, all made anew.
gallery: $(VENV)/.tested
	$(BIN)/python docs/figures.py
	$(BIN)/python docs/notebooks.py
	$(BIN)/python -m tests.test_tutorial

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --num-workers 2

# The browser tests drive a real Chromium; where there is none, Debian's and Ubuntu's package manager installs it.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes chromium >/dev/null; } || \
	  echo "No Chromium found: the browser tests will be skipped. Install the package 'chromium' to run them."

# What the dashboard says, collected for its translators; docs/dashboard.md tells how they go on.
catalogues: $(VENV)/.tested
	$(BIN)/python -m dashboards.catalogues

# Two pictures of the documentation; and all pages at three widths, in three languages, in a folder that nobody keeps.
screenshots: $(VENV)/.tested
	$(BIN)/python -m tests.browser.screenshots docs overview-1280-light article-entry-1280-light
	$(BIN)/python -m tests.browser.screenshots screenshots

bench: $(VENV)/.tested
	$(BIN)/python -m tests.benchmarks.speed --corpora $(CORPORA) --json bench.json
	$(BIN)/python -m tests.benchmarks.million
	POLARS_MAX_THREADS=2 $(BIN)/python -m tests.benchmarks.estimates
	$(BIN)/python -m tests.benchmarks.cluster --corpora $(CORPORA)

# Where the time of scoring goes, part by part.
profile: $(VENV)/.tested
	$(BIN)/python -m tests.benchmarks.profile --corpora $(CORPORA)

# How many articles of 3 KB a second, in how much memory and room; ARTICLES=1000000 takes an hour or so.
ARTICLES ?= 20000
scale: $(VENV)/.tested
	$(BIN)/python -m tests.benchmarks.scale --articles $(ARTICLES) --corpora $(CORPORA)
	$(BIN)/python -m tests.benchmarks.known
	$(BIN)/python -m tests.benchmarks.watch

# The worst that can be written, at one size and at double: fails where double the text takes more than 2.2 times as long.
worst: $(VENV)/.tested
	$(BIN)/python -m tests.benchmarks.worst

measure: $(VENV)/.tested
	$(BIN)/python -m tests.benchmarks.measure --gold $(GOLD) --corpora $(CORPORA)
	$(BIN)/python -m tests.benchmarks.readings --corpora $(CORPORA)
	$(BIN)/python -m tests.benchmarks.differential --gold $(GOLD)

# Scores of words from news without labels (lexicons/grown/), and the guards that they are held to; minutes a language.
grow: $(VENV)/.tested
	$(BIN)/python -m tests.benchmarks.grown --gold $(GOLD) --corpora $(CORPORA)

# Coverage and false discoveries where the truth is known; the table stands in docs/statistics-simulated.md.
simulate: $(VENV)/.tested
	$(BIN)/python -m tests.benchmarks.simulate

# Do the tests notice small faults? FOLDERS names where, SEED which; a folder takes half an hour or so, most of it the first look at its tests.
FOLDERS ?= framing/lexicon framing/scoring framing/statistics framing/languages framing/ingest framing/store framing/render framing/validation framing/figures framing/plot framing/cli framing/cluster dashboards
SEED ?= 1
mutate: $(VENV)/.tested
	$(BIN)/python -m tests.benchmarks.mutate $(FOLDERS) --seed $(SEED)

$(VENV)/.created:
	$(PYTHON) -m venv $(VENV)
	@touch $@

# Python compiles the modules that are imported when they are; pip would compile all, which takes as long as the rest.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile --constraint constraints.txt
MADE_OF := pyproject.toml constraints.txt hatch_build.py $(wildcard framing/native/*.[ch])

$(VENV)/.installed: $(VENV)/.created $(MADE_OF)
	$(INSTALL) --editable ".[dashboard]"
	@touch $@

# What the tests need holds what the dashboard needs.
$(VENV)/.tested: $(VENV)/.created $(MADE_OF)
	$(INSTALL) --editable ".[cluster,dashboard,dev]"
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
