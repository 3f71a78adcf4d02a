"""A `wayleave` command at a terminal: a pseudo-terminal that a person could sit at."""

import os
import pty
import re
import select
import signal
import termios
import time

from .server import BINARY


class Terminal:
    """Runs a command at a terminal of its own; use it in a `with` statement."""

    def __init__(self, *arguments):
        self.shown = ""
        self.child, self.master = pty.fork()
        if self.child == 0:
            os.execv(str(BINARY), [str(BINARY), *arguments])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child:
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        os.close(self.master)

    def wait_for(self, pattern, seconds=20):
        """Reads what the command shows until it matches `pattern`."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.shown):
            left = deadline - time.monotonic()
            assert left > 0, f"no {pattern!r} on the terminal:\n{self.shown}"
            if select.select([self.master], [], [], left)[0] and not self._read():
                assert re.search(pattern, self.shown), f"ended without {pattern!r}:\n{self.shown}"

    def _read(self):
        try:
            piece = os.read(self.master, 65536)
        except OSError:  # The other side is closed.
            return False
        self.shown += piece.decode("utf-8", "replace")
        return bool(piece)

    def type(self, text):
        """Types `text` as it is; a line needs its own line end, Ctrl-C is `\\x03`."""
        os.write(self.master, text.encode())

    @property
    def echoes(self):
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self.master)[3] & termios.ECHO)

    def end(self):
        """Reads the rest and returns the exit code."""
        while self._read():
            pass
        _, status = os.waitpid(self.child, 0)
        self.child = None
        return os.waitstatus_to_exitcode(status)
