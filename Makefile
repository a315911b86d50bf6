# Everything a newcomer or CI calls. Needs make and a Python 3.11 to 3.13 with venv; the rest is installed into .venv.

PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell command -v $(name) 2>/dev/null)))
BIN := .venv/bin
ONCE ?=
FEEDS ?=
PORT ?=
KEEP ?=
LONG ?=

# Measurements and the tests on collected data run where that data lies beside the checkout, and are skipped elsewhere.
ifneq ($(wildcard ../shared/data),)
export MEDIA_MONITOR_DATA ?= ../shared/data
endif
# Without .pyc files every process of Airflow starts 2.4 times slower.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test test-slow bench-warehouse bench-collect bench-extract eval-extract eval-headlines bench-tags eval-tags bench-attribution eval-attribution bench-stories eval-stories eval-copies check docs lock dist clean-state

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## build .venv from requirements.lock (every other target does it first)
	$(if $(PYTHON),,$(error Python 3.11 or later is needed. On Debian or Ubuntu: apt install python3 python3-venv))
	@$(PYTHON) scripts/bootstrap.py

run: setup ## run the whole system here; ONCE=1 stops after one round, FEEDS=list.csv|.opml, PORT=8080
	@$(BIN)/media-monitor run $(if $(ONCE),--once) $(if $(FEEDS),--feeds "$(FEEDS)") $(if $(PORT),--port $(PORT))

test: setup ## run the tests
	$(BIN)/pytest -m "not slow" -n auto --dist loadfile --durations=25

test-slow: setup ## run the tests that need root, apt packages or minutes
	$(BIN)/pytest -m slow

bench-warehouse: setup ## measure loading, publishing, reports and the gate, each figure beside its bar; KEEP=folder for the next run
	@$(BIN)/python -m benchmarks.warehouse $(if $(KEEP),--keep "$(KEEP)")

bench-collect: setup ## measure polling beside lemon24/reader and a bare aiohttp loop, each figure beside its bar
	@$(BIN)/python -m benchmarks.collect

eval-stories: setup ## measure stories beside labelled events, in the order of time and in others, each figure beside its floor
	@$(BIN)/python -m evaluations.stories

eval-copies: setup ## measure copies on a set built from the sample newsroom, beside its floor
	@$(BIN)/python -m evaluations.copies

bench-stories: setup ## measure finding an article's story beside extracting it, and a week grouped anew
	@$(BIN)/python -m benchmarks.stories

eval-extract: setup ## measure extraction on real pages with known text, title and date, each figure beside its floor
	@$(BIN)/python -m evaluations.extract

eval-headlines: setup ## measure headlines that real feeds changed, stored by the pipeline, beside their polls, to the last one
	@$(BIN)/python -m evaluations.headlines

bench-extract: setup ## measure extraction beside trafilatura; LONG=1 adds the memory of 10,000 pages
	@$(BIN)/python -m benchmarks.extract $(if $(LONG),--long)

bench-tags: setup ## measure what tagging costs beside extraction, each figure beside its bar
	@$(BIN)/python -m benchmarks.tags

eval-tags: setup ## measure entities, places, topics and languages on texts with known answers, each figure beside its bar
	@$(BIN)/python -m evaluations.tags

eval-attribution: setup ## measure claims, casualties and quotes on texts with known answers, each figure beside its bar
	@$(BIN)/python -m evaluations.attribution

bench-attribution: setup ## measure what attribution costs beside extraction, each figure beside its bar
	@$(BIN)/python -m benchmarks.attribution

check: setup ## lint, formatting, types, SQL
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar include/media_monitor/warehouse/sql include/media_monitor/quality/sql
	$(BIN)/squawk include/media_monitor/warehouse/migrations/versions/*.sql

docs: setup ## write the data dictionary and the picture of the tables anew, from the migrations
	@$(BIN)/python -m media_monitor.local.document

# Not after setup: that would first build an environment from the lock which is about to be replaced.
lock: $(BIN)/uv ## pin every dependency again, with hashes
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --generate-hashes --universal --python-version 3.11 \
		--no-annotate --no-header --quiet --output-file requirements.lock
	@sed -i '1i # Every dependency of every extra and group, pinned and hashed, for CPython 3.11 to 3.13. Made by `make lock`.' requirements.lock

$(BIN)/uv:
	@$(PYTHON) scripts/bootstrap.py

dist: setup ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

clean-state: setup ## stop what still runs, delete .local/ and var/ (databases, archive, briefing)
	@$(BIN)/python -m media_monitor.local.clean
