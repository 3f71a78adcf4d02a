"""Refresh under real concurrency: many callers, real sockets, two server processes, one database."""

import http.client
import json
import threading
from urllib.parse import urlencode

import pytest

from harness.raw import RawClient, RawPerson, call_tool, introspect
from harness.server import Process, free_port
from test_two_servers import Second


@pytest.fixture(scope="module")
def demo(start_demo):
    return start_demo()


@pytest.fixture(scope="module")
def second(demo):
    server = Second(demo)
    yield server
    assert server.stop() == 0
    assert demo.vault.leaks(server.output()) == []


def connect(demo, name="Refresh"):
    client = RawClient(demo, client_name=name)
    code = RawPerson(demo).approve(client.authorization())["code"]
    return client, client.redeem(code).json


def at_once(count, ports, work):
    """Runs `work(number, connection)` on `count` threads, each with a connection that stands."""
    barrier = threading.Barrier(count)
    results = [None] * count

    def run(number):
        port = ports[number % len(ports)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.connect()
            barrier.wait(timeout=30)
            results[number] = work(number, connection)
        except Exception as error:  # told apart below, where all results are looked at
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def post(connection, path, fields):
    connection.request(
        "POST", path, body=urlencode(fields),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    answer = connection.getresponse()
    body = answer.read()
    return answer.status, json.loads(body) if body else {}


def refresh_with(client, token):
    fields = {"grant_type": "refresh_token", "refresh_token": token, "client_id": client.id}
    return lambda _, connection: post(connection, "/token", fields)


@pytest.mark.parametrize("count, rounds", [(32, 12), (64, 6)])
def test_parallel_callers_of_two_servers_get_one_successor(demo, second, count, rounds):
    client, tokens = connect(demo, f"Converge {count}")
    token = tokens["refresh_token"]
    for _ in range(rounds):
        answers = at_once(count, [demo.port, second.port], refresh_with(client, token))
        assert [a for a in answers if not isinstance(a, tuple) or a[0] != 200] == []
        successors = {body["refresh_token"] for _, body in answers}
        access = {body["access_token"] for _, body in answers}
        demo.vault.keep_tokens(answers[0][1])
        assert len(successors) == 1 and len(access) == 1
        assert successors != {token}
        token = successors.pop()
    assert call_tool(demo, access.pop()).status == 200


def test_a_replay_ends_that_grant_alone_on_both_servers(demo, second):
    client, tokens = connect(demo, "Replay")
    _, other = connect(demo, "Replay")
    again = tokens
    for _ in range(2):
        again = client.token(
            grant_type="refresh_token", refresh_token=again["refresh_token"]
        ).json
    answers = at_once(
        8, [demo.port, second.port], refresh_with(client, tokens["refresh_token"])
    )
    assert {(status, body["error"]) for status, body in answers} == {(400, "invalid_grant")}
    assert introspect(demo, again["access_token"]).json == {"active": False}
    assert introspect(demo, other["access_token"]).json["active"] is True
    listed = json.loads(demo.run("grant", "list", "--json", "--client", client.id).stdout)
    reasons = sorted(str(grant["revocation_reason"]) for grant in listed)
    assert reasons == ["None", "refresh_replay"]


@pytest.mark.parametrize("way", ["client", "operator"])
def test_refresh_against_revoke_leaves_no_live_token(demo, second, way):
    for number in range(8 if way == "client" else 3):
        client, tokens = connect(demo, f"Race {way} {number}")
        fields = {"token": tokens["refresh_token"], "client_id": client.id}
        refresh = refresh_with(client, tokens["refresh_token"])

        def work(number, connection):
            if number:
                return refresh(number, connection)
            if way == "operator":
                done = demo.run("grant", "revoke", "--client", client.id, "--yes")
                return done.returncode, {}
            return post(connection, "/revoke", fields)

        answers = at_once(9, [demo.port, second.port], work)
        assert answers[0][0] in (0, 200), answers[0]
        won = [body for status, body in answers[1:] if status == 200]
        lost = {(status, body["error"]) for status, body in answers[1:] if status != 200}
        assert lost <= {(400, "invalid_grant")}
        for body in [tokens, *won]:
            demo.vault.keep_tokens(body)
            assert introspect(demo, body["access_token"]).json == {"active": False}
            later = client.token(
                grant_type="refresh_token", refresh_token=body["refresh_token"]
            )
            assert later.status == 400 and later.json["error"] == "invalid_grant"


def test_lifetimes_are_set_for_the_server_and_for_a_client(start_demo):
    demo = start_demo()
    port = free_port()
    serve = Process(
        "serve", "--listen", f"127.0.0.1:{port}", "--issuer", demo.issuer,
        "--database", str(demo.database), "--access-lifetime", "20m", "--idle-lifetime", "7d",
    )
    serve.wait_for("ready")
    try:
        client, tokens = connect(demo, "Lifetimes")
        assert tokens["expires_in"] == 600, "the demo keeps the usual ones"
        fields = {"refresh_token": tokens["refresh_token"], "client_id": client.id}
        again = at_once(
            1, [port], lambda _, c: post(c, "/token", {"grant_type": "refresh_token", **fields})
        )[0][1]
        demo.vault.keep_tokens(again)
        assert again["expires_in"] == 1200
        shown = demo.run("client", "show", client.id).stdout
        assert "those of the server" in shown
        said = demo.run("client", "lifetimes", client.id, "--access-lifetime", "2h").stdout
        assert "access token 2h, unused 7d" in said, "laid over what the server was started with"
        longer = client.token(
            grant_type="refresh_token", refresh_token=again["refresh_token"]
        ).json
        assert longer["expires_in"] == 7200, "running grants follow at once"
        demo.run("client", "lifetimes", client.id, "--default")
        usual = client.token(
            grant_type="refresh_token", refresh_token=longer["refresh_token"]
        ).json
        assert usual["expires_in"] == 600
        wrong = demo.run("client", "lifetimes", client.id, "--access-lifetime", "30s", ok=False)
        assert wrong.returncode == 1 and "outlives the window" in wrong.stderr
        for arguments in ([], ["--default", "--idle-lifetime", "3d"], ["--idle-lifetime", "3"]):
            done = demo.run("client", "lifetimes", client.id, *arguments, ok=False)
            assert done.returncode == 2, done
    finally:
        assert serve.stop() == 0
