"""`wayleave mcp`: the tool router alone, asking the network endpoint on every call."""

import json
import re

import anyio
import pytest
from playwright.sync_api import expect

from harness import http, sdk
from harness.proxy import Proxy
from harness.raw import RawClient, call_tool
from harness.sdk import SdkClient, outcome, structured
from harness.server import Hidden, Process, free_port
from test_journey import CHOSEN, first_visit, later_visit, names, revoke


@pytest.fixture(scope="module")
def apart(start_demo, vault):
    """Authorization server and tool router as two processes behind one origin."""
    proxy = Proxy()
    first = start_demo()
    assert first.stop() == 0
    server = Hidden(first, proxy.origin)
    made = json.loads(server.run("resource-server", "add", "--json", server.resource).stdout)
    vault.keep("introspection credential", made["secret"])
    port = free_port()
    server.router = Process(
        "mcp",
        "--listen", f"127.0.0.1:{port}",
        "--introspect", f"http://127.0.0.1:{server.port}/introspect",
        "--resource", server.resource,
        "--issuer", server.issuer,
        "--allow-host", f"127.0.0.1:{port}",
        environment={"WAYLEAVE_CREDENTIAL": f"{made['id']}:{made['secret']}"},
    )
    server.router.wait_for('"ready"|answers at')
    proxy.routes = {
        "": server.port, "/mcp": port, "/.well-known/oauth-protected-resource": port,
    }
    yield server
    assert server.router.stop() == 0 and server.stop() == 0
    proxy.close()
    for process in (server, server.router):
        assert vault.leaks(process.output("stderr")) == []


def test_it_points_to_the_authorization_server(apart):
    answer = http.post_json(apart.resource, {"jsonrpc": "2.0", "id": 1, "method": "initialize"})
    assert answer.status == 401
    address = re.search(r'resource_metadata="([^"]+)"', answer.headers["WWW-Authenticate"]).group(1)
    document = http.get(address).json
    assert document["resource"] == apart.resource
    assert document["authorization_servers"] == [apart.issuer]


@pytest.fixture(scope="module")
def elsewhere(demo, vault):
    """A router at an address of its own, registered as a resource server."""
    port = free_port()
    resource = f"http://127.0.0.1:{port}/mcp"
    made = json.loads(demo.run("resource-server", "add", "--json", resource).stdout)
    vault.keep("introspection credential", made["secret"])
    process = Process(
        "mcp",
        "--listen", f"127.0.0.1:{port}",
        "--introspect", demo.issuer + "/introspect",
        "--credential", f"{made['id']}:{made['secret']}",
    )
    process.wait_for('"ready"|answers at')
    process.resource = resource
    yield process
    assert process.stop() == 0
    assert vault.leaks(process.output("stderr")) == []


@pytest.mark.sdk
@pytest.mark.parametrize("mode", sdk.MODES)
def test_the_journey_to_another_address(mode, elsewhere, person, callback, vault):
    client = SdkClient(elsewhere.resource, callback, vault, mode)

    async def journey(session):
        assert names(await session.call_tool("list_workspaces", {})) == CHOSEN
        client.expire_access_token()
        return names(await session.call_tool("list_workspaces", {}))

    assert client.run(journey, first_visit(person)) == CHOSEN


def test_a_token_for_one_resource_opens_no_other(demo, elsewhere):
    token = RawClient(demo).connect()["access_token"]
    assert call_tool(demo, token).status == 200
    assert call_tool(demo, token, resource=elsewhere.resource).status == 401


@pytest.mark.sdk
@pytest.mark.parametrize("mode", sdk.MODES)
def test_the_journey_through_a_remote_router(mode, apart, person, callback, vault):
    client = SdkClient(apart.resource, callback, vault, mode)

    async def journey(session):
        tools = {tool.name for tool in (await session.list_tools()).tools}
        assert {"get_me", "list_workspaces"} <= tools
        assert "ada@example.com" in json.dumps(structured(await session.call_tool("get_me", {})))
        assert names(await session.call_tool("list_workspaces", {})) == CHOSEN
        client.expire_access_token()
        assert names(await session.call_tool("list_workspaces", {})) == CHOSEN
        await anyio.to_thread.run_sync(revoke, apart, client.memory.client.client_id)
        place = len(client.exchanges)
        assert names(await session.call_tool("list_workspaces", {})) == CHOSEN
        assert client.exchanges[place] == ("POST", "/mcp", 401)

    client.run(journey, first_visit(person), later_visit(person))
    assert "tool call" in apart.router.output("stderr")


@pytest.fixture(scope="module")
def keeper(demo, vault, tmp_path_factory):
    """A router with content of its own, which knows workspaces from introspection alone."""
    port = free_port()
    resource = f"http://127.0.0.1:{port}/mcp"
    made = json.loads(demo.run("resource-server", "add", "--json", resource).stdout)
    vault.keep("introspection credential", made["secret"])
    database = tmp_path_factory.mktemp("router") / "content.db"
    process = Process(
        "mcp",
        "--listen", f"127.0.0.1:{port}",
        "--introspect", demo.issuer + "/introspect",
        "--credential", f"{made['id']}:{made['secret']}",
        "--database", str(database),
    )
    process.wait_for('"ready"|answers at')
    process.resource, process.database = resource, database
    yield process
    assert process.stop() == 0
    assert vault.leaks(process.output("stderr")) == []


@pytest.mark.sdk
@pytest.mark.parametrize("mode", sdk.MODES)
def test_a_router_with_content_of_its_own_writes(mode, demo, keeper, person, callback, vault):
    client = SdkClient(keeper.resource, callback, vault, mode)
    caption = f"Kept by the router, {mode} {sdk.LINE}"

    def visit(url):
        person.page.goto(url)
        person.sign_in()
        person.choose(CHOSEN)
        person.approve.click()
        person.at_client()

    async def journey(session):
        places = structured(await session.call_tool("list_workspaces", {}))["workspaces"]
        studio = next(each["id"] for each in places if each["name"] == "Northwind Studio")
        made = structured(await session.call_tool(
            "create_post", {"workspaceId": studio, "caption": caption}
        ))
        post = {"workspaceId": studio, "postGroupId": made["postGroupId"]}
        again = structured(await session.call_tool("get_post", post))
        listed = structured(await session.call_tool("list_posts", {"workspaceId": studio}))["posts"]
        # The same post in another workspace of the same person is not there.
        coffee = next(each["id"] for each in places if each["name"] == "Harbour Coffee")
        elsewhere = await session.call_tool("get_post", {**post, "workspaceId": coffee})
        structured(await session.call_tool("delete_post", post))
        return again, listed, elsewhere

    again, listed, elsewhere = client.run(journey, visit)
    assert again["caption"] == caption and again["status"] == "DRAFT"
    assert caption in [post["excerpt"] for post in listed]
    assert outcome(elsewhere)[0] and "not_found" in elsewhere.content[0].text
    exported = demo.run("publishing", "export", "Northwind Studio").stdout
    assert caption not in exported, "the router's content is its own"
    events = json.loads(keeper_audit(keeper))
    # A call that changed something is on disk before its answer; others follow a moment later.
    assert {each["tool"] for each in events} >= {"create_post", "delete_post"}


def wanting_to_be_asked(person):
    def visit(url):
        person.page.goto(url)
        person.sign_in()
        person.choose(["Northwind Studio"])
        person.page.get_by_role("checkbox", name=re.compile("Ask me first")).check()
        person.approve.click()
        person.at_client()

    return visit


async def drafted(session, caption):
    places = structured(await session.call_tool("list_workspaces", {}))["workspaces"]
    made = structured(await session.call_tool(
        "create_post", {"workspaceId": places[0]["id"], "caption": caption}
    ))
    return {"workspaceId": places[0]["id"], "postGroupId": made["postGroupId"]}


@pytest.mark.sdk
def test_a_lone_router_names_the_settings_where_it_cannot_ask(demo, keeper, person, callback, vault):
    client = SdkClient(keeper.resource, callback, vault, "legacy")

    async def refused(session):
        post = await drafted(session, "Kept until somebody agrees")
        return outcome(await session.call_tool("delete_post", post)), post

    (failed, answer), post = client.run(refused, wanting_to_be_asked(person))
    error = answer["error"]
    assert failed and error["code"] == "confirmation_required"
    assert "confirmation_url" not in error, "a lone router has no page to answer on"
    link = error["settings_url"]
    assert link.startswith(demo.issuer + "/account/connection?grant=grt_")
    assert link in error["hint"] and "switch the question off" in error["hint"]

    person.page.goto(link)
    box = person.page.get_by_role("checkbox", name=re.compile("Ask me first"))
    expect(box).to_be_checked()
    box.uncheck()
    person.page.get_by_role("button", name="Save").click()
    expect(person.page.get_by_role("status").first).to_contain_text("Saved")

    async def again(session):
        return outcome(await session.call_tool("delete_post", post))

    failed, answer = client.run(again)
    assert not failed and answer["deleted"] is True


def test_a_lone_router_asks_where_the_client_can_show_it(demo, keeper, person, callback, vault):
    asked = []

    async def show(context, params):
        from mcp_types import ElicitResult

        asked.append(params.message)
        return ElicitResult(action="accept", content={"confirm": True})

    client = SdkClient(keeper.resource, callback, vault, "auto", on_question=show)

    async def journey(session):
        post = await drafted(session, "Asked about by the router")
        return outcome(await session.call_tool("delete_post", post))

    failed, answer = client.run(journey, wanting_to_be_asked(person))
    assert not failed and answer["deleted"] is True
    assert len(asked) == 1 and "“Asked about by the router”" in asked[0]


def keeper_audit(keeper):
    """What the router wrote down itself, beside it while it runs."""
    import subprocess

    from harness.server import BINARY

    done = subprocess.run(
        [str(BINARY), "audit", "list", "--type", "tool.called", "--json", "--database", str(keeper.database)],
        capture_output=True, text=True, timeout=30,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_grant_ends_and_the_others_go_on(apart):
    token = RawClient(apart).connect()["access_token"]
    assert call_tool(apart, token).status == 200
    other = RawClient(apart, client_name="Unplugged").connect()["access_token"]
    apart.run("grant", "revoke", "--client", RawClient(apart, client_name="Unplugged").id, "--yes")
    assert call_tool(apart, other).status == 401
    assert call_tool(apart, token).status == 200


def test_a_dead_authorization_server_never_means_yes(demo):
    process = Process(
        "mcp", "--listen", "127.0.0.1:0",
        "--introspect", f"http://127.0.0.1:{free_port()}/introspect",
        "--credential", "rs_nobody:nothing-to-see-here",
    )
    address = process.wait_for(r"answers at (http://127\.0\.0\.1:\d+/mcp)").group(1)
    try:
        answer = call_tool(demo, "wla_whatever", resource=address)
        assert answer.status in (502, 503), answer
        assert answer.media_type == "application/json"
    finally:
        assert process.stop() == 0
    assert "nothing-to-see-here" not in process.output("stderr")
