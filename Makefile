# The two commands are `make issue` and `make test`; `make help` lists the others.
# PYTHON=/path/to/python chooses the Python that makes .venv; otherwise the first python3 of 3.11 or newer.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: issue test check field golden words bench lock vendor clean help moved

SAMPLE := issues/2018-05
BIN := .venv/bin
export PYTHON

# A stamp is older than what it was made from when a pin changes; `moved` makes it so when the folder has moved.
PINS := pyproject.toml constraints.txt scripts/setup.sh
ifneq ($(shell cat .venv/place 2>/dev/null),$(CURDIR))
PINS += moved
endif

# What setup.py compiles, and what was behind it the last time: it is compiled anew when one of these changes.
LISTED := $(shell sed -n '/^compiled = \[/,/^]/s/^ *"\(.*\)",.*/\1/p' pyproject.toml)
COMPILED := $(patsubst %,src/%.py,$(subst .,/,$(LISTED)))
COMPILED += $(wildcard $(addprefix src/,$(shell sed -n 's/^\([^#][^ ]*\) .*/\1/p' src/mise_en_page/.compiled 2>/dev/null)))

issue: .venv/ready .venv/compiled  ## set up, build the sample issue, say where the PDF is
	@scripts/setup.sh system
	@$(BIN)/mise-en-page build $(SAMPLE)
	@echo "The sample issue is in out/$(notdir $(SAMPLE)).pdf"

test: .venv/ready-dev .venv/compiled  ## set up, then everything that `check` does
	@scripts/setup.sh system
	@scripts/setup.sh judges
	@$(MAKE) --no-print-directory check

check: .venv/ready-dev .venv/compiled  ## format, lint, types, layers, tests: what CI runs, in the same words
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
# Tests run the commands by the thousand: where Python may write no bytecode, each would compile all of it anew.
	$(BIN)/python -m compileall -q src
	$(BIN)/pytest -n 2

field: .venv/ready-dev .venv/compiled  ## every form of real matter, through every command: an hour
	$(BIN)/pytest -n 2 -m field

golden: .venv/ready-dev .venv/compiled  ## write the tests' expected files anew: look at the difference before you commit it
	$(BIN)/pytest -n 2 --update-golden
	git --no-pager diff --stat -- tests

words: .venv/ready-dev  ## catalogues of messages: add the keys that the code names, say what is still to be worded
	$(BIN)/python tools/catalogues.py

bench: .venv/ready-bench .venv/compiled  ## set up, then set and measure 32 pages with every engine that is here: bench/RESULTS.md
	@scripts/setup.sh system
	$(BIN)/python -m bench

lock:  ## write constraints.txt anew from pyproject.toml
	@scripts/lock.sh

vendor:  ## bundle the preview's editor anew from what tools/vendor pins (needs node and npm; nothing else does)
	cd tools/vendor && npm ci --no-fund --no-audit && node bundle.js

clean:  ## remove what was built, .venv included
	rm -rf .venv tools/vendor/node_modules out build src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.so' -delete && rm -f src/mise_en_page/.compiled

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

.venv/ready: $(PINS)
	@scripts/setup.sh install
	@touch .venv/compiled $@

# The tools for tests come on top of what an issue needs, so this stands for both.
.venv/ready-dev: $(PINS)
	@scripts/setup.sh install dev
	@touch .venv/ready .venv/compiled $@

# The same for the other engines that pip brings.
.venv/ready-bench: $(PINS)
	@scripts/setup.sh install bench
	@touch .venv/ready .venv/compiled $@

# Whatever installs compiles, too; so this comes after it, and has nothing to do then.
.venv/compiled: $(COMPILED) setup.py $(wildcard src/mise_en_page/locale/*/LC_MESSAGES/*.po)
	@scripts/setup.sh compile
	@touch $@

moved:
