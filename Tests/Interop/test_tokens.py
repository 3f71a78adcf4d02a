"""Codes, rotation, revocation and introspection over plain HTTP."""

import concurrent.futures
import json
from urllib.parse import quote

import pytest

from harness import http
from harness.raw import RawClient, RawPerson, call_tool, introspect


@pytest.fixture
def client(demo):
    return RawClient(demo)


def test_the_token_answer(demo, client):
    query = RawPerson(demo).approve(client.authorization())
    answer = client.redeem(query["code"])
    assert answer.status == 200
    assert "no-store" in answer.headers["Cache-Control"]
    token = answer.json
    assert token["token_type"] == "Bearer"
    assert isinstance(token["expires_in"], int) and token["expires_in"] >= 300
    assert token["access_token"].startswith("wla_") and token["refresh_token"].startswith("wlr_")
    assert set(token["scope"].split()) == {"workspace:read", "posts:read", "posts:write"}
    details = token["authorization_details"]
    assert {each["type"] for each in details} == {"workspace"}
    assert len(details) == 3 and all(each["identifier"].startswith("ws_") for each in details)


def test_introspection_tells_who_what_and_where(demo, client):
    token = client.connect()["access_token"]
    answer = introspect(demo, token)
    assert answer.status == 200 and "no-store" in answer.headers["Cache-Control"]
    body = answer.json
    assert body["active"] is True and body["iss"] == demo.issuer
    assert body["username"] == "ada@example.com" and body["sub"].startswith("usr_")
    assert body["client_id"] == client.id and body["token_type"] == "Bearer"
    assert body["grant_id"].startswith("grt_")
    audience = body["aud"] if isinstance(body["aud"], list) else [body["aud"]]
    assert audience == [demo.resource]
    assert body["exp"] > body["iat"] > 1_700_000_000
    roles = {each["name"]: each["role"] for each in body["authorization_details"]}
    assert roles == {"Northwind Studio": "owner", "Harbour Coffee": "editor", "Atlas Agency": "viewer"}
    viewer = next(e for e in body["authorization_details"] if e["role"] == "viewer")
    assert "posts:write" not in viewer["scopes"] and "posts:read" in viewer["scopes"]


def test_introspection_takes_every_way_of_authentication(demo, client):
    token = client.connect()["access_token"]
    name, secret = demo.credential
    ways = [
        introspect(demo, token, demo.basic()),
        introspect(demo, token, demo.basic(lambda part: quote(part, safe=""))),
        introspect(demo, token, {}, client_id=name, client_secret=secret),
        introspect(demo, token, demo.basic(), token_type_hint="access_token"),
        introspect(demo, token, demo.basic(), token_type_hint="unheard_of"),
    ]
    assert [(way.status, way.json["active"]) for way in ways] == [(200, True)] * 5


@pytest.mark.parametrize("token", ["x", "wla_", "wla_" + "A" * 90, "wlr_" + "A" * 90, "é"])
def test_anything_else_is_inactive_and_says_no_more(demo, token):
    answer = introspect(demo, token)
    assert (answer.status, answer.json) == (200, {"active": False})


def test_a_resource_server_of_another_audience_sees_nothing(demo, client):
    made = json.loads(
        demo.run("resource-server", "add", "--json", "https://other.example/mcp").stdout
    )
    secret = made.get("secret") or made["client_secret"]
    name = made.get("id") or made["client_id"]
    demo.vault.keep("introspection credential", secret)
    token = client.connect()["access_token"]
    answer = introspect(demo, token, {}, client_id=name, client_secret=secret)
    assert (answer.status, answer.json) == (200, {"active": False})


def test_refresh_rotates_and_parallel_refreshes_agree(demo, client):
    first = client.connect()
    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda _: client.refresh(first["refresh_token"]), range(32)))
    assert [answer.status for answer in answers] == [200] * 32
    successors = {answer.json["refresh_token"] for answer in answers}
    assert len(successors) == 1 and first["refresh_token"] not in successors
    assert all(introspect(demo, a.json["access_token"]).json["active"] for a in answers[:3])


def test_an_old_refresh_token_ends_its_grant(demo, client):
    first = client.connect()
    second = client.refresh(first["refresh_token"]).json
    third = client.refresh(second["refresh_token"]).json
    # Two generations back is never a lost answer: somebody else holds the token.
    replay = client.refresh(first["refresh_token"])
    assert (replay.status, replay.json["error"]) == (400, "invalid_grant")
    assert introspect(demo, third["access_token"]).json == {"active": False}
    assert client.refresh(third["refresh_token"]).json["error"] == "invalid_grant"
    assert call_tool(demo, third["access_token"]).status == 401


def test_a_refresh_may_narrow_but_never_widen(demo, client):
    first = client.connect()
    narrow = client.refresh(first["refresh_token"], scope="posts:read")
    assert narrow.status == 200 and narrow.json["scope"] == "posts:read"
    wide = client.refresh(narrow.json["refresh_token"], scope="posts:read posts:publish")
    assert (wide.status, wide.json["error"]) == (400, "invalid_scope")
    whole = client.refresh(narrow.json["refresh_token"])
    assert set(whole.json["scope"].split()) == set(first["scope"].split())


def test_two_redemptions_of_one_code_give_one_grant_that_dies(demo, client):
    code = RawPerson(demo).approve(client.authorization())["code"]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.redeem(code), range(8)))
    good = [answer for answer in answers if answer.status == 200]
    assert len(good) == 1
    assert {a.json["error"] for a in answers if a.status != 200} == {"invalid_grant"}
    assert introspect(demo, good[0].json["access_token"]).json == {"active": False}


def test_a_wrong_verifier_or_client_leaves_the_code_alone(demo, client):
    code = RawPerson(demo).approve(client.authorization())["code"]
    other = RawClient(demo, client_name="Somebody else")
    wrong = [
        client.redeem(code, code_verifier="w" * 43),
        client.redeem(code, redirect_uri="http://127.0.0.1:1/callback"),
        client.redeem(code, resource="https://elsewhere.example/mcp"),
        other.redeem(code, code_verifier=client.verifier),
    ]
    assert [answer.status for answer in wrong] == [400] * 4
    assert [answer.json["error"] for answer in wrong] == [
        "invalid_grant", "invalid_grant", "invalid_target", "invalid_grant",
    ]
    assert client.redeem(code).status == 200


def test_revocation_by_the_client_is_effective_at_once(demo, client):
    token = client.connect()
    assert call_tool(demo, token["access_token"]).status == 200
    answer = http.post_form(
        demo.issuer + "/revoke", {"token": token["refresh_token"], "client_id": client.id}
    )
    assert answer.status == 200
    assert call_tool(demo, token["access_token"]).status == 401
    assert introspect(demo, token["access_token"]).json == {"active": False}
    assert client.refresh(token["refresh_token"]).json["error"] == "invalid_grant"


def test_another_client_cannot_revoke(demo, client):
    token = client.connect()
    other = RawClient(demo, client_name="Stranger")
    http.post_form(demo.issuer + "/revoke", {"token": token["access_token"], "client_id": other.id})
    assert introspect(demo, token["access_token"]).json["active"] is True


def test_an_unticked_workspace_stays_out(demo, client):
    shown = {}

    def tick(name, value):
        if value.startswith("ws_"):
            shown[value] = len(shown) == 1
            return shown[value]
        return True

    token = client.connect(tick=tick)
    chosen = [value for value, ticked in shown.items() if ticked]
    assert len(shown) == 3 and len(chosen) == 1
    body = introspect(demo, token["access_token"]).json
    assert [each["identifier"] for each in body["authorization_details"]] == chosen


def test_a_lost_membership_narrows_the_very_next_answer(start_demo):
    demo = start_demo()
    token = RawClient(demo).connect()["access_token"]
    before = introspect(demo, token).json
    gone = next(e for e in before["authorization_details"] if e["name"] == "Harbour Coffee")
    demo.run("member", "remove", gone["identifier"], "ada@example.com", "--yes")
    after = introspect(demo, token).json
    assert {e["name"] for e in after["authorization_details"]} == {"Northwind Studio", "Atlas Agency"}
    assert after["revision"] != before["revision"]
    seen = call_tool(demo, token).json["result"]
    assert "Harbour Coffee" not in json.dumps(seen)
