"""What measuring and profiling share: child processes, a seeded database, requests by hand."""

import base64
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / ".build/bench"
SERVER = Path(os.environ.get("BENCH_SERVER", ROOT / ".build/release/wayleave"))
SEED = Path(os.environ.get("BENCH_SEED", ROOT / ".build/release/bench-seed"))
VERIFIER = "benchmark-verifier-benchmark-verifier-benchmark"
REDIRECT = "http://127.0.0.1:49152/callback"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def descendants(pid):
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
    """User and system time of a process tree, from the scheduler's own accounting."""
    # The clock of each process, as clock_getcpuclockid(3) names it, in nanoseconds. It keeps the
    # time of threads that have ended, which /proc/PID/task/*/schedstat forgets: a server with a
    # thread a connection would seem to have worked for nothing once wrk has hung up.
    return sum(time.clock_gettime(~each << 3 | 2) for each in descendants(pid))


def resident_megabytes(pid):
    """Anonymous memory of a process tree: what is mapped of files is not counted."""
    total = 0
    for each in descendants(pid):
        match = re.search(r"RssAnon:\s+(\d+)", Path(f"/proc/{each}/status").read_text())
        total += int(match.group(1)) if match else 0
    return round(total / 1024, 1)


class Child:
    """A server process that is ended by its id."""

    def __init__(self, arguments, log):
        self.log_path = Path(log)
        self.log = open(log, "wb")
        self.process = subprocess.Popen(
            [str(each) for each in arguments],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
        )
        self.pid = self.process.pid

    def wait_until_up(self, port, seconds=60):
        deadline = time.monotonic() + seconds
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"{self.process.args[0]} did not start; see {self.log_path}")
                time.sleep(0.002)

    def find(self, pattern, seconds=60):
        """Waits until what the process wrote matches `pattern`."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            match = re.search(pattern, self.log_path.read_text(errors="replace"))
            if match:
                return match
            time.sleep(0.02)
        raise SystemExit(f"no {pattern} in {self.log_path}")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


class Installation:
    """A demo's data folder with grants of the benchmark's client in it."""

    def __init__(self, options):
        self.options = options
        RESULTS.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="bench-", dir=RESULTS))
        self.data = self.folder / "data"
        self.database = self.data / "wayleave.db"
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"

    def demo(self, *wrapper, log="server.log", program=SERVER):
        """The demo server as a child process, perhaps inside another program."""
        return Child(
            [*wrapper, program, "demo", "--listen", f"127.0.0.1:{self.port}", "--data", self.data],
            self.folder / log,
        )

    def seed(self):
        """Fills the demo's database while no server has it open."""
        server = self.demo(log="seeding.log")
        server.wait_until_up(self.port)
        self.credential = server.find(r"-u '([^:']+:[^']+)'").group(1)
        encoded = base64.b64encode(self.credential.encode()).decode()
        self.authorization = f"Basic {encoded}"
        server.stop()
        output = self.folder / "seed.txt"
        with output.open("wb") as seeded:
            subprocess.run(
                [
                    SEED, "--database", self.database, "--keys", f"{self.database}.key",
                    "--resource", f"{self.issuer}/mcp",
                    "--redirect", REDIRECT, "--verifier", VERIFIER,
                    "--grants", str(self.options.grants), "--codes", str(self.options.codes),
                    "--revoked", str(self.options.revoked),
                ],
                check=True, stdout=seeded,
            )
        self.access, self.refresh, self.codes, self.revoked = [], [], [], []
        with output.open() as lines:
            for line in lines:
                kind, *words = line.split()
                if kind == "grant":
                    self.access.append(words[0])
                    self.refresh.append(words[1])
                elif kind == "code":
                    self.codes.append(words[0])
                elif kind == "revoked":
                    self.revoked.append(words[0])
                elif kind == "client":
                    self.client = words[0]
        output.unlink()

    def introspected(self):
        """The answer to the first access token, whole."""
        request = urllib.request.Request(
            f"{self.issuer}/introspect", f"token={self.access[0]}".encode(),
            {"Authorization": self.authorization},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            body = answer.read().decode()
        if not json.loads(body)["active"]:
            raise SystemExit("the seeded tokens are not active")
        return body

    def remove(self):
        shutil.rmtree(self.data, ignore_errors=True)


def post(path, headers, body):
    """A request as bytes."""
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + f"\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()


class Connection:
    """One keep-alive connection that sends one request at a time and reads the answer."""

    def __init__(self, port, timeout=120):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, request):
        """Returns status and body."""
        self.socket.sendall(request)
        while b"\r\n\r\n" not in self.rest:
            self._read()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
        while len(self.rest) < length:
            self._read()
        body, self.rest = self.rest[:length], self.rest[length:]
        return int(head[9:12]), body

    def _read(self):
        more = self.socket.recv(1 << 16)
        if not more:
            raise SystemExit("the server closed the connection")
        self.rest += more
