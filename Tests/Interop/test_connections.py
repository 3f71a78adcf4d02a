"""What a person changes about a running connection, in Debian's Chromium without scripts."""

import re

import pytest
from playwright.sync_api import expect

from harness.raw import call_tool
from test_pages import ada, client, grants, known, open_consent  # noqa: F401

STUDIO, COFFEE, ATLAS = "Northwind Studio", "Harbour Coffee", "Atlas Agency"


def connect(person, client, callback, workspaces, without=(), **changes):
    open_consent(person, client, **changes)
    person.choose(workspaces, without=without)
    person.approve.click()
    person.at_client()
    answer = client.redeem(callback.next()["code"], redirect_uri=client.redirect)
    return answer.json


def listed(demo, token):
    answer = call_tool(demo, token, "list_workspaces")
    assert answer.status == 200, answer
    return {
        name for name in (STUDIO, COFFEE, ATLAS) if name in answer.text
    }


def save(person):
    person.page.get_by_role("button", name="Save").click()
    expect(person.page.get_by_role("status").first).to_contain_text("Saved")


def test_a_second_request_starts_from_the_first_ones_choices(client, known, callback):
    person = known(java_script_enabled=False)
    connect(person, client, callback, [COFFEE], without=["posts:write"])
    open_consent(person, client, scope="posts:write workflows:read")
    person.picture("consent-again")
    expect(person.workspace(COFFEE)).to_be_checked()
    expect(person.workspace(STUDIO)).not_to_be_checked()
    expect(person.permission("workspace:read")).to_be_checked()
    expect(person.permission("posts:write")).not_to_be_checked()
    expect(person.permission("workflows:read")).to_be_checked()
    text = person.page.locator("main").inner_text()
    assert "Allowed before" in text and "New" in text
    assert "You did not allow this before" in text


def test_a_connection_is_narrowed_and_widened_while_it_runs(demo, client, known, callback):
    person = known(java_script_enabled=False)
    token = connect(person, client, callback, [STUDIO, COFFEE])["access_token"]
    assert listed(demo, token) == {STUDIO, COFFEE}

    person.page.goto(demo.issuer + "/account")
    card = person.page.locator("article").filter(has_text=client.registration["client_name"])
    card.get_by_role("link", name=re.compile("Change")).first.click()
    person.picture("connection")
    person.workspace(STUDIO).uncheck()
    save(person)
    person.picture("account-changed")
    assert listed(demo, token) == {COFFEE}

    grant = next(g for g in grants(demo, client) if g["state"] == "active")
    atlas = next(
        w["identifier"] if "identifier" in w else w["id"]
        for w in demo_workspaces(demo) if w["name"] == ATLAS
    )
    person.page.goto(f"{demo.issuer}/account/connection?grant={grant['id']}&add={atlas}")
    person.picture("connection-asked")
    expect(person.workspace(ATLAS)).to_be_checked()
    expect(person.page.locator("main")).to_contain_text("Asked for")
    save(person)
    assert listed(demo, token) == {COFFEE, ATLAS}


def demo_workspaces(demo):
    import json

    return json.loads(demo.run("workspace", "list", "--json").stdout)


def test_two_sign_ins_are_one_connection(demo, client, known, callback):
    person = known(java_script_enabled=False)
    first = connect(person, client, callback, [STUDIO])["access_token"]
    second = connect(person, client, callback, [STUDIO, ATLAS])["access_token"]
    person.page.goto(demo.issuer + "/account")
    card = person.page.locator("article").filter(has_text=client.registration["client_name"])
    expect(card).to_have_count(1)
    person.picture("account-sign-ins")
    card.get_by_role("link", name=re.compile("Change")).first.click()
    expect(person.page.get_by_role("checkbox", name=re.compile("other sign-in"))).to_be_checked()
    person.workspace(STUDIO).uncheck()
    person.picture("connection-others")
    save(person)
    assert call_tool(demo, first).status == 401, "the older sign-in had nothing left"
    assert listed(demo, second) == {ATLAS}
    text = person.page.locator("main").inner_text()
    assert "Ended lately" in text


def test_a_leaked_refresh_token_is_told_in_plain_words(demo, client, known, callback):
    person = known(java_script_enabled=False)
    tokens = connect(person, client, callback, [STUDIO])
    again = tokens
    for _ in range(2):
        again = client.token(
            grant_type="refresh_token", refresh_token=again["refresh_token"]
        ).json
    replayed = client.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert replayed.status == 400 and replayed.json["error"] == "invalid_grant"
    assert call_tool(demo, again["access_token"]).status == 401
    person.page.goto(demo.issuer + "/account")
    person.picture("account-leaked")
    ended = person.page.locator(".ended li").filter(has_text=client.registration["client_name"])
    expect(ended).to_contain_text("old refresh token")
    expect(ended).to_contain_text("Look at this")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_connection_fits_a_phone(demo, client, known, callback, scheme):
    person = known(
        viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True,
        java_script_enabled=True, color_scheme=scheme,
    )
    connect(person, client, callback, [STUDIO])
    grant = next(g for g in grants(demo, client) if g["state"] == "active")
    for name, address in [
        ("account", "/account"), ("connection", f"/account/connection?grant={grant['id']}"),
    ]:
        person.page.goto(demo.issuer + address)
        person.picture(f"{name}-phone-{scheme}")
        assert person.page.evaluate("document.documentElement.scrollWidth") <= 320, name
