# The course: `make lab` opens it, `make test` checks it. KFA_PORT=9000 and KFA_LANG=zh are heeded.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := lab
# One process more than there are processors: many tests wait for what they have started.
TEST = $(BIN)/python -m pytest -n $(shell $(PYTHON) -c "import os; print(min(4, 1 + os.cpu_count()))")
.PHONY: lab test test-all settings gpu lint build site bench messages lock keras backends dev

lab: ; @$(PYTHON) tools/bootstrap.py lab && exec $(BIN)/kfa lab $(ARGS)
test: lint ; $(TEST) -m "not thorough" $(ARGS)
test-all: test ; $(TEST) -m thorough $(ARGS) && $(BIN)/python -m tools.settings
settings: dev ; $(BIN)/python -m tools.settings $(ARGS)
gpu: dev ; $(BIN)/python -m tools.gpu $(ARGS)
lint: dev ; $(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy
build: dev ; $(BIN)/kfa build $(ARGS)
site: dev ; $(BIN)/python -m tools.site $(ARGS)
bench: dev ; for script in course data_pack judge properties explorer training watch; do $(BIN)/python benchmarks/$$script.py || exit 1; done
messages: dev ; $(BIN)/python -m tools.messages
lock: dev ; $(BIN)/python -m tools.lock $(ARGS)
keras: dev ; $(BIN)/python -m tools.versions $(VERSION)
# JAX and SciPy, for Keras's backends beside TensorFlow; in a folder of their own, which one test looks into.
backends: dev ; $(BIN)/uv pip install --quiet --no-deps --require-hashes --target build/backends --python $(BIN)/python -r requirements/backends.txt
dev: ; @$(PYTHON) tools/bootstrap.py dev
