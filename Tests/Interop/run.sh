#!/usr/bin/env bash
# Runs the interoperability tests once with each line of the MCP Python SDK.
#
# Each line has a virtual environment of its own under .build/venv, made once and again whenever
# its requirements file changes. Everything comes from PyPI by package name; the browser is
# Debian's, so nothing downloads one.
set -euo pipefail
cd "$(dirname "$0")/../.."

environment() { # NAME: makes or renews .build/venv/NAME
    local folder=.build/venv/$1 wanted=Tests/Interop/requirements-$1.txt
    cmp --silent "$wanted" "$folder/installed.txt" && return
    echo "interop: preparing $folder"
    rm -rf "$folder"
    python3 -m venv "$folder"
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 "$folder/bin/pip" install --quiet \
        --disable-pip-version-check --requirement "$wanted"
    cp "$wanted" "$folder/installed.txt"
}

environment mcp2
environment mcp1

# The whole suite runs on the newest SDK; on the 1.x line only what depends on the SDK.
status=0
.build/venv/mcp2/bin/python -m pytest Tests/Interop "$@" || status=1
.build/venv/mcp1/bin/python -m pytest Tests/Interop -m sdk "$@" || status=1
exit $status
