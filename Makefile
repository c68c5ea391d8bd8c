# hecht: `make help` tells what each target does.
# Environments are made again only when what they are made from has changed (stamp files).

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

HECHT_PYTHON ?=
VENV := .venv
TEST_VENV := .venv-test
PY := $(VENV)/bin/python
TEST_PY := $(TEST_VENV)/bin/python
PIP_FLAGS := --quiet --disable-pip-version-check -c constraints.txt

SOURCES := $(shell find src examples/vogeltjesbuurt -type f -not -path '*/__pycache__/*' 2>/dev/null)
SHARED := $(or $(HECHT_SHARED),../shared)

## help: show this list
.PHONY: help
help:
	@sed -n 's/^## \([a-z-]*\): /\1\t/p' Makefile | awk -F'\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'

$(VENV)/bin/python:
	@echo "Making $(VENV)"
	@python=$$(HECHT_PYTHON="$(HECHT_PYTHON)" sh scripts/find_python.sh) && "$$python" -m venv $(VENV)

$(TEST_VENV)/bin/python:
	@echo "Making $(TEST_VENV)"
	@python=$$(HECHT_PYTHON="$(HECHT_PYTHON)" sh scripts/find_python.sh) && "$$python" -m venv $(TEST_VENV)

# hecht itself, from the checkout
$(VENV)/stamp-hecht: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing hecht and what it needs"
	@$(PY) -m pip install $(PIP_FLAGS) -e .
	@touch $@

$(VENV)/stamp-lint: $(VENV)/stamp-hecht
	@echo "Installing the tools of make lint"
	@$(PY) -m pip install $(PIP_FLAGS) -e '.[lint]'
	@touch $@

# what the tests need, without hecht
$(TEST_VENV)/stamp-needs: pyproject.toml constraints.txt | $(TEST_VENV)/bin/python
	@echo "Installing what the tests need"
	@$(TEST_PY) -m pip install $(PIP_FLAGS) '.[test]'
	@$(TEST_PY) -m pip install $(PIP_FLAGS) --no-deps axe-playwright-python
	@touch $@

# the wheel, as users get it
$(TEST_VENV)/stamp-wheel: $(TEST_VENV)/stamp-needs $(SOURCES) README.md LICENSE
	@echo "Building the wheel and installing it"
	@rm -rf build/wheel
	@$(TEST_PY) -m build --wheel --no-isolation --outdir build/wheel . >/dev/null
	@$(TEST_PY) -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall build/wheel/*.whl
	@echo "Compiling the search"
	@$(TEST_PY) -c "from hecht.planning.warm import warm_up; warm_up()"
	@touch $@

## demo: set up, plan the example neighbourhood, say where the report is
.PHONY: demo
demo: $(VENV)/stamp-hecht
	@$(VENV)/bin/hecht demo --out build/demo

## test: set up, build the wheel, run every test against the installed wheel, show coverage
.PHONY: test
test: $(TEST_VENV)/stamp-wheel
	@sh scripts/system_packages.sh
	HECHT_TEST_WHEEL=1 $(TEST_PY) -m pytest -n 2 --dist loadgroup --cov=hecht --cov-report=term:skip-covered --durations=10 $(PYTEST_FLAGS)

## coverage: as test, with a page in build/coverage that shows every line
.PHONY: coverage
coverage:
	@$(MAKE) test PYTEST_FLAGS="--cov-report=html:build/coverage $(PYTEST_FLAGS)"

## lint: style, formatting, types (mypy --strict) and layers
.PHONY: lint
lint: $(VENV)/stamp-lint
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy --strict
	$(VENV)/bin/lint-imports

## format: put the code in the house style
.PHONY: format
format: $(VENV)/stamp-lint
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

## docs: write docs/commands.md and docs/format.md again from the commands and the schemas
.PHONY: docs
docs: $(VENV)/stamp-hecht
	$(PY) scripts/commands_page.py
	$(PY) scripts/format_page.py

## figures: put the figures and the pictures of the example into the README (needs Chromium)
.PHONY: figures demo-figures scenario-figures
figures: demo-figures scenario-figures

SHOT := chromium --headless --no-sandbox --disable-gpu --hide-scrollbars

demo-figures: $(VENV)/stamp-hecht
	@rm -rf build/figures
	@$(VENV)/bin/hecht demo --out build/figures --language en
	@$(PY) scripts/readme_figures.py build/figures
	@mkdir -p docs/images
	$(SHOT) --window-size=1100,2210 \
		--screenshot=docs/images/report.png file://$(CURDIR)/build/figures/plan/report.html

# COMPARE_FLAGS: for example --iterations 2 --seeds 2, to try it out
scenario-figures: $(VENV)/stamp-hecht
	@rm -rf build/scenario-figures
	@mkdir -p build/scenario-figures docs/images
	@$(VENV)/bin/hecht compare examples/vogeltjesbuurt --language en --out build/scenario-figures \
		--json $(COMPARE_FLAGS) > build/scenario-figures/compare.json
	@$(PY) scripts/scenario_figures.py build/scenario-figures/compare.json
	$(SHOT) --window-size=1100,1400 --screenshot=docs/images/comparison.png \
		file://$(CURDIR)/build/scenario-figures/compare.html
	$(SHOT) --window-size=850,1170 --screenshot=docs/images/meeting.png \
		file://$(CURDIR)/build/scenario-figures/meeting.html

## bench-smoke: quick measurements with limits (start-up, reading, planning, memory)
.PHONY: bench-smoke
bench-smoke: $(VENV)/stamp-hecht
	$(PY) benchmarks/smoke.py

## kampen: build the real neighbourhood Kampen in build/kampen, from the public data beside the checkout
.PHONY: kampen
kampen: $(VENV)/stamp-hecht
	@if [ -d "$(SHARED)/data" ]; then \
		HECHT_SHARED="$(SHARED)" $(PY) examples/make_kampen.py; \
	else \
		echo "Skipped: the public data is not in $(SHARED)/data; name its folder with HECHT_SHARED=…"; \
	fi

## profiles: build the profiles of Overvecht and Kampen in build/profiles, from the public data
.PHONY: profiles profile-figures
profiles: $(VENV)/stamp-hecht
	@if [ -d "$(SHARED)/data" ]; then \
		HECHT_SHARED="$(SHARED)" $(PY) examples/make_profiles.py; \
	else \
		echo "Skipped: the public data is not in $(SHARED)/data; name its folder with HECHT_SHARED=…"; \
	fi

# the pictures of docs/profiles.md (needs Chromium)
profile-figures: profiles
	$(SHOT) --window-size=1100,1560 --screenshot=docs/images/profile-overvecht.png \
		file://$(CURDIR)/build/profiles/overvecht-en.html
	$(SHOT) --window-size=1100,1620 --screenshot=docs/images/profile-kampen.png \
		file://$(CURDIR)/build/profiles/kampen-en.html

## clean: remove everything that was made here
.PHONY: clean
clean:
	rm -rf build dist $(VENV) $(TEST_VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
