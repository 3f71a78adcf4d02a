"""The official MCP SDK hears, while a tool is at work, how far it has come."""

import http.client
import json
import secrets
import time
from urllib.parse import urlsplit

import anyio
import pytest

from harness import sdk
from harness.model import Model
from harness.raw import RawClient, RawPerson
from harness.sdk import SdkClient, outcome, structured

pytestmark = pytest.mark.sdk


@pytest.fixture(scope="module")
def workshop(start_demo):
    """A server of its own, for what is published stays."""
    return start_demo()


def ticking(person, *scopes):
    def visit(url):
        person.page.goto(url)
        person.sign_in()
        person.choose({"Northwind Studio"})
        for scope in scopes:
            person.permission(scope).set_checked(True)
        person.approve.click()
        person.at_client()

    return visit


@pytest.mark.parametrize("mode", sdk.MODES)
def test_publishing_reports_each_profile(mode, workshop, person, callback, vault):
    client = SdkClient(workshop.resource, callback, vault, mode)
    reports = []

    async def heard(progress, total, message):
        reports.append((progress, total, message))

    async def journey(session):
        async def call(name, progress_callback=None, **arguments):
            return structured(
                await session.call_tool(name, arguments, progress_callback=progress_callback)
            )

        studio = (await call("list_workspaces"))["workspaces"][0]["id"]
        listed = await call("list_social_profiles", workspaceId=studio, provider="demo")
        profiles = [each["id"] for each in listed["profiles"] if each["status"] == "connected"]
        made = await call("create_post", workspaceId=studio, caption="Step by step", socialProfileIds=profiles)
        post = {"workspaceId": studio, "postGroupId": made["postGroupId"]}
        out = await call("publish_post", progress_callback=heard, **post)
        assert out["status"] == "POSTED"
        assert [report[0] for report in reports] == list(range(1, len(profiles) + 1))
        assert {report[1] for report in reports} == {len(profiles)}
        assert all(report[2].endswith(": published.") for report in reports)
        # A tool that has nothing to report answers as ever, although it was asked.
        again = await call("get_post", progress_callback=heard, **post)
        assert again["status"] == "POSTED" and len(reports) == len(profiles)
        # A second call is refused before there is anything to report.
        refused = await session.call_tool("publish_post", post, progress_callback=heard)
        assert outcome(refused)[0]
        return len(reports) >= 1

    assert client.run(journey, ticking(person, "posts:publish"))


@pytest.mark.parametrize("mode", sdk.MODES)
def test_drafting_reports_each_step(mode, workshop, person, callback, vault):
    client = SdkClient(workshop.resource, callback, vault, mode, client_uri="https://steps.example/")

    async def journey(session):
        async def call(name, **arguments):
            reports = []

            async def heard(progress, total, message):
                reports.append((progress, total, message))

            result = structured(await session.call_tool(name, arguments, progress_callback=heard))
            steps = [report[0] for report in reports]
            assert steps == sorted(set(steps)), reports
            assert all(report[2] for report in reports)
            return result, reports

        studio = (await call("list_workspaces"))[0]["workspaces"][0]["id"]
        asked = {"workspaceId": studio, "prompt": "Announce our oak desk. It is made of oak from Voss."}
        post, reports = await call("create_ai_post", generateImage=True, **asked)
        assert post["status"] == "DRAFT"
        assert reports == [
            (0, 3, "The draft is begun."), (1, 3, "The text is written."),
            (2, 3, "Picture 1 of 1 is drawn."), (3, 3, "The draft is stored."),
        ]
        campaign, reports = await call("create_ai_campaign", count=6, **asked)
        assert campaign["status"] == "GENERATING"
        assert [report[:2] for report in reports] == [(1, 2), (2, 2)]
        look = {"workspaceId": studio, "campaignId": campaign["campaignId"]}
        deadline = time.monotonic() + 60
        while campaign["status"] == "GENERATING":
            assert time.monotonic() < deadline, campaign
            campaign, reports = await call("get_ai_campaign", **look)
            assert {report[1] for report in reports} == {6}
            assert reports[-1][0] == campaign["progress"]["completed"]
        assert campaign["status"] == "READY" and reports[-1][:2] == (6, 6)
        return True

    assert client.run(journey, ticking(person))


@pytest.fixture(scope="module")
def model(vault):
    key = "sk-" + secrets.token_urlsafe(24)
    vault.keep("model key", key)
    model = Model(key, "A desk of oak from the hills behind our workshop. Come and see it.")
    yield model
    model.close()


@pytest.fixture(scope="module")
def patient(model, start_demo, tmp_path_factory):
    """A server whose drafts take as long as a test wants."""
    path = tmp_path_factory.mktemp("keys") / "model"
    path.write_text(model.key + "\n")
    path.chmod(0o600)
    return start_demo("--ai-endpoint", model.base, "--ai-model", "oak-1", "--ai-key-file", str(path))


def streamed(server, token, name, **arguments):
    """The lines of an answer as they come, of a call that asks for no reports."""
    place = urlsplit(server.resource)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
    connection.request("POST", place.path, json.dumps(message), {
        "Content-Type": "application/json", "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": "2025-11-25", "Authorization": f"Bearer {token}",
    })
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    try:
        while line := answer.readline():
            yield line.decode()
    finally:
        connection.close()


def test_a_long_call_is_kept_alive_and_no_client_minds(patient, model, person, callback, vault):
    client = SdkClient(patient.resource, callback, vault, "legacy")
    raw = RawClient(patient)
    query = RawPerson(patient).approve(raw.authorization(scope="workspace:read posts:read posts:write"))
    token = raw.redeem(query["code"]).json["access_token"]
    vault.keep("access_token", token)
    model.answering.clear()

    def read(asked):
        lines = []
        for line in streamed(patient, token, "create_ai_post", **asked):
            lines.append(line)
            if line.startswith(":"):
                # The other client's stream began earlier, so it has had its comment.
                model.answering.set()
        return lines

    async def journey(session):
        studio = structured(await session.call_tool("list_workspaces", {}))["workspaces"][0]["id"]
        asked = {"workspaceId": studio, "prompt": "Announce our oak desk. It is made of oak from Voss."}
        made = []

        async def draft():
            made.append(structured(await session.call_tool("create_ai_post", asked)))

        async with anyio.create_task_group() as group:
            group.start_soon(draft)
            while not model.requests:
                await anyio.sleep(0.05)
            lines = await anyio.to_thread.run_sync(read, asked)
        return made[0], lines

    try:
        made, lines = client.run(journey, ticking(person))
    finally:
        model.answering.set()
    assert made["status"] == "DRAFT" and "oak" in made["caption"]
    assert lines[0] == ": keep-alive\n" and lines[1] == "\n"
    (data,) = [line for line in lines if line.startswith("data: ")]
    assert json.loads(data[6:])["result"]["structuredContent"]["status"] == "DRAFT"
