"""What clients did, as the person sees it and as the operator does; the log that tells when it was changed."""

import json
import re
import signal
import sqlite3
import time

import pytest
from playwright.sync_api import expect

from harness import sdk
from harness.raw import RawClient, RawPerson, call_tool
from harness.sdk import SdkClient, structured
from harness.server import Process
from test_pages import known  # noqa: F401

STUDIO = "Northwind Studio"


def until(condition, seconds=30):
    """What only looked is written down about a second behind the answer."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.2)


def events(demo, *options):
    return json.loads(demo.run("audit", "list", "--json", *options).stdout)


@pytest.mark.sdk
@pytest.mark.parametrize("mode", sdk.MODES)
def test_calls_of_an_assistant_are_on_the_page_and_in_the_log(mode, demo, known, callback, vault):
    person = known(java_script_enabled=False)
    client = SdkClient(demo.resource, callback, vault, mode)

    def visit(url):
        person.page.goto(url)
        person.choose([STUDIO], without=["posts:write"])
        person.approve.click()
        person.at_client()

    async def journey(session):
        places = structured(await session.call_tool("list_workspaces", {}))["workspaces"]
        await session.call_tool("list_posts", {"workspaceId": places[0]["id"]})
        return places[0]["id"]

    studio = client.run(journey, visit)
    tools = ["list_posts", "list_workspaces"]
    identifier = client.memory.client.client_id

    def logged():
        found = events(demo, "--client", identifier, "--type", "tool.called")
        return found if len(found) == len(tools) else None

    found = until(logged)
    assert [each["tool"] for each in found] == tools
    assert {each["outcome"] for each in found} == {"succeeded"}
    assert found[0]["workspace"] == studio and found[0]["workspace_name"] == STUDIO
    assert found[0]["email"] == "ada@example.com"

    person.page.goto(demo.issuer + "/account")
    card = person.page.locator("article").filter(
        has=person.page.locator(f"a[href*='{found[0]['grant']}']")
    )
    card.get_by_role("link", name=re.compile("Activity")).click()
    rows = person.page.locator("ol.calls li")
    expect(rows.first).to_contain_text("list_posts")
    expect(rows.first).to_contain_text(STUDIO)
    expect(rows.first).to_contain_text("Done")
    expect(person.page.locator("main")).to_contain_text("Only calls of Interop SDK")
    rows.first.get_by_role("link", name=STUDIO).click()
    expect(person.page.locator("main")).to_contain_text(f"in {STUDIO}")
    person.page.get_by_role("link", name="Show all calls").click()
    expect(person.page).to_have_url(demo.issuer + "/account/activity")
    person.picture(f"activity-{mode}")


def test_nobody_sees_the_calls_of_others(demo):
    client = RawClient(demo, client_name="Seen by ada alone")
    token = client.connect()["access_token"]
    assert call_tool(demo, token).status == 200
    shown = until(
        lambda: "Seen by ada alone" in RawPerson(demo).visit(demo.issuer + "/account/activity")[1].text
    )
    assert shown
    grace = RawPerson(demo, "grace@example.com").visit(demo.issuer + "/account/activity")[1]
    assert grace.status == 200 and "Seen by ada alone" not in grace.text
    place, stranger = RawPerson(demo, None).visit(demo.issuer + "/account/activity")
    assert place == demo.issuer + "/sign-in" and "Seen by ada alone" not in stranger.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_the_page_fits(demo, known, scheme, width):
    client = RawClient(demo, client_name="A rather long name of an assistant for pictures")
    token = client.connect()["access_token"]
    for tool in ("list_workspaces", "get_me", "list_workflows", "list_posts"):
        call_tool(demo, token, tool)
    person = known(viewport={"width": width, "height": 700}, color_scheme=scheme)
    person.page.goto(demo.issuer + "/account/activity")
    deadline = time.monotonic() + 30
    while person.page.content().count("for pictures") < 4 and time.monotonic() < deadline:
        time.sleep(0.3)
        person.page.reload()
    person.picture(f"activity-{width}-{scheme}")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_log_is_followed_until_ctrl_c(demo):
    client = RawClient(demo, client_name="Being watched")
    token = client.connect()["access_token"]
    follower = Process(
        "audit", "follow", "--client", client.id, "--json", "--limit", "1",
        "--database", str(demo.database),
    )
    first = json.loads(follower.wait_for(r"\{.*\}\n").group(0))
    assert first["type"] == "grant.redeemed"
    call_tool(demo, token, "get_me")
    follower.wait_for('"tool":"get_me"')
    assert follower.stop(signal.SIGINT) == 0
    lines = follower.output("stdout").splitlines()
    assert [json.loads(line)["type"] for line in lines] == ["grant.redeemed", "tool.called"]
    assert follower.output("stderr") == ""


def test_a_changed_row_is_found(start_demo):
    # A server of its own: the log of the shared one stays sound.
    demo = start_demo()
    token = RawClient(demo).connect()["access_token"]
    call_tool(demo, token)
    until(lambda: events(demo, "--type", "tool.called"))
    sound = json.loads(demo.run("audit", "verify", "--json").stdout)
    assert sound["sound"] is True and sound["events"] == events(demo, "--limit", "1")[0]["number"]
    number = events(demo, "--type", "grant.approved", "--limit", "1")[0]["number"]
    with sqlite3.connect(demo.database) as tampering:
        tampering.execute("UPDATE audit_events SET client = 'nobody' WHERE id = ?", (number,))
    done = demo.run("audit", "verify", ok=False)
    assert done.returncode == 1 and f"event {number} is not the one" in done.stderr


@pytest.mark.parametrize(
    "options", [["--type", "nonsense"], ["--since", "yesterday"], ["--limit", "0"], ["--limit", "x"]]
)
def test_wrong_filters_are_said_plainly(demo, options):
    done = demo.run("audit", "list", *options, ok=False)
    assert done.returncode == 2 and options[0] in done.stderr, done.stderr
