"""Other people's OAuth libraries: Authlib as client and resource server, FastMCP's client."""

import socket
import threading
import time
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from anyio.from_thread import start_blocking_portal

from harness import http
from harness.raw import REDIRECT, RawClient, RawPerson


@pytest.fixture(autouse=True)
def plain_http(monkeypatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


def session(demo, client, method):
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        client.id,
        client.secret,
        token_endpoint_auth_method=method,
        redirect_uri=REDIRECT,
        scope="workspace:read posts:read",
        code_challenge_method="S256",
        token_endpoint=demo.issuer + "/token",
        revocation_endpoint_auth_method=method,
    )


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", "none"])
def test_authlib_as_a_client(demo, method):
    # A name of its own: equal metadata would be a client that already has a connection to add to.
    client = RawClient(demo, token_endpoint_auth_method=method, client_name=f"Authlib {method}")
    with session(demo, client, method) as oauth:
        url, state = oauth.create_authorization_url(
            demo.issuer + "/authorize", code_verifier=client.verifier
        )
        query = RawPerson(demo).approve(url)
        assert query["state"] == state and query["iss"] == demo.issuer
        answer = f"{REDIRECT}?code={query['code']}&state={state}&iss={query['iss']}"
        token = oauth.fetch_token(authorization_response=answer, code_verifier=client.verifier)
        demo.vault.keep_tokens(token)
        assert set(token["scope"].split()) == {"workspace:read", "posts:read"}
        renewed = oauth.refresh_token(demo.issuer + "/token", refresh_token=token["refresh_token"])
        demo.vault.keep_tokens(renewed)
        assert renewed["refresh_token"] != token["refresh_token"]
        assert renewed["access_token"] != token["access_token"]
        done = oauth.revoke_token(demo.issuer + "/revoke", renewed["refresh_token"])
        assert done.status_code == 200
        with pytest.raises(Exception, match="invalid_grant"):
            oauth.refresh_token(demo.issuer + "/token", refresh_token=renewed["refresh_token"])


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib_as_a_resource_server(demo, method):
    from authlib.integrations.requests_client import OAuth2Session

    token = RawClient(demo).connect()["access_token"]
    name, secret = demo.credential
    with OAuth2Session(name, secret, token_endpoint_auth_method=method) as resource_server:
        answer = resource_server.introspect_token(
            demo.issuer + "/introspect", token=token, token_type_hint="access_token"
        )
    assert answer.status_code == 200 and answer.json()["active"] is True


def test_authlib_reads_the_metadata(demo):
    from authlib.oauth2.rfc8414 import AuthorizationServerMetadata

    document = http.get(demo.issuer + "/.well-known/oauth-authorization-server").json

    class OnLoopback(AuthorizationServerMetadata):
        """Its own checks demand https, which loopback does not have."""

        def validate(self):
            for key in self.REGISTRY_KEYS:
                if key in ("issuer",) or key.endswith("_endpoint"):
                    continue
                getattr(self, f"validate_{key}", lambda: None)()

    OnLoopback(document).validate()


def test_fastmcp_finds_its_way(demo, vault, monkeypatch):
    """FastMCP fetches the authorization page itself first, without cookies or redirects."""
    import fastmcp
    from fastmcp.client.auth import OAuth

    opened = []

    def browser(address):
        opened.append(address)
        threading.Thread(target=visit, args=(address,), daemon=True).start()

    def visit(address):
        query = RawPerson(demo).approve(address)
        place = dict(parse_qsl(urlsplit(address).query))["redirect_uri"]
        # FastMCP starts to listen only after it has opened the browser.
        wait_until_open("localhost", urlsplit(place).port)
        http.get(f"{place}?{urlencode(query)}")

    monkeypatch.setattr("webbrowser.open", browser)
    auth = OAuth(mcp_url=demo.resource)

    async def journey():
        async with fastmcp.Client(demo.resource, auth=auth) as client:
            tools = {tool.name for tool in await client.list_tools()}
            return tools, await client.call_tool("list_workspaces", {})

    with start_blocking_portal() as portal:
        tools, result = portal.call(journey)
    assert len(opened) == 1
    assert {"get_me", "list_workspaces"} <= tools
    assert "Northwind Studio" in str(result.structured_content)
    tokens = auth.context.current_tokens
    vault.keep("access_token", tokens.access_token)
    vault.keep("refresh_token", tokens.refresh_token)


def wait_until_open(host, port, seconds=20):
    deadline = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection((host, port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, f"nobody listens on {host}:{port}"
            time.sleep(0.02)
