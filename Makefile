# Duka's commands. `make help` explains them; everything runs in .venv, which is made when needed.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help install install-dev run dev test lint format bench prove translations locks clean

help: ## Explain every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Make .venv and install what the shop needs
	@$(PYTHON) scripts/install.py app

install-dev: ## Install what tests and tools need as well
	@$(PYTHON) scripts/install.py app dev

run: install ## Run the shop with its demo goods, worker, scheduler and queue (PORT, HOST, DATABASE_URL ... or .env)
	@exec $(BIN)/python -m shop.supervisor run

dev: install ## Run the shop for development: reloads on change, shows errors in the browser
	@exec $(BIN)/python -m shop.supervisor dev

test: ## Run everything: lint, types, contracts, all tests on SQLite and PostgreSQL, the browser's journeys
	@$(PYTHON) scripts/machine.py
	@$(MAKE) --no-print-directory install-dev
	@exec $(BIN)/python -m tests.support.everything

lint: install-dev ## Check style, types, contracts and templates (part of the tests)
	@exec $(BIN)/python scripts/lint.py

format: install-dev ## Put the Python files into shape
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: install-dev ## Measure the shop's speed against reference views (bench/ explains)
	@exec $(BIN)/python -m bench

prove: install-dev ## Prove the shop's promises by races, crashes and outages (PROVE_SCALE=1|10|100, PROVE_ONLY="p1 p8", PROVE_SEED)
	@$(PYTHON) scripts/machine.py
	@exec $(BIN)/python -m prove

translations: install-dev ## Collect the texts of the shop and bring its catalogues up to date
	@mkdir -p instance
	@$(BIN)/pybabel -q extract --mapping-file babel.cfg --keyword lazy --add-comments i18n: --omit-header --sort-by-file --add-location file --output-file instance/messages.pot .
	@$(BIN)/pybabel -q update --input-file instance/messages.pot --output-dir shop/translations --no-fuzzy-matching --omit-header --ignore-obsolete --width 100

locks: ## Resolve requirements/*.lock anew (needs uv)
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml --output-file requirements/app.lock
	@uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/dev.in --output-file requirements/dev.lock

clean: ## Remove caches; the shop's data in instance/ and .venv stay
	@find shop tests scripts migrations bench prove -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage
