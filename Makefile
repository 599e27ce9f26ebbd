# The course: `make lab` opens it, `make test` checks it. KFA_PORT=9000 and KFA_LANG=zh are heeded.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := lab
.PHONY: lab test lint build site bench messages lock keras dev

lab: ; @$(PYTHON) tools/bootstrap.py lab && exec $(BIN)/kfa lab $(ARGS)
test: lint ; $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist worksteal
lint: dev ; $(BIN)/ruff check && $(BIN)/ruff format --check
build: dev ; $(BIN)/kfa build $(ARGS)
site: dev ; $(BIN)/python -m tools.site $(ARGS)
bench: dev ; for script in course data_pack judge properties explorer training; do $(BIN)/python benchmarks/$$script.py || exit 1; done
messages: dev ; $(BIN)/python -m tools.messages
lock: dev ; $(BIN)/python -m tools.lock $(ARGS)
keras: dev ; $(BIN)/python -m tools.versions $(VERSION)
dev: ; @$(PYTHON) tools/bootstrap.py dev
