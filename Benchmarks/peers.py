#!/usr/bin/env python3
"""The load of introspection on other people's servers, beside ours and nginx in the same rounds.

Each keeps its tokens in SQLite and answers what it is able to: none of them knows workspaces, so
their answers are shorter than ours. One process each, as ours has one.
"""

import os
import secrets
import statistics
import subprocess
import sys
import time
import urllib.request

from bench import Bench, parse
from harness import ROOT, Child, free_port

HERE = ROOT / "Benchmarks/peers"
ENVIRONMENT = ROOT / ".build/venv/peers"
sys.path.insert(0, str(HERE))
import rows  # noqa: E402


def prepare_environment():
    """What the peers need, from PyPI; made once and again when the list changes."""
    wanted, have = HERE / "requirements.txt", ENVIRONMENT / "installed.txt"
    if have.exists() and have.read_text() == wanted.read_text():
        return
    print(f"preparing {ENVIRONMENT.relative_to(ROOT)}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
    subprocess.run(
        [str(ENVIRONMENT / "bin/pip"), "install", "--quiet", "--disable-pip-version-check",
         "--requirement", str(wanted)],
        check=True,
    )
    have.write_text(wanted.read_text())


def commands(port):
    place = f"127.0.0.1:{port}"
    return {
        "MCP Python SDK": [
            ENVIRONMENT / "bin/uvicorn", "--app-dir", HERE, "--no-access-log", "--log-level",
            "warning", "--host", "127.0.0.1", "--port", port, "mcp_sdk:app",
        ],
        "Authlib, Flask": [
            ENVIRONMENT / "bin/gunicorn", "--chdir", HERE, "--worker-class", "gthread",
            "--threads", "4", "--keep-alive", "60", "--log-level", "warning", "--bind", place,
            "authlib_flask:app",
        ],
    }


class Peers:
    def __init__(self, options):
        self.options = options
        self.bench = Bench(options)
        self.results = {}

    def start(self, name):
        port = free_port()
        os.environ["PEER_DATABASE"] = str(self.bench.folder / "peers.db")
        os.environ["PEER_CREDENTIAL"] = self.bench.it.credential
        child = Child(commands(port)[name], self.bench.folder / f"{port}.log")
        self.bench.start(child, port)
        address = f"http://127.0.0.1:{port}"
        token = (self.bench.folder / "peers.txt").read_text().split()[0]
        request = urllib.request.Request(
            f"{address}/introspect", f"token={token}".encode(),
            {"Authorization": self.bench.it.authorization},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            body = answer.read().decode().replace(" ", "")
        if '"active":true' not in body:
            raise SystemExit(f"{name} answered {body}")
        return child, address

    def run(self):
        bench = self.bench
        bench.prepare()
        tokens = ["wla_" + secrets.token_urlsafe(49) for _ in range(self.options.tokens)]
        bench.write("peers.txt", tokens)
        rows.fill(bench.folder / "peers.db", tokens, bench.it.client, f"{bench.it.issuer}/mcp",
                  int(time.time()) + 86_400)
        bench.server = bench.start(bench.it.demo(), bench.it.port)
        bench.start_nginx()
        servers = {"nginx": ("fixed", "one.txt", bench.nginx, f"http://127.0.0.1:{bench.nginx_port}"),
                   "Wayleave": ("introspect", "some.txt", bench.server, bench.it.issuer)}
        for name in commands(0):
            child, address = self.start(name)
            servers[name] = ("introspect", "peers.txt", child, address)
        for number in range(self.options.rounds):
            for name, (script, file, child, address) in servers.items():
                result = bench.load(script, file, [child], address)
                self.results.setdefault(name, []).append(result)
                print(f"  {name:<20} {result['per_second']:>9,.0f}/s {result['cpu_us']:>8.1f} us",
                      flush=True)

    def show(self):
        print("\n| server | CPU us | x nginx CPU | requests/s | x nginx | p50 us | failures |")
        print("|---|--:|--:|--:|--:|--:|--:|")
        for name, results in self.results.items():
            ratios = [
                (mine["cpu_us"] / its["cpu_us"], mine["per_second"] / its["per_second"])
                for mine, its in zip(results, self.results["nginx"])
            ]
            middle = {key: statistics.median(each[key] for each in results) for key in results[0]}
            cpu, rate = (statistics.median(each) for each in zip(*ratios))
            failures = sum(each["failures"] for each in results)
            print(f"| {name} | {middle['cpu_us']:.1f} | {cpu:.1f} | {middle['per_second']:,.0f} "
                  f"| {rate:.3f} | {middle['p50_us']:.0f} | {failures} |")


def main():
    options = parse()
    options.grants, options.codes = min(options.grants, 40_000), 1
    options.tokens = min(options.tokens, 20_000)
    prepare_environment()
    peers = Peers(options)
    try:
        peers.run()
    finally:
        peers.bench.stop()
        peers.bench.it.remove()
    peers.show()


if __name__ == "__main__":
    main()
