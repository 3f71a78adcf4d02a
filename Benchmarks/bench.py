#!/usr/bin/env python3
"""Measures the release server beside nginx on this machine; see README.md for the method."""

import argparse
import base64
import json
import os
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOADS = ROOT / "Benchmarks/loads"
RESULTS = ROOT / ".build/bench"
SERVER = ROOT / ".build/release/wayleave"
SEED = ROOT / ".build/release/bench-seed"
VERIFIER = "benchmark-verifier-benchmark-verifier-benchmark"
REDIRECT = "http://127.0.0.1:49152/callback"
TICKS = os.sysconf("SC_CLK_TCK")

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


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def children(pid):
    """The process and all its descendants."""
    found, parents = [pid], {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    for each in found:
        found.extend(parents.get(each, []))
    return found


def cpu_seconds(pid):
    """User and system time of a process tree."""
    total = 0
    for each in children(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def resident_megabytes(pid):
    """Anonymous memory of a process tree: the mapped database file is not counted."""
    total = 0
    for each in children(pid):
        match = re.search(r"RssAnon:\s+(\d+)", Path(f"/proc/{each}/status").read_text())
        total += int(match.group(1)) if match else 0
    return round(total / 1024, 1)


class Child:
    """A server process that is ended by its id."""

    def __init__(self, arguments, log):
        self.log = open(log, "wb")
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log
        )
        self.pid = self.process.pid

    def wait_until_up(self, port, seconds=30):
        deadline = time.monotonic() + seconds
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"{self.process.args[0]} did not start; see {self.log.name}")
                time.sleep(0.02)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = Path(tempfile.mkdtemp(prefix="bench-", dir=RESULTS))
        self.data = self.folder / "data"
        self.port, self.nginx_port = free_port(), free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.server = self.nginx = None
        self.environment = dict(os.environ, BENCH_LOADS=str(LOADS))

    def start_server(self):
        started = time.monotonic()
        self.server = Child(
            [SERVER, "demo", "--listen", f"127.0.0.1:{self.port}", "--data", self.data],
            self.folder / "server.log",
        )
        self.server.wait_until_up(self.port)
        return round((time.monotonic() - started) * 1000)

    def demo_credential(self, seconds=20):
        """What the banner says; it follows the first open port by a moment."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            banner = (self.folder / "server.log").read_text()
            match = re.search(r"-u '([^:']+):([^']+)'", banner)
            if match:
                return match.groups()
            time.sleep(0.02)
        raise SystemExit("the demo printed no credential")

    def seed(self):
        """Fills the demo's database while no server has it open."""
        self.start_server()
        name, secret = self.demo_credential()
        authorization = base64.b64encode(f"{name}:{secret}".encode()).decode()
        self.environment["BENCH_AUTHORIZATION"] = f"Basic {authorization}"
        self.server.stop()
        output = self.folder / "seed.txt"
        with output.open("wb") as seeded:
            subprocess.run(
                [
                    SEED,
                    "--database", self.data / self.options.database,
                    "--keys", self.data / self.options.keys,
                    "--resource", f"{self.issuer}/mcp",
                    "--redirect", REDIRECT,
                    "--verifier", VERIFIER,
                    "--grants", str(self.options.grants),
                    "--codes", str(self.options.codes),
                ],
                check=True, stdout=seeded,
            )
        access, refresh, codes, client = [], [], [], None
        for line in output.read_text().splitlines():
            kind, *words = line.split()
            if kind == "grant":
                access.append(words[0])
                refresh.append(words[1])
            elif kind == "code":
                codes.append(words[0])
            elif kind == "client":
                client = words[0]
        output.unlink()
        self.environment.update(
            BENCH_CLIENT=client,
            BENCH_REDIRECT=REDIRECT.replace(":", "%3A").replace("/", "%2F"),
            BENCH_VERIFIER=VERIFIER,
        )
        # The grants whose access tokens are introspected are not refreshed, and the other way.
        some = min(self.options.tokens, self.options.grants // 2)
        self.write("some.txt", access[:some])
        self.write("one.txt", access[:1])
        self.write("refresh.txt", refresh[some:])
        self.write("codes.txt", codes)

    def write(self, name, lines):
        (self.folder / name).write_text("\n".join(lines) + "\n")

    def start_nginx(self):
        """nginx with a fixed answer of the very bytes that introspection answers with."""
        token = (self.folder / "one.txt").read_text().strip()
        request = urllib.request.Request(
            f"{self.issuer}/introspect",
            f"token={token}".encode(),
            {"Authorization": self.environment["BENCH_AUTHORIZATION"]},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            body = answer.read().decode()
        if not json.loads(body)["active"]:
            raise SystemExit("the seeded tokens are not active")
        self.body_size = len(body.encode())
        configuration = self.folder / "nginx.conf"
        quoted = body.replace("\\", "\\\\").replace("'", "\\'").replace("$", "")
        configuration.write_text(
            NGINX.format(folder=self.folder, port=self.nginx_port, body=quoted)
        )
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        self.nginx = Child(
            [nginx, "-p", self.folder, "-c", configuration], self.folder / "nginx.log"
        )
        self.nginx.wait_until_up(self.nginx_port)

    def load(self, script, tokens, child, port, connections, seconds):
        before, busy = time.monotonic(), cpu_seconds(child.pid)
        done = subprocess.run(
            [
                "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
                "-s", str(LOADS / f"{script}.lua"), f"http://127.0.0.1:{port}",
            ],
            env={**self.environment, "BENCH_TOKENS": str(self.folder / tokens)},
            capture_output=True, text=True, timeout=seconds + 60,
        )
        match = re.search(r'^\{"requests".*\}$', done.stdout, re.M)
        if not match:
            raise SystemExit(f"wrk said: {done.stdout}{done.stderr}")
        report = json.loads(match.group(0))
        if report["exhausted"]:
            print(f"  {script}: ran out of tokens after {report['requests']:,} requests and stopped;"
                  " more GRANTS or CODES, or fewer SECONDS_EACH, measure the whole time", flush=True)
        count = max(1, report["requests"])
        return {
            "per_second": count / (report["microseconds"] / 1e6),
            "cpu_us": (cpu_seconds(child.pid) - busy) * 1e6 / count,
            "p50_us": report["p50"], "p90_us": report["p90"], "p99_us": report["p99"],
            "requests": count, "exhausted": report["exhausted"],
            "failures": report["bad_status"] + report["socket_errors"],
            "cores": (cpu_seconds(child.pid) - busy) / (time.monotonic() - before),
        }

    def rounds(self):
        """Runs every load in turn, nginx first in each round; returns all single results."""
        seconds = self.options.seconds
        single = {}

        def keep(name, *arguments):
            result = self.load(*arguments)
            single.setdefault(name, []).append(result)
            print(f"  {name:<34} {result['per_second']:>9,.0f}/s  {result['cpu_us']:>7.2f} us"
                  f"  p50 {result['p50_us']:>7.0f} us  failures {result['failures']}", flush=True)

        ours, ceiling = (self.server, self.port), (self.nginx, self.nginx_port)
        for number in range(1, self.options.rounds + 1):
            print(f"round {number} of {self.options.rounds}", flush=True)
            keep("nginx", "fixed", "one.txt", *ceiling, 64, seconds)
            keep("introspection, one token", "introspect", "one.txt", *ours, 64, seconds)
            keep("introspection, tokens in turn", "introspect", "some.txt", *ours, 64, seconds)
            keep("tools/call list_workspaces", "tools", "some.txt", *ours, 64, seconds)
            keep("refresh", "refresh", self.slice("refresh.txt", number), *ours, 64, seconds)
            keep("code exchange", "exchange", self.slice("codes.txt", number), *ours, 64, seconds)
            keep("nginx, 1 connection", "fixed", "one.txt", *ceiling, 1, seconds)
            keep("introspection, 1 connection", "introspect", "some.txt", *ours, 1, seconds)
        return single

    def slice(self, name, number):
        """A fresh share of the tokens that are used up by use."""
        lines = (self.folder / name).read_text().splitlines()
        share = len(lines) // self.options.rounds
        part = f"{number}-{name}"
        self.write(part, lines[(number - 1) * share : number * share])
        return part


def summarise(single):
    """Medians; the ratios are taken within each round, where the machine was equally busy."""
    table = []
    for name, results in single.items():
        base = single["nginx, 1 connection" if name.endswith("1 connection") else "nginx"]
        ratio = [mine["per_second"] / its["per_second"] for mine, its in zip(results, base)]
        row = {key: statistics.median(each[key] for each in results) for key in results[0]}
        row["failures"] = sum(each["failures"] for each in results)
        row["exhausted"] = any(each["exhausted"] for each in results)
        table.append({"load": name, **row, "ratio": statistics.median(ratio)})
    return table


def show(table):
    print("\n| load | requests/s | x nginx | CPU us/request | p50 us | p90 us | p99 us | failures |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for row in table:
        print(
            f"| {row['load']} | {row['per_second']:,.0f} | {row['ratio']:.2f} "
            f"| {row['cpu_us']:.1f} | {row['p50_us']:.0f} | {row['p90_us']:.0f} "
            f"| {row['p99_us']:.0f} | {row['failures']} |"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grants", type=int, default=int(os.environ.get("GRANTS", 100_000)))
    parser.add_argument("--tokens", type=int, default=20_000, help="tokens used in turn")
    parser.add_argument("--codes", type=int, default=int(os.environ.get("CODES", 150_000)))
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("ROUNDS", 3)))
    parser.add_argument("--seconds", type=int, default=int(os.environ.get("SECONDS_EACH", 4)))
    parser.add_argument("--database", default="wayleave.db", help="its name in the data folder")
    parser.add_argument("--keys", default="wayleave.db.key", help="its name in the data folder")
    parser.add_argument("--keep", action="store_true", help="leave the database behind")
    options = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    bench = Bench(options)
    try:
        print(f"seeding {options.grants:,} grants and {options.codes:,} codes", flush=True)
        bench.seed()
        start_up = bench.start_server()
        idle = resident_megabytes(bench.server.pid)
        bench.start_nginx()
        single = bench.rounds()
        loaded = resident_megabytes(bench.server.pid)
    finally:
        for child in (bench.server, bench.nginx):
            if child:
                child.stop()
        if not options.keep:
            shutil.rmtree(bench.data, ignore_errors=True)
    table = summarise(single)
    show(table)
    print(f"\nstart-up {start_up} ms; own memory {idle} MB idle, {loaded} MB after the loads;"
          f" answer of {bench.body_size} bytes; load average {os.getloadavg()[0]:.1f}")
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    path = RESULTS / f"{stamp}.json"
    path.write_text(json.dumps({
        "at": stamp, "machine": platform.platform(), "processors": os.cpu_count(),
        "options": vars(options), "start_up_ms": start_up, "memory_idle_mb": idle,
        "memory_loaded_mb": loaded, "answer_bytes": bench.body_size, "median": table,
        "single": single,
    }, indent=1))
    print(f"kept in {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
