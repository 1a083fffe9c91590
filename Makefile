# make          build the graph and its page          make site    what a web host and portals take
#                                                     make lint    style and types
# make test     check everything that is quick        make bench   speed, side by side
# make test-slow  browser, wheel and scale            make lock    look up the newest versions again
# make notebooks  run them, and write a page of each

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: build site test test-slow lint format notebooks bench bench-page bench-site bench-network lock wheel clean

build: $(READY)
	$(BIN)/bsrgraph build

site: $(READY)
	$(BIN)/bsrgraph publish

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadfile

test-slow: $(READY)
	$(BIN)/python -m pytest -m "browser or slow"

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/bsrgraph check

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/bsrgraph tidy

notebooks: $(READY)
	$(BIN)/python -m notebooks

bench: $(READY)
	$(BIN)/python -m bench

bench-page: $(READY)
	$(BIN)/python -m bench.browser

bench-site: $(READY)
	$(BIN)/python -m bench.site

bench-network: $(READY)
	$(BIN)/python -m bench.network

wheel: $(READY)
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'bsrgraph needs Python 3.11 or newer; say make PYTHON=python3.12')"
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes --upgrade pyproject.toml -o requirements.lock

clean:
	rm -rf build dist .venv
