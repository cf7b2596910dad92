# The two commands: `make run` starts the app, `make test` runs every check.
# VENV=... puts the virtual environment elsewhere, PORT=... moves the app, PYTEST_ARGS=... goes to pytest.

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8501
PYTEST_ARGS ?= -n 2 --dist loadgroup

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint format clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' $(MAKEFILE_LIST) | expand -t 16

run: $(VENV)/run.stamp ## start the app on http://127.0.0.1:8501 (PORT=... for another port)
	$(BIN)/streamlit run streamlit_app.py --server.address 127.0.0.1 --server.port $(PORT) --server.headless true

test: $(VENV)/test.stamp ## install what the tests need, lint, check types, run the whole suite
	@sh scripts/need_chromium.sh
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/test.stamp ## ruff and mypy, nothing changed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/test.stamp ## lay the code out and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove the virtual environment and every cache
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: pip runs again only when a requirements file is newer than its last success.
$(VENV)/made.stamp:
	@sh scripts/need_python.sh $(PYTHON)
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: requirements.txt $(VENV)/made.stamp
	$(PIP) install --quiet -r requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements-dev.txt requirements.txt $(VENV)/made.stamp
	$(PIP) install --quiet -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp
