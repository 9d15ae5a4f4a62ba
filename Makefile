# Dateline's daily commands. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help install demo test test-faults fuzz coverage lint format quality bench-extract bench-crawl bench-events bench-analyst docs names constraints clean

PYTHON ?= python3
BIN := .venv/bin

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

install: .venv/installed ## Install into .venv, with exact versions

PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dateline needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; name one with: make install PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(PIP_INSTALL) .
	@touch $@

.venv/installed-dev: .venv/installed
	$(PIP_INSTALL) '.[dev]'
	@touch $@

demo: install ## Crawl a small newsroom on this machine into PostgreSQL and print what landed
	$(BIN)/scrapy demo

test: .venv/installed-dev ## Run every test, on two cores
	$(BIN)/python -m pytest -n 2 --dist loadfile

fuzz: .venv/installed-dev ## Extract from many thousand broken pages, new ones each time
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -q tests/unit/extract/test_any_bytes.py tests/unit/extract/test_mutated_pages.py

test-faults: .venv/installed-dev ## Kill crawls and databases under a crawl, at full size; FAULTS=--help
	$(BIN)/python -m tests.faults $(FAULTS)

coverage: .venv/installed-dev ## Run every test and show which branches none of them took
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

lint: .venv/installed-dev ## ruff, mypy --strict, import-linter, format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/installed-dev ## Rewrite the code in the house's layout
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

quality: .venv/installed-dev ## Score extraction, events and places beside others and write docs/quality.md, where ../shared/eval is there
	$(BIN)/python -m tests.quality.report

bench-extract: .venv/installed-dev ## CPU a page beside the peers (made in .bench at first use), and where ours goes; BENCH=--help
	$(BIN)/python -m tests.bench $(BENCH)

bench-crawl: .venv/installed-dev ## Pages a second from site to database, beside the peers, lag and memory; BENCH=--help
	$(BIN)/python -m tests.bench.crawl $(BENCH)

bench-events: .venv/installed-dev ## Articles a second that find their events, at 1,000 and 500,000 in store; BENCH=--help
	$(BIN)/python -m tests.bench.events $(BENCH)

bench-analyst: .venv/installed-dev ## Every question of the cookbook on 300,000 articles and 900,000 captions; BENCH=--help
	$(BIN)/python -m tests.bench.analyst $(BENCH)

docs: .venv/installed-dev ## Write the docs that are made from code and sources
	$(BIN)/python -m models.dictionary > .venv/data-dictionary.md
	mv .venv/data-dictionary.md docs/data-dictionary.md
	$(BIN)/python -m tests.crawl.cookbook
	(printf '# Sources\n\nMade by `make docs` from the files under `crawler/sources/`. No address has been fetched yet where the\nlast figure is 0: they are taken from public lists.\n\n```\n'; $(BIN)/scrapy sources; printf '```\n') > docs/sources.md

names: .venv/installed-dev ## Take over month and weekday names from Babel's CLDR tables
	$(BIN)/python -m pipelines.extract.dates.cldr > .venv/names.tsv
	mv .venv/names.tsv pipelines/extract/dates/names.tsv

constraints: ## Take over the newest versions that pyproject.toml allows
	rm -rf .venv/fresh && $(PYTHON) -m venv .venv/fresh
	.venv/fresh/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	(echo "# Exact versions, so that an install next year is the same. Made by 'make constraints'."; \
	 .venv/fresh/bin/python -m pip freeze --exclude-editable) > constraints.txt
	rm -rf .venv/fresh

clean: ## Remove what install and the tools made; the embedded database stays
	rm -rf .venv .bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
