# make run      open the app           make test   everything that must hold
# make look     photograph each page   make bench  measure       make fuzz   search for hours
# make format   let ruff tidy up       make lock   pin anew      make assets fetch Plotly.js and KaTeX

SHELL := /bin/sh
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test lint format look bench fuzz lock assets clean

# Streamlit takes the next free port by itself and prints the address.
run: .venv/app
	$(BIN)/streamlit run app.py --server.showEmailPrompt=false --browser.gatherUsageStats=false

test: lint browser
	$(BIN)/python -m pytest

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# make look PAGE=taylor ONLY=phone-dark takes fewer; make look README=1 renews the README's.
look: .venv/dev browser
	$(BIN)/python -m scripts.look $(if $(README),--readme) "$(PAGE)" "$(ONLY)"

bench: .venv/dev
	$(BIN)/python -m benchmarks

fuzz: .venv/dev
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=fuzz

lock: .venv/dev
	$(BIN)/python scripts/lock.py

assets: .venv/app
	$(BIN)/python scripts/assets.py

clean:
	rm -rf .venv build .hypothesis .mypy_cache .pytest_cache .ruff_cache

# A Chromium that draws Chinese, from what is installed or freshly fetched.
.PHONY: browser
browser: .venv/dev
	$(BIN)/python -m scripts.browser

# The files .venv/app and .venv/dev say when the packages were installed.
.venv/app: requirements.txt constraints.txt scripts/venv.sh
	sh scripts/venv.sh
	$(PIP) -r requirements.txt
	touch $@

.venv/dev: requirements-dev.txt .venv/app
	$(PIP) -r requirements-dev.txt
	touch $@
