#!/usr/bin/env bash
# Runs the tests of races, crashes and isolation against the optimised build: the optimiser moves
# what a debug build leaves in order. Everything is built in a folder of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

build=(--configuration release --scratch-path .build/release-tests -Xswiftc -enable-testing)
suites='\.(CrashTests|UncleanStopTests|GroupCommitTests|GrantRaceTests|RaceTests|TwoServersTests'
suites+='|KnownTokensTests|AccessStateTests|RefreshRotationTests|PublicationTests|IsolationTests)/'

# Few at a time, as under the sanitizers.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4

swift build --build-tests "${build[@]}"
swift test --skip-build "${build[@]}" --filter "$suites"

# One server killed under load beside another, and a client's whole way, with the same binary.
WAYLEAVE_BINARY=$PWD/.build/release-tests/release/wayleave \
    Tests/Interop/run.sh -k "two_servers or journey"
