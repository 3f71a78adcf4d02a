"""An assistant has a campaign made in the background and sees it ready, also by a server that was started again."""

import time

import anyio
import pytest

from harness import sdk
from harness.raw import RawClient, RawPerson, tool
from harness.sdk import SdkClient, structured
from harness.server import Process

PROMPT = (
    "The winter workshop opens on 6 December from 10 to 16 in the old mill. "
    "Entry is free. Children may plane their own board."
)


@pytest.fixture(scope="module")
def agency(start_demo):
    """A server of its own, for what is made stays."""
    return start_demo()


def first_visit(person):
    def visit(url):
        person.page.goto(url)
        person.sign_in()
        person.choose({"Northwind Studio"})
        person.approve.click()
        person.at_client()

    return visit


@pytest.mark.sdk
@pytest.mark.parametrize("mode", sdk.MODES)
def test_an_assistant_sees_its_campaign_ready(mode, agency, person, callback, vault):
    client = SdkClient(agency.resource, callback, vault, mode, client_uri="https://campaigns.example/")

    async def journey(session):
        async def call(name, **arguments):
            return structured(await session.call_tool(name, arguments))

        studio = (await call("list_workspaces"))["workspaces"][0]["id"]
        brand = (await call("list_brand_kits", workspaceId=studio))["brandKits"][0]["id"]
        asked = {
            "workspaceId": studio, "prompt": PROMPT, "goal": "event", "audience": "local_community",
            "count": 6, "duration": 10, "brandId": brand, "idempotencyKey": f"interop-{mode}",
        }
        begun = await call("create_ai_campaign", **asked)
        assert begun["status"] == "GENERATING"
        assert begun["progress"] == {"completed": 0, "total": 6}
        assert (await call("create_ai_campaign", **asked))["campaignId"] == begun["campaignId"]
        deadline = time.monotonic() + 60
        campaign = begun
        while campaign["status"] == "GENERATING":
            assert time.monotonic() < deadline, campaign
            await anyio.sleep(0.5)
            campaign = await call("get_ai_campaign", workspaceId=studio, campaignId=begun["campaignId"])
        assert campaign["status"] == "READY", campaign
        posts = campaign["postGroups"]
        assert len(posts) == 6 == len({post["excerpt"] for post in posts})
        assert {post["status"] for post in posts} == {"DRAFT"}
        assert sorted(post["suggestedAt"] for post in posts) == [post["suggestedAt"] for post in posts]
        first = await call("get_post", workspaceId=studio, postGroupId=posts[0]["postGroupId"])
        assert first["campaignId"] == campaign["campaignId"]
        assert "6 December" in first["caption"]
        return True

    assert client.run(journey, first_visit(person))


class Successor(Process):
    """`wayleave serve` in the place of a server that has ended, on its port and database."""

    def __init__(self, demo):
        super().__init__(
            "serve", "--listen", f"127.0.0.1:{demo.port}", "--issuer", demo.issuer,
            "--database", str(demo.database), "--log-format", "json",
        )
        self.wait_for('"ready"')


def test_a_campaign_survives_the_end_of_its_server(start_demo, vault):
    demo = start_demo()
    client = RawClient(demo)
    query = RawPerson(demo).approve(client.authorization(scope="workspace:read posts:read posts:write"))
    token = client.redeem(query["code"]).json["access_token"]
    vault.keep("access_token", token)
    workspaces = tool(demo, token, "list_workspaces")["workspaces"]
    studio = next(each["id"] for each in workspaces if each["name"] == "Northwind Studio")
    begun = tool(demo, token, "create_ai_campaign", workspaceId=studio, prompt=PROMPT, count=30, duration=30)
    assert begun["status"] == "GENERATING"
    assert demo.stop() == 0
    successor = Successor(demo)
    try:
        deadline = time.monotonic() + 60
        campaign = begun
        while campaign["status"] == "GENERATING":
            assert time.monotonic() < deadline, campaign
            time.sleep(0.3)
            campaign = tool(
                demo, token, "get_ai_campaign", workspaceId=studio, campaignId=begun["campaignId"]
            )
        assert campaign["status"] == "READY", campaign
        identifiers = {post["postGroupId"] for post in campaign["postGroups"]}
        assert len(identifiers) == 30
        listed, cursor = [], ""
        while cursor is not None:
            page = tool(demo, token, "list_posts", workspaceId=studio, limit=50, statuses=["DRAFT"], cursor=cursor)
            listed += [post["postGroupId"] for post in page["posts"]]
            cursor = page.get("nextCursor")
        # The demo has drafts of its own; each of the campaign is there once.
        assert sorted(each for each in listed if each in identifiers) == sorted(identifiers)
    finally:
        assert successor.stop() == 0
        assert vault.leaks(successor.output("stderr")) == [], "secrets in the log"
