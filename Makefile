# `make` lists the targets. Everything they need is set up by the targets themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
PORT ?= 5000
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

# Playwright's browser needs system libraries, which only root may install.
DEPENDENCIES = $(shell [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo --with-deps)

.PHONY: help demo test test-full check lock docs pictures report-gallery report-gallery-renew bench lighthouse mutation audit clean
.DEFAULT_GOAL := help

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 22

demo: $(VENV)/.run ## Run the main job with invented people, then serve it (SERVE=0: end after the PDFs)
	$(BIN)/surveyapp demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: $(VENV)/.test ## Set up and run every check and every test
	$(MAKE) --no-print-directory check
	$(BIN)/pytest -n auto --dist loadgroup

test-full: $(VENV)/.test ## Try every rule on 2,000 generated rounds or histories; freeze 60 times for the dump test
	HYPOTHESIS_PROFILE=full $(BIN)/pytest -n auto --dist loadgroup -m hypothesis
	HYPOTHESIS_PROFILE=full $(BIN)/pytest -n auto --dist loadgroup tests/leaks/test_dump.py

check: $(VENV)/.test ## Lint, formatting, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p surveyapp -p tests
	$(BIN)/lint-imports --no-cache

docs: $(VENV)/.test ## Build the documentation as a site, in build/site
	$(BIN)/sphinx-build -q -W --keep-going docs build/site
	@echo "Open build/site/index.html"

pictures: $(VENV)/.test ## Take the pictures in docs/ anew, from the demo
	$(BIN)/python -m tests.pictures

report-gallery: $(VENV)/.test ## Make every case of a report in every design and language, check and draw it: build/gallery
	$(BIN)/python -m tests.gallery

report-gallery-renew: $(VENV)/.test ## Store how the reports of the gallery look now, for the tests to compare with
	$(BIN)/python -m tests.gallery --renew

bench: $(VENV)/.test ## Measure: ratios in one run, written to docs/benchmarks.md
	$(BIN)/python -m tests.bench

lighthouse: $(VENV)/.test ## Measure four pages with Lighthouse, fetched with npm into var/; writes docs/lighthouse.md
	npm install --silent --no-audit --no-fund --prefix var/lighthouse lighthouse@12
	$(BIN)/python -m tests.bench.lighthouse var/lighthouse/node_modules/.bin/lighthouse

mutation: $(VENV)/.test ## Break the rules of anonymity bit by bit; do the tests notice? Writes docs/mutation.md
	$(BIN)/python -m tests.mutation

audit: $(VENV)/.test ## Look up known vulnerabilities of the locked packages, those of the tests as well
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements/dev.txt

lock: $(VENV)/.test ## Resolve the dependencies anew and write the hash-locked files
	$(PIP) uv
	$(BIN)/uv pip compile -q -U pyproject.toml --group build --universal --generate-hashes \
		--no-emit-index-url --no-header --python-version 3.11 -o requirements/runtime.txt
	$(BIN)/uv pip compile -q -U pyproject.toml --group build --group dev --universal \
		--generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		-c requirements/runtime.txt -o requirements/dev.txt

clean: ## Remove what was built, the demo and the environment
	rm -rf $(VENV) var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed: make PYTHON=python3.12 …"; exit 1; }
	PYTHON=$(PYTHON) requirements/system.sh run
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/runtime.txt pyproject.toml | $(BIN)/python
	requirements/system.sh run
	$(PIP) --require-hashes -r requirements/runtime.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/dev.txt $(VENV)/.run | $(BIN)/python
	requirements/system.sh test
	$(PIP) --require-hashes -r requirements/dev.txt
	@requirements/system.sh browser || $(BIN)/playwright install $(DEPENDENCIES) chromium
	@touch $@
