"""The operator's policy: a page that waits by itself, and commands beside the running server."""

import json

import pytest
from playwright.sync_api import expect

from harness.callback import Callback
from harness.raw import RawClient, session_cookies


@pytest.fixture(scope="module")
def strict(start_demo):
    """A server whose operator decides about every client that registers itself."""
    demo = start_demo()
    demo.run("policy", "add", "hold", "--kind", "dynamic")
    return demo


@pytest.fixture
def ada(strict, new_person):
    def make(**options):
        cookies = [
            {"name": name, "value": value, "url": strict.issuer}
            for name, value in session_cookies(strict, "ada@example.com").items()
        ]
        return new_person(cookies=cookies, **options)

    return make


@pytest.fixture
def held(strict, callback):
    client = RawClient(
        strict, redirect_uris=[callback.uri], client_name=f"Held {callback.uri[-14:-9]}"
    )
    client.redirect = callback.uri
    return client


def wait(person, client):
    person.page.goto(client.authorization(redirect_uri=client.redirect))
    heading = person.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Waiting for the operator")
    return heading


def pending(demo, client):
    return [each for each in json.loads(demo.run("client", "pending", "--json").stdout)
            if each["client"] == client.id]


@pytest.mark.parametrize("kind", ["script", "plain", "phone", "dark"])
def test_an_approval_goes_on_without_a_click(strict, ada, held, callback, kind):
    options = {
        "script": {},
        "plain": {"java_script_enabled": False},
        "phone": {"viewport": {"width": 320, "height": 640}, "is_mobile": True},
        "dark": {"color_scheme": "dark"},
    }[kind]
    person = ada(**options)
    wait(person, held)
    person.picture(f"policy-waiting-{kind}")
    if kind == "phone":
        assert person.page.evaluate("document.documentElement.scrollWidth") <= 320
    shown = pending(strict, held)
    assert [each["email"] for each in shown[0]["people"]] == ["ada@example.com"]
    text = strict.run("client", "pending").stdout
    assert held.registration["client_name"] in text and "ada@example.com" in text
    strict.run("client", "approve", held.id)
    # Nobody touches the page.
    expect(person.approve).to_be_visible(timeout=20_000)
    assert pending(strict, held) == []
    person.choose(["Northwind Studio"])
    person.approve.click()
    person.at_client()
    answer = callback.next()
    assert held.redeem(answer["code"], redirect_uri=held.redirect).status == 200


def test_waiting_does_not_fill_the_history(strict, ada, held):
    person = ada()
    person.page.goto(strict.issuer + "/account")
    before = person.page.evaluate("history.length")
    wait(person, held)
    with person.page.expect_navigation(timeout=20_000):
        pass
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Waiting for the operator")
    assert person.page.evaluate("history.length") == before + 1


def test_a_denial_reaches_person_and_client(strict, ada, held, callback):
    person = ada()
    wait(person, held)
    strict.run("client", "deny", held.id[:24])
    button = person.page.get_by_role("link", name="Return to the application")
    expect(button).to_be_visible(timeout=20_000)
    expect(person.page.locator("main")).to_contain_text("does not allow this application")
    person.picture("policy-denied")
    button.click()
    person.at_client()
    answer = callback.next()
    assert answer["error"] == "access_denied" and answer["iss"] == strict.issuer
    assert answer["state"] == held.state
    # The next attempt of the same client ends at once.
    person.page.goto(held.authorization(redirect_uri=held.redirect))
    expect(button).to_be_visible()


def test_who_stops_waiting_tells_the_client(strict, ada, held, callback):
    person = ada()
    wait(person, held)
    person.page.get_by_role("button", name="Stop waiting").click()
    assert callback.next()["error"] == "access_denied"
    assert pending(strict, held) == []


def test_another_account_waits_for_itself(strict, person, held):
    person.page.goto(held.authorization(redirect_uri=held.redirect))
    person.sign_in()
    person.page.get_by_role("button", name="Switch account").click()
    person.sign_in(email="grace@example.com")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Waiting for the operator")
    emails = sorted(each["email"] for each in pending(strict, held)[0]["people"])
    assert emails == ["ada@example.com", "grace@example.com"]


def test_rules_take_effect_on_the_next_request(strict, ada, vault):
    listener = Callback(vault)
    try:
        client = RawClient(strict, redirect_uris=[listener.uri], client_name="Loopback only")
        client.redirect = listener.uri
        person = ada()
        wait(person, client)
        rule = json.loads(
            strict.run("policy", "add", "allow", "--redirect-host", "loopback", "--json").stdout
        )
        person.page.goto(client.authorization(redirect_uri=client.redirect))
        expect(person.approve).to_be_visible()
        assert rule["id"] in strict.run("policy", "list").stdout
        strict.run("policy", "remove", rule["id"])
        wait(person, client)
    finally:
        listener.close()


def test_wrong_usage_is_said_in_words(strict):
    for arguments, words in [
        (["add", "allow"], "--domain, --redirect-host, --kind or --client"),
        (["add", "allow", "--kind", "dynamic", "--domain", "a.example"], "exclude each other"),
        (["add", "perhaps", "--kind", "dynamic"], "allow, deny or hold"),
        (["default", "maybe"], "allow, deny or hold"),
    ]:
        done = strict.run("policy", *arguments, ok=False)
        assert done.returncode == 2 and words in done.stderr, done.stderr
    done = strict.run("policy", "add", "deny", "--domain", "https://x.example", ok=False)
    assert done.returncode == 1 and "write a host" in done.stderr
    assert "hold" in strict.run("policy", "--help").stdout
