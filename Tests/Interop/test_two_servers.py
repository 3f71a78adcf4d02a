"""Two server processes on one database file: one authorization server to everybody."""

import concurrent.futures
import itertools
import signal
import threading
from http.client import HTTPException

import pytest

from harness import http
from harness.raw import RawClient, RawPerson, call_tool, introspect
from harness.server import Process, free_port


class Second(Process):
    """Another `wayleave serve` on the database of `demo`, under the same issuer."""

    def __init__(self, demo):
        self.issuer = demo.issuer
        self.resource = demo.resource
        self.vault = demo.vault
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        super().__init__(
            "serve", "--listen", f"127.0.0.1:{self.port}", "--issuer", demo.issuer,
            "--database", str(demo.database), "--log-format", "json",
        )
        self.wait_for('"ready"')


@pytest.fixture
def second(demo):
    server = Second(demo)
    yield server
    server.stop()
    assert demo.vault.leaks(server.output("stderr")) == [], "secrets in the log"


@pytest.fixture
def client(demo):
    return RawClient(demo)


def refresh(address, client, token):
    answer = http.post_form(
        address + "/token",
        {"grant_type": "refresh_token", "refresh_token": token, "client_id": client.id},
    )
    if answer.status == 200:
        client.demo.vault.keep_tokens(answer.json)
    return answer


def both(demo, second, count):
    return [demo.issuer, second.address] * (count // 2)


def test_32_refreshes_at_both_converge(demo, second, client):
    token = client.connect()["refresh_token"]
    for _ in range(5):
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            answers = list(
                pool.map(lambda at: refresh(at, client, token), both(demo, second, 32))
            )
        assert [answer.status for answer in answers] == [200] * 32
        successors = {answer.json["refresh_token"] for answer in answers}
        assert len(successors) == 1
        token = successors.pop()


def test_16_redemptions_at_both_have_one_winner(demo, second, client):
    code = RawPerson(demo).approve(client.authorization())["code"]
    fields = {
        "grant_type": "authorization_code", "code": code, "client_id": client.id,
        "code_verifier": client.verifier,
    }
    client.demo.vault.keep("code_verifier", client.verifier)
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda at: http.post_form(at + "/token", fields), both(demo, second, 16))
        )
    good = [answer for answer in answers if answer.status == 200]
    assert len(good) == 1
    demo.vault.keep_tokens(good[0].json)
    assert {a.json["error"] for a in answers if a.status != 200} == {"invalid_grant"}
    assert introspect(demo, good[0].json["access_token"]).json == {"active": False}


def test_what_ends_at_one_has_ended_at_the_other(demo, second, client):
    token = client.connect()
    at_second = second.address + "/mcp"
    assert call_tool(demo, token["access_token"], resource=at_second).status == 200
    http.post_form(
        demo.issuer + "/revoke", {"token": token["refresh_token"], "client_id": client.id}
    )
    assert call_tool(demo, token["access_token"], resource=at_second).status == 401
    assert refresh(second.address, client, token["refresh_token"]).status == 400


def test_a_server_killed_amid_refreshes_loses_no_session(demo, client):
    tokens = [client.connect()["refresh_token"] for _ in range(4)]
    second = Second(demo)
    refreshes = itertools.count(1)
    enough = threading.Event()

    def run(token):
        """Refreshes until the server is gone; the last token that was answered counts."""
        while True:
            try:
                answer = refresh(second.address, client, token)
            except (OSError, HTTPException):
                # Broken before or inside the answer: the client never learnt the successor.
                return token
            assert answer.status == 200, answer
            token = answer.json["refresh_token"]
            if next(refreshes) >= 40:
                enough.set()

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        running = [pool.submit(run, token) for token in tokens]
        assert enough.wait(timeout=60)
        second.child.send_signal(signal.SIGKILL)
        last = [each.result(timeout=60) for each in running]
    second.child.wait()
    for token in last:
        # Sent again as a client does that got no answer: the same successor, or the first one.
        answer = refresh(demo.issuer, client, token)
        assert answer.status == 200, answer
        assert call_tool(demo, answer.json["access_token"]).status == 200
