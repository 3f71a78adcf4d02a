# Every command of the project; `make` alone lists them.

SHELL := /bin/bash
LISTEN ?= 127.0.0.1:8080
PREFIX ?= /usr/local
DESTDIR ?=

BUILD_PACKAGES := libssl-dev libsqlite3-dev
TEST_PACKAGES := $(BUILD_PACKAGES) python3 python3-venv chromium iproute2
BENCH_PACKAGES := $(BUILD_PACKAGES) python3 wrk nginx-light strace
IMPORT_CHECK := --explicit-target-dependency-import-check error
FORMATTED := Sources Tests Benchmarks Package.swift

# The Swift runtime goes into the binary where the toolchain ships it in static form.
SWIFT_STATIC := $(wildcard $(dir $(realpath $(shell command -v swift)))../lib/swift_static)
# The toolchain's linker: the system's keeps each of 40,000 addresses to adjust in 24 bytes, and all
# names of the program for others to call, of whom there are none.
LINK_FLAGS := $(if $(filter Linux,$(shell uname)),-Xswiftc -use-ld=lld -Xlinker --icf=safe \
	-Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs)
RELEASE_FLAGS := --configuration release --product wayleave $(LINK_FLAGS) \
	$(if $(SWIFT_STATIC),--static-swift-stdlib)
RELEASE_BINARY := .build/release/wayleave

.DEFAULT_GOAL := help
.PHONY: help demo build release test test-swift test-interop test-sanitizers test-release lint format bench \
	bench-growth bench-peers docs profile install clean build-packages

help: ## Lists these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

demo: release ## Builds and runs the demo server; LISTEN=127.0.0.1:9000 chooses the address
	@exec $(RELEASE_BINARY) demo --listen $(LISTEN)

build: build-packages ## Builds everything for development
	swift build $(IMPORT_CHECK)

release: build-packages ## Builds the release binary
	swift build $(RELEASE_FLAGS)

test: ## Installs what the tests need, builds, runs every test
	@Tests/install-packages.sh $(TEST_PACKAGES)
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test-swift
	@$(MAKE) --no-print-directory test-interop

test-swift: build-packages ## Runs the Swift tests, the architecture test among them
	swift build --build-tests $(IMPORT_CHECK)
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4 swift test --skip-build --parallel

test-interop: ## Runs real clients and a real browser against the built server
	@Tests/install-packages.sh $(TEST_PACKAGES)
	swift build $(IMPORT_CHECK)
	@Tests/Interop/run.sh

test-sanitizers: build-packages ## Runs the Swift tests under AddressSanitizer and ThreadSanitizer
	@Tests/run-sanitizers.sh

test-release: build-packages ## Runs the tests of races, crashes and isolation on the optimised build
	@Tests/install-packages.sh $(TEST_PACKAGES)
	@Tests/run-release.sh

lint: ## Checks the format of all Swift files
	swift format lint --strict --recursive --parallel $(FORMATTED)

format: ## Formats all Swift files in place
	swift format --in-place --recursive --parallel $(FORMATTED)

docs: build-packages ## Writes Documentation/Tools.md from the tools themselves
	swift build --product tools-document
	.build/debug/tools-document > Documentation/Tools.md.new
	mv Documentation/Tools.md.new Documentation/Tools.md

bench: ## Measures the release server beside nginx; see Benchmarks/README.md
	@Tests/install-packages.sh $(BENCH_PACKAGES)
	@$(MAKE) --no-print-directory release
	@Benchmarks/run.sh

bench-growth: ## Rotates a million tokens: what the file grows by, and how many share a sync
	@Tests/install-packages.sh $(BENCH_PACKAGES)
	@$(MAKE) --no-print-directory release
	@swift build --configuration release --product bench-seed
	@python3 Benchmarks/growth.py

bench-peers: ## The load of introspection on other people's servers, beside ours
	@Tests/install-packages.sh $(BENCH_PACKAGES) python3-venv
	@$(MAKE) --no-print-directory release
	@swift build --configuration release --product bench-seed
	@python3 Benchmarks/peers.py

profile: ## Counts the instructions of each kind of request; KINDS="introspect refresh" chooses
	@Tests/install-packages.sh $(BUILD_PACKAGES) python3 valgrind
	@$(MAKE) --no-print-directory release
	@swift build --configuration release --product bench-seed
	@python3 Benchmarks/profile.py $(KINDS)

install: release ## Installs the binary below DESTDIR and PREFIX
	install -D -m 755 -s $(RELEASE_BINARY) $(DESTDIR)$(PREFIX)/bin/wayleave

clean: ## Removes everything that was built
	rm -rf .build

build-packages:
	@Tests/install-packages.sh $(BUILD_PACKAGES)
