"""The real binary as a child process: started, waited for, asked and ended."""

import base64
import os
import re
import signal
import socket
import subprocess
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BINARY = Path(os.environ.get("WAYLEAVE_BINARY", ROOT / ".build/debug/wayleave"))
PASSWORD = "wayleave-demo-only"


class Process:
    """A running `wayleave` whose output is kept line by line."""

    def __init__(self, *arguments, environment=None, limits=()):
        """`limits` are options of prlimit, which the process then lives under."""
        self.arguments = arguments
        command = ["prlimit", *limits] if limits else []
        self._lines = {"stdout": [], "stderr": []}
        self._changed = threading.Condition()
        self._open = 2
        self.child = subprocess.Popen(
            [*command, str(BINARY), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "SWIFT_BACKTRACE": "enable=no", **(environment or {})},
        )
        for name in self._lines:
            threading.Thread(target=self._read, args=(name,), daemon=True).start()

    def _read(self, name):
        for line in getattr(self.child, name):
            with self._changed:
                self._lines[name].append(line.decode("utf-8", "replace"))
                self._changed.notify_all()
        with self._changed:
            self._open -= 1
            self._changed.notify_all()

    def output(self, name=None):
        """Everything written so far on one stream or on both."""
        with self._changed:
            names = [name] if name else ["stdout", "stderr"]
            return "".join("".join(self._lines[each]) for each in names)

    def wait_for(self, pattern, seconds=30):
        """Waits for output that matches `pattern`; ends early when the process does."""
        expression = re.compile(pattern)

        def found():
            joined = "".join(self._lines["stdout"] + self._lines["stderr"])
            return expression.search(joined)

        with self._changed:
            self._changed.wait_for(lambda: found() or self._open == 0, timeout=seconds)
            match = found()
        assert match, f"no {pattern!r} from wayleave {self.arguments}:\n{self.output()}"
        return match

    def wait_for_more(self, name, lines, seconds=30):
        """Waits until more than `lines` lines were written on stream `name`."""
        with self._changed:
            more = self._changed.wait_for(lambda: len(self._lines[name]) > lines, timeout=seconds)
        assert more, f"no line after {lines} from wayleave {self.arguments}"

    def stop(self, with_signal=signal.SIGTERM):
        """Asks the process to end and returns its exit code; a drain that hangs is an error."""
        if self.child.poll() is None:
            self.child.send_signal(with_signal)
            try:
                self.child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
                raise AssertionError(f"wayleave did not end:\n{self.output()[-2000:]}") from None
        with self._changed:
            self._changed.wait_for(lambda: self._open == 0, timeout=10)
        return self.child.returncode


def free_port():
    """A port that nobody listens on now, for an address that must be known before the start."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Demo(Process):
    """`wayleave demo` on a free port, with a data folder of its own."""

    def __init__(self, folder, vault, *options, limits=()):
        self.folder = Path(folder)
        self.vault = vault
        self.sessions = {}
        super().__init__(
            # Two loops whatever the machine has, so that clients meet on different ones.
            "demo", "--listen", "127.0.0.1:0", "--loops", "2", "--data", str(folder), *options,
            limits=limits,
        )
        self.port = int(self.wait_for(r"http://127\.0\.0\.1:(\d+)").group(1))
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.resource = f"{self.issuer}/mcp"
        # The banner names the demo credential in a curl example, so it is printed before serving.
        match = self.wait_for(r"(?:-u|--user)[ =]['\"]?([^\s:'\"]+):([^\s'\"]+)")
        self.credential = (match.group(1), match.group(2))
        vault.keep("introspection credential", match.group(2))
        vault.keep("password", PASSWORD)

    @property
    def database(self):
        """The SQLite file in the data folder, whatever it is called."""
        for path in sorted(self.folder.iterdir()):
            if path.is_file() and path.open("rb").read(15) == b"SQLite format 3":
                return path
        raise AssertionError(f"no database in {self.folder}")

    @property
    def request_log(self):
        """What the server logged; the banner shows the demo password on purpose."""
        return self.output("stderr")

    def basic(self, encode=lambda part: part):
        """An Authorization header with the demo credential."""
        joined = ":".join(encode(part) for part in self.credential)
        return {"Authorization": "Basic " + base64.b64encode(joined.encode()).decode()}

    def run(self, *arguments, stdin=None, ok=True):
        """Runs a `wayleave` command beside the server and returns its finished process."""
        done = subprocess.run(
            [str(BINARY), *arguments, "--database", str(self.database)],
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            timeout=30,
        )
        if ok:
            assert done.returncode == 0, f"wayleave {arguments}: {done.stderr}{done.stdout}"
        return done


class Hidden(Demo):
    """`wayleave serve` on a finished demo's data, under the public origin of a proxy."""

    def __init__(self, demo, origin):
        self.folder, self.vault, self.sessions = demo.folder, demo.vault, {}
        self.issuer, self.resource = origin, f"{origin}/mcp"
        self.credential = demo.credential
        self.port = free_port()
        Process.__init__(
            self, "serve", "--listen", f"127.0.0.1:{self.port}", "--issuer", origin,
            "--database", str(demo.database), "--log-format", "json",
        )
        self.wait_for('"ready"')
