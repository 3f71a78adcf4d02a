"""Writes and sign-ins beside a load: 200 refreshes and two password checks a second."""

import itertools
import json
import os
import re
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import urlencode

from harness import Connection, post

# Everybody knows the demo's people; it says so when it starts.
PEOPLE, PASSWORD = ("ada@example.com", "grace@example.com"), "wayleave-demo-only"


class Stay(urllib.request.HTTPRedirectHandler):
    """Goes nowhere: the page behind the form is no part of the load."""

    def redirect_request(self, *_):
        return None


class Writers:
    """Threads that go on until they are stopped: one that refreshes, one that signs people in."""

    def __init__(self, installation, refresh_tokens=(), signs_in=False):
        self.it = installation
        self.refreshes = self.sign_ins = 0
        self._done = threading.Event()
        self._threads = []
        if refresh_tokens:
            self._start(self._refresh, list(refresh_tokens))
        if signs_in:
            self._start(self._sign_in)

    def _start(self, *work):
        self._threads.append(threading.Thread(target=work[0], args=work[1:], daemon=True))
        self._threads[-1].start()

    def stop(self):
        self._done.set()
        for thread in self._threads:
            thread.join(10)

    def _every(self, seconds):
        """Yields at that pace, without drifting, and behind wrk, which measures meanwhile."""
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        due = time.monotonic()
        while not self._done.is_set():
            yield
            due += seconds
            self._done.wait(max(0, due - time.monotonic()))

    def _refresh(self, tokens):
        connection = Connection(self.it.port)
        headers = {"Host": f"127.0.0.1:{self.it.port}",
                   "Content-Type": "application/x-www-form-urlencoded"}
        for position, _ in enumerate(self._every(1 / 200)):
            place = position % len(tokens)
            form = {"grant_type": "refresh_token", "client_id": self.it.client,
                    "refresh_token": tokens[place]}
            status, body = connection.ask(post("/token", headers, urlencode(form)))
            if status == 200:
                tokens[place] = json.loads(body)["refresh_token"]
                self.refreshes += 1

    def _sign_in(self):
        """Sign-ins of the demo's people; wrong passwords would be slowed down after a few."""
        people = itertools.cycle(PEOPLE)
        for _ in self._every(1 / 2):
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(), Stay())
            page = opener.open(f"{self.it.issuer}/sign-in", timeout=30).read().decode()
            hidden = dict(re.findall(r'name="([^"]+)"\s+value="([^"]*)"', page))
            form = {**hidden, "email": next(people), "password": PASSWORD}
            request = urllib.request.Request(
                f"{self.it.issuer}/sign-in", urlencode(form).encode(), {"Origin": self.it.issuer},
            )
            try:
                opener.open(request, timeout=30).read()
            except urllib.error.HTTPError as answer:
                # Only who is in is sent on from the form.
                self.sign_ins += answer.code == 303
