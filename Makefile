# juesuan: PDFs of final accounts in, a validated warehouse out. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export JUESUAN_WAREHOUSE_DIR ?= $(CURDIR)/warehouse

.DEFAULT_GOAL := help
.PHONY: help run test ui check lint format samples docs lock bench accuracy faults fuzz clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "Python 3.11 to 3.13 is needed; name one with PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

run: $(STAMP) ## ingest what is new below raw/, build the warehouse, enforce the expectations, print a summary (STRICT=1: fail on errors found)
	@$(BIN)/juesuan run $(if $(filter-out 0,$(STRICT)),--strict)

test: $(STAMP) ## run the whole test suite
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder tests

ui: $(STAMP) ## serve the Dagster UI on 127.0.0.1:3000
	@$(BIN)/juesuan ui

check: $(STAMP) ## judge one draft without touching the warehouse: make check FILE=draft.pdf
	@$(BIN)/juesuan check "$(FILE)"

lint: $(STAMP) ## ruff, mypy on the pure package, sqlfluff on the models
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 2 --config dbt/.sqlfluff dbt/models dbt/macros

format: $(STAMP) ## let ruff and sqlfluff put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --config dbt/.sqlfluff dbt/models

samples: $(STAMP) ## typeset the sample disclosures below raw/ anew
	$(BIN)/python -m tools.samples.build

docs: $(STAMP) ## write docs/marts.md from the descriptions of the models
	$(BIN)/python -m tools.mart_docs

bench: $(STAMP) ## measure extraction against pdfplumber and the floor, its memory, one worker against two, and what judging costs
	$(BIN)/python -m benchmarks.extraction
	$(BIN)/python -m benchmarks.memory
	$(BIN)/python -m benchmarks.workers
	$(BIN)/python -m benchmarks.judging

fuzz: $(STAMP) ## put damaged PDFs through the reader for FUZZ_SECONDS (60), from case FUZZ_FIRST (0) on
	$(BIN)/python -m tools.fuzz.campaign

accuracy: $(STAMP) ## read a generated corpus of more than a hundred disclosures and compare every cell (FOLDER=dir keeps it; ONLY=text)
	$(BIN)/python -m tools.accuracy $(if $(FOLDER),--folder "$(FOLDER)") $(if $(ONLY),--only "$(ONLY)")

faults: $(STAMP) ## plant 300 seeded faults, one a disclosure, and compare the findings (FOLDER=dir keeps it; COUNT=, SEED=)
	$(BIN)/python -m tools.faults $(if $(FOLDER),--folder "$(FOLDER)") $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

lock: $(STAMP) ## resolve requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-header --upgrade -o requirements.lock

clean: ## remove the virtual environment and the default warehouse
	rm -rf $(VENV) warehouse dbt/target dbt/logs
