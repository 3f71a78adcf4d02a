#!/usr/bin/env python3
"""Counts the heap allocations of the release server for one request of each kind."""

import argparse
import os
import struct
import subprocess

from harness import ROOT, Connection, Installation
from profile import Requests

KINDS = ["introspect", "revoked", "unknown", "tools_call", "tools_list", "metadata", "refresh",
         "exchange", "register"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--tokens", type=int, default=50)
    options = parser.parse_args()
    options.grants, options.revoked = 2_000, 500
    options.codes = 2 * options.count
    installation = Installation(options)
    installation.seed()
    library, counter = installation.folder / "allocations.so", installation.folder / "counter"
    subprocess.run(
        ["clang", "-O2", "-shared", "-fPIC", "-o", library, ROOT / "Benchmarks/allocations.c"],
        check=True,
    )
    counter.write_bytes(bytes(8))
    read = lambda: struct.unpack("=Q", counter.read_bytes())[0]
    server = installation.demo(
        "env", f"LD_PRELOAD={library}", f"BENCH_COUNTER={counter}", f"PATH={os.environ['PATH']}"
    )
    try:
        server.wait_until_up(installation.port)
        requests = Requests(installation, options.tokens)
        connection = Connection(installation.port)
        for kind in KINDS:
            make = getattr(requests, kind)
            bodies = [make(number) for number in range(2 * options.count)]
            for body in bodies[: options.count]:
                connection.ask(body)
            before = read()
            for body in bodies[options.count :]:
                status, answer = connection.ask(body)
                if status not in (200, 201):
                    raise SystemExit(f"{kind}: {status} {answer[:300]!r}")
            print(f"{kind:<12} {(read() - before) / options.count:>8.1f} allocations a request",
                  flush=True)
    finally:
        server.stop()
        installation.remove()


if __name__ == "__main__":
    main()
