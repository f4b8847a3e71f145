# make run      open the app           make test   everything that must hold
# make look     photograph each page   make bench  measure       make fuzz   search for hours
# make format   let ruff tidy up       make lock   pin anew      make assets fetch Plotly.js and KaTeX

SHELL := /bin/sh
OURS := .venv/bin/python
PIP := $(OURS) -m pip install --quiet --disable-pip-version-check
# An environment whose Python was upgraded away is made anew.
$(shell test -x $(OURS) || rm -rf .venv)

.PHONY: run test lint format look bench fuzz lock assets clean

# Streamlit takes the next free port by itself and prints the address.
run: .venv/app
	$(OURS) -m streamlit run app.py --server.showEmailPrompt=false --browser.gatherUsageStats=false

test: lint browser
	$(OURS) -m pytest

lint: .venv/dev
	$(OURS) -m ruff check .
	$(OURS) -m ruff format --check .
	$(OURS) -m mypy

format: .venv/dev
	$(OURS) -m ruff check --fix .
	$(OURS) -m ruff format .

# make look PAGE=taylor ONLY=phone-dark takes fewer; make look README=1 renews the README's.
look: .venv/dev browser
	$(OURS) -m scripts.look $(if $(README),--readme) "$(PAGE)" "$(ONLY)"

bench: .venv/dev
	$(OURS) -m benchmarks

fuzz: .venv/dev
	$(OURS) -m pytest -m hypothesis --hypothesis-profile=fuzz

lock: .venv/dev
	$(OURS) scripts/lock.py

assets: .venv/app
	$(OURS) scripts/assets.py

clean:
	rm -rf .venv build .hypothesis .mypy_cache .pytest_cache .ruff_cache

# A Chromium that draws Chinese, from what is installed or freshly fetched.
.PHONY: browser
browser: .venv/dev
	$(OURS) -m scripts.browser

# The files .venv/app and .venv/dev say when the packages were installed.
.venv/app: requirements.txt constraints.txt scripts/venv.sh
	sh scripts/venv.sh
	@echo "Installing the packages into .venv; this takes a minute or two, once."
	$(PIP) -r requirements.txt
	touch $@

.venv/dev: requirements-dev.txt .venv/app
	$(PIP) -r requirements-dev.txt
	touch $@
