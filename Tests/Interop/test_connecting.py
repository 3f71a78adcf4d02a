"""Connecting a profile of a network: from the tool's link through the browser to a published post."""

import json
import re
import subprocess
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from harness import http
from harness.bluesky import Bluesky
from harness.declared import Declared
from harness.mastodon import Mastodon
from harness.raw import RawClient, RawPerson, session_cookies, tool
from harness.server import BINARY

SCOPES = "workspace:read social_profiles:read social_profiles:connect posts:read posts:write posts:publish"


@pytest.fixture(scope="module")
def network(vault):
    server = Mastodon(vault)
    yield server
    server.close()


@pytest.fixture(scope="module")
def sky(vault):
    server = Bluesky(vault)
    yield server
    server.close()


@pytest.fixture(scope="module")
def declared(vault):
    server = Declared(vault)
    yield server
    server.close()


@pytest.fixture(scope="module")
def server(start_demo, network, sky, declared, tmp_path_factory):
    """A demo of these tests alone, which may reach the networks on this computer."""
    folder = tmp_path_factory.mktemp("providers")
    (folder / "secret").write_text(declared.secret + "\n")
    (folder / "providers.json").write_text(json.dumps(declared.declaration(folder / "secret")))
    options = ["--providers", str(folder / "providers.json")]
    for each in (network, sky, declared):
        options += ["--provider-address", f"127.0.0.1:{each.port}"]
    return start_demo(*options)


class Assistant:
    """A client with a token, in one workspace."""

    def __init__(self, demo, email="ada@example.com", name="Connecting assistant"):
        self.demo = demo
        self.client = RawClient(demo, client_name=name)
        query = RawPerson(demo, email=email).approve(self.client.authorization(scope=SCOPES))
        self.token = self.client.redeem(query["code"]).json["access_token"]
        demo.vault.keep("access_token", self.token)
        workspaces = tool(demo, self.token, "list_workspaces")["workspaces"]
        self.workspaces = {each["name"]: each["id"] for each in workspaces}

    def call(self, name, workspace="Northwind Studio", **arguments):
        return tool(self.demo, self.token, name, workspaceId=self.workspaces[workspace], **arguments)

    def link(self, provider="mastodon"):
        return self.call("get_social_connection_url", provider=provider)

    def profiles(self, provider="mastodon"):
        return self.call("list_social_profiles", provider=provider)["profiles"]


@pytest.fixture(scope="module")
def assistant(server):
    return Assistant(server)


@pytest.fixture
def known(server, new_person):
    """Makes people who are signed in already."""

    def make(email="ada@example.com"):
        cookies = [
            {"name": name, "value": value, "url": server.issuer}
            for name, value in session_cookies(server, email).items()
            # Only the session, so that each of them is a browser of their own.
            if "session" in name
        ]
        return new_person(cookies=cookies)

    return make


def go_to_network(person, network):
    person.page.get_by_label(re.compile("server")).fill(network.origin)
    person.page.get_by_role("button", name="Go on to Mastodon").click()
    expect(person.page.get_by_role("button", name="Authorize")).to_be_visible()


def test_a_profile_is_connected_and_published_to(server, assistant, network, person):
    answer = assistant.link()
    assert answer["provider"] == answer["authProvider"] == "mastodon"
    assert answer["callbackUrl"] == server.issuer + "/account/connect/callback"
    assert answer["authUrl"].startswith(server.issuer + "/account/connect?link=")
    person.page.goto(answer["authUrl"])
    # A stranger to this browser signs in first, and lands on the page of the link.
    person.sign_in()
    expect(person.page.get_by_role("heading", name="Connect Mastodon")).to_be_visible()
    text = person.page.locator("main").inner_text()
    assert "Northwind Studio" in text and "ada@example.com" in text and "Connecting assistant" in text
    person.picture("connect-start")
    go_to_network(person, network)
    person.page.get_by_role("button", name="Authorize").click()
    expect(person.page.get_by_role("heading", name="Choose what to connect")).to_be_visible()
    assert urlsplit(person.page.url).path == "/account/connect/profiles"
    assert "code=" not in person.page.url
    person.picture("connect-choose")
    expect(person.page.get_by_role("checkbox", name=re.compile("Ada at the fake"))).to_be_checked()
    person.page.get_by_role("button", name="Connect").click()
    expect(person.page.get_by_role("heading", name="The profile is connected")).to_be_visible()
    person.picture("connect-done")

    profile = next(each for each in assistant.profiles() if each["name"] == "Ada at the fake")
    assert profile["status"] == "connected"
    assert profile["handle"] == f"@ada@127.0.0.1:{network.port}"
    made = assistant.call("create_post", caption="Out of a test", socialProfileIds=[profile["id"]])
    out = assistant.call("publish_post", postGroupId=made["postGroupId"])
    assert out["status"] == "POSTED", out
    assert out["profiles"][0]["attempts"][0]["url"].startswith("https://mastodon.example/@ada/")
    assert "Out of a test" in network.statuses
    # What the network gave stays here: neither the database nor an export shows it.
    stored = server.database.read_bytes()
    exported = server.run("publishing", "export", "Northwind Studio").stdout
    for token in network.tokens:
        assert token.encode() not in stored and token not in exported


def test_a_permission_that_was_taken_back_shows_as_expired(assistant, network, known):
    ada = known()
    ada.page.goto(assistant.link()["authUrl"])
    go_to_network(ada, network)
    ada.page.get_by_role("button", name="Authorize").click()
    ada.page.get_by_role("button", name="Connect").click()
    expect(ada.page.get_by_role("heading", name="The profile is connected")).to_be_visible()
    profile = next(each for each in assistant.profiles() if each["name"] == "Ada at the fake")
    made = assistant.call("create_post", caption="Too late", socialProfileIds=[profile["id"]])
    network.tokens.clear()
    out = assistant.call("publish_post", postGroupId=made["postGroupId"])
    assert out["status"] == "FAILED"
    assert out["profiles"][0]["attempts"][0]["errorCode"] == "profile_expired"
    again = next(each for each in assistant.profiles() if each["id"] == profile["id"])
    assert again["status"] == "expired" and "get_social_connection_url" in again["hint"]


def test_a_refusal_at_the_network_ends_on_a_page_with_a_way_back(assistant, network, known):
    ada = known()
    ada.page.goto(assistant.link()["authUrl"])
    go_to_network(ada, network)
    ada.page.get_by_role("button", name="Deny").click()
    expect(ada.page.get_by_role("heading", name="Mastodon was not connected")).to_be_visible()
    ada.picture("connect-denied")
    address = ada.page.url
    ada.page.get_by_role("link", name="Try again").click()
    expect(ada.page.get_by_role("heading", name="Connect Mastodon")).to_be_visible()
    # The network's answer is used up.
    ada.page.goto(address)
    expect(ada.page.get_by_role("heading", name="This step is over")).to_be_visible()


def test_the_network_s_answer_belongs_to_one_browser(assistant, network, known):
    ada, elsewhere = known(), known()
    ada.page.goto(assistant.link()["authUrl"])
    go_to_network(ada, network)
    network.held = []
    ada.page.get_by_role("button", name="Authorize").click()
    expect(ada.page.get_by_role("heading", name="Held")).to_be_visible()
    (answer,), network.held = network.held, None
    elsewhere.page.goto(answer)
    expect(elsewhere.page.get_by_role("heading", name="This step is over")).to_be_visible()
    ada.page.goto(answer)
    expect(ada.page.get_by_role("heading", name="Choose what to connect")).to_be_visible()


def test_a_link_is_for_one_person(server, assistant, known):
    grace = known("grace@example.com")
    grace.page.goto(assistant.link()["authUrl"])
    expect(grace.page.get_by_role("heading", name="This link is for somebody else")).to_be_visible()
    grace.picture("connect-foreign")
    grace.page.goto(server.issuer + "/account/connect?link=AAAA")
    expect(grace.page.get_by_role("heading", name="This link leads nowhere")).to_be_visible()


def test_a_server_that_is_none_is_told_on_the_page(assistant, known):
    ada = known()
    ada.page.goto(assistant.link()["authUrl"])
    ada.page.get_by_label(re.compile("server")).fill("10.0.0.1")
    ada.page.get_by_role("button", name="Go on to Mastodon").click()
    expect(ada.page.get_by_role("alert")).to_contain_text("public server")
    assert ada.page.get_by_label(re.compile("server")).input_value() == "10.0.0.1"
    ada.picture("connect-problem")


def test_what_cannot_be_connected_is_said_with_what_can(assistant):
    error = assistant.link("facebook")["error"]
    assert error["code"] == "provider_not_available"
    assert "mastodon" in error["available"] and "mastodon" in error["hint"]
    assert assistant.link("myspace")["error"]["code"] == "provider_not_available"


def test_only_an_owner_connects(assistant):
    error = assistant.call("get_social_connection_url", workspace="Harbour Coffee", provider="mastodon")["error"]
    assert error["code"] == "role_too_low"


def test_a_connection_that_ended_ends_the_link(server, network, known):
    # Equal metadata would make it the client of the other tests.
    assistant = Assistant(server, name="Ending assistant")
    link = assistant.link()["authUrl"]
    ada = known()
    ada.page.goto(link)
    go_to_network(ada, network)
    server.run("grant", "revoke", "--client", assistant.client.id, "--yes")
    ada.page.get_by_role("button", name="Authorize").click()
    expect(ada.page.get_by_role("heading", name="You cannot connect a profile there now")).to_be_visible()
    ada.page.goto(link)
    expect(ada.page.get_by_role("heading", name="You cannot connect a profile there now")).to_be_visible()


def test_an_app_password_connects_a_bluesky_profile(server, assistant, sky, known):
    ada = known()
    answer = assistant.link("bluesky")
    assert "app password" in answer["instructions"]
    ada.page.goto(answer["authUrl"])
    expect(ada.page.get_by_role("heading", name="Connect Bluesky")).to_be_visible()
    ada.picture("connect-bluesky")

    def fill(password):
        ada.page.get_by_label("Your handle", exact=True).fill("@Ada.Example.com")
        ada.page.get_by_label("App password").fill(password)
        ada.page.get_by_label(re.compile("^Server")).fill(sky.origin)
        ada.page.get_by_role("button", name="Connect").click()

    fill("my main password")
    expect(ada.page.get_by_role("alert")).to_contain_text("no app password")
    assert ada.page.get_by_label("App password").input_value() == ""
    ada.picture("connect-bluesky-problem")
    fill("aaaa-bbbb-cccc-dddd")
    expect(ada.page.get_by_role("alert")).to_contain_text("does not know")
    fill(sky.password)
    expect(ada.page.get_by_role("heading", name="Choose what to connect")).to_be_visible()
    ada.page.get_by_role("button", name="Connect").click()
    expect(ada.page.get_by_role("heading", name="The profile is connected")).to_be_visible()
    profile = next(each for each in assistant.profiles("bluesky") if each["name"] == "Ada at the sky")
    # The access token has ended when the post goes out; the session renews itself.
    sky.access.clear()
    made = assistant.call("create_post", caption="Up #sky", socialProfileIds=[profile["id"]])
    out = assistant.call("publish_post", postGroupId=made["postGroupId"])
    assert out["status"] == "POSTED", out
    assert out["profiles"][0]["attempts"][0]["url"].startswith("https://bsky.app/profile/did:plc:")
    (record,) = sky.records.values()
    assert record["text"] == "Up #sky" and record["facets"][0]["features"][0]["tag"] == "sky"
    assert sky.refreshed == 1


def test_a_declared_network_offers_its_profiles(server, assistant, declared, known):
    ada = known()
    ada.page.goto(assistant.link("linkedin")["authUrl"])
    ada.picture("connect-declared")
    ada.page.get_by_role("button", name="Go on to LinkedIn").click()
    expect(ada.page.get_by_role("heading", name="Choose what to connect")).to_be_visible()
    ada.page.get_by_role("button", name="Connect").click()
    expect(ada.page.get_by_role("alert")).to_contain_text("Tick at least one")
    ada.picture("connect-choose-several")
    ada.page.get_by_role("checkbox", name=re.compile("The shop")).check()
    ada.page.get_by_role("button", name="Connect").click()
    expect(ada.page.get_by_role("heading", name="The profile is connected")).to_be_visible()
    profiles = {each["name"]: each["id"] for each in assistant.profiles("linkedin")}
    assert "Ada at work" not in profiles
    made = assistant.call("create_post", caption="From the shop", socialProfileIds=[profiles["The shop"]])
    out = assistant.call("publish_post", postGroupId=made["postGroupId"])
    assert out["status"] == "POSTED", out
    assert out["profiles"][0]["attempts"][0]["url"] == "https://linkedin.example/feed/urn:li:share:1"
    assert declared.posts == [{"author": "urn:li:person:b2", "commentary": "From the shop"}]


def test_a_file_of_networks_is_checked(server, declared, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("something\n")
    sound = tmp_path / "sound.json"
    sound.write_text(json.dumps(declared.declaration(secret)))
    done = subprocess.run([str(BINARY), "provider", "check", str(sound)], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0 and "linkedin" in done.stdout and "something" not in done.stdout
    wrong = declared.declaration(secret)
    wrong["providers"][0]["token"]["adress"] = "x"
    sound.write_text(json.dumps(wrong))
    done = subprocess.run([str(BINARY), "provider", "check", str(sound)], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and "/providers/0/token/adress" in done.stderr


def test_the_forms_take_nothing_from_elsewhere(server, assistant, network):
    link = assistant.link()["authUrl"].partition("link=")[2]
    cookies = "; ".join(f"{name}={value}" for name, value in session_cookies(server, "ada@example.com").items())
    asked = len(network.requests)

    def post(path, origin=server.issuer, **fields):
        return http.request(
            "POST",
            server.issuer + path,
            {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Origin": origin},
            urlencode(fields),
        )

    start = {"link": link, "server": network.origin, "csrf": "A" * 43}
    assert post("/account/connect", **start).status == 403
    assert "another site" in post("/account/connect", origin="https://evil.example", **start).text
    choice = {"flow": "A" * 43, "account": "42", "csrf": "A" * 43}
    assert post("/account/connect/profiles", **choice).status == 400
    assert post("/account/connect/profiles", origin="https://evil.example", **choice).status == 403
    answer = http.request("GET", server.issuer + "/account/connect/callback?code=x&state=" + "A" * 43, {"Cookie": cookies})
    assert answer.status == 400
    assert len(network.requests) == asked
    # A stranger is asked to sign in, and comes back to the very link.
    stranger = http.request("GET", f"{server.issuer}/account/connect?link={link}", {})
    assert stranger.status == 303 and stranger.headers["Location"].startswith("/sign-in?next=%2Faccount%2Fconnect")
