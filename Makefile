# Everything a person or a build machine does with Tamis. `make` alone prints this list.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo set-up test lint format bench bench-workspace bench-pages bench-predict fuzz api-docs screenshots lock clean

VENV := .venv
BIN := $(VENV)/bin
# The first Python here that is new enough; name another one with `make PYTHON=python3.13 …`.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
# `make test PYTEST_ARGS="-k decay"` runs a few in this process.
# Two more than there are cores: with one more, a third of the time nobody works, since servers are waited for.
PYTEST_ARGS ?= --numprocesses $(shell echo $$(( $$(nproc 2>/dev/null || echo 2) + 2 ))) --dist loadscope --no-loadscope-reorder
# `make test THOROUGH=1` also runs the tests that kill servers for minutes.
export TAMIS_THOROUGH = $(THOROUGH)
# `make fuzz FUZZ_EXAMPLES=1000 FUZZ_SEED=41` draws fewer, and others.
FUZZ_ARGS ?= --numprocesses 2
# Clients of the ingest routes, each in a folder of its own: they have the same name, and want other versions than we do.
CLIENTS := segment-2.2 segment-2.3
APT_INSTALL := DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet --quiet
# What is imported is compiled when it first is; of all that is installed that is a small part.
PIP_INSTALL := $(PIP) install --no-compile --require-hashes
# uv installs in seconds what takes pip a minute. It is told of the index that pip is set to, not on the command line,
# where everybody could read a password; where it cannot fetch what pip can, pip does it.
INDEX := $(BIN)/python -m pip config list | sed -n "s/.*[.:]index-url='\(.*\)'$$/\1/p" | tail -n 1
install = { ( index=$$($(INDEX)); [ -z "$$index" ] || export UV_DEFAULT_INDEX="$$index"; \
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes $(1) ) || { echo "set-up: uv could not; pip does it"; $(PIP_INSTALL) $(1); }; }

help: ## What can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime $(VENV)/.front ## A small demo company in a browser, signed in; with CI=true looks at its page and stops
	@echo "demo: making a small company in demo/ and scoring it"
	@$(BIN)/tamis demo demo --show --serve $(if $(CI),--check)

set-up: $(VENV)/.tools $(VENV)/.front $(VENV)/.node ## Everything that the tests need, but for the system's own packages

test: lint $(VENV)/.front $(VENV)/.postgresql $(VENV)/.node $(VENV)/.chromium ## Lint, import contracts and all tests
	@echo "test: running the tests"
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.tools ## Style, types and import contracts
	@echo "lint: style"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "lint: 'make format' mends the layout of the files above"; exit 1; }
	@echo "lint: import contracts"
	@$(BIN)/lint-imports --no-logo > $(VENV)/import-contracts.txt || { cat $(VENV)/import-contracts.txt; exit 1; }
	@echo "lint: types"
	@$(BIN)/mypy --no-error-summary

format: $(VENV)/.tools ## Lay the code out as the lint wants it
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

bench: $(VENV)/.tools ## Measure against Polars, pandas and plain SQL; writes docs/benchmarks.md
	@$(BIN)/python -m bench $(BENCH_ARGS)

bench-workspace: $(VENV)/.tools ## Measure a workspace: import, ingest, live scores; writes docs/benchmarks-workspace.md
	@$(BIN)/python -m bench.workspaces $(BENCH_ARGS)

bench-pages: $(VENV)/.tools $(VENV)/.front ## Measure pages and the API with twenty people at work; writes docs/benchmarks-pages.md
	@$(BIN)/python -m bench.pages $(BENCH_ARGS)

bench-predict: $(VENV)/.tools $(VENV)/.predict-rivals ## Judge likelihoods on real data; writes docs/benchmarks-predictive.md
	@$(BIN)/python -m bench.predict $(BENCH_ARGS)

fuzz: $(VENV)/.tools ## Draw many more definitions and data than `make test` does
	@$(BIN)/python -m pytest tests/generative --hypothesis-profile fuzz $(FUZZ_ARGS)

api-docs: $(VENV)/.tools ## Write docs/api.md and the kept description of the API anew
	@$(BIN)/python -m tests.api.describing

screenshots: $(VENV)/.tools $(VENV)/.front $(VENV)/.chromium ## Pictures of the demo company's pages, into docs/images
	@$(BIN)/tamis demo demo --serve --check
	@$(BIN)/python front/screenshots.py demo docs/images

lock: $(VENV)/.tools ## Write the lock files anew from pyproject.toml
	@$(BIN)/uv pip compile $(LOCK_OPTIONS) pyproject.toml --group build --output-file requirements/runtime.lock
	@$(BIN)/uv pip compile $(LOCK_OPTIONS) pyproject.toml --extra postgres --group build --group dev --group bench \
		--constraints requirements/runtime.lock --output-file requirements/dev.lock
	@$(BIN)/uv pip compile $(LOCK_OPTIONS) --group front --constraints requirements/dev.lock \
		--output-file requirements/front.lock
	@$(BIN)/uv pip compile $(LOCK_OPTIONS) --group installer --constraints requirements/dev.lock \
		--output-file requirements/uv.lock
	@$(BIN)/uv pip compile $(LOCK_OPTIONS) --constraints requirements/dev.lock requirements/predict-rivals.in \
		--output-file requirements/predict-rivals.lock
	@for client in $(CLIENTS); do \
		$(BIN)/uv pip compile $(LOCK_OPTIONS) requirements/$$client.in --output-file requirements/$$client.lock || exit; done

LOCK_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	--no-emit-find-links

clean: ## Remove everything that make made
	rm -rf $(VENV) $(VENDOR) demo build dist .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name django.mo -delete

# Set-up. A stamp newer than its lock means that there is nothing to do.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Tamis needs Python 3.11 or newer; none is on the path. Name one: make PYTHON=/path/to/python3.12"; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Tamis needs Python 3.11 or newer; $(PYTHON) is older or does not run."; exit 2; }
	@echo "set-up: a virtual environment in $(VENV) with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "This Python cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv"; exit 2; }

$(VENV)/.uv: requirements/uv.lock | $(BIN)/python
	@$(PIP_INSTALL) -r requirements/uv.lock || echo "set-up: there is no uv; pip does it"
	@touch $@

$(VENV)/.runtime: requirements/runtime.lock pyproject.toml | $(VENV)/.uv
	@echo "set-up: installing Tamis and what it needs (some seconds, once)"
	@$(call install,-r requirements/runtime.lock)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tools: requirements/dev.lock $(CLIENTS:%=requirements/%.lock) $(VENV)/.runtime
	@echo "set-up: installing the tools for tests and benchmarks (some seconds, once)"
	@$(call install,-r requirements/dev.lock)
	@rm -rf $(CLIENTS:%=$(VENV)/%)
	@for client in $(CLIENTS); do \
		$(call install,--target $(VENV)/$$client -r requirements/$$client.lock) || exit; done
	@touch $@

# A rival of half a gigabyte, in a folder of its own, for `make bench-predict` only.
$(VENV)/.predict-rivals: requirements/predict-rivals.lock $(VENV)/.tools
	@echo "set-up: installing what likelihoods are held against (half a gigabyte, once)"
	@rm -rf $(VENV)/predict-rivals
	@$(call install,--target $(VENV)/predict-rivals -r requirements/predict-rivals.lock)
	@touch $@

# What pages need in a browser: the files of front/package-lock.json, and the compiled translations.
VENDOR := src/tamis/server/web/layout/static/vendor
TRANSLATIONS := $(shell find src/tamis -name django.po 2>/dev/null)

$(VENV)/.front: $(VENV)/.vendor front/messages.py $(TRANSLATIONS) | $(VENV)/.runtime
	@$(BIN)/python front/messages.py src/tamis
	@touch $@

# The packages are a hundred times what is served of them, and go again. axe-core is for tests only.
$(VENV)/.vendor: front/package-lock.json front/package.json front/vendor.py | $(VENV)/.npm
	@echo "set-up: fetching the style sheets, scripts and fonts of the pages"
	@rm -rf $(VENV)/front && mkdir $(VENV)/front
	@cp front/package.json front/package-lock.json $(VENV)/front/
	@$(call npm_ci,$(VENV)/front) || { rm -rf "$(CURDIR)/$(VENV)/front"; \
		echo "set-up: they could not be fetched; without them pages have no looks. Is the npm registry in reach?"; exit 1; }
	@$(BIN)/python front/vendor.py $(VENV)/front/node_modules $(VENDOR)
	@cp $(VENV)/front/node_modules/axe-core/axe.min.js $(VENV)/front/
	@rm -rf $(VENV)/front/node_modules
	@touch $@

# Where the machine has no npm of its own, one that PyPI carries.
$(VENV)/.npm: requirements/front.lock | $(VENV)/.uv
	@command -v npm >/dev/null || { echo "set-up: installing npm"; \
		$(call install,-r requirements/front.lock); }
	@touch $@

npm_ci = cd $(1) && PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --silent

# The official client for Node; without it its test is skipped, and says so. The Node that runs it is one of the tools.
$(VENV)/.node: tests/server/node/package-lock.json tests/server/node/package.json | $(VENV)/.tools
	@echo "set-up: installing the official client for Node, for its test"
	@rm -rf $(VENV)/analytics-node && mkdir $(VENV)/analytics-node
	@cp $^ $(VENV)/analytics-node/
	@$(call npm_ci,$(VENV)/analytics-node) || { rm -rf "$(CURDIR)/$(VENV)/analytics-node"; \
		echo "set-up: the client for Node could not be installed; its test is skipped"; }
	@touch $@

# For the tests of pages; without it they are skipped, and say so. Where CI is set, that is a failure.
$(VENV)/.chromium: | $(BIN)/python
	@command -v chromium-headless-shell >/dev/null || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null || exit 0; \
		echo "set-up: installing Chromium for the tests of pages"; \
		apt-get update -qq && \
			{ $(APT_INSTALL) chromium-headless-shell fonts-liberation || $(APT_INSTALL) chromium fonts-liberation; } \
				>/dev/null 2>&1 || command -v chromium >/dev/null || { \
			echo "set-up: Chromium could not be installed; the tests of pages are skipped"; test -z "$$CI"; }; }
	@touch $@

# For the tests of an application database on a server; without it they are skipped, and say so.
$(VENV)/.postgresql: | $(BIN)/python
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null || exit 0; \
		echo "set-up: installing PostgreSQL for its tests"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends postgresql >/dev/null || \
			echo "set-up: PostgreSQL could not be installed; its tests are skipped"; }
	@touch $@
