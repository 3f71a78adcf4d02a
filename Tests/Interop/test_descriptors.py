"""A server that runs out of descriptors turns visitors away and goes on serving."""

import http.client
import os
import resource
import socket
import time
from pathlib import Path

import pytest

from harness import http as plain
from harness.raw import RawPerson

FLOOD = 600
TICKS = os.sysconf("SC_CLK_TCK")


@pytest.fixture
def many_descriptors():
    """This process needs more sockets than its usual limit may allow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(soft, FLOOD + 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def introspect(connection, demo):
    """On a connection that stands already, with the database behind it."""
    headers = {**demo.basic(), "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/introspect", "token=nonsense", headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def first_line(visitor):
    visitor.settimeout(20)
    try:
        return visitor.recv(4096).split(b"\r\n")[0]
    except ConnectionResetError:
        return b"reset"


def test_a_flood_of_connections_starves_neither_database_nor_log(start_demo, many_descriptors):
    demo = start_demo(limits=["--nofile=64:64"])
    kept = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=20)
    assert introspect(kept, demo) == (200, b'{"active":false}')

    flood = [socket.create_connection(("127.0.0.1", demo.port), 20) for _ in range(FLOOD)]
    # The last to come is turned away in words, not left waiting.
    assert first_line(flood[-1]) == b"HTTP/1.1 503 Service Unavailable"

    # A stretch of time to measure in: a loop that spins on accept uses all of it.
    before, busy = time.monotonic(), cpu_seconds(demo.child.pid)
    while time.monotonic() - before < 1:
        assert introspect(kept, demo)[0] == 200
        time.sleep(0.05)
    assert (cpu_seconds(demo.child.pid) - busy) / (time.monotonic() - before) < 0.2

    # The database is written and read by other processes and by this one, and the log goes on.
    demo.run("user", "add", "flood@example.com", "--name", "Flood", "--password-stdin",
             stdin="a long enough password\n")
    lines = len(demo.request_log.splitlines())
    assert introspect(kept, demo)[0] == 200
    demo.wait_for(r"few open files are allowed")
    demo.wait_for_more("stderr", lines)

    for visitor in flood:
        visitor.close()
    deadline = time.monotonic() + 5
    while True:
        try:
            assert plain.request("GET", demo.issuer + "/readyz", timeout=5).status == 200
            break
        except (OSError, AssertionError, http.client.HTTPException):
            assert time.monotonic() < deadline, "it did not recover"
    # A sign-in writes from inside the server.
    place, answer = RawPerson(demo, email=None).sign_in(demo.issuer + "/sign-in")
    assert place == demo.issuer + "/account", answer
    kept.close()
