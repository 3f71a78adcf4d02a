"""What the server says about itself, and where browsers of other origins may ask."""

import pytest

from harness import http

AS = "/.well-known/oauth-authorization-server"
PRM = "/.well-known/oauth-protected-resource/mcp"


def test_the_authorization_server_document(demo):
    answer = http.get(demo.issuer + AS)
    assert answer.status == 200
    document = answer.json
    assert document["issuer"] == demo.issuer
    for member, path in {
        "authorization_endpoint": "/authorize",
        "token_endpoint": "/token",
        "registration_endpoint": "/register",
        "revocation_endpoint": "/revoke",
        "introspection_endpoint": "/introspect",
    }.items():
        assert document[member] == demo.issuer + path
    assert document["response_types_supported"] == ["code"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert {"authorization_code", "refresh_token"} <= set(document["grant_types_supported"])
    assert {"none", "client_secret_basic", "client_secret_post"} <= set(
        document["token_endpoint_auth_methods_supported"]
    )
    assert document["authorization_response_iss_parameter_supported"] is True
    empty = [name for name, value in document.items() if value in ("", [], None)]
    assert empty == []


def test_the_openid_address_serves_the_same_document(demo):
    first = http.get(demo.issuer + AS).json
    assert http.get(demo.issuer + "/.well-known/openid-configuration").json == first


def test_both_addresses_of_the_resource_document_agree(demo):
    document = http.get(demo.issuer + PRM).json
    assert document["resource"] == demo.resource
    assert document["authorization_servers"] == [demo.issuer]
    assert document["bearer_methods_supported"] == ["header"]
    assert "workspace:read" in document["scopes_supported"]
    assert "offline_access" not in document["scopes_supported"]
    assert http.get(demo.issuer + "/.well-known/oauth-protected-resource").json == document


def test_the_challenge_points_to_the_resource_document(demo):
    answer = http.post_json(demo.resource, {"jsonrpc": "2.0", "id": 1, "method": "initialize"})
    assert answer.status == 401
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith("Bearer ")
    assert f'resource_metadata="{demo.issuer}{PRM}"' in challenge
    scopes = http.get(demo.issuer + PRM).json["scopes_supported"]
    assert f'scope="{" ".join(scopes)}"' in challenge
    assert "error=" not in challenge


@pytest.mark.parametrize("name", ["nothing", "oauth-authorization-server/mcp/x", "jwks.json"])
def test_unknown_well_known_addresses_are_json_404(demo, name):
    answer = http.get(f"{demo.issuer}/.well-known/{name}")
    assert answer.status == 404
    assert isinstance(answer.json, dict)


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", AS),
        ("GET", "/.well-known/openid-configuration"),
        ("GET", PRM),
        ("GET", "/.well-known/oauth-protected-resource"),
        ("POST", "/register"),
        ("POST", "/token"),
        ("POST", "/revoke"),
        ("POST", "/mcp"),
    ],
)
def test_other_origins_may_ask_the_machine_endpoints(demo, method, path):
    # The MCP endpoint checks origins (DNS rebinding), so the page stands on loopback.
    origin = "http://localhost:6274"
    wanted = "authorization, content-type, mcp-protocol-version, mcp-method, mcp-name"
    preflight = http.request(
        "OPTIONS",
        demo.issuer + path,
        {
            "Origin": origin,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": wanted,
        },
    )
    assert preflight.status in (200, 204), preflight
    assert preflight.headers["Access-Control-Allow-Origin"] in ("*", origin)
    assert method in preflight.headers["Access-Control-Allow-Methods"]
    allowed = preflight.headers["Access-Control-Allow-Headers"].lower()
    assert {name.strip() for name in wanted.split(",")} <= {n.strip() for n in allowed.split(",")}
    assert "Access-Control-Allow-Credentials" not in preflight.headers

    answer = http.request(method, demo.issuer + path, {"Origin": origin}, b"" if method == "POST" else None)
    assert answer.headers["Access-Control-Allow-Origin"] in ("*", origin), answer
    if path == "/mcp":
        exposed = answer.headers["Access-Control-Expose-Headers"].lower()
        assert "www-authenticate" in exposed


@pytest.mark.parametrize("path", ["/authorize", "/sign-in", "/consent", "/account", "/introspect"])
def test_other_origins_may_not_ask_pages_or_introspection(demo, path):
    for method in ("OPTIONS", "GET", "POST"):
        answer = http.request(
            method,
            demo.issuer + path,
            {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"},
            b"" if method == "POST" else None,
        )
        assert "Access-Control-Allow-Origin" not in answer.headers, (method, answer)


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1.evil.example"])
def test_a_foreign_origin_is_kept_out_of_the_mcp_endpoint(demo, origin):
    answer = http.post_json(demo.resource, {"jsonrpc": "2.0", "id": 1, "method": "ping"}, {"Origin": origin})
    assert answer.status == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80"])
def test_a_foreign_host_is_refused(demo, host):
    answer = http.request("GET", demo.issuer + AS, {"Host": host})
    assert answer.status in (400, 403, 421), answer
    assert "evil" not in answer.text
