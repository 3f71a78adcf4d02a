#!/usr/bin/env python3
"""Rotates a million refresh tokens of ten thousand grants and tells what that did to the file.

The server runs under strace, which stops it at syncs alone (`--seccomp-bpf`), so that they can be
counted: how many refreshes one sync of the disk acknowledges under load, and with a client that
waits for nobody.
"""

import argparse
import json
import os
import re
import signal
import time

from bench import Bench
from harness import RESULTS, descendants


def syncs(log):
    """Syncs since the start; strace writes one line for each."""
    return sum(1 for line in log.open(errors="replace") if re.search(r"\b(fdatasync|fsync)\(", line))


class Growth:
    """One server, its database and its count of syncs."""

    def __init__(self, options):
        self.options = options
        self.bench = Bench(options)
        self.it = self.bench.it
        self.log = self.bench.folder / "syncs.log"

    def serve(self):
        server = self.it.demo(
            "strace", "--follow-forks", "--seccomp-bpf", "--quiet=all",
            "--trace=fdatasync,fsync", f"--output={self.log}",
        )
        return self.bench.start(server, self.it.port)

    def end(self, server):
        """Ends the server, which strace keeps signals from, and strace with it."""
        for child in descendants(server.pid)[1:]:
            os.kill(child, signal.SIGTERM)
        server.process.wait(60)

    def size(self):
        """What the database takes on the disk, its log included."""
        names = [self.it.database, f"{self.it.database}-wal"]
        return sum(os.path.getsize(name) for name in names if os.path.exists(name))

    def load(self, server, tokens, seconds, connections=64):
        before = syncs(self.log)
        result = self.bench.load("refresh", tokens, [server], self.it.issuer, connections, seconds)
        if result["failures"]:
            raise SystemExit(f"{result['failures']} refreshes failed")
        return result["requests"], syncs(self.log) - before

    def run(self):
        self.bench.prepare()
        half = len(self.it.refresh) // 2
        self.bench.write("many.txt", self.it.refresh[:half])
        self.bench.write("few.txt", self.it.refresh[half:])
        server = self.serve()
        facts = {"grants": self.options.grants, "bytes_before": self.size()}
        lone, lone_syncs = self.load(server, "few.txt", 3, connections=1)
        facts["lone_refreshes_a_sync"] = round(lone / max(1, lone_syncs), 2)
        self.million(server, facts, lone)
        self.end(server)
        facts["bytes_after"] = self.size()
        grown = facts["bytes_after"] / facts["bytes_before"]
        facts["grew_percent"] = round(grown * 100 - 100, 2)
        return facts

    def million(self, server, facts, done):
        """Refreshes until there were as many as asked for.

        A load begins with tokens whose successors the load before it has used, so each has grants of
        its own.
        """
        total_syncs, begun = 0, time.monotonic()
        wanted = self.options.refreshes - done
        count, total_syncs = self.load(server, "many.txt", self.options.seconds)
        rate = count / self.options.seconds
        print(f"{count:,} refreshes, {rate:,.0f}/s", flush=True)
        facts["refreshes"] = done + count
        facts["refreshes_per_second"] = round(rate)
        facts["refreshes_a_sync"] = round(count / max(1, total_syncs), 2)
        facts["seconds"] = round(time.monotonic() - begun)
        if count < wanted:
            print(f"fewer than the {self.options.refreshes:,} that were asked for; "
                  "give it more --seconds", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    number = lambda name, standard: int(os.environ.get(name, standard))
    parser.add_argument("--grants", type=int, default=number("GRANTS", 10_000))
    parser.add_argument("--refreshes", type=int, default=number("REFRESHES", 1_000_000))
    parser.add_argument("--seconds", type=int, default=number("SECONDS_EACH", 120))
    options = parser.parse_args()
    options.tokens, options.codes, options.revoked, options.rounds = 1, 1, 1, 1
    growth = Growth(options)
    try:
        facts = growth.run()
    finally:
        for child in growth.bench.children:
            if child.process.poll() is None:
                growth.end(child)
        growth.it.remove()
    for name, value in facts.items():
        print(f"{name.replace('_', ' ')}: {value:,}")
    (RESULTS / "growth.json").write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
