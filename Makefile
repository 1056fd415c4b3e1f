# make          build the eight PDFs of the built-in guide in English and Japanese into output/
# make check    style, types and the rule of imports
# make test     all tests
# make pictures the README's pictures of the pages
# make readme   the README's tables and help texts
# make words    the catalogues of the pages' own words, after en.toml or a .po has changed
# make screens  those of the built-in guide's pictures whose words have changed; needs Chromium
# make bench    one flyer beside Typst and WeasyPrint
# make clean    remove what make made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable

.PHONY: build check test words pictures readme screens bench clean
.DELETE_ON_ERROR:

build: $(VENV)/installed
	$(BIN)/handouts build --lang en --lang ja

check: $(VENV)/installed-test
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest tests/test_import_rules.py

test: $(VENV)/installed-test
	$(BIN)/pytest -n 2

words: $(VENV)/installed
	$(BIN)/python tools/words.py

pictures: $(VENV)/installed
	$(BIN)/python tools/pictures.py

readme: $(VENV)/installed
	$(BIN)/python tools/readme.py

screens: $(VENV)/installed
	$(BIN)/python tools/screens.py

bench: $(VENV)/installed-bench
	$(BIN)/python tests/benchmark/bench.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -f output/*.pdf

# The stamps say which packages are there, so that a second make installs nothing.
$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) '.[cjk]'
	@touch $@

$(VENV)/installed-test: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) '.[cjk,test]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-bench: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) '.[cjk,bench]'
	@touch $@ $(VENV)/installed

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'handouts needs Python 3.11 or newer as "$(PYTHON)"; name another one with: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  rm -rf $(VENV); echo 'no virtual environment can be made; on Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
