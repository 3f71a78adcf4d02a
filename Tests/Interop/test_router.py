"""`wayleave mcp`: the tool router alone, asking the network endpoint on every call."""

import json
import re
import socket

import pytest

from harness import http, sdk
from harness.raw import RawClient, call_tool
from harness.sdk import SdkClient, structured
from harness.server import Process
from test_journey import CHOSEN, first_visit, names, revoke


@pytest.fixture(scope="module")
def router(demo, vault):
    """A router on an address that the authorization server knows as a resource."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    resource = f"http://127.0.0.1:{port}/mcp"
    made = json.loads(demo.run("resource-server", "add", "--json", resource).stdout)
    name = made.get("id") or made["client_id"]
    secret = made.get("secret") or made["client_secret"]
    vault.keep("introspection credential", secret)
    process = Process(
        "mcp",
        "--listen", f"127.0.0.1:{port}",
        "--introspect", demo.issuer + "/introspect",
        "--credential", f"{name}:{secret}",
    )
    process.wait_for(re.escape(f"127.0.0.1:{port}"))
    process.resource = resource
    yield process
    assert process.stop() == 0
    assert vault.leaks(process.output("stderr")) == []


def test_it_points_to_the_authorization_server(demo, router):
    answer = http.post_json(router.resource, {"jsonrpc": "2.0", "id": 1, "method": "initialize"})
    assert answer.status == 401
    address = re.search(r'resource_metadata="([^"]+)"', answer.headers["WWW-Authenticate"]).group(1)
    document = http.get(address).json
    assert document["resource"] == router.resource
    assert document["authorization_servers"] == [demo.issuer]


@pytest.mark.sdk
@pytest.mark.parametrize("mode", sdk.MODES)
def test_the_journey_through_a_remote_router(mode, demo, router, person, callback, vault):
    import anyio

    client = SdkClient(router.resource, callback, vault, mode)

    async def journey(session):
        tools = {tool.name for tool in (await session.list_tools()).tools}
        assert {"get_me", "list_workspaces"} <= tools
        assert "ada@example.com" in json.dumps(structured(await session.call_tool("get_me", {})))
        assert names(await session.call_tool("list_workspaces", {})) == CHOSEN
        client.expire_access_token()
        assert names(await session.call_tool("list_workspaces", {})) == CHOSEN
        await anyio.to_thread.run_sync(revoke, demo, client.memory.client.client_id)
        place = len(client.exchanges)
        assert names(await session.call_tool("list_workspaces", {})) == CHOSEN
        assert client.exchanges[place] == ("POST", "/mcp", 401)

    from test_journey import later_visit

    client.run(journey, first_visit(person), later_visit(person))


def test_a_token_for_another_resource_is_refused(demo, router):
    token = RawClient(demo).connect()["access_token"]
    assert call_tool(demo, token).status == 200
    assert call_tool(demo, token, resource=router.resource).status == 401


def test_a_dead_authorization_server_never_means_yes(demo, vault):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = closed.getsockname()[1]
    process = Process(
        "mcp", "--listen", "127.0.0.1:0",
        "--introspect", f"http://127.0.0.1:{dead}/introspect",
        "--credential", "rs_nobody:nothing-to-see-here",
    )
    port = process.wait_for(r"http://127\.0\.0\.1:(?!%d\b)(\d+)" % dead).group(1)
    try:
        answer = call_tool(demo, "wla_whatever", resource=f"http://127.0.0.1:{port}/mcp")
        assert answer.status in (502, 503), answer
        assert "Traceback" not in answer.text and answer.media_type == "application/json"
    finally:
        assert process.stop() == 0
    assert "nothing-to-see-here" not in process.output("stderr")
