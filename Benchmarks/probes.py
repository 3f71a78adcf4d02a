"""Single measurements that are no load: the disk, the binary, connections that do nothing."""

import resource
import socket
import sqlite3
import subprocess
import time

from harness import SERVER, resident_megabytes


def commit_rate(folder, seconds=2):
    """One-row commits a second that this disk takes with synchronous=FULL, now."""
    path = folder / "commits.db"
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                           "CREATE TABLE rows (id INTEGER PRIMARY KEY, value BLOB);")
    count, begin = 0, time.monotonic()
    while time.monotonic() - begin < seconds:
        database.execute("INSERT INTO rows (value) VALUES (randomblob(64))")
        count += 1
    database.close()
    return round(count / seconds)


def stripped_megabytes(folder):
    """The size of the binary as it is installed."""
    path = folder / "stripped"
    subprocess.run(["strip", "-o", str(path), str(SERVER)], check=True)
    return round(path.stat().st_size / 1e6, 1)


def idle_connections(pid, port, wanted=10_000):
    """Memory with so many keep-alive connections that have asked once, or as many as are allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(wanted, hard - 100)
    connections = []
    try:
        for _ in range(count):
            each = socket.create_connection(("127.0.0.1", port), 20)
            each.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            connections.append(each)
        for each in connections:
            each.recv(4096)
        return resident_megabytes(pid), count
    finally:
        for each in connections:
            each.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
