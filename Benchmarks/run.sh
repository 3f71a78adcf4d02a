#!/usr/bin/env bash
# Builds the seeding tool beside the release server and measures; arguments go to bench.py.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build --configuration release --product bench-seed
exec python3 Benchmarks/bench.py "$@"
