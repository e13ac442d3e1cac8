# The portal's commands. `make help` lists them.
PYTHON ?= python3
export PORT ?= 8000
export SANDBOX_PORT ?= 8001
BIN := .venv/bin
PIN := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header

.PHONY: help run test install serve lint browser bench chaos cluster image doctor audit sbom pins

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

run: install ## Open the portal on the sandbox (PORT=8000 SANDBOX_PORT=8001)
	@$(BIN)/flask --app wsgi demo

test: .venv/dev ## Run the tests, on SQLite and on PostgreSQL
	@$(BIN)/pytest -n auto -m "not browser"

install: .venv/run ## Make the environment in .venv, nothing else

serve: install ## Serve the portal as in production, by gunicorn (LISTEN=127.0.0.1 PORT=8000)
	@MALLOC_ARENA_MAX=2 $(BIN)/gunicorn wsgi:app

lint: .venv/dev ## Check style, types, imports and templates
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/djlint . --lint --quiet

browser: .venv/dev ## Run the browser tests in headless Chromium
	@$(BIN)/pytest -n auto -m browser

doctor: install ## Check the settings, this machine and Spark
	@$(BIN)/flask --app wsgi doctor

bench: .venv/dev ## Measure what pages cost, beside others (docs/performance.md; six minutes)
	@$(BIN)/python -m tools.bench

chaos: .venv/dev ## Break Spark, the databases, the clock and processes, and check what visitors see (docs/reliability.md)
	@$(BIN)/python -m tools.chaos

cluster: .venv/dev ## Kill, upgrade and restart three machines behind Caddy under load (docs/cluster.md)
	@$(BIN)/python -m tools.cluster

image: .venv/dev ## Build the Dockerfile in a bare Debian, and serve from it (as root; needs mmdebstrap)
	@$(BIN)/python -m tools.image

audit: .venv/dev ## Ask whether a pinned package has a known vulnerability
	@$(BIN)/pip-audit -r requirements.txt --require-hashes --disable-pip --strict

sbom: .venv/dev ## List what the portal runs on, as CycloneDX JSON
	@$(BIN)/python -m deploy.sbom

pins: .venv/dev ## Pin the requirements again, with hashes
	@$(PIN) requirements.in -o requirements.txt
	@$(PIN) requirements-dev.in -o requirements-dev.txt -c requirements.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv

.venv/run: requirements.txt | .venv/bin/python
	@echo "Installing what the portal needs into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< && touch $@

.venv/dev: requirements-dev.txt .venv/run
	@echo "Installing what the tests need into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< && touch $@
