"""The pages as people meet them, in Debian's Chromium."""

import json
import re

import pytest
from playwright.sync_api import expect

from harness.person import PASSWORD
from harness.raw import RawClient, call_tool, introspect, session_cookies

ALL = {"Northwind Studio", "Harbour Coffee", "Atlas Agency"}


@pytest.fixture
def client(demo, callback):
    """A client of this test alone, whose redirect goes to the test's own listener."""
    made = RawClient(demo, redirect_uris=[callback.uri], client_name=f"Pages {callback.uri[-14:-9]}")
    made.redirect = callback.uri
    return made


def address(client, **changes):
    return client.authorization(redirect_uri=client.redirect, **changes)


def grants(demo, client):
    """The grants of one client; the client is unknown until somebody approves it."""
    listed = demo.run("grant", "list", "--json", "--client", client.id, ok=False)
    if listed.returncode == 1 and "there is no client" in listed.stderr:
        return []
    return json.loads(listed.stdout)


@pytest.fixture
def known(demo, new_person):
    """Makes people who are signed in already, for sign-ins of one source are rationed."""

    def make(**options):
        cookies = [
            {"name": name, "value": value, "url": demo.issuer}
            for name, value in session_cookies(demo, "ada@example.com").items()
        ]
        return new_person(cookies=cookies, **options)

    return make


@pytest.fixture
def ada(known):
    return known()


def open_consent(person, client, **changes):
    person.page.goto(address(client, **changes))
    expect(person.approve).to_be_visible()


def test_a_wrong_password_says_no_more_than_that(client, person):
    person.page.goto(address(client))
    person.picture("sign-in")
    person.sign_in(password="not the password")
    expect(person.password).to_be_visible()
    wrong = person.page.get_by_role("alert").inner_text()
    person.picture("sign-in-wrong")
    assert person.email.input_value() == "ada@example.com"
    assert person.password.input_value() == ""
    person.sign_in(email="nobody@example.com", password="not the password")
    expect(person.password).to_be_visible()
    assert person.page.get_by_role("alert").inner_text() == wrong
    person.sign_in()
    expect(person.approve).to_be_visible()


def test_the_consent_page_says_what_matters(demo, client, ada):
    open_consent(ada, client)
    ada.picture("consent")
    text = ada.page.locator("main").inner_text()
    assert client.registration["client_name"] in text
    assert "127.0.0.1" in text and "ada@example.com" in text
    for name in ALL:
        expect(ada.workspace(name)).to_be_visible()
    for word in ("owner", "editor", "viewer"):
        assert re.search(word, text, re.I), word
    assert re.search("not verified|unverified", text, re.I)
    assert "posts:read" not in text, "permissions are named in plain words"
    expect(ada.deny).to_be_visible()
    assert ada.page.locator("h1").count() == 1
    assert ada.page.locator("html").get_attribute("lang")


def test_what_cannot_be_undone_is_not_ticked(client, ada):
    open_consent(ada, client, scope="workspace:read posts:read posts:publish workflows:run")
    expect(ada.permission("posts:read")).to_be_checked()
    expect(ada.permission("posts:publish")).not_to_be_checked()
    expect(ada.permission("workflows:run")).not_to_be_checked()


def test_nothing_ticked_says_so_and_stays(client, ada, callback):
    open_consent(ada, client)
    ada.choose([])
    ada.approve.click()
    expect(ada.page.get_by_role("alert")).to_be_visible()
    expect(ada.approve).to_be_visible()
    ada.picture("consent-nothing-ticked")
    assert callback.visits.empty()
    ada.choose(["Atlas Agency"])
    ada.approve.click()
    ada.at_client()
    assert callback.next()["code"]


def test_deny_tells_the_client(demo, client, ada, callback):
    open_consent(ada, client)
    ada.deny.click()
    ada.at_client()
    answer = callback.next()
    assert answer["error"] == "access_denied"
    assert answer["state"] == client.state and answer["iss"] == demo.issuer
    assert "code" not in answer
    assert grants(demo, client) == []


def test_another_account_can_be_chosen(demo, client, person, callback):
    person.page.goto(address(client))
    person.sign_in()
    expect(person.approve).to_be_visible()
    assert person.workspace("Grace's Garden").count() == 0
    person.page.get_by_role("button", name=re.compile("switch account|another account", re.I)).or_(
        person.page.get_by_role("link", name=re.compile("switch account|another account", re.I))
    ).first.click()
    person.sign_in(email="grace@example.com")
    expect(person.approve).to_be_visible()
    assert "grace@example.com" in person.page.locator("main").inner_text()
    expect(person.workspace("Grace's Garden")).to_be_visible()
    person.workspace("Grace's Garden").check()
    person.approve.click()
    person.at_client()
    token = client.redeem(callback.next()["code"], redirect_uri=client.redirect).json
    assert introspect(demo, token["access_token"]).json["username"] == "grace@example.com"


def test_reload_and_back_lead_to_one_code(demo, client, ada, callback):
    open_consent(ada, client)
    ada.page.reload()
    expect(ada.approve).to_be_visible()
    ada.choose(["Northwind Studio"])
    ada.approve.click()
    ada.at_client()
    code = callback.next()["code"]
    ada.page.go_back()
    if ada.approve.count():
        ada.choose(["Northwind Studio"])
        ada.approve.click()
        ada.page.wait_for_load_state()
        ada.picture("consent-used")
    later = []
    while not callback.visits.empty():
        later.append(callback.visits.get().get("code"))
    assert set(later) <= {code}
    assert len(grants(demo, client)) == 1
    assert client.redeem(code, redirect_uri=client.redirect).status == 200


def test_a_double_click_leads_to_one_code(demo, client, ada, callback):
    open_consent(ada, client)
    ada.choose(["Northwind Studio"])
    ada.approve.dblclick()
    ada.at_client()
    codes = {callback.next()["code"]}
    while not callback.visits.empty():
        codes.add(callback.visits.get()["code"])
    assert len(codes) == 1
    assert len(grants(demo, client)) == 1
    assert client.redeem(codes.pop(), redirect_uri=client.redirect).status == 200


def test_everything_works_without_script(demo, client, new_person, callback):
    person = new_person(java_script_enabled=False)
    person.page.goto(address(client))
    person.sign_in()
    person.choose(ALL, without=["posts:write"])
    person.approve.click()
    person.at_client()
    token = client.redeem(callback.next()["code"], redirect_uri=client.redirect).json
    assert "posts:write" not in token["scope"].split()
    assert len(token["authorization_details"]) == 3


def test_a_narrow_phone_scrolls_one_way_only(demo, client, new_person):
    person = new_person(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)

    def fits():
        return person.page.evaluate("document.documentElement.scrollWidth") <= 320

    person.page.goto(address(client))
    person.picture("sign-in-phone")
    assert fits()
    person.sign_in()
    expect(person.approve).to_be_visible()
    person.picture("consent-phone")
    assert fits()
    for button in (person.approve, person.deny):
        assert button.bounding_box()["height"] >= 40, "large enough for a thumb"
    person.page.goto(demo.issuer + "/account")
    person.picture("account-phone")
    assert fits()


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_colours_follow_the_system(client, known, scheme):
    person = known(color_scheme=scheme)
    open_consent(person, client)
    person.picture(f"consent-{scheme}")
    ground = person.page.evaluate(
        "[document.body, document.documentElement].map(e => getComputedStyle(e).backgroundColor)"
        ".find(c => c !== 'rgba(0, 0, 0, 0)')"
    )
    parts = [float(part) for part in re.findall(r"[\d.]+", ground)[:3]]
    brightness = sum(parts) / 3 / (255 if max(parts) > 1 else 1)
    assert brightness < 0.3 if scheme == "dark" else brightness > 0.7, ground


def test_the_keyboard_is_enough(client, person, callback):
    page = person.page

    def tab_to(matches, limit=40):
        for _ in range(limit):
            if page.evaluate(f"(() => {{ const e = document.activeElement; return {matches} }})()"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"no {matches} by Tab")

    page.goto(address(client))
    tab_to("e.type === 'email'")
    page.keyboard.type("ada@example.com")
    tab_to("e.type === 'password'")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(person.approve).to_be_visible()
    tab_to("e.type === 'checkbox' && e.value.startsWith('ws_')")
    outline = page.evaluate(
        "[document.activeElement, document.activeElement.closest('label')].some(e => {"
        " const s = getComputedStyle(e); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' })"
    )
    assert outline, "the focus can be seen"
    before = page.evaluate("document.activeElement.checked")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked") != before
    if before:
        page.keyboard.press("Space")
    tab_to("e.tagName === 'BUTTON' && /approve|allow/i.test(e.textContent)")
    page.keyboard.press("Enter")
    person.at_client()
    assert callback.next()["code"]


def test_every_control_has_a_name(client, ada):
    open_consent(ada, client)
    nameless = ada.page.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden]), button, a')]"
        ".filter(e => !(e.labels && e.labels.length) && !e.textContent.trim()"
        " && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby'))"
        ".map(e => e.outerHTML)"
    )
    assert nameless == []


def test_the_account_page_ends_a_connection(demo, client, ada, callback):
    open_consent(ada, client)
    ada.choose(["Northwind Studio", "Atlas Agency"])
    ada.approve.click()
    ada.at_client()
    token = client.redeem(callback.next()["code"], redirect_uri=client.redirect).json["access_token"]
    assert call_tool(demo, token).status == 200

    page = ada.page
    page.goto(demo.issuer + "/account")
    ada.picture("account")
    text = page.locator("main").inner_text()
    assert client.registration["client_name"] in text
    assert "Northwind Studio" in text and "127.0.0.1" in text
    row = page.locator("li, article, tr, section").filter(
        has_text=client.registration["client_name"]
    ).last
    with page.expect_navigation():
        row.get_by_role("button", name=re.compile("end", re.I)).click()
    expect(page.locator("main")).to_be_visible()
    assert call_tool(demo, token).status == 401
    assert grants(demo, client)[0]["state"] != "active"


def test_signing_out_asks_for_the_password_again(demo, client, person):
    person.page.goto(demo.issuer + "/account")
    person.sign_in()
    person.page.get_by_role("button", name=re.compile("sign out", re.I)).first.click()
    person.page.wait_for_load_state()
    person.page.goto(address(client))
    expect(person.password).to_be_visible()


def test_errors_are_pages_with_a_way_on(demo, client, ada):
    ada.page.goto(client.authorization(redirect_uri="https://evil.example/callback"))
    ada.picture("error-redirect")
    expect(ada.page.locator("h1")).to_be_visible()
    assert ada.page.get_by_role("link", name=re.compile("evil", re.I)).count() == 0
    ada.page.goto(demo.issuer + "/no-such-page")
    ada.picture("error-404")
    expect(ada.page.locator("h1")).to_be_visible()


def test_markup_in_a_client_name_stays_text(demo, known, callback):
    name = "<img src=x onerror=alert(1)> & \"Co\""
    client = RawClient(demo, redirect_uris=[callback.uri], client_name=name)
    client.redirect = callback.uri
    person = known()
    open_consent(person, client)
    assert name in person.page.locator("main").inner_text()
    assert person.page.locator("main img[src=x]").count() == 0


def test_the_session_cookie_is_kept_from_scripts(demo, person):
    person.page.goto(demo.issuer + "/account")
    person.sign_in()
    expect(person.page.locator("h1")).to_have_text("Your connections")
    cookies = person.context.cookies()
    assert len(cookies) == 2
    for cookie in cookies:
        assert cookie["httpOnly"] and cookie["sameSite"] in ("Lax", "Strict")
