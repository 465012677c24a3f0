# Each target works on a bare machine with Python 3.11 to 3.14 and make: it makes the environment that it needs.
SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first Python that will do. To choose another: make PYTHON=python3.13 test
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
GENERATOR_READY := .venv-generator/.ready
ENGINES := .venv-engines
BENCH_ARGS ?=
LIGHT_ARGS ?=
SITE := docs/_build/html
PORT ?= 8080
PYTHONS ?=

.PHONY: help install demo test quick check format types wheel consumers versions release-notes changelog api-snapshot engines parity plots docs browser docs-test regenerate api-update unasync bench \
	emulator clean

help:  ## say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(READY)  ## make .venv with the package, every extra and the development tools

$(READY): requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 is needed and was not found; name one: make PYTHON=/path/to/python install" >&2; exit 1; }
	@echo "Setting up $(VENV) (the first time takes about a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# What has pins that don't go together with those of .venv, or is large and seldom needed.
.venv-%/.ready: requirements/%.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 is needed and was not found; name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up $(@D) ..."
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

demo: install  ## a tour of a minute: real searches through the command line, against the emulator
	@$(BIN)/aurorax demo

test: install $(GENERATOR_READY)  ## run every test
	$(BIN)/python -m pytest -n 2

quick: install  ## what a change of the core needs, in under a minute
	$(BIN)/python -m pytest -q -n 2 tests/unit tests/contract/test_endpoints.py tests/contract/test_typed_to_the_wire.py \
		tests/contract/test_checks.py --ignore-glob='*test_export*' --ignore-glob='*test_plots*'

format: install  ## format the code, and fix what ruff can fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: install  ## check types with mypy
	$(BIN)/mypy

check: install $(GENERATOR_READY)  ## formatting, lint, types, imports, and drift of everything that is generated
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python scripts/unasync.py --check
	$(BIN)/python scripts/regenerate.py --check
	$(BIN)/python scripts/fault_table.py --check
	$(BIN)/python scripts/state_diagram.py --check
	$(BIN)/python scripts/cli_reference.py --check
	$(BIN)/python scripts/first_session.py --check
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/python scripts/type_completeness.py
	$(BIN)/towncrier build --draft --version next >/dev/null
	$(BIN)/python scripts/api_snapshot.py --check
	$(BIN)/python scripts/wheel.py

wheel: install  ## build source distribution and wheel into dist/, and run the tests against the installed wheel
	$(BIN)/python scripts/wheel.py --test

consumers: install  ## check a consumer's project against the wheel with four type checkers, for the Pythons and ends of versions
	$(BIN)/python scripts/wheel.py
	$(BIN)/python scripts/consumers.py --python $(PYTHONS)

versions: install  ## run the tests on each Python (PYTHONS="3.11 /path/to/python"), with the oldest and newest dependencies
	$(BIN)/python scripts/wheel.py
	$(BIN)/python scripts/versions.py --python $(PYTHONS)

release-notes: install  ## show what changes/ will become in the changelog
	@$(BIN)/towncrier build --draft --version next 2>/dev/null

changelog: install  ## move changes/ into CHANGELOG.md (VERSION=0.1.0)
	@test -n "$(VERSION)" || { echo "Say which version: make changelog VERSION=0.1.0" >&2; exit 2; }
	$(BIN)/towncrier build --yes --version $(VERSION)

api-snapshot: install  ## write tests/contract/public_api.txt, after a wanted change of the public API
	$(BIN)/python scripts/api_snapshot.py

regenerate: install $(GENERATOR_READY)  ## write generated_client/ from openapi/
	$(BIN)/python scripts/regenerate.py

api-update: install $(GENERATOR_READY)  ## take over a newer description of the API (SPEC=file or address, CHECK=1, ANYWAY=1, REPORT=file)
	$(BIN)/python scripts/api_update.py $(if $(SPEC),"$(SPEC)") $(if $(CHECK),--check) $(if $(ANYWAY),--anyway) $(if $(REPORT),--report "$(REPORT)")

unasync: install  ## write aurorax_typed/_sync from aurorax_typed/_async
	$(BIN)/python scripts/unasync.py

bench: install  ## measure decoder (BENCH_ARGS="--megabytes 200"), import and size (LIGHT_ARGS="--pyaurorax ENV")
	$(BIN)/python -m benchmarks $(BENCH_ARGS)
	$(BIN)/python -m benchmarks.light $(LIGHT_ARGS)

engines: $(ENGINES)/.ready  ## fetch the windows of a scan with Ray, and compare (Linux)
	PYTHONPATH=.:generated_client $(ENGINES)/bin/python scripts/scan_with_ray.py

parity: install  ## ask the emulator the same with the real pyaurorax and with this package, and compare (600 MB to install)
	$(BIN)/python scripts/parity/searches.py --environment .venv-pyaurorax
	$(BIN)/python scripts/parity/writing.py --environment .venv-pyaurorax

plots: install  ## draw the plots of the documentation again
	$(BIN)/python scripts/pictures.py

docs: install  ## build the documentation site in docs/_build/html; any warning is an error
	@rm -rf docs/_build
	$(BIN)/sphinx-build --quiet --nitpicky --fail-on-warning --keep-going -b html -d docs/_build/doctrees docs $(SITE)
	@echo "Open $(SITE)/index.html"

# libatomic1 is for the program that drives the browser.
browser:  ## install a browser for make docs-test, where apt-get may
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
		command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing chromium ..."; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium libatomic1 >/dev/null; \
	else echo "No chromium or chrome was found, and apt-get can't be used here: install one by hand."; fi

docs-test: docs browser  ## open every page of the site in a browser: links, search, errors, width, colours
	$(BIN)/python -m pytest --confcutdir=tests/site tests/site

emulator: install  ## run the local AuroraX server (PORT=8080)
	$(BIN)/aurorax emulator --port $(PORT)

clean:  ## remove the environments and caches
	rm -rf $(VENV) .venv-* docs/_build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
