# Two commands need only Python 3.11 or newer and make:  make run   and   make test
# To use a Python of your own choice:  make setup PYTHON=/path/to/python3.12
# To pass options to a run:            make run ARGS="--years 3 --out outputs/trial"

PYTHONS = $(or $(PYTHON),python3.11 python3.12 python3.13 python3.14 python3 python)
VENV = .venv
PY = $(VENV)/bin/python
READY = $(VENV)/ready
ARGS =

# Prints the version, then what stands in the way if anything does. Python 2 can read it too.
LOOK = import sys; print("%d.%d.%d " % sys.version_info[:3] + ("old" if sys.version_info < (3, 11) \
	else "good" if __import__("importlib.util").util.find_spec("ensurepip") else "bare"))

.PHONY: help setup run explore tour england each-authority test test-slow lint docs readme fuzz bench hindcast clean-venv

help:
	@echo "make run         set up if needed, then forecast, cost and chart from the embedded evidence"
	@echo "make explore     set up if needed, then open a page in the browser to try scenarios on"
	@echo "make england     every council of England and their sums, on this machine's processes"
	@echo "make test        set up if needed, then run the fast tests"
	@echo "make test-slow   the rest of the tests: whole runs and notebooks"
	@echo "make lint        style, formatting and types"
	@echo "make docs        the documentation as a site: site/docs/index.html"
	@echo "make readme      the picture and the numbers that README.md and the guide for finance show of a run"
	@echo "make fuzz        10,000 damaged inputs, each to be read or clearly refused"
	@echo "make tour        the pictures of docs/tour.md, taken of the page itself"
	@echo "make bench       how long the commands take, and how well ranges hold on returns"
	@echo "make each-authority  every English authority forecast by itself, one after the other"
	@echo "make hindcast    every council's past forecasts again, stored in the package (10-30 minutes)"
	@echo "make setup       only set up; does nothing when nothing has changed"
	@echo "make clean-venv  remove the set-up"

# Done again when the dependencies or the folder's place have changed since it was last finished.
# A Python environment that is there already is kept: `make clean-venv` first to change its Python.
setup:
	@key="$$(cat requirements.lock pyproject.toml | cksum) $$(pwd)"; \
	if [ "$$(cat $(READY) 2>/dev/null)" = "$$key" ] && $(PY) -c '' 2>/dev/null; then exit 0; fi; \
	rm -f $(READY); \
	if ! $(PY) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		chosen=; seen=; \
		for name in $(PYTHONS); do \
			look=$$("$$name" -c '$(LOOK)' 2>/dev/null) || continue; \
			case "$$look" in \
				*good) chosen=$$name; break ;; \
				*bare) seen="Python $${look% *} ($$name), which cannot make a virtual environment \
	until its venv package is installed (on Debian and Ubuntu: apt install python3-venv)" ;; \
				*) seen="$${seen:-Python $${look% *} ($$name)}" ;; \
			esac; \
		done; \
		if [ -z "$$chosen" ]; then \
			echo "sufficiency needs Python 3.11 or newer, and found" \
				"$${seen:-no Python called any of: $(PYTHONS)}. Install a newer Python," \
				"or name the one to use: make setup PYTHON=/path/to/python3.11" >&2; \
			exit 1; \
		fi; \
		"$$chosen" -m venv --clear $(VENV) || exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$($(PY) --version) (a minute or two the first time)..."; \
	$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock \
		&& $(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation \
			--editable . \
		&& echo "$$key" >$(READY) \
		&& echo "Set up."

run: setup
	@$(VENV)/bin/sufficiency run $(ARGS)

explore: setup
	@$(VENV)/bin/sufficiency explore $(ARGS)

# The pictures of docs/tour.md, taken of the page itself in Chromium.
tour: setup
	@$(PY) tests/tour.py

# Some twenty-five minutes of processor time, shared among processes; stopped, it goes on where it was.
england: setup
	@$(VENV)/bin/sufficiency region England $(ARGS)

test: setup
	@$(PY) -m pytest -q -n 2 --dist loadfile $(ARGS)

test-slow: setup
	@$(PY) -m pytest -q -n 2 --dist loadfile -m slow $(ARGS)

lint: setup
	@$(PY) -m ruff check --quiet --output-format concise .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy

docs: setup
	@$(PY) -m sphinx -q -W --keep-going -c docs . site
	@echo "The documentation: site/docs/index.html"

readme: setup
	@$(PY) -m tests.readme
	@$(PY) -m tests.guide

fuzz: setup
	@$(PY) tests/fuzz.py --cases 10000

# Every authority by itself, tables alone and few draws: does each still end well?
each-authority: setup
	@$(PY) tests/england.py $(ARGS)

bench: setup
	@$(PY) tests/bench.py

hindcast: setup
	$(PY) -m sufficiency.trial.to_file

clean-venv:
	rm -rf $(VENV)
