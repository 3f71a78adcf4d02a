"""A real MCP client's whole life: challenge, discovery, consent, tools, refresh, revocation."""

import json

import anyio
import pytest

from harness import sdk
from harness.sdk import SdkClient, structured

pytestmark = pytest.mark.sdk

CHOSEN = {"Northwind Studio", "Harbour Coffee"}


def names(workspaces):
    return {each["name"] for each in structured(workspaces)["workspaces"]}


def first_visit(person, unticked="posts:write"):
    """Signs in and approves two of three workspaces, with one permission unticked."""

    def visit(url):
        person.page.goto(url)
        person.sign_in()
        person.choose(CHOSEN, without=[unticked])
        person.approve.click()
        person.at_client()

    return visit


def later_visit(person):
    """The person is still signed in: one page, one click."""

    def visit(url):
        person.page.goto(url)
        person.choose(CHOSEN)
        person.approve.click()
        person.at_client()

    return visit


@pytest.mark.parametrize("mode", sdk.MODES)
def test_the_whole_journey(mode, demo, person, callback, vault):
    client = SdkClient(demo.resource, callback, vault, mode)

    async def journey(session):
        assert client.exchanges[:3] == [
            ("POST", "/mcp", 401),
            ("GET", "/.well-known/oauth-protected-resource/mcp", 200),
            ("GET", "/.well-known/oauth-authorization-server", 200),
        ]
        assert ("POST", "/register", 201) in client.exchanges
        assert client.token_grants == ["code"]
        granted = client.memory.tokens.scope.split()
        assert "posts:write" not in granted and "posts:read" in granted

        tools = {tool.name for tool in (await session.list_tools()).tools}
        assert {"get_me", "list_workspaces"} <= tools
        me = structured(await session.call_tool("get_me", {}))
        assert "ada@example.com" in json.dumps(me)
        assert names(await session.call_tool("list_workspaces", {})) == CHOSEN

        # The SDK refreshes when its own clock says so, and goes on without the person.
        before = client.memory.tokens
        client.expire_access_token()
        assert names(await session.call_tool("list_workspaces", {})) == CHOSEN
        assert client.token_grants == ["code", "refresh_token"]
        assert client.memory.tokens.refresh_token != before.refresh_token
        assert client.memory.tokens.scope == before.scope

        # Another shell revokes the grant: the very next call is 401, and the client starts over.
        await anyio.to_thread.run_sync(revoke, demo, client.memory.client.client_id)
        place = len(client.exchanges)
        assert names(await session.call_tool("list_workspaces", {})) == CHOSEN
        again = client.exchanges[place:]
        assert again[0] == ("POST", "/mcp", 401)
        assert again[-2:] == [("POST", "/token", 200), ("POST", "/mcp", 200)]
        assert ("POST", "/register", 201) not in again
        return True

    assert client.run(journey, first_visit(person), later_visit(person))
    assert person.complaints == []


def revoke(demo, client_id):
    """Ends the newest active grant of one client the way an operator does."""
    listed = demo.run("grant", "list", "--json", "--active", "--client", client_id)
    grants = json.loads(listed.stdout)
    assert {grant["client"]["id"] for grant in grants} == {client_id}
    demo.run("grant", "revoke", grants[0]["id"], "--yes")


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", "none"])
def test_every_way_of_client_authentication(method, demo, person, callback, vault):
    mode = sdk.MODES[0]
    client = SdkClient(
        demo.resource, callback, vault, mode, token_endpoint_auth_method=method
    )

    async def journey(session):
        client.expire_access_token()
        return names(await session.call_tool("list_workspaces", {}))

    assert client.run(journey, first_visit(person)) == CHOSEN
    assert client.token_grants == ["code", "refresh_token"]
    assert bool(client.memory.client.client_secret) == (method != "none")


def test_calls_at_once_after_expiry_share_one_refresh(demo, person, callback, vault):
    client = SdkClient(demo.resource, callback, vault, sdk.MODES[0])

    async def journey(session):
        client.expire_access_token()
        answers = []

        async def call():
            answers.append(names(await session.call_tool("list_workspaces", {})))

        async with anyio.create_task_group() as group:
            for _ in range(8):
                group.start_soon(call)
        return answers

    assert client.run(journey, first_visit(person)) == [CHOSEN] * 8
    assert client.token_grants == ["code", "refresh_token"]
