"""Bad input, endpoint by endpoint: the right code, the right shape, nothing changed."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from harness import http
from harness.raw import REDIRECT, RawClient, RawPerson, call_tool


@pytest.fixture(scope="module")
def client(demo):
    return RawClient(demo)


def is_oauth_error(answer, status, code):
    assert answer.status == status, answer
    body = answer.json
    assert body["error"] == code, body
    assert len(body["error_description"]) > 10
    assert not set(body["error_description"]) & set('"\\')
    assert "no-store" in answer.headers["Cache-Control"]


TOKEN_ERRORS = [
    ("", 401, "invalid_client"),
    ("client_id={id}", 400, "invalid_request"),
    ("client_id={id}&grant_type=", 400, "invalid_request"),
    ("grant_type=password&username=a&password=b&client_id={id}", 400, "unsupported_grant_type"),
    ("grant_type=authorization_code&client_id={id}", 400, "invalid_request"),
    ("grant_type=authorization_code&client_id={id}&code=nonsense&code_verifier=" + "v" * 43, 400, "invalid_grant"),
    ("grant_type=authorization_code&code=x&code=y&client_id={id}&code_verifier=" + "v" * 43, 400, "invalid_request"),
    ("grant_type=refresh_token&client_id={id}", 400, "invalid_request"),
    ("grant_type=refresh_token&client_id={id}&refresh_token=wlr_nonsense", 400, "invalid_grant"),
    ("grant_type=refresh_token&client_id=unknown&refresh_token=wlr_nonsense", 401, "invalid_client"),
    ("grant_type=refresh_token&refresh_token=wlr_nonsense", 401, "invalid_client"),
    ("grant_type=refresh_token&client_id={id}&refresh_token=%zz", 400, "invalid_request"),
]


@pytest.mark.parametrize("body, status, code", TOKEN_ERRORS)
def test_token_errors(demo, client, body, status, code):
    answer = http.post_form(demo.issuer + "/token", body.replace("{id}", client.id))
    is_oauth_error(answer, status, code)


def test_a_token_request_that_is_not_a_form(demo):
    answer = http.post_json(demo.issuer + "/token", {"grant_type": "refresh_token"})
    is_oauth_error(answer, 400, "invalid_request")


def test_a_failed_basic_authentication_is_challenged(demo, client):
    answer = http.post_form(
        demo.issuer + "/token",
        {"grant_type": "refresh_token", "refresh_token": "wlr_x"},
        {"Authorization": "Basic dW5rbm93bjp3cm9uZw=="},
    )
    is_oauth_error(answer, 401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


REGISTRATION_ERRORS = [
    ("not json", "invalid_client_metadata"),
    ("[]", "invalid_client_metadata"),
    ("{}", "invalid_redirect_uri"),
    ('{"redirect_uris": []}', "invalid_redirect_uri"),
    ('{"redirect_uris": "http://127.0.0.1/callback"}', "invalid_redirect_uri"),
    ('{"redirect_uris": ["http://example.com/callback"]}', "invalid_redirect_uri"),
    ('{"redirect_uris": ["javascript:alert(1)"]}', "invalid_redirect_uri"),
    ('{"redirect_uris": ["https://example.com/cb#part"]}', "invalid_redirect_uri"),
    ('{"redirect_uris": ["https://a@example.com/cb"]}', "invalid_redirect_uri"),
    ('{"redirect_uris": ["https://a.example/cb"], "redirect_uris": ["https://b.example/"]}',
     "invalid_client_metadata"),
    ('{"redirect_uris": ["https://a.example/cb"], "token_endpoint_auth_method": "magic"}',
     "invalid_client_metadata"),
]


@pytest.mark.parametrize("body, code", REGISTRATION_ERRORS)
def test_registration_errors(demo, body, code):
    is_oauth_error(http.post_json(demo.issuer + "/register", body), 400, code)


def test_registration_keeps_what_it_understands(demo):
    metadata = {
        "redirect_uris": [REDIRECT],
        "client_name": "Näme <b>",
        "scope": " workspace:read  posts:read",
        "grant_types": ["authorization_code", "refresh_token", "urn:example:unknown"],
        "application_type": "web",
        "unheard_of": {"a": [1]},
    }
    first = http.post_json(demo.issuer + "/register", metadata)
    assert first.status == 201, first
    assert "no-store" in first.headers["Cache-Control"]
    kept = first.json
    assert kept["redirect_uris"] == [REDIRECT] and kept["client_name"] == "Näme <b>"
    assert kept["token_endpoint_auth_method"] == "client_secret_basic"
    assert kept["client_secret"] and kept["client_secret_expires_at"] == 0
    demo.vault.keep_tokens(kept)
    # A secret that whoever repeats the metadata is handed too would be none.
    again = http.post_json(demo.issuer + "/register", metadata).json
    demo.vault.keep_tokens(again)
    assert again["client_id"] != kept["client_id"]
    assert again["client_secret"] != kept["client_secret"]
    # Nothing is stored, so equal metadata of a public client must give an equal identity.
    public = {**metadata, "token_endpoint_auth_method": "none"}
    one, two = (http.post_json(demo.issuer + "/register", public).json for _ in range(2))
    assert one["client_id"] == two["client_id"]


PAGE_ERRORS = [
    {"client_id": None},
    {"client_id": "unknown"},
    {"redirect_uri": "http://127.0.0.1:49152/elsewhere"},
    {"redirect_uri": "https://evil.example/callback"},
    {"redirect_uri": "http://localhost:49152/callback"},
]


@pytest.mark.parametrize("changes", PAGE_ERRORS)
def test_an_unproven_client_or_redirect_gets_a_page(demo, client, changes):
    answer = http.request("GET", client.authorization(**changes), {"Accept": "text/html"})
    # FastMCP's client takes exactly 400 as "register again".
    assert answer.status == 400, answer
    assert answer.media_type == "text/html"
    assert "Location" not in answer.headers
    assert "evil.example" not in (answer.headers["Content-Security-Policy"] or "")


REDIRECT_ERRORS = [
    ({"response_type": None}, "invalid_request"),
    ({"response_type": "token"}, "unsupported_response_type"),
    ({"code_challenge": None}, "invalid_request"),
    ({"code_challenge_method": None}, "invalid_request"),
    ({"code_challenge_method": "plain"}, "invalid_request"),
    ({"code_challenge": "short"}, "invalid_request"),
    ({"resource": "https://elsewhere.example/mcp"}, "invalid_target"),
]


@pytest.mark.parametrize("changes, code", REDIRECT_ERRORS)
def test_a_proven_client_hears_of_errors_from_the_person(demo, client, changes, code):
    """No open redirector: the signed-in person reads the error and returns by a link."""
    stranger, _ = RawPerson(demo, email=None).visit(client.authorization(**changes))
    assert urlsplit(stranger).path == "/sign-in"
    query = way_back(RawPerson(demo).visit(client.authorization(**changes))[1])
    assert query["error"] == code, query
    assert query["state"] == client.state
    assert query["iss"] == demo.issuer
    assert "code" not in query


def way_back(answer):
    """The query of the link back to the client on an error page."""
    assert answer.status == 400 and answer.media_type == "text/html", answer
    links = re.findall(r'href="([^"]+)"', answer.text)
    back = next(html.unescape(link) for link in links if link.startswith(REDIRECT))
    return dict(parse_qsl(urlsplit(back).query))


@pytest.mark.parametrize("name", ["state", "scope", "response_type", "code_challenge"])
def test_a_repeated_parameter_is_refused(demo, client, name):
    _, answer = RawPerson(demo).visit(client.authorization() + f"&{name}=again")
    assert way_back(answer)["error"] == "invalid_request"


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_a_repeated_identity_is_never_followed(demo, client, name):
    answer = http.get(client.authorization() + f"&{name}=again")
    assert answer.status == 400 and answer.media_type == "text/html"
    assert REDIRECT not in answer.text


@pytest.mark.parametrize(
    "headers, body, status, code",
    [
        ({}, "token=x", 401, "invalid_client"),
        ({"Authorization": "Basic dW5rbm93bjp3cm9uZw=="}, "token=x", 401, "invalid_client"),
        ({"Authorization": "Basic %%%"}, "token=x", 401, "invalid_client"),
        ("basic", "", 400, "invalid_request"),
        ("basic", "token=a&token=b", 400, "invalid_request"),
    ],
)
def test_introspection_errors(demo, headers, body, status, code):
    sent = demo.basic() if headers == "basic" else headers
    answer = http.post_form(demo.issuer + "/introspect", body, sent)
    is_oauth_error(answer, status, code)
    if status == 401 and headers:
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_revocation_errors(demo, client):
    is_oauth_error(http.post_form(demo.issuer + "/revoke", f"client_id={client.id}"), 400, "invalid_request")
    is_oauth_error(http.post_form(demo.issuer + "/revoke", "token=x"), 401, "invalid_client")
    # RFC 7009 section 2.2: an unknown token is no error.
    answer = http.post_form(demo.issuer + "/revoke", {"token": "wla_nonsense", "client_id": client.id})
    assert answer.status == 200


@pytest.mark.parametrize(
    "token, error",
    [("", None), ("wla_nonsense", "invalid_token"), ("a b", None), ("x" * 5000, "invalid_token")],
)
def test_a_bad_bearer_token_is_401(demo, token, error):
    answer = call_tool(demo, token)
    assert answer.status in (400, 401), answer
    if error:
        assert answer.status == 401
        assert f'error="{error}"' in answer.headers["WWW-Authenticate"]
        assert "resource_metadata=" in answer.headers["WWW-Authenticate"]


@pytest.fixture(scope="module")
def token(demo):
    return RawClient(demo).connect()["access_token"]


@pytest.mark.parametrize(
    "body, status, code",
    [
        ("{", 400, -32700),
        ("[]", 400, -32600),
        ('{"jsonrpc":"2.0","id":null,"method":"ping"}', 400, -32600),
        ('{"jsonrpc":"1.0","id":1,"method":"ping"}', 400, -32600),
        ('{"jsonrpc":"2.0","id":1,"method":"unheard/of"}', 200, -32601),
        ('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"none","arguments":{}}}', 200, -32602),
    ],
)
def test_mcp_errors_are_json_rpc(demo, token, body, status, code):
    answer = http.post_json(
        demo.resource,
        body,
        {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": "2025-11-25",
        },
    )
    assert answer.status == status, answer
    assert answer.json["error"]["code"] == code
