#!/usr/bin/env python3
"""Counts the instructions that one request of each kind costs the release server.

Under callgrind the count hardly depends on what else the machine does. One connection, one loop,
one request at a time: what several requests of one round share (a read transaction, a write to the
log, a commit) is counted once for each here, so the figures are an upper bound.
"""

import argparse
import json
import re
import subprocess
from urllib.parse import urlencode

from harness import (
    REDIRECT, RESULTS, SERVER, VERIFIER, Child, Connection, Installation, free_port, post,
)

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CALL = {
    "Accept": "application/json, text/event-stream", "Content-Type": "application/json",
    "MCP-Protocol-Version": "2026-07-28",
}
META = ('"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",'
        '"io.modelcontextprotocol/clientCapabilities":{}}')


class Requests:
    """The bytes of request number N of each kind."""

    def __init__(self, installation, tokens):
        self.it = installation
        self.host = {"Host": f"127.0.0.1:{installation.port}"}
        self.tokens = min(tokens, len(installation.access))
        self.successor = None

    def introspect(self, number):
        return self._introspect(self.it.access[number % self.tokens])

    def revoked(self, number):
        return self._introspect(self.it.revoked[number % len(self.it.revoked)])

    def unknown(self, number):
        return self._introspect(f"wla_{number:066d}")

    def _introspect(self, token):
        headers = {**self.host, "Authorization": self.it.authorization, **FORM}
        return post("/introspect", headers, f"token={token}")

    def _mcp(self, number, method, name, parameters):
        headers = {**self.host, **CALL, "Mcp-Method": method}
        if name:
            headers["Mcp-Name"] = name
        headers["Authorization"] = f"Bearer {self.it.access[number % self.tokens]}"
        return post("/mcp", headers, '{"jsonrpc":"2.0","id":1,"method":"%s","params":{%s}}'
                    % (method, parameters))

    def tools_call(self, number):
        return self._mcp(number, "tools/call", "list_workspaces",
                         '"name":"list_workspaces","arguments":{},' + META)

    def router_call(self, number):
        """The same through `wayleave mcp`, whose instructions alone are counted."""
        return self.tools_call(number)

    def tools_list(self, number):
        return self._mcp(number, "tools/list", None, META)

    def metadata(self, number):
        path = "/.well-known/oauth-authorization-server"
        return f"GET {path} HTTP/1.1\r\nHost: {self.host['Host']}\r\n\r\n".encode()

    def refresh(self, number):
        token = self.it.refresh[-1 - number]
        form = {"grant_type": "refresh_token", "client_id": self.it.client, "refresh_token": token}
        return post("/token", {**self.host, **FORM}, urlencode(form))

    def exchange(self, number):
        form = {"grant_type": "authorization_code", "client_id": self.it.client,
                "redirect_uri": REDIRECT, "code_verifier": VERIFIER, "code": self.it.codes[number]}
        return post("/token", {**self.host, **FORM}, urlencode(form))

    def register(self, number):
        body = json.dumps({
            "client_name": "Benchmark", "redirect_uris": [REDIRECT],
            "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
            "token_endpoint_auth_method": "none",
        })
        return post("/register", {**self.host, "Content-Type": "application/json"}, body)


KINDS = ["introspect", "revoked", "unknown", "tools_call", "tools_list", "metadata", "refresh",
         "exchange", "register", "router_call"]


def control(pid, *arguments):
    subprocess.run(["callgrind_control", *arguments, str(pid)], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def dumps(folder):
    return set(folder.glob("callgrind.out.*"))


def totals(path):
    """Instructions in a dump."""
    # `summary` is thrown off by counting being switched on inside a function.
    return sum(int(each) for each in re.findall(r"^totals: (\d+)", path.read_text(), re.M))


def annotate(paths, inclusive, count, rows):
    """The dearest functions of all threads together, in instructions a request."""
    costs = {}
    for path in paths:
        listing = subprocess.run(
            ["callgrind_annotate", f"--inclusive={'yes' if inclusive else 'no'}",
             "--threshold=100", "--show-percs=no", str(path)],
            check=True, capture_output=True, text=True,
        ).stdout
        for line in listing.splitlines():
            match = re.match(r"\s*([\d,]+)\s+\S*?:(.*?)(?: \[[^\]]*\])?$", line)
            if match:
                name = match.group(2)
                costs[name] = costs.get(name, 0) + int(match.group(1).replace(",", ""))
    names = sorted(costs, key=costs.get, reverse=True)[:rows]
    clear = subprocess.run(["swift", "demangle", "--simplified", "--compact"], input="\n".join(names),
                           capture_output=True, text=True).stdout.splitlines()
    for name, text in zip(names, clear):
        print(f"  {costs[name] / count:>10,.0f}  {text[:150]}")


def profile(server, port, installation, kind, options):
    requests = Requests(installation, options.tokens)
    connection = Connection(port)
    make = getattr(requests, kind)
    folder = installation.folder
    for number in range(options.warm_up):
        status, body = connection.ask(make(number))
        if status not in (200, 201):
            raise SystemExit(f"{kind}: {status} {body[:300]!r}")
    bodies = [make(options.warm_up + number) for number in range(options.count)]
    before = dumps(folder)
    control(server.pid, "-i", "on")
    for body in bodies:
        status, answer = connection.ask(body)
        if status not in (200, 201):
            raise SystemExit(f"{kind}: {status} {answer[:300]!r}")
    control(server.pid, "-i", "off")
    control(server.pid, "-d", kind)
    made = [path for path in dumps(folder) - before]
    cost = sum(totals(path) for path in made) / options.count
    print(f"{kind:<12} {cost:>10,.0f} instructions a request", flush=True)
    if options.functions:
        print(" inclusive:")
        annotate(made, True, options.count, options.functions)
        print(" own:")
        annotate(made, False, options.count, options.functions)
    return cost


def profile_router(counted, program, installation, options):
    """Counts the lone router's own instructions, asking a server that runs as it is."""
    server = installation.demo(log="behind.log")
    port = free_port()
    credential = installation.folder / "credential"
    credential.write_text(installation.credential + "\n")
    router = None
    try:
        server.wait_until_up(installation.port, 60)
        router = Child(
            [
                *counted, program, "mcp", "--listen", f"127.0.0.1:{port}",
                "--introspect", f"{installation.issuer}/introspect",
                "--credential-file", credential, "--resource", f"{installation.issuer}/mcp",
                "--allow-host", f"127.0.0.1:{installation.port}",
            ],
            installation.folder / "router.log",
        )
        router.wait_until_up(port, 120)
        return round(profile(router, port, installation, "router_call", options))
    finally:
        if router:
            router.stop()
        server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", default=KINDS, metavar="KIND",
                        help=f"of {', '.join(KINDS)}; all without one")
    parser.add_argument("--count", type=int, default=300, help="requests that are counted")
    parser.add_argument("--warm-up", type=int, default=100)
    parser.add_argument("--tokens", type=int, default=50,
                        help="access tokens in turn; more than are counted shows first uses")
    parser.add_argument("--functions", type=int, default=0, help="list so many dearest functions")
    parser.add_argument("--grants", type=int, default=2_000)
    options = parser.parse_args()
    options.codes = options.count + options.warm_up
    options.revoked = 500
    installation = Installation(options)
    installation.seed()
    # The debug information of the static runtime is more than valgrind can read; names are enough.
    stripped = installation.folder / "wayleave"
    subprocess.run(["strip", "--strip-debug", "-o", str(stripped), str(SERVER)], check=True)
    counted = [
        "valgrind", "--tool=callgrind", "--instr-atstart=no",
        f"--callgrind-out-file={installation.folder}/callgrind.out.%p", "--quiet",
    ]
    result = {}
    server = installation.demo(*counted, program=stripped)
    try:
        server.wait_until_up(installation.port, 120)
        server.find(r"\d+ info +ready|\"ready\"|Ready|-u '")
        for kind in options.kinds:
            if kind != "router_call":
                place = (server, installation.port)
                result[kind] = round(profile(*place, installation, kind, options))
    finally:
        server.stop()
    if "router_call" in options.kinds:
        result["router_call"] = profile_router(counted, stripped, installation, options)
    installation.remove()
    path = RESULTS / "instructions.json"
    path.write_text(json.dumps(result, indent=1) + "\n")
    print(f"kept in {path}")


if __name__ == "__main__":
    main()
