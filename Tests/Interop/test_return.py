"""How the answer gets back: the page in between, a port where nobody listens, another machine."""

import re
import socket

import pytest
from playwright.sync_api import expect

from harness import http
from harness.callback import Callback
from harness.raw import RawClient, session_cookies

CLOSE = "You can close this tab"


@pytest.fixture
def ada(demo, new_person):
    def make(**options):
        cookies = [
            {"name": name, "value": value, "url": demo.issuer}
            for name, value in session_cookies(demo, "ada@example.com").items()
        ]
        return new_person(cookies=cookies, **options)

    return make


def client_at(demo, redirect, name="Claude Code"):
    client = RawClient(demo, redirect_uris=[redirect], client_name=name)
    client.redirect = redirect
    return client


def open_consent(person, client):
    person.page.goto(client.authorization(redirect_uri=client.redirect))
    person.choose(["Northwind Studio"])


@pytest.mark.parametrize("script", [True, False])
def test_the_page_in_between_goes_on_by_itself(demo, ada, callback, script):
    client = client_at(demo, callback.uri)
    person = ada(java_script_enabled=script)
    open_consent(person, client)
    with person.page.expect_response(lambda response: response.request.method == "POST") as posted:
        person.approve.click()
    headers = posted.value.headers
    assert posted.value.status == 200 and headers["cache-control"] == "no-store"
    expect(person.page.get_by_text(CLOSE)).to_be_visible()
    person.picture("return-going-on")
    answer = callback.next()
    assert answer["state"] == client.state and answer["iss"] == demo.issuer
    person.at_client()
    assert client.redeem(answer["code"], redirect_uri=client.redirect).status == 200


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_listener_learns_nothing_but_its_answer(demo, ada, vault, host):
    listener = Callback(vault, host=host)
    try:
        client = client_at(demo, listener.uri)
        person = ada()
        requests = []
        person.page.on("request", lambda request: requests.append(request))
        open_consent(person, client)
        person.approve.click()
        person.at_client()
        assert set(listener.next()) == {"code", "state", "iss"}
        arrived = [each for each in requests if each.url.startswith(listener.uri)]
        assert arrived and all("referer" not in each.headers for each in arrived)
        assert all("code=" not in each.url for each in requests if each not in arrived)
    finally:
        listener.close()


def test_back_from_a_dead_port_leads_to_the_address(demo, ada):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    client = client_at(demo, f"http://127.0.0.1:{port}/callback")
    person = ada()
    open_consent(person, client)
    with person.page.expect_event("requestfailed", lambda failed: str(port) in failed.url):
        person.approve.click()
    person.page.wait_for_url(re.compile("chrome-error|/callback"))
    person.page.go_back()
    address = person.page.get_by_label("Address to copy")
    expect(address).to_be_visible()
    person.picture("return-dead-port")
    copied = address.input_value()
    client.demo.vault.keep("code", re.search("code=([^&]+)", copied).group(1))
    assert copied.startswith(client.redirect + "?code=")
    # It does not go on by itself a second time, so the page can be read.
    expect(address).to_be_visible()
    assert "refresh" not in person.page.reload().headers


@pytest.mark.parametrize("kind", ["desktop", "phone", "dark"])
def test_my_client_runs_on_another_machine(demo, ada, callback, kind):
    client = client_at(demo, callback.uri)
    options = {
        "desktop": {},
        "phone": {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True},
        "dark": {"color_scheme": "dark"},
    }[kind]
    person = ada(java_script_enabled=False, **options)
    open_consent(person, client)
    person.page.get_by_text("Does the application run on another computer?").click()
    person.page.get_by_role("checkbox", name=re.compile("another machine")).check()
    person.picture(f"consent-elsewhere-{kind}")
    person.approve.click()
    address = person.page.get_by_label("Address to copy")
    expect(address).to_be_visible()
    person.picture(f"return-elsewhere-{kind}")
    copied = address.input_value()
    client.demo.vault.keep("code", re.search("code=([^&]+)", copied).group(1))
    assert callback.visits.empty(), "the browser must not go there itself"
    # What the person does on the other machine.
    assert http.get(copied).status == 200
    answer = callback.next()
    assert client.redeem(answer["code"], redirect_uri=client.redirect).status == 200
    person.page.reload()
    expect(person.page.get_by_text("The application has its answer.")).to_be_visible()
    person.picture(f"return-taken-{kind}")


def test_the_tick_survives_a_mistake(demo, ada, callback):
    client = client_at(demo, callback.uri)
    person = ada()
    person.page.goto(client.authorization(redirect_uri=client.redirect))
    person.choose([])
    person.page.get_by_text("Does the application run on another computer?").click()
    person.page.get_by_role("checkbox", name=re.compile("another machine")).check()
    person.approve.click()
    expect(person.page.get_by_role("alert")).to_be_visible()
    expect(person.page.get_by_role("checkbox", name=re.compile("another machine"))).to_be_checked()


def test_an_app_gets_a_button_and_the_tab_can_go(demo, ada):
    redirect = "cursor://anysphere.cursor-mcp/oauth/callback"
    client = client_at(demo, redirect, "Cursor")
    person = ada()
    open_consent(person, client)
    person.approve.click()
    button = person.page.get_by_role("link", name="Return to Cursor")
    expect(button).to_be_visible()
    expect(person.page.get_by_text(CLOSE)).to_be_visible()
    person.picture("return-app")
    link = button.get_attribute("href")
    code = re.search("code=([^&]+)", link).group(1)
    client.demo.vault.keep("code", code)
    assert link.startswith(redirect + "?code=")
    # Nothing handles the scheme here; the page is still there when the browser has tried.
    person.page.wait_for_load_state("networkidle")
    expect(button).to_be_visible()
    assert client.redeem(code, redirect_uri=redirect).status == 200


def test_deny_goes_the_same_way(demo, ada, callback):
    client = client_at(demo, callback.uri)
    person = ada()
    open_consent(person, client)
    person.deny.click()
    expect(person.page.get_by_text(CLOSE)).to_be_visible()
    person.picture("return-denied")
    assert callback.next()["error"] == "access_denied"
