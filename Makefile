.DEFAULT_GOAL := help
.PHONY: help setup run test quick bench proof messages lock

# Set by some machines: each process would then compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

DEMO ?= 1
MANAGE := .venv/bin/python manage.py
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/python -m piptools compile --quiet --generate-hashes \
    --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(if $(UPGRADE),--upgrade)

help: ## lists these
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

setup: ## sets everything up in .venv and var (PYTHON= to choose the interpreter)
	@config/bin/setup

run: setup ## serves on http://127.0.0.1:8000 (PORT= another, DEMO=0 without the demonstration set)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) $(if $(filter 0,$(DEMO)),load_strategy,load_demo)
	@exec $(MANAGE) serve

test: ## sets everything up and runs the whole gate
	@config/bin/setup --dev
	@.venv/bin/python -m config.bin.gate

quick: ## static checks, and the tests of what differs from where the branch began (SINCE= a revision)
	@config/bin/setup --dev
	@.venv/bin/python -m config.bin.quick $(SINCE)

bench: setup ## measures pages, snapshots, PDF and start (BENCH="--only pages --database sqlite")
	@.venv/bin/python -m tests.bench $(BENCH)

proof: ## what takes longer than the gate: all tests at length on both databases, sabotages, mutants
	@config/bin/setup --proof
	@.venv/bin/python -m config.bin.gate proof

messages: ## collects the texts to translate into locale/en (needs gettext)
	$(MANAGE) makemessages --locale en --no-location --no-wrap --no-obsolete

lock: setup ## pins what pyproject.toml asks for (UPGRADE=1 for the newest that it allows)
	.venv/bin/python -m pip install --quiet pip-tools
	echo uv | $(COMPILE) --allow-unsafe --output-file config/bin/uv.txt -
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --output-file requirements-dev.txt --extra dev --constraint requirements.txt pyproject.toml
