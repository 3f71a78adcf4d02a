#!/usr/bin/env bash
# Installs the named Debian packages that are missing; calls apt only when one is.
# Where it may not install, it says in one line what is missing and how to get it.
set -euo pipefail

command -v swift >/dev/null || {
    echo "wayleave: no 'swift' on the PATH; install a Swift 6.3 toolchain from swift.org" >&2
    exit 1
}

missing=()
if command -v dpkg-query >/dev/null; then
    for package in "$@"; do
        state=$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$state" = installed ] || missing+=("$package")
    done
else
    # Not a Debian system: the two libraries can be asked for, the rest is up to its own tests.
    pkg-config --exists openssl || missing+=("the OpenSSL 3 headers")
    pkg-config --exists sqlite3 || missing+=("the SQLite 3 headers")
fi
[ ${#missing[@]} -gt 0 ] || exit 0

give_up() {
    echo "wayleave: missing: ${missing[*]}. $1" >&2
    exit 1
}
command -v apt-get >/dev/null || give_up "Install them with this system's package manager."
manual="Install with: apt-get install ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || give_up "Not root and no sudo here. $manual"
    as_root=(sudo)
    # Without a terminal sudo must not wait for a password that nobody can type.
    [ -t 0 ] || as_root+=(--non-interactive)
fi

echo "wayleave: installing ${missing[*]}"
install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --quiet --no-install-recommends "${missing[@]}"
}
# The package lists of a fresh image are empty or old.
"${as_root[@]}" apt-get update --quiet || give_up "apt-get update failed. $manual"
install || give_up "apt-get install failed. $manual"
