"""Tool calls beyond the limit of a server that has a very small one."""

import json
import time

import pytest

from harness import http, sdk
from harness.raw import RawClient, RawPerson, call_tool
from harness.sdk import SdkClient
from harness.server import Process, free_port
from test_journey import first_visit

LIMIT = 2


class Strict(Process):
    """`wayleave serve` with the smallest of limits, on the data of a demo that has ended."""

    def __init__(self, demo):
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.resource = f"{self.issuer}/mcp"
        self.vault, self.sessions = demo.vault, {}
        self.run = demo.run
        super().__init__(
            "serve", "--listen", f"127.0.0.1:{self.port}", "--issuer", self.issuer,
            "--database", str(demo.database), "--log-format", "json",
            "--tool-call-limit", str(LIMIT),
        )
        self.wait_for('"ready"')


@pytest.fixture(scope="module")
def strict(start_demo, vault):
    demo = start_demo()
    assert demo.stop() == 0
    server = Strict(demo)
    yield server
    assert server.stop() == 0
    assert vault.leaks(server.output("stderr")) == []


def error_of(answer):
    assert answer.status == 200, answer
    assert answer.json["result"]["isError"] is True, answer
    return answer.json["result"]["structuredContent"]["error"]


def test_one_call_too_many_is_told_how_long_to_wait(strict):
    token = RawClient(strict, client_name="In a hurry").connect()["access_token"]
    other = RawClient(strict, client_name="Patient").connect()["access_token"]
    for _ in range(LIMIT):
        assert call_tool(strict, token).json["result"]["isError"] is False
    error = error_of(call_tool(strict, token))
    assert error["code"] == "rate_limited"
    assert 1 <= error["retry_after_seconds"] <= 60 / LIMIT
    for _ in range(20):
        error_of(call_tool(strict, token))
    assert call_tool(strict, other).json["result"]["isError"] is False
    lines = refusals_in_log(strict)
    assert [line["calls"] for line in lines] == [1], lines


def refusals_in_log(server):
    """Waits for the first line about a refusal; all later ones are there with the next request."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        lines = [json.loads(line) for line in server.output("stderr").splitlines() if line]
        found = [line for line in lines if line.get("outcome") == "rate_limited"]
        if found:
            return found
        http.get(server.issuer + "/healthz")
    raise AssertionError("no refusal in the log")


@pytest.mark.sdk
@pytest.mark.parametrize("mode", sdk.MODES)
def test_the_sdk_hands_the_refusal_to_its_model(mode, strict, person, callback, vault):
    client = SdkClient(strict.resource, callback, vault, mode)

    async def journey(session):
        answers = [await session.call_tool("get_me", {}) for _ in range(LIMIT + 1)]
        return json.loads(answers[-1].content[0].text)

    error = client.run(journey, first_visit(person))["error"]
    assert error["code"] == "rate_limited" and error["retry_after_seconds"] >= 1
    assert 401 not in [status for method, path, status in client.exchanges[-LIMIT:]]


def test_the_lone_router_rations_too(strict, vault):
    made = json.loads(strict.run("resource-server", "add", "--json", strict.resource + "/lone").stdout)
    vault.keep("introspection credential", made["secret"])
    port = free_port()
    router = Process(
        "mcp", "--listen", f"127.0.0.1:{port}",
        "--introspect", f"{strict.issuer}/introspect", "--resource", strict.resource + "/lone",
        "--tool-call-limit", str(LIMIT), "--allow-host", f"127.0.0.1:{port}",
        environment={"WAYLEAVE_CREDENTIAL": f"{made['id']}:{made['secret']}"},
    )
    router.wait_for('"ready"|answers at')
    address = f"http://127.0.0.1:{port}/mcp/lone"
    try:
        client = RawClient(strict, client_name="Through the router")
        query = client_approval(client, strict)
        token = client.redeem(query["code"], resource=strict.resource + "/lone").json["access_token"]
        for _ in range(LIMIT):
            answer = call_tool(strict, token, resource=address)
            assert answer.json["result"]["isError"] is False, answer
        assert error_of(call_tool(strict, token, resource=address))["code"] == "rate_limited"
    finally:
        assert router.stop() == 0


def client_approval(client, server):
    url = client.authorization(resource=server.resource + "/lone")
    return RawPerson(server).approve(url)


def test_a_limit_that_is_no_number_is_refused(strict):
    done = strict.run("serve", "--tool-call-limit", "many", ok=False)
    assert done.returncode == 2
    assert "--tool-call-limit" in done.stderr
