#!/usr/bin/env bash
# Runs the Swift tests under AddressSanitizer, then under ThreadSanitizer.
# Each has a build folder of its own, so that neither spoils the ordinary build.
set -euo pipefail
cd "$(dirname "$0")/.."

# The architecture test only reads files: a sanitizer can learn nothing from it.
common=(--parallel --skip ArchitectureTests)

# Few at a time: hundreds of tests at once starve each other on two cores, and then deadlines of
# connections pass before the other end has had its turn.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4

# Leaks are not looked for: where an enumeration keeps a pointer, Swift puts tag bits into it, and
# LeakSanitizer then takes what it points to (the templates of a global, for one) for lost.
echo "== AddressSanitizer"
ASAN_OPTIONS="detect_leaks=0 ${ASAN_OPTIONS:-}" \
    swift test --sanitize=address --scratch-path .build/asan "${common[@]}"

# Threads that nobody has joined yet are no races: the last databases are still closing when the
# process of the tests ends.
# The trait swaps in locks that ThreadSanitizer understands.
echo "== ThreadSanitizer"
TSAN_OPTIONS="halt_on_error=1 report_thread_leaks=0 ${TSAN_OPTIONS:-}" \
    swift test --sanitize=thread --traits ThreadSanitizer --scratch-path .build/tsan "${common[@]}"
