.DEFAULT_GOAL := help
.PHONY: help run demo-reset test quality fix routes lock vendor screenshots bench install install-development

# Nothing of the machine leaks into the program: no stale byte code, no half-set encoding.
export PYTHONUTF8 := 1
unexport PYTHONDONTWRITEBYTECODE
PYTHON := .venv/bin/python

help: ## List what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

install:
	@scripts/install.sh production

install-development:
	@scripts/install.sh development

run: install ## Start the demonstration on http://localhost:8000 (PORT=8010 for another port)
	@scripts/run.sh

demo-reset: install ## Throw the demonstration data away and make them again
	@scripts/demo_reset.sh

test: install-development ## Run quality, then every test on throw-away PostgreSQL and Redis, then the journeys on SQLite
	@$(MAKE) --no-print-directory quality
	@scripts/test.sh

quality: install-development ## Check style, types, templates, rooms and migrations
	@mkdir -p var
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint templates --quiet --check
	.venv/bin/djlint templates --quiet --lint
	.venv/bin/lint-imports --no-cache
	DJANGO_SETTINGS_MODULE=tznr.settings.test $(PYTHON) manage.py makemigrations --check --dry-run
	.venv/bin/mypy .

fix: install-development ## Format the code and the templates
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/djlint templates --quiet --reformat

routes: install ## List every address and the roles that may open it
	@$(PYTHON) manage.py routes

bench: install-development ## Time the rights engine
	$(PYTHON) -m benchmarks.engine

screenshots: install-development ## Make docs/screenshots again from the journey
	@scripts/test.sh --screenshots

vendor: install-development ## Fetch the front-end files again and check them
	$(PYTHON) scripts/vendor_frontend.py

lock: install-development ## Solve the requirements again and write the two locks
	.venv/bin/uv pip compile pyproject.toml --generate-hashes --no-header --upgrade --quiet \
		--overrides requirements/overrides.txt --excludes requirements/excludes.txt --output-file requirements/production.txt
	.venv/bin/uv pip compile pyproject.toml --group dev --generate-hashes --no-header --quiet \
		--constraints requirements/production.txt --overrides requirements/overrides.txt --output-file requirements/development.txt
