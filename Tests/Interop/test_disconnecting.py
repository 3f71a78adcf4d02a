"""Disconnecting a profile on our own pages: what is erased, what the network is told, who may."""

import json
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from harness import http
from harness.raw import session_cookies
from test_connecting import (  # noqa: F401
    assistant, declared, go_to_network, known, network, server, sky,
)


def test_a_person_disconnects_a_profile_and_connects_it_again(server, assistant, network, known):
    ada = known()

    def connect():
        ada.page.goto(assistant.link()["authUrl"])
        go_to_network(ada, network)
        ada.page.get_by_role("button", name="Authorize").click()
        ada.page.get_by_role("button", name="Connect").click()
        expect(ada.page.get_by_role("heading", name="The profile is connected")).to_be_visible()

    connect()
    profile = next(each for each in assistant.profiles() if each["name"] == "Ada at the fake")
    planned = assistant.call(
        "create_post", caption="For the far future", socialProfileIds=[profile["id"]],
        scheduledAt="2099-01-01T09:00:00Z",
    )
    ada.page.get_by_role("link", name="your social profiles").click()
    expect(ada.page.get_by_role("heading", name="Your social profiles", level=1)).to_be_visible()
    ada.picture("profiles")
    studio = ada.page.locator("article").filter(has_text="Northwind Studio")
    # An editor of a workspace sees its profiles and cannot end them.
    coffee = ada.page.locator("article").filter(has_text="Harbour Coffee")
    expect(coffee).to_be_visible()
    expect(coffee.get_by_role("link", name=re.compile("Disconnect"))).to_have_count(0)

    entry = studio.get_by_role("listitem").filter(has_text=profile["handle"])
    entry.get_by_role("link", name=re.compile("Disconnect")).click()
    expect(ada.page.get_by_role("heading", name="Disconnect Ada at the fake?")).to_be_visible()
    text = ada.page.locator("main").inner_text()
    assert profile["handle"] in text and "Northwind Studio" in text
    assert "One scheduled post goes there." in text
    ada.picture("disconnect")
    ada.page.get_by_role("link", name="Keep it").click()
    assert next(e for e in assistant.profiles() if e["id"] == profile["id"])["status"] == "connected"
    entry.get_by_role("link", name=re.compile("Disconnect")).click()
    held = len(network.tokens)
    assert held >= 1
    ada.page.get_by_role("button", name="Disconnect").click()
    expect(ada.page.get_by_role("status").first).to_contain_text("Mastodon has ended the permission")
    expect(entry).to_contain_text("Disconnected")
    ada.picture("profiles-disconnected")
    assert len(network.tokens) == held - 1

    shown = next(each for each in assistant.profiles() if each["id"] == profile["id"])
    assert shown["status"] == "disconnected" and "get_social_connection_url" in shown["hint"]
    refused = assistant.call("publish_post", postGroupId=planned["postGroupId"])["error"]
    assert refused["code"] == "not_publishable"
    assert refused["problems"][0]["code"] == "profile_disconnected"
    events = json.loads(server.run("audit", "list", "--type", "profile.disconnected", "--json").stdout)
    assert len(events) == 1 and profile["handle"] in json.dumps(events)

    connect()
    again = next(each for each in assistant.profiles() if each["id"] == profile["id"])
    assert again["status"] == "connected"
    out = assistant.call("publish_post", postGroupId=planned["postGroupId"])
    assert out["status"] == "POSTED", out


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_profiles_fit_a_phone(server, new_person, scheme):
    cookies = [
        {"name": name, "value": value, "url": server.issuer}
        for name, value in session_cookies(server, "ada@example.com").items()
    ]
    person = new_person(cookies=cookies, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    person.page.goto(server.issuer + "/account")
    person.page.get_by_role("link", name="Your social profiles").click()
    person.picture(f"profiles-phone-{scheme}")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 320
    person.page.get_by_role("link", name=re.compile("Disconnect")).first.click()
    person.picture(f"disconnect-phone-{scheme}")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_network_that_does_not_answer_is_told_after_all_is_erased(assistant, network, known):
    ada = known()
    ada.page.goto(assistant.link()["authUrl"])
    go_to_network(ada, network)
    ada.page.get_by_role("button", name="Authorize").click()
    ada.page.get_by_role("button", name="Connect").click()
    profile = next(each for each in assistant.profiles() if each["name"] == "Ada at the fake")
    # The server has forgotten who we are, so it does not end a token of ours.
    network.apps.clear()
    ada.page.get_by_role("link", name="your social profiles").click()
    entry = ada.page.get_by_role("listitem").filter(has_text=profile["handle"])
    entry.get_by_role("link", name=re.compile("Disconnect")).click()
    ada.page.get_by_role("button", name="Disconnect").click()
    expect(ada.page.get_by_role("status").first).to_contain_text("take it back in its settings too")
    shown = next(each for each in assistant.profiles() if each["id"] == profile["id"])
    assert shown["status"] == "disconnected"


def test_disconnecting_takes_nothing_from_elsewhere(server, assistant):
    profile = next(
        each for each in assistant.call("list_social_profiles")["profiles"] if each["status"] == "connected"
    )

    def post(email, origin=server.issuer, workspace="Northwind Studio", csrf="A" * 43):
        cookies = "; ".join(f"{name}={value}" for name, value in session_cookies(server, email).items())
        return http.request(
            "POST",
            server.issuer + "/account/profiles",
            {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Origin": origin},
            urlencode({"csrf": csrf, "workspace": assistant.workspaces[workspace], "profile": profile["id"]}),
        )

    assert post("ada@example.com").status == 403
    assert post("ada@example.com", origin="https://evil.example").status == 403
    # Neither another workspace of theirs nor another person reaches it.
    assert post("ada@example.com", workspace="Harbour Coffee").status == 404
    assert post("grace@example.com").status == 404
    stranger = http.request("GET", server.issuer + "/account/profiles", {})
    assert stranger.status == 303 and stranger.headers["Location"] == "/sign-in?next=%2Faccount%2Fprofiles"
    again = next(e for e in assistant.call("list_social_profiles")["profiles"] if e["id"] == profile["id"])
    assert again["status"] == "connected"
