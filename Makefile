# vkscope: `make up` to watch a server, `make test` for everything that CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUILD ?= build/dev
SANITIZER ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# `make SANITIZER=thread` alone runs the native units under it.
.DEFAULT_GOAL := $(if $(SANITIZER),test-unit,help)
.PHONY: help up build test check test-unit test-py fuzz differential bench suite noopt asan valgrind generate format clean distclean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.stamp: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing what vkscope builds and tests with"
	@$(BIN)/pip install -q "cffi>=1.17" "cmake>=3.22" ninja
	@$(BIN)/pip install -q $$($(BIN)/python tools/requirements.py)
	@$(BIN)/python tools/link_checkout.py
	@touch $@

build: $(VENV)/.stamp ## build the native module into the checkout
	@mkdir -p build
	@$(BIN)/cmake -S . -B $(BUILD) -G Ninja -DCMAKE_MAKE_PROGRAM=$(CURDIR)/$(BIN)/ninja -DVK_PYTHON=ON -DVK_NOOPT=$(if $(NOOPT),ON,OFF) \
	  -DPython_EXECUTABLE=$(CURDIR)/$(BIN)/python >$(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@$(BIN)/cmake --build $(BUILD) -j 2 >$(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@for so in $(BUILD)/_native*.so; do \
	  cmp -s $$so vkscope/native/$$(basename $$so) || { cp $$so vkscope/native/.new.so && mv -f vkscope/native/.new.so vkscope/native/$$(basename $$so); }; done

up: build ## start a server with a sample load, and watch it
	@$(BIN)/vkscope up

test: check test-unit test-py ## everything that CI runs

check: build ## formats, lint, types, contracts, sign-offs, generated files
	@$(BIN)/clang-format --dry-run -Werror $$(git ls-files 'vkscope/native/*.c' 'vkscope/native/*.h' 'vkscope/native/*.cc' 'benchmarks/*.c' 'tests/fault/*.c' | grep -v /gen/)
	@$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >build/contracts.log 2>&1 || { cat build/contracts.log; exit 1; }
	@$(BIN)/python -m vkscope.tables.generate --check
	@$(BIN)/python tools/check_signoff.py
	@echo "check: formats, lint, types, contracts, generated files and sign-offs are in order"

test-unit: $(VENV)/.stamp ## native units under the address and undefined-behaviour sanitizers
	@tools/native_units.sh $(if $(SANITIZER),$(SANITIZER),address)

test-py: build ## Python tests, against a running server
	@$(BIN)/python -m pytest tests

differential: build ## N=300000 random commands to the server and to the model (PEER=redis: to that)
	@$(BIN)/python -m tests.property.long_run $(or $(N),300000) $(or $(PEER),ours) $(or $(SEED),1)

bench: build ## figures against a peer (PEER=valkey-server); BENCH="paired tails watching memory start" for some
	@$(BIN)/python -m benchmarks $(BENCH) $(if $(BENCH_ARGS),-- $(BENCH_ARGS))

.PHONY: doctor-faults
doctor-faults: build ## inject faults into servers, and see whether the doctor names them
	@$(BIN)/python -m benchmarks.doctor_faults $(FAULT_ARGS)

.PHONY: powerloss
powerloss: build ## crash points of a disk: POINTS=2000 POLICY=always (everysec no rdb) POWERLOSS_ARGS="--server PATH"
	@$(BIN)/python -m tests.fault.power_loss --points $(or $(POINTS),2000) --policy $(or $(POLICY),always) $(POWERLOSS_ARGS)

suite: build ## Valkey's own suite: make suite VALKEY_TREE=DIR
	@test -n "$(VALKEY_TREE)" || { echo "say VALKEY_TREE=DIR, a checkout of Valkey"; exit 2; }
	@test -f "$(or $(SUITE_RUNNER),../shared/compat/valkey_suite.py)" || { echo "no suite runner: say SUITE_RUNNER=FILE"; exit 2; }
	@$(BIN)/python $(or $(SUITE_RUNNER),../shared/compat/valkey_suite.py) --tree $(VALKEY_TREE) --server "$(CURDIR)/$(BIN)/vkscope-server" $(SUITE_ARGS)

noopt: ## a build for debuggers
	@$(MAKE) --no-print-directory build NOOPT=1 BUILD=build/noopt

asan: $(VENV)/.stamp ## server and fault tests on a native module with sanitizers (ASAN_ARGS)
	@tools/sanitized_server.sh $(ASAN_ARGS)

valgrind: $(VENV)/.stamp ## native units under valgrind
	@tools/native_units.sh valgrind

fuzz: $(VENV)/.stamp ## every fuzz target for FUZZ_SECONDS (60) each; FUZZ=resp for one
	@FUZZ="$(FUZZ)" tools/fuzz.sh $(or $(FUZZ_SECONDS),60)

generate: $(VENV)/.stamp ## make every generated file again
	@$(BIN)/python -m vkscope.tables.generate --sync

format: $(VENV)/.stamp ## format C and Python
	@$(BIN)/clang-format -i $$(git ls-files 'vkscope/native/*.c' 'vkscope/native/*.h' 'vkscope/native/*.cc' 'benchmarks/*.c' 'tests/fault/*.c' | grep -v /gen/)
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

clean: ## remove what was built
	@rm -rf build vkscope/native/_native*.so

distclean: clean ## and the virtual environment
	@rm -rf $(VENV)
