# Everything runs in .venv, made by the first Python 3.11 or later of this machine that can make one.

VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export FLASK_APP := app

# The stamps bear the sum of the pinned lists: a changed list is installed once, an unchanged one costs nothing.
RUN_STAMP := $(VENV)/run-$(shell cat requirements.txt | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/dev-$(shell cat requirements.txt requirements-dev.txt | cksum | cut -d' ' -f1)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))
JOBS ?= 2
# Seconds after which a test that hangs is a red one with its stack, not a run without an end.
CEILING := 900

.DEFAULT_GOAL := help
.PHONY: help setup run test test-slow test-night check lint bench translations screenshots clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' Makefile

setup: $(DEV_STAMP) $(CATALOGUES) ## Makes .venv and installs the pinned packages, those of the tests included

run: $(RUN_STAMP) $(CATALOGUES) ## Starts the application with its demo on http://127.0.0.1:$MDO_PORT (5000)
	@exec $(BIN)/flask mdo start

# Tests start many processes: what a module compiles to is kept, whatever the environment says of such traces.
test test-slow test-night: export PYTHONDONTWRITEBYTECODE =

test: $(DEV_STAMP) $(CATALOGUES) ## Runs the tests of each commit (ARGS="-k word" chooses)
	$(BIN)/python -m pytest -q -n $(JOBS) -m "not slow and not night" --timeout $(CEILING) $(ARGS)

test-slow: $(DEV_STAMP) $(CATALOGUES) ## Runs those of each merge: kills, upgrades, load, every screen in Chromium
	$(BIN)/python -m pytest -q -n $(JOBS) -m "slow and not night" --timeout $(CEILING) $(ARGS)

test-night: $(DEV_STAMP) $(CATALOGUES) ## Shows that the tests see each fault of the table, then runs every test on both databases
	$(BIN)/python -m tests.faults
	$(BIN)/python -m pytest -q -n $(JOBS) --hypothesis-profile=night $(ARGS)

check: lint ## Runs the linters, the types, the import contracts and the bans
	$(BIN)/python -m pytest -q tests/project

lint: $(DEV_STAMP) ## What `make check` runs beside tests/project, which `make test` runs as well
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(DEV_STAMP) $(CATALOGUES) ## Compares with stock Flask-AppBuilder, Django and Flask-Admin (ARGS="--people 10000 --only exports")
	$(BIN)/python -m bench $(ARGS)

translations: $(DEV_STAMP) ## Brings the new messages of the code into the catalogues, then compiles them
	$(BIN)/pybabel -q extract -F pyproject.toml -k N_ -k lazy_gettext --no-location --sort-output \
		--project "Mission Démocratie Ouverte" -o translations/messages.pot .
	$(BIN)/pybabel -q update -i translations/messages.pot -d translations -l fr --no-fuzzy-matching --ignore-pot-creation-date --ignore-obsolete
	$(BIN)/python translations/english.py
	$(BIN)/pybabel -q compile -d translations --statistics

screenshots: $(DEV_STAMP) $(CATALOGUES) ## Takes the pictures of the guide and of every screen again
	$(BIN)/python -m docs.screenshots $(ARGS)

clean: ## Removes .venv and what was compiled, never the data
	rm -rf $(VENV) $(CATALOGUES) translations/messages.pot

%.mo: %.po | $(RUN_STAMP)
	@$(BIN)/pybabel -q compile -i $< -o $@

$(RUN_STAMP): | $(BIN)/python
	@echo "Installing the packages (once)…"
	@$(BIN)/python -m pip install -q -r requirements.txt
	@rm -f $(VENV)/run-* $(VENV)/dev-* && touch $@

$(DEV_STAMP): | $(RUN_STAMP)
	@echo "Installing the packages of the tests (once)…"
	@$(BIN)/python -m pip install -q -r requirements-dev.txt
	@rm -f $(VENV)/dev-* && touch $@

# A Debian interpreter may lack ensurepip: the next one is tried.
$(BIN)/python:
	@for python in "$$PYTHON" python3 python3.11 python3.12 python3.13 python3.14 /usr/bin/python3; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		rm -rf $(VENV); \
		"$$python" -m venv $(VENV) >/dev/null 2>&1 && exit 0; \
	done; \
	rm -rf $(VENV); \
	echo "No Python 3.11 or later that can make a virtual environment: install python3 and python3-venv." >&2; exit 1
