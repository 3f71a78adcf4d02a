"""A person who wants to be asked before publishing: the official SDK shows the question, and nobody gets around it."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from harness import http, sdk
from harness.raw import RawClient, RawPerson, tool
from harness.sdk import SdkClient, outcome, structured
from test_pages import known  # noqa: F401

STUDIO = "Northwind Studio"
SCOPES = "workspace:read social_profiles:read posts:read posts:write posts:publish"


def consenting(person):
    def visit(url):
        person.page.goto(url)
        person.choose([STUDIO])
        person.permission("posts:publish").check()
        person.page.get_by_role("checkbox", name=re.compile("Ask me first")).check()
        person.picture("consent-confirm")
        person.approve.click()
        person.at_client()

    return visit


async def drafted(session, caption):
    places = structured(await session.call_tool("list_workspaces", {}))["workspaces"]
    studio = places[0]["id"]
    profiles = structured(await session.call_tool("list_social_profiles", {"workspaceId": studio}))["profiles"]
    profile = next(
        each for each in profiles if each["status"] == "connected" and each["provider"] == "demo"
    )
    made = structured(await session.call_tool(
        "create_post",
        {"workspaceId": studio, "caption": caption, "socialProfileIds": [profile["id"]]},
    ))
    return {"workspaceId": studio, "postGroupId": made["postGroupId"]}, profile["handle"]


def of_the_newest_line(test):
    """The 1.x line, which runs only what is marked, speaks no revision with questions."""
    return pytest.mark.sdk(test) if sdk.LINE >= 2 else test


@of_the_newest_line
def test_the_sdk_shows_the_question_and_brings_the_answer(demo, known, callback, vault):
    person = known(java_script_enabled=False)
    asked, answers = [], []

    async def show(context, params):
        from mcp_types import ElicitResult

        asked.append(params)
        return ElicitResult(**answers.pop(0))

    client = SdkClient(demo.resource, callback, vault, "auto", on_question=show)

    async def journey(session):
        post, handle = await drafted(session, "Asked about first")
        answers.append({"action": "decline"})
        declined = outcome(await session.call_tool("publish_post", post))
        answers.append({"action": "cancel"})
        closed = outcome(await session.call_tool("delete_post", post))
        answers.append({"action": "accept", "content": {"confirm": True}})
        published = outcome(await session.call_tool("publish_post", post))
        return declined, closed, published, handle

    declined, closed, published, handle = client.run(journey, consenting(person))
    assert declined[0] and declined[1]["error"]["code"] == "declined"
    assert closed[0] and closed[1]["error"]["code"] == "not_confirmed"
    assert not published[0] and published[1]["status"] == "POSTED"
    assert len(asked) == 3
    for question, verb in zip(asked, ["Publish", "Delete", "Publish"]):
        assert question.message.startswith(verb)
        assert "“Asked about first”" in question.message
        assert handle in question.message and STUDIO in question.message

    person.page.goto(demo.issuer + "/account")
    card = person.page.locator("article").filter(has_text="It asks you before it publishes")
    expect(card.first).to_be_visible()
    person.picture("account-confirm")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_question_fits_a_phone(demo, known, scheme):
    # The revision that asks by forms is not what this client speaks.
    raw = RawClient(demo)
    query = RawPerson(demo).approve(
        raw.authorization(scope=SCOPES), tick=lambda name, value: True
    )
    token = raw.redeem(query["code"]).json["access_token"]
    demo.vault.keep("access_token", token)

    legacy = partial(tool, demo, token)
    studio = next(
        each["id"] for each in legacy("list_workspaces")["workspaces"] if each["name"] == STUDIO
    )
    made = legacy("create_post", workspaceId=studio, caption="A caption of some length. " * 20)
    error = legacy("delete_post", workspaceId=studio, postGroupId=made["postGroupId"])["error"]
    person = known(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    person.page.goto(error["confirmation_url"])
    person.picture(f"confirm-phone-{scheme}")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 320
    person.page.get_by_role("button", name="Yes, delete it for good").click()
    assert legacy("delete_post", workspaceId=studio, postGroupId=made["postGroupId"])["deleted"]


@pytest.mark.sdk
def test_a_client_that_cannot_ask_is_told_where_the_person_can(demo, known, callback, vault):
    person = known(java_script_enabled=False)
    client = SdkClient(demo.resource, callback, vault, "legacy")

    async def first(session):
        post, _ = await drafted(session, "Asked about on a page")
        return outcome(await session.call_tool("publish_post", post)), post

    refused, post = client.run(first, consenting(person))
    assert refused[0] and refused[1]["error"]["code"] == "confirmation_required"
    link = refused[1]["error"]["confirmation_url"]
    assert link in refused[1]["error"]["hint"]
    person.page.goto(link)
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("asks you first")
    expect(person.page.locator("main")).to_contain_text("“Asked about on a page”")
    person.picture("confirm")
    person.page.get_by_role("button", name="Yes, publish it now").click()
    expect(person.page.get_by_role("status").first).to_contain_text("You have said yes")

    async def repeated(session):
        published = outcome(await session.call_tool("publish_post", post))
        other, _ = await drafted(session, "Never to be seen")
        asked = outcome(await session.call_tool("publish_post", other))
        return published, asked, other

    published, asked, other = client.run(repeated)
    assert not published[0] and published[1]["status"] == "POSTED"
    person.page.goto(asked[1]["error"]["confirmation_url"])
    person.page.get_by_role("button", name="No", exact=True).click()
    expect(person.page.get_by_role("status").first).to_contain_text("You have said no")

    async def declined(session):
        return outcome(await session.call_tool("publish_post", other))

    told = client.run(declined)
    assert told[0] and told[1]["error"]["code"] == "declined"

    async def journey(session):
        post, _ = await drafted(session, "Nobody has to be asked")
        before = outcome(await session.call_tool("publish_post", post))
        link = before[1]["error"]["settings_url"]

        def switch_off():
            person.page.goto(link)
            box = person.page.get_by_role("checkbox", name=re.compile("Ask me first"))
            expect(box).to_be_checked()
            box.uncheck()
            person.page.get_by_role("button", name="Save").click()
            expect(person.page.get_by_role("status").first).to_contain_text("Saved")

        return before, post, switch_off

    before, post, switch_off = client.run(journey)
    assert before[0] and before[1]["error"]["code"] == "confirmation_required"
    switch_off()

    async def again(session):
        return outcome(await session.call_tool("publish_post", post))

    after = client.run(again)
    assert not after[0] and after[1]["status"] == "POSTED"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_time_and_a_workflow_are_no_way_around_the_question(demo, known, scheme):
    raw = RawClient(demo)
    query = RawPerson(demo).approve(
        raw.authorization(scope=SCOPES + " workflows:read workflows:run"), tick=lambda name, value: True
    )
    token = raw.redeem(query["code"]).json["access_token"]
    demo.vault.keep("access_token", token)

    legacy = partial(tool, demo, token)
    studio = next(
        each["id"] for each in legacy("list_workspaces")["workspaces"] if each["name"] == STUDIO
    )
    profile = next(
        each["id"] for each in legacy("list_social_profiles", workspaceId=studio)["profiles"]
        if each["provider"] == "demo" and each["status"] == "connected"
    )
    workflow = next(
        each["id"] for each in legacy("list_workflows", workspaceId=studio)["workflows"]
        if "publish" in [
            step["do"]
            for step in legacy("get_workflow", workspaceId=studio, workflowId=each["id"])["steps"]
        ]
    )
    planned = dict(
        workspaceId=studio, caption="Planned for the far future", socialProfileIds=[profile],
        scheduledAt="2099-01-01T09:00:00Z",
    )
    person = known(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    error = legacy("create_post", **planned)["error"]
    assert error["code"] == "confirmation_required"
    person.page.goto(error["confirmation_url"])
    expect(person.page.locator("main")).to_contain_text("It goes out by itself on 2099-01-01 at 09:00 UTC.")
    person.picture(f"confirm-schedule-{scheme}")
    person.page.get_by_role("button", name="Yes, schedule it").click()
    made = legacy("create_post", **planned)
    assert made["status"] == "SCHEDULED"

    run = legacy("run_workflow", workspaceId=studio, workflowId=workflow, input={"text": "Hello"})["error"]
    assert run["code"] == "confirmation_required"
    person.page.goto(run["confirmation_url"])
    expect(person.page.locator("main")).to_contain_text("Step 1:")
    person.picture(f"confirm-workflow-{scheme}")
    person.page.get_by_role("button", name="No", exact=True).click()

    post = dict(workspaceId=studio, postGroupId=made["postGroupId"])
    person.page.goto(legacy("delete_post", **post)["error"]["confirmation_url"])
    person.page.get_by_role("button", name="Yes, delete it for good").click()
    assert legacy("delete_post", **post)["deleted"]


class Modern:
    """Requests of 2026-07-28 as its text describes them, one by one."""

    def __init__(self, demo):
        self.demo = demo
        client = RawClient(demo)
        query = RawPerson(demo).approve(
            client.authorization(scope=SCOPES), tick=lambda name, value: True
        )
        self.token = client.redeem(query["code"]).json["access_token"]
        demo.vault.keep("access_token", self.token)
        self.id = 0

    def call(self, tool, arguments, **params):
        self.id += 1
        answer = http.post_json(
            self.demo.resource,
            {
                "jsonrpc": "2.0", "id": self.id, "method": "tools/call",
                "params": {
                    "name": tool, "arguments": arguments, **params,
                    "_meta": {
                        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                        "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"form": {}, "url": {}}},
                    },
                },
            },
            {
                "Accept": "application/json, text/event-stream",
                "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": tool,
                "Authorization": f"Bearer {self.token}",
            },
        )
        assert answer.status == 200 and answer.json["id"] == self.id, answer
        return answer.json


def test_a_state_that_was_tampered_with_or_borrowed_is_refused(demo):
    mine, other = Modern(demo), Modern(demo)
    places = mine.call("list_workspaces", {})["result"]["structuredContent"]["workspaces"]
    studio = next(each["id"] for each in places if each["name"] == STUDIO)
    made = mine.call("create_post", {"workspaceId": studio, "caption": "Guarded"})
    post = {"workspaceId": studio, "postGroupId": made["result"]["structuredContent"]["postGroupId"]}
    first = mine.call("delete_post", post)["result"]
    assert first["resultType"] == "input_required" and first["inputRequests"].keys() == {"confirm"}
    state = first["requestState"]
    yes = {"confirm": {"action": "accept", "content": {"confirm": True}}, "unknown": {"action": "accept"}}

    changed = state[:-6] + ("A" if state[-6] != "A" else "B") + state[-5:]
    for caller, sent in [(mine, changed), (mine, ""), (other, state)]:
        refused = caller.call("delete_post", post, requestState=sent, inputResponses=yes)
        assert refused["error"]["code"] == -32602, refused
    assert mine.call("get_post", post)["result"]["structuredContent"]["status"] == "DRAFT"
    done = mine.call("delete_post", post, requestState=state, inputResponses=yes)["result"]
    assert done["resultType"] == "complete" and done["structuredContent"]["deleted"] is True
    replayed = mine.call("delete_post", post, requestState=state, inputResponses=yes)["result"]
    assert replayed["structuredContent"]["error"]["code"] == "not_found"
