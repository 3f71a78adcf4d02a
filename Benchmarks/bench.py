#!/usr/bin/env python3
"""Measures the release server beside nginx on this machine; see README.md for the method."""

import argparse
import contextlib
import json
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import time
import urllib.request
from pathlib import Path

from background import Writers
from harness import (
    REDIRECT, RESULTS, ROOT, SERVER, VERIFIER, Child, Connection, Installation, cpu_seconds,
    free_port, resident_megabytes,
)
from probes import commit_rate, idle_connections, stripped_megabytes

LOADS = ROOT / "Benchmarks/loads"
NGINX = """
daemon off;
worker_processes 1;
error_log stderr crit;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 1000000000;
    server {{
        listen 127.0.0.1:{port} reuseport;
        default_type application/json;
        location / {{ return 200 '{body}'; }}
    }}
}}
"""

# What each row must reach and aims at, as CPU in multiples of nginx's in the same round.
TARGETS = {
    "introspection, one token": (2.0, 1.2),
    "introspection": (2.0, 1.2),
    "introspection, revoked": (1.8, 1.1),
    "introspection, unknown": (1.8, 1.1),
    "tools/call": (4.0, 2.0),
    "tools/call, lone router": (6.0, 3.0),
    "tools/list": (4.0, 2.0),
    "metadata": (1.2, 1.0),
    "refresh": (9.0, 4.5),
    "code exchange": (12.0, 6.0),
    "registration": (4.0, 2.0),
}

# What else must hold: a fact or a column of a row, and its upper (or, with a minus, lower) limit.
LIMITS = {
    "p50 of one connection, x nginx": (2.5, 1.3),
    "p99 of introspection, x nginx": (3.0, None),
    "p99 beside refreshes, x nginx": (3.0, None),
    "p99 beside sign-ins, x nginx beside them": (3.0, None),
    "tls cpu of plain": (1.5, 1.2),
    "refreshes per one row commit": (-2.5, -6.0),
    "start up ms": (50, 20),
    "memory idle mb": (40, 20),
    "memory with them after loads mb": (150, None),
    "binary mb": (15, None),
}

# Refresh tokens that the writers beside a load use in a round.
WRITERS_TOKENS = 500
# wrk is one thread: from so much of a processor on, it is what limits the rate.
SATURATED = 0.95


class Bench:
    """The servers under load and what wrk needs to know of them."""

    def __init__(self, options):
        self.options = options
        self.it = Installation(options)
        self.folder = self.it.folder
        self.nginx_port, self.router_port, self.tls_port = free_port(), free_port(), free_port()
        self.children = []

    def start(self, child, port):
        self.children.append(child)
        child.wait_until_up(port)
        return child

    def stop(self):
        for child in reversed(self.children):
            child.stop()

    def prepare(self):
        self.it.seed()
        some = min(self.options.tokens, self.options.grants // 2)
        # The grants whose access tokens are introspected are not refreshed, and the other way.
        self.write("some.txt", self.it.access[:some])
        self.write("one.txt", self.it.access[:1])
        self.write("revoked.txt", self.it.revoked)
        self.write("unknown.txt", [f"wla_{number:066d}" for number in range(1_000)])
        rest = self.it.refresh[some:]
        # Each round's writers beside a load have tokens of their own as well.
        beside = self.options.rounds * WRITERS_TOKENS
        self.refresh, self.beside = rest[:-beside], rest[-beside:]
        # Seen by no loop before; each is used once.
        first = min(len(self.refresh) // 2, 300_000)
        self.write("first.txt", self.it.access[some : some + first])
        self.refresh = self.refresh[first:]
        self.codes = self.it.codes
        self.environment = dict(
            os.environ, BENCH_LOADS=str(LOADS), BENCH_AUTHORIZATION=self.it.authorization,
            BENCH_CLIENT=self.it.client, BENCH_VERIFIER=VERIFIER, BENCH_REDIRECT_RAW=REDIRECT,
            BENCH_REDIRECT=REDIRECT.replace(":", "%3A").replace("/", "%2F"),
        )

    def write(self, name, lines):
        (self.folder / name).write_text("\n".join(lines) + "\n")

    def start_servers(self):
        started = time.monotonic()
        self.server = self.start(self.it.demo(), self.it.port)
        Connection(self.it.port).ask(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        self.start_up = round((time.monotonic() - started) * 1000)
        self.start_up_cpu = round(cpu_seconds(self.server.pid) * 1000, 1)
        self.idle = resident_megabytes(self.server.pid)
        self.idle_connections = idle_connections(self.server.pid, self.it.port)
        self.start_nginx()
        self.start_router()
        self.start_tls()

    def start_nginx(self):
        """nginx with a fixed answer of the very bytes that introspection answers with."""
        body = self.it.introspected()
        self.body_size = len(body.encode())
        configuration = self.folder / "nginx.conf"
        quoted = body.replace("\\", "\\\\").replace("'", "\\'").replace("$", "")
        configuration.write_text(
            NGINX.format(folder=self.folder, port=self.nginx_port, body=quoted)
        )
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        self.nginx = self.start(
            Child([nginx, "-p", self.folder, "-c", configuration], self.folder / "nginx.log"),
            self.nginx_port,
        )

    def start_router(self):
        """The tool router alone, asking the server about every call."""
        credential = self.folder / "credential"
        credential.write_text(self.it.credential + "\n")
        self.router = self.start(
            Child(
                [
                    SERVER, "mcp", "--listen", f"127.0.0.1:{self.router_port}",
                    "--introspect", f"{self.it.issuer}/introspect",
                    "--credential-file", credential, "--resource", f"{self.it.issuer}/mcp",
                    "--allow-host", f"127.0.0.1:{self.router_port}", "--tool-call-limit", "1000000",
                ],
                self.folder / "router.log",
            ),
            self.router_port,
        )

    def start_tls(self):
        """A second server on the same file, under TLS."""
        certificate, key = self.folder / "tls.crt", self.folder / "tls.key"
        subprocess.run(
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-keyout", key, "-out", certificate,
            ],
            check=True, capture_output=True,
        )
        self.tls = self.start(
            Child(
                [
                    SERVER, "serve", "--listen", f"127.0.0.1:{self.tls_port}",
                    "--issuer", self.it.issuer, "--database", self.it.database,
                    "--tls-certificate", certificate, "--tls-key", key,
                ],
                self.folder / "tls.log",
            ),
            self.tls_port,
        )

    def load(self, script, tokens, children, address, connections=64, seconds=None):
        """One load of wrk; CPU is that of all `children` together."""
        seconds = seconds or self.options.seconds
        before = [cpu_seconds(child.pid) for child in children]
        driver = driver_seconds()
        done = subprocess.run(
            [
                "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
                "-s", str(LOADS / f"{script}.lua"), address,
            ],
            env={**self.environment, "BENCH_TOKENS": str(self.folder / tokens)},
            capture_output=True, text=True, timeout=seconds + 90,
        )
        match = re.search(r'^\{"requests".*\}$', done.stdout, re.M)
        if not match:
            raise SystemExit(f"wrk said: {done.stdout}{done.stderr}")
        busy = sum(cpu_seconds(child.pid) for child in children) - sum(before)
        report = json.loads(match.group(0))
        if report["exhausted"]:
            print(f"  {script} ran out of tokens after {report['requests']:,} requests and stopped",
                  flush=True)
        count = max(1, report["requests"])
        return {
            "per_second": count / (report["microseconds"] / 1e6),
            "cpu_us": busy * 1e6 / count,
            "p50_us": report["p50"], "p90_us": report["p90"], "p99_us": report["p99"],
            "requests": count, "exhausted": report["exhausted"],
            "failures": report["bad_status"] + report["socket_errors"],
            "cores": busy / (report["microseconds"] / 1e6),
            "driver_cores": (driver_seconds() - driver) / (report["microseconds"] / 1e6),
            "load_average": os.getloadavg()[0],
        }

    def share(self, name, lines, number):
        """A fresh share of the tokens that are used up by use."""
        each = len(lines) // self.options.rounds
        part = f"{number}-{name}.txt"
        self.write(part, lines[(number - 1) * each : number * each])
        return part

    def round(self, number, keep):
        """Every load once, nginx first."""
        ours, plain = [self.server], self.it.issuer
        ceiling = f"http://127.0.0.1:{self.nginx_port}"
        keep("nginx", "fixed", "one.txt", [self.nginx], ceiling)
        for name, tokens in (("introspection, one token", "one.txt"),
                             ("introspection", "some.txt"),
                             ("introspection, revoked", "revoked.txt"),
                             ("introspection, unknown", "unknown.txt")):
            keep(name, "introspect", tokens, ours, plain)
        # The plain server hears of changes as they come, an idle one of all that it missed.
        self.load("introspect", "some.txt", [self.tls], self.tls_address)
        keep("introspection, TLS", "introspect", "some.txt", [self.tls], self.tls_address)
        keep("tools/call", "tools", "some.txt", ours, plain)
        keep("tools/call, lone router", "tools", "some.txt", [self.server, self.router],
             f"http://127.0.0.1:{self.router_port}")
        keep("tools/list", "list", "some.txt", ours, plain)
        keep("metadata", "metadata", "one.txt", ours, plain)
        keep("registration", "register", "one.txt", ours, plain)
        keep("refresh", "refresh", self.share("refresh", self.refresh, number), ours, plain)
        keep("code exchange", "exchange", self.share("codes", self.codes, number), ours, plain)
        keep("nginx, 1 connection", "fixed", "one.txt", [self.nginx], ceiling, 1)
        keep("introspection, 1 connection", "introspect", "some.txt", ours, plain, 1)
        first = (number - 1) * WRITERS_TOKENS
        with self.writers(self.beside[first : first + WRITERS_TOKENS]):
            keep("introspection beside refreshes", "introspect", "some.txt", ours, plain)
        with self.writers(signs_in=True):
            keep("introspection beside sign-ins", "introspect", "some.txt", ours, plain)
        # The same processors are taken from nginx.
        with self.writers(signs_in=True):
            keep("nginx beside sign-ins", "fixed", "one.txt", [self.nginx], ceiling)

    @contextlib.contextmanager
    def writers(self, *tokens, **others):
        """Refreshes or sign-ins beside what is done meanwhile."""
        writers = Writers(self.it, *tokens, **others)
        try:
            yield
        finally:
            writers.stop()
            print(f"  beside it: {writers.refreshes} refreshes, {writers.sign_ins} sign-ins")

    @property
    def tls_address(self):
        return f"https://127.0.0.1:{self.tls_port}"

    def rounds(self):
        """Runs every load in turn; returns all single results by name."""
        single = {}

        def keep(name, *arguments):
            result = self.load(*arguments)
            single.setdefault(name, []).append(result)
            print(f"  {name:<30} {result['per_second']:>9,.0f}/s  {result['cpu_us']:>7.2f} us"
                  f"  p50 {result['p50_us']:>6.0f} us  p99 {result['p99_us']:>7.0f} us"
                  f"  failures {result['failures']}", flush=True)

        # Lets the server see the tokens that are used again and again.
        self.load("introspect", "some.txt", [self.server], self.it.issuer)
        for number in range(1, self.options.rounds + 1):
            print(f"round {number} of {self.options.rounds}", flush=True)
            self.round(number, keep)
        # At the end, because it drives all other tokens out of what a loop keeps.
        keep("introspection, first uses", "once", "first.txt", [self.server], self.it.issuer)
        return single


def driver_seconds():
    """The processor's time of all wrk so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def summarise(single):
    """Medians; the ratios are taken within each round, where the machine was equally busy."""
    table = []
    for name, results in single.items():
        base = single["nginx, 1 connection" if name.endswith("1 connection") else "nginx"]
        base = base[-len(results):]
        row = {key: statistics.median(each[key] for each in results) for key in results[0]}
        row["failures"] = sum(each["failures"] for each in results)
        row["exhausted"] = any(each["exhausted"] for each in results)
        for key in ("per_second", "cpu_us", "p50_us", "p99_us"):
            ratios = [mine[key] / its[key] for mine, its in zip(results, base)]
            row[f"{key}_ratio"] = statistics.median(ratios)
        table.append({"load": name, **row})
    return table


def show(table):
    print("\n| load | CPU us | x nginx | must / aim | requests/s | x nginx | p50 us | p99 us"
          " | p99 x nginx | cores | wrk | failures |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for row in table:
        must, aim = TARGETS.get(row["load"], (None, None))
        target = f"{must} / {aim}" if must else ""
        print(
            f"| {row['load']} | {row['cpu_us']:.1f} | {row['cpu_us_ratio']:.2f} | {target} "
            f"| {row['per_second']:,.0f} | {row['per_second_ratio']:.2f} | {row['p50_us']:.0f} "
            f"| {row['p99_us']:.0f} | {row['p99_us_ratio']:.1f} | {row['cores']:.2f} "
            f"| {row['driver_cores']:.2f} | {row['failures']} |"
        )
    bound = [row["load"] for row in table if row["driver_cores"] >= SATURATED]
    if bound:
        print(f"\nwrk used a whole processor and was the limit of the rate: {'; '.join(bound)}")


def ratios(table, single, commits):
    """What is a ratio of two rows, or of a row and the disk."""
    rows = {row["load"]: row for row in table}
    pairs = zip(single["introspection, TLS"], single["introspection"])
    tls = statistics.median(ours["cpu_us"] / plain["cpu_us"] for ours, plain in pairs)
    refreshes, sign_ins, nginx = (
        rows[name] for name in ("introspection beside refreshes", "introspection beside sign-ins",
                                "nginx beside sign-ins")
    )
    return {
        "tls_cpu_of_plain": round(tls, 2),
        "refreshes_per_one_row_commit": round(rows["refresh"]["per_second"] / commits, 2),
        "p50_of_one_connection,_x_nginx":
            round(rows["introspection, 1 connection"]["p50_us_ratio"], 2),
        "p99_of_introspection,_x_nginx": round(rows["introspection"]["p99_us_ratio"], 2),
        "p99_beside_refreshes,_x_nginx": round(refreshes["p99_us_ratio"], 2),
        "p99_beside_sign-ins,_x_nginx": round(sign_ins["p99_us_ratio"], 2),
        "p99_beside_sign-ins,_x_nginx_beside_them": round(sign_ins["p99_us"] / nginx["p99_us"], 2),
    }


def judge(table, facts):
    """Says which targets are met."""
    found = [(f"{row['load']}, CPU x nginx", row["cpu_us_ratio"], *TARGETS[row["load"]])
             for row in table if row["load"] in TARGETS]
    found += [(name, facts[name.replace(" ", "_")], *limits) for name, limits in LIMITS.items()]
    holds = lambda value, limit: value <= limit if limit >= 0 else value >= -limit
    print()
    for name, value, must, aim in found:
        verdict = "MISSED" if not holds(value, must) else (
            "met, and the aim" if aim is not None and holds(value, aim) else "met")
        print(f"{name}: {value:.2f} (must {abs(must)}, aim {abs(aim) if aim else '-'}) {verdict}")


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    number = lambda name, standard: int(os.environ.get(name, standard))
    parser.add_argument("--grants", type=int, default=number("GRANTS", 100_000))
    parser.add_argument("--tokens", type=int, default=number("TOKENS", 50_000),
                        help="access tokens that are introspected in turn")
    parser.add_argument("--codes", type=int, default=number("CODES", 150_000))
    parser.add_argument("--revoked", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=number("ROUNDS", 3))
    parser.add_argument("--seconds", type=int, default=number("SECONDS_EACH", 4))
    parser.add_argument("--keep", action="store_true", help="leave the database behind")
    return parser.parse_args()


def main():
    options = parse()
    bench = Bench(options)
    facts = {}
    try:
        print(f"seeding {options.grants:,} grants and {options.codes:,} codes", flush=True)
        bench.prepare()
        facts["one_row_commits_per_second"] = commit_rate(bench.folder)
        bench.start_servers()
        size = bench.it.database.stat().st_size
        single = bench.rounds()
        facts.update(
            memory_loaded_mb=resident_megabytes(bench.server.pid),
            memory_with_idle_connections_mb=bench.idle_connections[0],
            idle_connections=bench.idle_connections[1],
            memory_with_them_after_loads_mb=idle_connections(bench.server.pid, bench.it.port)[0],
            database_grew_percent=round(bench.it.database.stat().st_size / size * 100 - 100, 1),
        )
    finally:
        bench.stop()
        if not options.keep:
            bench.it.remove()
    facts.update(
        start_up_ms=bench.start_up, start_up_cpu_ms=bench.start_up_cpu,
        memory_idle_mb=bench.idle, answer_bytes=bench.body_size,
        binary_mb=stripped_megabytes(bench.folder), load_average=os.getloadavg()[0],
    )
    table = summarise(single)
    show(table)
    facts.update(ratios(table, single, facts["one_row_commits_per_second"]))
    print()
    for name, value in facts.items():
        print(f"{name.replace('_', ' ')}: {value}")
    judge(table, facts)
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    path = RESULTS / f"{stamp}.json"
    path.write_text(json.dumps({
        "at": stamp, "machine": platform.platform(), "processors": os.cpu_count(),
        "options": vars(options), "facts": facts, "median": table, "single": single,
    }, indent=1))
    print(f"kept in {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
