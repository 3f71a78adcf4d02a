#!/usr/bin/env python3
"""The load of introspection on other people's servers, beside ours and nginx in the same rounds.

Each keeps its tokens in SQLite and answers what it is able to: none of them knows workspaces, so
their answers are shorter than ours. One process each, as ours has one. glewlwyd takes part where it
is installed.
"""

import os
import secrets
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

from bench import Bench, parse
from harness import ROOT, Child, free_port

HERE = ROOT / "Benchmarks/peers"
ENVIRONMENT = ROOT / ".build/venv/peers"
# The scripts in bin name the folder they were made in, which other worktrees may link to.
PYTHON = ENVIRONMENT / "bin/python"
sys.path.insert(0, str(HERE))
import glewlwyd  # noqa: E402
import rows  # noqa: E402

# glewlwyd issues them one after the other, some 400 a second.
GLEWLWYD_TOKENS = 1_000


def prepare_environment():
    """What the peers need, from PyPI; made once and again when the list changes."""
    wanted, have = HERE / "requirements.txt", ENVIRONMENT / "installed.txt"
    if have.exists() and have.read_text() == wanted.read_text():
        return
    print(f"preparing {ENVIRONMENT.relative_to(ROOT)}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
    subprocess.run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--requirement", str(wanted)],
        check=True,
    )
    have.write_text(wanted.read_text())


def commands(port):
    place = f"127.0.0.1:{port}"
    return {
        "MCP Python SDK": [
            PYTHON, "-m", "uvicorn", "--app-dir", HERE, "--no-access-log", "--log-level",
            "warning", "--host", "127.0.0.1", "--port", port, "mcp_sdk:app",
        ],
        "Authlib, Flask": [
            PYTHON, "-m", "gunicorn", "--chdir", HERE, "--worker-class", "gthread",
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
        address, authorization = f"http://127.0.0.1:{port}", self.bench.it.authorization
        self.check(name, f"{address}/introspect", "peers.txt", authorization)
        return "introspect", "peers.txt", child, address, authorization

    def start_glewlwyd(self):
        """glewlwyd with tokens of its own, asked at its own path and in the cheapest way it has."""
        port = free_port()
        child = self.bench.start(glewlwyd.process(self.bench.folder, port), port)
        service = glewlwyd.Service(port)
        service.set_up()
        authorization = service.authorization()
        tokens = service.tokens(min(self.options.tokens, GLEWLWYD_TOKENS))
        print(f"glewlwyd made {len(tokens):,} tokens", flush=True)
        self.bench.write("glewlwyd.txt", tokens)
        self.check("glewlwyd", service.introspection, "glewlwyd.txt", authorization)
        return "introspect", "glewlwyd.txt", child, service.introspection, authorization

    def check(self, name, address, file, authorization):
        """Ends the bench unless the first and the last token are active."""
        tokens = (self.bench.folder / file).read_text().split()
        for token in tokens[0], tokens[-1]:
            request = urllib.request.Request(
                address, f"token={token}".encode(), {"Authorization": authorization}
            )
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    body = answer.read().decode().replace(" ", "")
            except urllib.error.HTTPError as error:
                body = f"{error.code}: {error.read().decode(errors='replace')}"
            if '"active":true' not in body:
                raise SystemExit(f"{name} answered {body}")

    def start_all(self):
        """What each load needs: script, tokens, process, address, Authorization."""
        bench = self.bench
        bench.server = bench.start(bench.it.demo(), bench.it.port)
        bench.start_nginx()
        own, nginx = bench.it.authorization, f"http://127.0.0.1:{bench.nginx_port}"
        servers = {"nginx": ("fixed", "one.txt", bench.nginx, nginx, own),
                   "Wayleave": ("introspect", "some.txt", bench.server, bench.it.issuer, own)}
        for name in commands(0):
            servers[name] = self.start(name)
        if glewlwyd.PROGRAM:
            servers["glewlwyd"] = self.start_glewlwyd()
        else:
            print("glewlwyd is not installed here (apt-get install glewlwyd) and is left out", flush=True)
        return servers

    def run(self):
        bench = self.bench
        bench.prepare()
        tokens = ["wla_" + secrets.token_urlsafe(49) for _ in range(self.options.tokens)]
        bench.write("peers.txt", tokens)
        rows.fill(bench.folder / "peers.db", tokens, bench.it.client, f"{bench.it.issuer}/mcp",
                  int(time.time()) + 86_400)
        servers = self.start_all()
        for number in range(self.options.rounds):
            for name, (script, file, child, address, authorization) in servers.items():
                bench.environment["BENCH_AUTHORIZATION"] = authorization
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
