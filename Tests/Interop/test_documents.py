"""Clients that describe themselves at an address (Client ID Metadata Documents)."""

import json
import secrets
import time

import pytest
from playwright.sync_api import expect

from harness import http, sdk
from harness.published import Published, PublishedClient
from harness.raw import REDIRECT, RawPerson
from harness.sdk import SdkClient, structured

CHOSEN = {"Northwind Studio", "Harbour Coffee"}
BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@pytest.fixture(scope="module")
def local(start_demo):
    """A server that reads documents of this computer, and says so."""
    demo = start_demo("--allow-insecure-loopback-clients", "--log-format", "json")
    demo.wait_for("for development only")
    return demo


@pytest.fixture(scope="module")
def signing(start_demo):
    """Another one, for a host is asked only so often a minute."""
    return start_demo("--allow-insecure-loopback-clients")


@pytest.fixture
def published():
    site = Published()
    yield site
    site.close()


@pytest.mark.sdk
def test_the_sdk_uses_its_document_instead_of_registering(local, person, callback, vault, published):
    port_free = callback.uri.replace(callback.uri.split(":")[2].split("/")[0], "0")
    address = published.publish_client(
        port_free.replace(":0", ""), token_endpoint_auth_method="none"
    )
    client = SdkClient(local.resource, callback, vault, sdk.MODES[0])
    # The SDK takes https addresses only; behind its constructor it does not ask again.
    client.provider.context.client_metadata_url = address

    def visit(url):
        person.page.goto(url)
        expect(person.email).to_be_visible()
        assert published.reads == [], "nobody has signed in yet"
        person.sign_in()
        expect(person.approve).to_be_visible()
        expect(person.page.locator("body")).to_contain_text("Published client")
        person.picture("document-consent")
        person.choose(CHOSEN)
        person.approve.click()
        person.at_client()

    async def journey(session):
        assert not any(path == "/register" for _, path, _ in client.exchanges)
        client.expire_access_token()
        answer = structured(await session.call_tool("list_workspaces", {}))
        return {each["name"] for each in answer["workspaces"]}

    assert client.run(journey, visit) == CHOSEN
    assert client.memory.client.client_id == address
    assert client.token_grants == ["code", "refresh_token"]
    assert published.paths == ["/client.json"]
    headers = published.reads[0][1]
    assert headers["User-Agent"].endswith(f"(+{local.issuer})")
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)
    assert person.complaints == []

    listed = json.loads(local.run("client", "show", address, "--json").stdout)
    assert listed["kind"] == "metadata_document" and listed["name"] == "Published client"
    assert listed["document"]["hash"]


def test_a_stranger_is_answered_without_a_reading(local, published):
    """FastMCP looks first, without cookies: a good request must be 200 or a redirect."""
    address = published.publish_client(REDIRECT)
    answer = http.get(PublishedClient(local, address).authorization())
    assert answer.status == 303 and answer.headers["Location"].startswith("/sign-in?flow=")
    bad = http.get(PublishedClient(local, address + "#x").authorization())
    assert bad.status == 400
    assert published.reads == []


def test_without_the_switch_nothing_of_this_computer_is_read(demo, published):
    address = published.publish_client(REDIRECT)
    answer = http.get(PublishedClient(demo, address).authorization())
    assert answer.status == 400 and "It is not https" in answer.text
    assert published.reads == []


def test_a_changed_document_is_shown_with_its_changes(local, person, published):
    address = published.publish_client(REDIRECT)
    first = RawPerson(local)
    first.approve(PublishedClient(local, address).authorization())
    published.publish_client(
        REDIRECT, client_name="Renamed", client_uri="https://elsewhere.example"
    )
    person.context.add_cookies(
        [{"name": n, "value": v, "url": local.issuer} for n, v in first.cookies.items()]
    )
    person.page.goto(PublishedClient(local, address).authorization())
    expect(person.page.get_by_role("heading", name="It has changed since you approved it")).to_be_visible()
    expect(person.page.locator("ins")).to_contain_text(["Renamed", "https://elsewhere.example"])
    expect(person.page.locator("del")).to_have_text("Published client")
    person.picture("document-changed")


def test_a_trouble_with_the_document_is_told_without_detail(local, published):
    address = published.origin + "/missing.json"
    _, answer = RawPerson(local).visit(PublishedClient(local, address).authorization())
    assert answer.status == 400 and "Retry-After" not in answer.headers
    assert "404" not in answer.text and "Its developer must mend that" in answer.text
    address = published.publish_client(REDIRECT, "/bad.json", client_secret="x")
    _, answer = RawPerson(local).visit(PublishedClient(local, address).authorization())
    assert answer.status == 400 and "It holds a secret" in answer.text


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA", "Ed25519"])
def test_private_key_jwt_by_another_library(signing, published, algorithm):
    jose = pytest.importorskip("joserfc")
    from joserfc import jwk, jwt

    assert jose
    key = {
        "RS256": lambda: jwk.RSAKey.generate_key(2048, {"kid": "k"}),
        "ES256": lambda: jwk.ECKey.generate_key("P-256", {"kid": "k"}),
        "EdDSA": lambda: jwk.OKPKey.generate_key("Ed25519", {"kid": "k"}),
        "Ed25519": lambda: jwk.OKPKey.generate_key("Ed25519", {"kid": "k"}),
    }[algorithm]()
    name = algorithm
    path = f"/{algorithm}.json"
    published.documents["/jwks.json"] = {"keys": [key.as_dict(private=False)]}
    address = published.publish_client(
        REDIRECT,
        path,
        token_endpoint_auth_method="private_key_jwt",
        token_endpoint_auth_signing_alg=name,
        jwks_uri=published.origin + "/jwks.json",
    )

    def proof(audience=signing.issuer + "/token"):
        now = int(time.time())
        claims = {
            "iss": address, "sub": address, "aud": audience, "iat": now, "exp": now + 60,
            "jti": secrets.token_urlsafe(),
        }
        header = {"alg": name, "kid": "k"}
        assertion = jwt.encode(header, claims, key, algorithms=[name])
        return {"client_assertion_type": BEARER, "client_assertion": assertion}

    client = PublishedClient(signing, address)
    query = RawPerson(signing).approve(client.authorization())
    code = {
        "grant_type": "authorization_code", "code": query["code"],
        "code_verifier": client.verifier, "redirect_uri": REDIRECT,
    }
    token = signing.issuer + "/token"
    bare = http.post_form(token, {**code, "client_id": address})
    assert bare.status == 401 and bare.json["error"] == "invalid_client"
    foreign = http.post_form(token, {**code, **proof("https://other.example")})
    assert foreign.status == 401
    once = proof()
    issued = http.post_form(token, {**code, **once})
    assert issued.status == 200, issued
    signing.vault.keep_tokens(issued.json)
    refresh = {"grant_type": "refresh_token", "refresh_token": issued.json["refresh_token"]}
    assert http.post_form(token, {**refresh, **once}).status == 401, "an assertion counts once"
    renewed = http.post_form(token, {**refresh, **proof(signing.issuer)})
    assert renewed.status == 200
    signing.vault.keep_tokens(renewed.json)
    ended = http.post_form(
        signing.issuer + "/revoke", {"token": renewed.json["refresh_token"], **proof()}
    )
    assert ended.status == 200
    assert published.paths.count("/jwks.json") == 1, "the keys are kept for a while"


def test_authlib_signs_for_itself(signing, published, monkeypatch):
    client_module = pytest.importorskip("authlib.integrations.requests_client")
    from authlib.oauth2.rfc7523 import PrivateKeyJWT, private_key_jwt_sign
    from joserfc import jwk

    class ShortLived(PrivateKeyJWT):
        """Signs for two minutes; the library's own default of an hour is longer than allowed."""

        def sign(self, auth, token_endpoint):
            return private_key_jwt_sign(
                auth.client_secret, auth.client_id, token_endpoint, alg="RS256", expires_in=120
            )

    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    key = jwk.RSAKey.generate_key(2048, {"kid": "authlib"})
    published.documents["/authlib-jwks.json"] = {"keys": [key.as_dict(private=False)]}
    address = published.publish_client(
        REDIRECT,
        "/authlib.json",
        token_endpoint_auth_method="private_key_jwt",
        token_endpoint_auth_methods_supported=["none", "private_key_jwt"],
        jwks_uri=published.origin + "/authlib-jwks.json",
    )
    token_endpoint = signing.issuer + "/token"
    with client_module.OAuth2Session(
        address,
        key.as_pem(private=True),
        token_endpoint_auth_method="private_key_jwt",
        redirect_uri=REDIRECT,
        scope="workspace:read posts:read",
        code_challenge_method="S256",
        token_endpoint=token_endpoint,
    ) as oauth:
        oauth.register_client_auth_method(ShortLived(token_endpoint))
        verifier = secrets.token_urlsafe(48)
        url, state = oauth.create_authorization_url(
            signing.issuer + "/authorize", code_verifier=verifier
        )
        query = RawPerson(signing).approve(url)
        answer = f"{REDIRECT}?code={query['code']}&state={state}&iss={query['iss']}"
        token = oauth.fetch_token(authorization_response=answer, code_verifier=verifier)
        signing.vault.keep_tokens(token)
        renewed = oauth.refresh_token(token_endpoint, refresh_token=token["refresh_token"])
        signing.vault.keep_tokens(renewed)
    # It has proven itself, so nobody may pass for it without a proof any more.
    bare = http.post_form(
        token_endpoint,
        {
            "grant_type": "refresh_token", "refresh_token": renewed["refresh_token"],
            "client_id": address,
        },
    )
    assert bare.status == 401 and bare.json["error"] == "invalid_client"
